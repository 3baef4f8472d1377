"""Every passage leads back to its words, and every character of a source is accounted for.

These checks need the original texts, which are not shipped: `cnskg verify` runs them, validation does not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .. import namespaces as ns
from ..content.anchors import MOST_WORDS, digest, find_span, occurrences
from ..content.files import Content, CuratedFile, Kind
from ..content.texts import encoded_text, is_same
from ..errors import ContentError
from .check import Check, Fault, check, once

ANCHORS = ("startsWith", "endsWith")
NEEDED = ("document", "charStart", "charEnd")


@dataclass(frozen=True)
class Span:
    """A passage or omission of a document, as its file describes it."""

    source: CuratedFile
    kind: str
    values: dict[str, str]

    @property
    def document(self) -> str:
        return self.values["document"].removeprefix(ns.ID)

    @property
    def start(self) -> int:
        return int(self.values["charStart"])

    @property
    def end(self) -> int:
        return int(self.values["charEnd"])


def described(content: Content) -> Iterator[tuple[CuratedFile, dict[str, str]]]:
    """What each file of a passage or omission says of itself, by the names of properties."""
    for source in content.of(Kind.PASSAGE):
        own = (t for t in source.triples if t.subject.value == source.graph)
        yield source, {t.predicate.value.removeprefix(ns.CNS): t.object.value for t in own}


@once
def spans(content: Content) -> list[Span]:
    """All passages and omissions that have a place in a text, in the order of the texts; `no_place` tells of others."""
    found = []
    for source, values in described(content):
        if not any(_lacks(content, values)):
            found.append(Span(source, "Omission" if "omissionReason" in values else "Passage", values))
    return sorted(found, key=lambda s: (s.document, s.start))


def _lacks(content: Content, values: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What a passage lacks for a place in a text: the property, and what is wrong with it."""
    for name in NEEDED:
        if name not in values:
            yield name, f"the passage does not say its cns:{name}"
        elif name == "document" and values[name] not in documents(content):
            yield name, f"{ns.compact(values[name])} is no document of data/documents.ttl"
        elif name != "document" and not re.fullmatch("[0-9]+", values[name]):
            yield name, f"cns:{name} is {values[name]!r}, not a number of characters"


@once
def documents(content: Content) -> set[str]:
    """The documents that have a text."""
    return {t.subject.value for _, t in content.statements(Kind.DOCUMENTS) if t.predicate.value == ns.CNS + "textFile"}


@check("no-place", cases=(*NEEDED, "no such document", "no number"))
def no_place(content: Content) -> Iterator[Fault]:
    """A passage says in which document it stands, and where."""
    for source, values in described(content):
        for name, said in _lacks(content, values):
            line = source.places.line(source.graph, ns.CNS + name)
            yield Fault(source.name, line or 1, said, "`cnskg new passage` writes a whole header: compare with it.")


class Located(NamedTuple):
    """A span, and where its anchors stand in the text, or why they stand nowhere."""

    span: Span
    text: str
    place: tuple[int, int] | ContentError


@once
def located(content: Content) -> list[Located]:
    """Every span, looked up in the text of its document."""
    texts = {name: encoded_text(content, name) for name in {span.document for span in spans(content)}}
    return [_locate(span, texts[span.document]) for span in spans(content)]


def _locate(span: Span, text: str) -> Located:
    try:
        return Located(span, text, find_span(text, *(span.values.get(name, "") for name in ANCHORS)))
    except ContentError as error:
        return Located(span, text, error)


def by_document(content: Content) -> dict[str, list[Span]]:
    """The spans of each document."""
    found: dict[str, list[Span]] = defaultdict(list)
    for span in spans(content):
        found[span.document].append(span)
    return found


def _at(span: Span, name: str, message: str, hint: str) -> Fault:
    """A fault at what a span says of itself."""
    source = span.source
    return Fault(source.name, source.places.line(source.graph, ns.CNS + name), message, hint)


@check("other-text")
def other_text(content: Content) -> Iterator[Fault]:
    """The text of a document has the words of the one that the graph was made from."""
    for name in by_document(content):
        if not is_same(content, name):
            source = next(f for f in content.of(Kind.DOCUMENTS))
            line = source.places.line(ns.ID + name, ns.CNS + "sha256")
            message = f"the text at hand of {name} has other words than the one that the graph was made from"
            hint = "Its passages are looked up by their words alone. Use the text that the graph was made from."
            yield Fault(source.name, line, message, hint)


@check("long-anchor", cases=ANCHORS)
def long_anchor(content: Content) -> Iterator[Fault]:
    """An anchor has at most eight words, so that nothing more of a source is kept."""
    for span in spans(content):
        for name in ANCHORS:
            if len(span.values.get(name, "").split()) > MOST_WORDS:
                yield _at(span, name, f"the anchor has more than {MOST_WORDS} words", "Shorten it.")


@check("lost-anchor", cases=ANCHORS)
def lost_anchor(content: Content) -> Iterator[Fault]:
    """The anchors of a passage lead to one place in the text."""
    for span, text, place in located(content):
        if isinstance(place, ContentError):
            lost = "endsWith" if len(occurrences(text, span.values.get("startsWith", ""))) == 1 else "startsWith"
            yield _at(span, lost, place.message, _anchor_there(span, text, lost) or place.hint)


def _anchor_there(span: Span, text: str, name: str) -> str:
    """What an anchor has to be, where the offsets and the digest say which words those of the passage are."""
    there = text[span.start : span.end]
    if digest(there) != span.values.get("sha256"):
        return ""
    count = min(max(len(span.values.get(name, "").split()), 3), MOST_WORDS)
    found = there.split()[:count] if name == "startsWith" else there.split()[-count:]
    return f"By its offsets and digest the passage has there: {' '.join(found)!r}."


@check("wrong-place", cases=("charStart", "charEnd"))
def wrong_place(content: Content) -> Iterator[Fault]:
    """A passage stands where its offsets say, counted in the text with single spaces."""
    for span, _, place in located(content):
        if isinstance(place, tuple) and place != (span.start, span.end) and is_same(content, span.document):
            message = f"the anchors stand at {place[0]}-{place[1]}, not {span.start}-{span.end}"
            yield _at(span, "charStart", message, f"Write cns:charStart {place[0]} and cns:charEnd {place[1]}.")


@check("other-words")
def other_words(content: Content) -> Iterator[Fault]:
    """The words of a passage are those that it was made from."""
    for span, text, place in located(content):
        if isinstance(place, tuple) and digest(text[slice(*place)]) != span.values.get("sha256"):
            yield _at(span, "sha256", "the text of the passage has another digest", "Make the passage anew.")


@check("gap", cases=("between", "at the end"))
def gap(content: Content) -> Iterator[Fault]:
    """Every word of a text belongs to a passage or an omission."""
    if content.unread or len(spans(content)) < len(content.of(Kind.PASSAGE)):
        return  # what they hold would be missed: they have findings of their own
    for name, mine in by_document(content).items():
        if not is_same(content, name):
            continue  # offsets are those of the graph's text
        text = encoded_text(content, name)
        starts = [*(span.start for span in mine), len(text)]
        at = 0
        for i, start in enumerate(starts):
            words = text[at:start].split()
            if words:
                message = f"{len(words)} words at {at}-{start} belong to no passage: {' '.join(words[:4])!r} …"
                yield _at(mine[max(i - 1, 0)], "charEnd", message, "Make a passage or an omission of them.")
            at = max(at, mine[i].end) if i < len(mine) else at


CHECKS: tuple[Check, ...] = (no_place, other_text, long_anchor, lost_anchor, wrong_place, other_words, gap)


@dataclass(frozen=True)
class Covered:
    """How much of a document its passages take up, in characters."""

    passages: int
    characters: int
    whole: int


def covered(content: Content) -> dict[str, Covered]:
    """What the passages cover of each document."""
    found = {}
    for name, mine in sorted(by_document(content).items()):
        found[name] = Covered(len(mine), sum(s.end - s.start for s in mine), len(encoded_text(content, name)))
    return found
