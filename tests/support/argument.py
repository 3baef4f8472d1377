"""Facts for each rule on what claims say, and what follows from them."""

from __future__ import annotations

BELIEF = "x:c cns:contends x:b . x:b cns:subject x:a ; cns:relation cns:believes ; cns:object x:p ."
#: Facts for each rule on what one claim says, and what must follow.
MADE: dict[str, tuple[str, str]] = {
    "ascribed-belief": (BELIEF + "x:d cns:denies x:b . x:e cns:contends x:p .", "x:c cns:ascribes x:p ."),
    "believed-by": (BELIEF + "x:d cns:denies x:b .", "x:p cns:believedBy x:a ."),
    "in-whose-eyes": (BELIEF + "x:d cns:denies x:b .", "x:c cns:perceivedBy x:a ."),
    "nested-proposition": (
        "x:c cns:speaksOf x:b . x:b cns:hasEnd x:a , x:p . x:a a cns:Entity . x:p a cns:Proposition .",
        "x:c cns:speaksOf x:p .",
    ),
    "about-its-ends": (
        """x:c cns:speaksOf x:b . x:b cns:hasEnd x:a , x:p , x:t . x:a a cns:Entity .
        x:p a cns:Entity, cns:Proposition . x:t a cns:Trend .""",
        "x:c cns:about x:a .",
    ),
    "core-proposition": (
        """x:p cns:subject x:a ; cns:relation cns:weakens ; cns:object x:b .
        x:q cns:subject x:a ; cns:relation cns:weakens ; cns:object x:b ; cns:scope cns:Some .
        x:r cns:subject x:a ; cns:relation cns:weakens ; cns:object x:b ; cns:inPlace x:e .
        x:s cns:subject x:a ; cns:relation cns:prevents ; cns:object x:b .""",
        "x:q cns:core x:p . x:r cns:core x:p .",
    ),
}
FUTURE = "x:c a cns:Prediction . x:d a cns:Prediction ."
SAME = "x:c cns:contends x:p ; cns:claimant x:a . x:d cns:contends x:p ; cns:claimant x:b ."
OPPOSITE = "x:c cns:contends x:p ; cns:claimant x:a . x:d cns:denies x:p ; cns:claimant x:b ."
#: Two claims that meet by each rule, and what follows.
MEETING: dict[str, tuple[str, str]] = {
    "agreement": (SAME, "x:c cns:agrees x:d . x:d cns:agrees x:c ."),
    "agreement-on-the-future": (SAME + FUTURE, "x:c cns:agrees x:d . x:d cns:agrees x:c ."),
    "dispute": (OPPOSITE, "x:c cns:disputes x:d ."),
    "dispute-over-the-future": (OPPOSITE + FUTURE, "x:c cns:disputes x:d ."),
}
