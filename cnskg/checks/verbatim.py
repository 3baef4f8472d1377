"""Words in a row that a source has, too: facts, names and titles carry over into the graph, sentences do not.

Words are compared folded, so that neither case nor punctuation hides them. Two Chinese characters count as one word.
What is given as a name or title carries over only if the source prints it as one; else it is a sentence all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from .. import namespaces as ns
from ..content.files import DATA, Content, Kind
from ..content.listing import kept, shown, table_and_shape_paths, walk
from ..content.texts import has_text, written_text
from ..folding import fold, has_han
from ..rdf import ALT, PREF
from .check import Check, Fault, at, check, once
from .passages import documents
from .printed_names import WORD, Printed, printed
from .scope import judged_files

#: Words in a row, from which on they are a source's sentence rather than the language's: names and terms are shorter.
FEWEST_WORDS = 9
#: Words in a row that are a title at most, and a name or a wording at most: what is longer is a sentence.
LONGEST_TITLE = 25
LONGEST_NAME = 12
#: Words that may be quoted, as white space parts them.
MOST_QUOTED = 8
ANCHORS = {ns.CNS + "startsWith", ns.CNS + "endsWith"}
#: Rows of an answer, and what parts their cells.
EXPECTS, CELLS = ns.CNS + "expects", " | "
ADDRESS = re.compile(r"\S+://\S+")
HINT = "Say it in words of your own; terms may stand as cns:quotedWords, eight words at most."
NAME_HINT = (
    "Give a shorter name, or one of your own words. What carries over is a name that the text writes with capitals, "
    "and a title or heading that stands there between quotation marks, brackets or the ends of lines."
)
Words = tuple[str, ...]


class Carrier(NamedTuple):
    """Properties whose values carry over, up to so many words, where a source prints them as names or sets them off."""

    properties: frozenset[str]
    longest: int
    set_off: bool
    kinds: tuple[Kind, ...] = DATA


#: Titles come first, since the names of cards repeat them.
CARRIERS = (
    Carrier(frozenset({ns.CNS + "title", ns.CNS + "section"}), LONGEST_TITLE, set_off=True),
    Carrier(frozenset({ns.CNS + "literalForm", ns.CNS + "venue"}), LONGEST_NAME, set_off=True),
    Carrier(frozenset({PREF, ALT}), LONGEST_NAME, set_off=False, kinds=(Kind.ENTITIES,)),
)
NAMING = frozenset().union(*(carrier.properties for carrier in CARRIERS))


def words(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return WORD.findall(fold(text))


def rows(found: list[str]) -> Iterator[Words]:
    """Each row of as many words as make a finding, in their order."""
    return (tuple(found[i : i + FEWEST_WORDS]) for i in range(len(found) - FEWEST_WORDS + 1))


@once
def taken(content: Content) -> dict[Words, str]:
    """Each row of words of a source that is in none of the names and titles, with its document.

    The texts of the documents whose passages are judged have to be at hand; those of others count where they are.
    """
    known = {iri.removeprefix(ns.ID) for iri in documents(content)}
    needed = known & {f.path.parent.name for f in judged_files(content, Kind.PASSAGE)} or known
    slugs = sorted(needed.union(slug for slug in known if has_text(content, slug)))
    texts = {slug: printed(written_text(content, slug)) for slug in slugs}
    found = {row: slug for slug, text in texts.items() for row in rows(text.words)}
    for carrier in CARRIERS:
        for value in {
            t.object.value for _, t in content.statements(*carrier.kinds) if t.predicate.value in carrier.properties
        }:
            for row in carried(value, carrier, found, texts.values()):
                found.pop(row, None)
    return found


def carried(value: str, carrier: Carrier, known: dict[Words, str], texts: Iterable[Printed]) -> Iterator[Words]:
    """The rows of words of a name or title, where it is one in a source, too."""
    found, cut = words(value), value.rstrip().endswith(("…", "..."))
    for begin, end in list(runs(found, known)):
        run = found[begin:end]
        whole = [text for text in texts if text.is_name(run) or (carrier.set_off and text.is_title(run, cut))]
        if whole and count(run) <= carrier.longest:
            yield from rows(run)


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


def said(text: str, found: list[str], run: tuple[int, int], known: dict[Words, str]) -> str:
    """What is told of a run of words of a text: how many, whose, and which, as they are written there."""
    begin, end = run
    document = known[tuple(found[begin : begin + FEWEST_WORDS])]
    written = WORD.findall(text)
    shown_words = written if len(written) == len(found) else found
    first = " ".join(shown_words[begin : begin + FEWEST_WORDS]) + (" …" if end - begin > FEWEST_WORDS else "")
    return f"{count(found[begin:end])} words in a row of the text of {document}: {first!r}"


@check(
    "taken-words",
    cases=(
        "a statement", "a name in a passage", "a card", "a name on a card", "a title", "a section", "a wording",
        "a quotation in Chinese", "a reason", "a term", "a page",
    ),
    allowed=("cns:title", "cns:section", "cns:quotedWords"),
)  # fmt: skip
def taken_words(content: Content) -> Iterator[Fault]:
    """No nine words in a row are those of a source, but in its names and titles, anchors and quoted words."""
    known = taken(content)
    for source, t in ((f, t) for f in judged_files(content, Kind.ONTOLOGY, *DATA) for t in f.triples):
        cells = t.object.value.split(CELLS) if t.predicate.value == EXPECTS else [t.object.value]
        for cell in (cell for cell in cells if not _is_free(t.predicate.value, cell)):
            found = words(cell)
            for run in runs(found, known):
                what = f"{ns.compact(t.predicate.value)} of {ns.compact(t.subject.value)}"
                hint = NAME_HINT if t.predicate.value in NAMING else HINT
                yield at(source, t, f"{what} has {said(cell, found, run, known)}", hint)
    for path in pages(content.root):
        text = path.read_text(encoding="utf-8", errors="replace")
        lines = text.split("\n")
        placed = [(word, number) for number, line in enumerate(lines, 1) for word in words(line)]
        found = [word for word, _ in placed]
        for run in runs(found, known):
            yield Fault(
                shown(content.root, path), placed[run[0]][1], f"the page has {said(text, found, run, known)}", HINT
            )


def _is_free(property_: str, value: str) -> bool:
    """Whether a value holds no sentence whatever a source says: an anchor, an address, a few quoted words."""
    if property_ == ns.CNS + "quotedWords" and not has_han(value):
        return len(value.split()) <= MOST_QUOTED
    return property_ in ANCHORS or bool(ADDRESS.fullmatch(value)) or not (" " in value or has_han(value))


def pages(root: Path) -> Iterable[Path]:
    """What is written beside statements: the pages of the project, its tables, its shapes."""
    written = [p for p in walk(root, "docs", "data", "ontology", "shapes") if p.suffix in (".md", ".toml")]
    return sorted([*kept(root.glob("*.md")), *written, *table_and_shape_paths(root)])


CHECKS: tuple[Check, ...] = (taken_words,)
