"""Words that are given as those of a text stand in the text of the passage that gives them.

Neither white space, case, quotation marks, hyphens nor a word cut at the end of a line make a difference. What is left
out within a quotation (…, [...]) parts it, and its parts stand in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.files import Content, Kind
from ..folding import HAN, fold
from ..nearest import nearest
from .check import Check, Fault, at, check
from .passages import Located, located

#: Properties whose values are defined as words of the text.
QUOTED = {
    ns.CNS + name for name in ("quotedWords", "hedgeWord", "literalForm", "qualifier", "timeText", "title", "venue")
}
HEDGE = ns.CNS + "hedgeWord"
LEFT_OUT = re.compile(r"…|\.\.\.|\[[^\]]*\]")
#: Within a word; what stands before it is a word of its own, as “Xi” is in “Xi’s”.
APOSTROPHE = re.compile(r"(?<=\w)['’ʼ](?=\w)")
CUT_WORD = re.compile(r"(?<=[^\W\d_])-\s+(?=[^\W\d_])")
AS_THERE = "Write them as they stand there; a translation, or words of our own, are no quotation."
NO_HEDGE = "Write the word as it stands there; where the text has none, the claim has no cns:hedge."


def stands(quotation: str, text: str) -> bool:
    """Whether the words of a quotation stand in a text, as whole words."""
    return any(_follow(quotation, _folded(one)) for one in (text, CUT_WORD.sub("", text)))


def _folded(text: str) -> str:
    return fold(APOSTROPHE.sub(" ", text))


def _follow(quotation: str, folded: str) -> bool:
    """Whether the parts of a quotation stand in a folded text one after another."""
    place = 0
    for part in filter(None, map(_folded, LEFT_OUT.split(quotation))):
        found = re.compile(rf"(?<![^\W{HAN}]){re.escape(part)}(?![^\W{HAN}])").search(folded, place)
        if not found:
            return False
        place = found.end()
    return True


def near(quotation: str, text: str) -> str:
    """The words of a text that are most like a quotation; none where nothing is like it."""
    found, count = text.split(), len(quotation.split())
    some = {" ".join(found[i : i + count]) for i in range(len(found) - count + 1)}
    return next(iter(nearest(quotation, some, 1)), "")


@check(
    "no-such-words",
    cases=("quoted words", "a word left out", "a hedge", "a wording", "a title", "a time", "another passage"),
)
def no_such_words(content: Content) -> Iterator[Fault]:
    """What is given as words of a text stands in it, in the passage that gives them."""
    places = {one.span.source.name: one for one in located(content)}
    for source, t in content.statements(Kind.PASSAGE):
        one = places.get(source.name)
        if one and t.predicate.value in QUOTED and isinstance(t.object, ox.Literal):
            told = _told(t.object.value, one)
            if told:
                what = f"{ns.compact(t.predicate.value)} of {ns.compact(t.subject.value)}"
                hint = NO_HEDGE if t.predicate.value == HEDGE else AS_THERE
                yield at(source, t, f"{what} is {t.object.value!r}, {told}", hint)


def _own(one: Located) -> str:
    """The text of a passage; that of the whole document, where the passage is not found in it."""
    return one.text[slice(*one.place)] if isinstance(one.place, tuple) else one.text


def _told(quotation: str, one: Located) -> str:
    """What is told of a quotation that a passage does not have: where its words stand, or what is like them."""
    if stands(quotation, _own(one)):
        return ""
    if stands(quotation, one.text):
        return "which the document has elsewhere and not in this passage"
    like = near(quotation, _own(one))
    return "which the passage does not have" + (f": nearest is {like!r}" if like else "")


CHECKS: tuple[Check, ...] = (no_such_words,)
