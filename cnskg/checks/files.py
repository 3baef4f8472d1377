"""Checks of the files themselves: each can be read, is where it belongs, and gives the only account of its thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.decoding import BYTE_ORDER_MARK, CRLF, UTF_16
from ..content.files import DATA, Content, CuratedFile, Kind
from ..content.listing import shown, stray_paths
from ..nearest import nearest
from ..rdf import TYPE
from .check import Check, Fault, check
from .scope import at_odds, judged_files

#: Classes of what one file describes; cards are described in one file whatever their class.
ONE_ACCOUNT = {ns.CNS + name for name in ("Passage", "Omission", "BackgroundSource", "Question", "SourceDocument")}
PASSAGE, OMISSION = ns.CNS + "Passage", ns.CNS + "Omission"
FLAWS = {
    BYTE_ORDER_MARK: "begins with a byte order mark (U+FEFF, which nobody sees)",
    UTF_16: "is in UTF-16",
    CRLF: "has lines that end in CR or CRLF",
}
ENDINGS = (".ttl", ".sssom.tsv", ".md")


@check(
    "unreadable",
    cases=(
        "syntax",
        "no end",
        "undeclared prefix",
        "misplaced",
        "passage in another document's folder",
        "passage among the cards",
        "triple term",
        "direction",
    ),
)
def unreadable(content: Content) -> Iterator[Fault]:
    """Every data file is where one can be, and is Turtle in UTF-8."""
    for one in content.unread:
        if one.error:  # the others are told by their names: `stray_file`
            told = one.error.extra
            yield Fault(one.name, told["line"], told["said"], one.error.hint)


@check("stray-file", cases=("misspelt ending", "folder of no use"))
def stray_file(content: Content) -> Iterator[Fault]:
    """Every file under ontology/, data/ and shapes/ is one that is read; hidden files, backups and notes are let be."""
    for path in stray_paths(content.root):
        name = shown(content.root, path)
        near = nearest(path.suffix, ENDINGS, 1, 50)
        hint = f"Did you mean {near[0]}?" if near and not name.endswith(near[0]) else "Move it, or remove it."
        yield Fault(name, 0, "nothing reads this file", hint)


@check("plain-text", cases=(BYTE_ORDER_MARK, CRLF))
def plain_text(content: Content) -> Iterator[Fault]:
    """A file is UTF-8 without a byte order mark, its lines ending in LF."""
    for source in content.files:
        if source.flaws:
            by_hand = "Save it as UTF-8 without a byte order mark, its lines ending in LF."
            hint = by_hand if source.kind == Kind.ONTOLOGY else f"Run `cnskg fmt {source.name}`, which mends it."
            yield Fault(source.name, 1, " and ".join(FLAWS[flaw] for flaw in source.flaws), hint)


@check("described-twice", cases=("a passage", "a background source", "a question", "a document", "a card"))
def described_twice(content: Content) -> Iterator[Fault]:
    """A passage, a background source, a question, a document or a card is described in one file only."""
    homes: dict[str, list[CuratedFile]] = defaultdict(list)
    for source in content.of(*DATA):
        for node in sorted(_accounts(source)):
            homes[node].append(source)
    for node, sources in homes.items():
        for other in sources[1:]:
            source, first = at_odds(content, sources[0], other)
            message = f"{first.name}:{first.places.line(node) or 1} describes {ns.compact(node)} already"
            hint = "Keep one of the two; a second passage or source has a name of its own."
            yield Fault(source.name, source.places.line(node) or 1, message, hint)


def _accounts(source: CuratedFile) -> set[str]:
    """What a file is the account of."""
    found = {source.graph} if source.kind in (Kind.PASSAGE, Kind.BACKGROUND) else set()
    for t in source.by_predicate.get(TYPE, ()):
        named = isinstance(t.subject, ox.NamedNode)
        if named and (source.kind == Kind.ENTITIES or t.object.value in ONE_ACCOUNT):
            found.add(t.subject.value)
    return found


@check("silent-passage", cases=("no statement",), allowed=("cns:Omission",))
def silent_passage(content: Content) -> Iterator[Fault]:
    """A passage states something; a stretch of a text without statements is an omission."""
    for source in content.of(Kind.PASSAGE):
        is_passage = any(t.subject.value == source.graph and t.object.value == PASSAGE for t in source.triples)
        if is_passage and all(t.subject.value == source.graph for t in source.triples):
            hint = "Write its facts below; or make it a cns:Omission, with its cns:omissionReason."
            yield Fault(source.name, source.places.line(source.graph) or 1, "the passage states nothing", hint)


@check("speaking-omission")
def speaking_omission(content: Content) -> Iterator[Fault]:
    """An omission states nothing; a stretch of a text with statements is a passage."""
    for source in judged_files(content, Kind.PASSAGE):
        others = [t for t in source.triples if t.subject.value != source.graph]
        if others and any(t.subject.value == source.graph and t.object.value == OMISSION for t in source.triples):
            line = min(source.places.line_of(t) for t in others)
            hint = "Move it to the passage that says so; or make this one a cns:Passage, without cns:omissionReason."
            yield Fault(source.name, line, "the omission states something", hint)


CHECKS: tuple[Check, ...] = (unreadable, stray_file, plain_text, described_twice, silent_passage, speaking_omission)
#: What `cnskg verify` asks of the files before it looks into the texts.
VERIFIED: tuple[Check, ...] = (unreadable, stray_file, described_twice)
