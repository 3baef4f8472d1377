"""Chinese names on cards: where each is found, since no name comes from memory."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.files import DATA, SAYING, Content, Kind
from ..folding import reads_as, simplified
from ..rdf import ALT, PREF
from .check import Check, Fault, at, check
from .scope import judged, judged_files

NAMING = (PREF, ALT)
CHINESE, PINYIN = "zh-hans", "zh-latn-pinyin"
#: What has no name of its own: a common word, or a title that describes, which we translate.
COMMON = [
    *(ns.CNS + kind for kind in ("Field", "Good", "Issue", "Situation", "Conduct", "Idea", "Portrayal", "Quality")),
    *(ns.CNS + kind for kind in ("Group", "Instrument", "Unit", "ReviewStatus")),
    *(ns.CNS + kind for kind in ("Goal", "Proposal", "Event", "Policy", "Campaign", "Mechanism", "Era", "Provision")),
    *(ns.CNS + kind for kind in ("SecurityConcern", "SecurityList", "Quantity", "Tenure")),
]


@check("unsourced-name")
def unsourced_name(content: Content) -> Iterator[Fault]:
    """The Chinese name of a person, organ, law or slogan is printed in a passage, or its card says on which page."""
    sourced = {t.subject for _, t in content.stating([ns.CNS + "nameSource"], Kind.ENTITIES)}
    printed = {t.object for _, t in content.statements(*SAYING) if getattr(t.object, "language", None) == CHINESE}
    for source, t in content.stating(NAMING, Kind.ENTITIES):
        if t.object.language != CHINESE or _common(content, t.subject.value):
            continue
        if t.subject not in sourced and t.object not in printed:
            hint = "Give the address of a page that has the name, with cns:nameSource, or leave the name out."
            yield at(source, t, f"nothing says where the name {t.object.value} is found", hint)


@check("traditional-characters")
def traditional_characters(content: Content) -> Iterator[Fault]:
    """A text in zh-hans has simplified characters only."""
    for source, t in judged(content, *DATA):
        if isinstance(t.object, ox.Literal) and t.object.language == CHINESE:
            simple = simplified(t.object.value)
            if simple != t.object.value:
                hint = f"Write {simple}; names in both forms are found by either."
                yield at(source, t, f"{t.object.value} has traditional characters", hint)


@check("other-pinyin", severity="warning")
def other_pinyin(content: Content) -> Iterator[Fault]:
    """The Pinyin of a card is how one of its names in hanzi is read."""
    for source in judged_files(content, Kind.ENTITIES):
        names = [t for name in NAMING for t in source.by_predicate.get(name, ())]
        for t in names:
            if t.object.language != PINYIN:
                continue
            hanzi = [o.object.value for o in names if o.subject == t.subject and o.object.language == CHINESE]
            if hanzi and not any(reads_as(one, t.object.value) for one in hanzi):
                message = f"{t.object.value!r} is not how {' or '.join(sorted(hanzi))} is read"
                yield at(source, t, message, "Mend the Pinyin, or the hanzi.")


def _common(content: Content, iri: str) -> bool:
    types = content.types.get(iri, set())
    return bool(types) and all(any(content.ontology.is_a({one}, cls) for cls in COMMON) for one in types)


CHECKS: tuple[Check, ...] = (unsourced_name, traditional_characters, other_pinyin)
