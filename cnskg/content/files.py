"""The curated files: find, parse with two parsers, and say which named graph each one is.

ontology/*.ttl                        graph:ontology
data/documents.ttl                    graph:documents
data/entities/*.ttl                   graph:entities
data/passages/<document>/<id>-*.ttl   passage/<document>/<id>
data/background/<source>.ttl          background/<source>
data/questions/*.ttl                  graph:questions
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..errors import ContentError
from ..rdf import TYPE
from .turtle import with_lines

PASSAGE_FILE = re.compile(r"^(?P<id>[a-z0-9]+(?:\.[0-9]+)*)-[a-z0-9-]+$")


@dataclass(frozen=True)
class CuratedFile:
    """One parsed Turtle file: its kind, its graph and its triples."""

    path: Path
    name: str
    kind: str
    graph: str
    text: str = field(repr=False)
    triples: frozenset[ox.Triple] = field(repr=False)

    @cached_property
    def _lines(self) -> dict[tuple[str, str, str], int]:
        try:
            canonical, lines = with_lines(self.triples, self.graph)
        except ValueError:
            return {}
        return lines if canonical == self.text else {}

    def line(self, subject: str, predicate: str = "", value: str = "") -> int:
        """The line of a statement, or of its subject's first mention; 0 where it cannot be told."""
        exact = self._lines.get((subject, predicate, value))
        return exact or _search(self.text, subject, predicate, value)


def _search(text: str, subject: str, predicate: str, value: str) -> int:
    """The line of the subject's block, then of the predicate (and value) in it, found by their spelling."""
    lines = text.split("\n")
    start = next((i for i, row in enumerate(lines) if row.startswith(_spellings(subject))), None)
    if start is None:
        return 0
    for i in range(start, len(lines)):
        row = lines[i].strip()
        if predicate and any(s in row for s in _spellings(predicate)):
            bare = value.strip("<>").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
            if not value or bare.split('"')[-2 if bare.count('"') > 1 else -1] in row:
                return i + 1
        if i > start and row == "":
            break
    return start + 1


def _spellings(iri: str) -> tuple[str, ...]:
    if iri == TYPE:
        return ("a ",)
    return (ns.compact(iri) + " ", ns.compact(iri) + "\n", f"<{iri}>", ns.compact(iri))


def classify(content: Path, path: Path) -> tuple[str, str]:
    """The kind of a file and the IRI of its graph, by its place. Raises ContentError for a misplaced file."""
    parts = path.relative_to(content).parts
    if parts[0] == "ontology":
        return "ontology", ns.GRAPH_ONTOLOGY
    if parts[:2] == ("data", "documents.ttl"):
        return "documents", ns.GRAPH_DOCUMENTS
    folder = parts[1] if len(parts) > 2 else ""
    if folder == "entities":
        return "entities", ns.GRAPH_ENTITIES
    if folder == "questions":
        return "questions", ns.GRAPH_QUESTIONS
    if folder == "background":
        return "background", ns.BG + path.stem
    if folder == "passages" and len(parts) == 4:
        match = PASSAGE_FILE.match(path.stem)
        if match:
            return "passage", f"{ns.PSG}{parts[2]}/{match['id']}"
    raise ContentError(
        f"{'/'.join(parts)} is not where a data file can be",
        hint="Passages: data/passages/<document>/<id>-<slug>.ttl; the rest as cnskg/content/files.py lists.",
    )


def turtle_files(content: Path) -> list[Path]:
    """All curated Turtle files, sorted. Raises ContentError where there is none."""
    found = sorted([*content.glob("ontology/*.ttl"), *content.glob("data/**/*.ttl")])
    if not found:
        raise ContentError(f"no Turtle file under {content}", hint="It should hold ontology/ and data/.")
    return found


def parse(content: Path, path: Path) -> CuratedFile:
    """One file. Raises ContentError with file, line and column on a syntax error."""
    name = path.relative_to(content).as_posix()
    kind, graph = classify(content, path)
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ContentError(f"{name}: not UTF-8 at byte {error.start}", hint="Save the file as UTF-8.") from None
    try:
        quads = list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise syntax_error(name, text, error) from None
    return CuratedFile(path, name, kind, graph, text, frozenset(q.triple for q in quads))


def syntax_error(name: str, text: str, error: SyntaxError) -> ContentError:
    """The parser's complaint with file, line, column and the offending line."""
    line, column = error.lineno or 0, error.offset or 1
    said = str(error).split(": ", 1)[-1]
    rows = text.split("\n")
    shown = f"\n    {rows[line - 1]}\n    {' ' * (column - 1)}^" if 0 < line <= len(rows) else ""
    return ContentError(
        f"{name}:{line}:{column}: not valid Turtle: {said}{shown}",
        hint="Mend that line, then run `cnskg fmt` on the file.",
        file=name,
        line=line,
        column=column,
    )


def load(content: Path) -> list[CuratedFile]:
    """All curated files. Raises ContentError on the first that does not parse."""
    return [parse(content, path) for path in turtle_files(content)]


def statements(files: list[CuratedFile], *kinds: str) -> Iterator[tuple[CuratedFile, ox.Triple]]:
    """Each triple with its file, for files of the given kinds."""
    for source in files:
        if source.kind in kinds:
            for triple in source.triples:
                yield source, triple
