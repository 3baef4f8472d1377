"""Words in a row that a source has, too: facts, names and titles carry over into the graph, sentences do not.

Words are compared folded, so that neither case nor punctuation hides them. Two Chinese characters count as one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from .. import namespaces as ns
from ..content.files import DATA, Content, Kind
from ..content.listing import kept, shown, table_and_shape_paths, walk
from ..content.texts import read_text
from ..folding import HAN, fold, has_han
from ..rdf import ALT, PREF
from .check import Check, Fault, at, check, once
from .passages import documents

#: Words in a row, from which on they are a source's sentence rather than the language's: names and terms are shorter.
FEWEST_WORDS = 9
#: Properties whose values are a source's by intent: its titles and headings, anchors, addresses, terms, what is quoted;
#: and rows of an answer, made of such values.
CARRIED = {ns.CNS + name for name in (
    "title", "section", "venue", "url", "startsWith", "endsWith", "literalForm", "quotedWords", "expects",
)}  # fmt: skip
WORD = re.compile(rf"[{HAN}]|[^\s{HAN}]+")
HINT = "Say it in words of your own; terms may stand as cns:quotedWords, eight words at most."
Words = tuple[str, ...]


def words(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return WORD.findall(fold(text))


def rows(found: list[str]) -> Iterator[Words]:
    """Each row of as many words as make a finding, in their order."""
    return (tuple(found[i : i + FEWEST_WORDS]) for i in range(len(found) - FEWEST_WORDS + 1))


@once
def taken(content: Content) -> dict[Words, str]:
    """Each row of words of a source that is in none of the names and titles, with its document.

    Where there are passages, their documents count alone: who verifies one document needs its text and no other.
    """
    known = {iri.removeprefix(ns.ID) for iri in documents(content)}
    encoded = known & {f.path.parent.name for f in content.of(Kind.PASSAGE)}
    found = {row: slug for slug in sorted(encoded or known) for row in rows(words(read_text(content, slug)))}
    for row in carried(content):
        found.pop(row, None)
    return found


def carried(content: Content) -> Iterator[Words]:
    """The rows of words of titles and headings, and of the names on cards."""
    for source, t in content.statements(*DATA):
        named = source.kind == Kind.ENTITIES and t.predicate.value in (PREF, ALT)
        if named or t.predicate.value in CARRIED:
            yield from rows(words(t.object.value))


def runs(found: list[str], known: dict[Words, str]) -> Iterator[tuple[int, int]]:
    """Where words of a source stand, as far as they go on: the place of the first word, and that after the last."""
    covered: set[int] = set()
    for place, row in enumerate(rows(found)):
        if row in known:
            covered |= set(range(place, place + FEWEST_WORDS))
    begins = sorted(place for place in covered if place - 1 not in covered)
    ends = sorted(place + 1 for place in covered if place + 1 not in covered)
    return (run for run in zip(begins, ends, strict=True) if count(found[slice(*run)]) >= FEWEST_WORDS)


def count(found: list[str]) -> int:
    """How many words a text has."""
    return len(found) - sum(1 for word in found if has_han(word)) // 2


def said(found: list[str], run: tuple[int, int], known: dict[Words, str]) -> str:
    """What is told of a run: how many words, whose, and which."""
    begin, end = run
    document = known[tuple(found[begin : begin + FEWEST_WORDS])]
    first = " ".join(found[begin : begin + FEWEST_WORDS]) + (" …" if end - begin > FEWEST_WORDS else "")
    return f"{count(found[begin:end])} words in a row of the text of {document}: {first!r}"


@check(
    "taken-words",
    cases=("a statement", "a name in a passage", "a card", "a term", "a page"),
    allowed=("cns:title", "cns:quotedWords"),
)
def taken_words(content: Content) -> Iterator[Fault]:
    """No nine words in a row are those of a source, but in titles, names on cards, anchors and quoted words."""
    known = taken(content)
    for source, t in content.statements(Kind.ONTOLOGY, *DATA):
        named = source.kind == Kind.ENTITIES and t.predicate.value in (PREF, ALT)
        if t.predicate.value not in CARRIED and not named and " " in t.object.value:
            found = words(t.object.value)
            for run in runs(found, known):
                what = f"{ns.compact(t.predicate.value)} of {ns.compact(t.subject.value)}"
                yield at(source, t, f"{what} has {said(found, run, known)}", HINT)
    for path in pages(content.root):
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
        placed = [(word, number) for number, line in enumerate(lines, 1) for word in words(line)]
        found = [word for word, _ in placed]
        for run in runs(found, known):
            yield Fault(shown(content.root, path), placed[run[0]][1], f"the page has {said(found, run, known)}", HINT)


def pages(root: Path) -> Iterable[Path]:
    """What is written beside statements: the pages of the project, its tables, its shapes."""
    written = [p for p in walk(root, "docs", "data", "ontology", "shapes") if p.suffix in (".md", ".toml")]
    return sorted([*kept(root.glob("*.md")), *written, *table_and_shape_paths(root)])


CHECKS: tuple[Check, ...] = (taken_words,)
