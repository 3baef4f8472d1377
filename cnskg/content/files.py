"""The curated files: where each kind lies, which named graph each one is, and all of them as one value, `Content`.

ontology/*.ttl                        graph:ontology
data/documents.ttl                    graph:documents
data/entities/*.ttl                   graph:entities
data/passages/<document>/<id>-*.ttl   passage/<document>/<id>
data/background/<source>.ttl          background/<source>
data/questions/*.ttl                  graph:questions
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..errors import ContentError
from ..rdf import TYPE
from .ontology import Ontology, read_ontology
from .places import Places, statements
from .timespans import triples_of


class Kind(StrEnum):
    """What a file is about; its place tells. The calendar is computed, not curated."""

    ONTOLOGY = "ontology"
    DOCUMENTS = "documents"
    ENTITIES = "entities"
    PASSAGE = "passage"
    BACKGROUND = "background"
    QUESTIONS = "questions"
    CALENDAR = "calendar"


#: Kinds of file that say something about the world, and whose graph says where it is from.
SAYING = (Kind.DOCUMENTS, Kind.PASSAGE, Kind.BACKGROUND)
#: What a release asserts, and what is reasoned over: questions and the ontology are not about the world.
FACTUAL = (*SAYING, Kind.ENTITIES, Kind.CALENDAR)
#: The files under data/.
DATA = (*SAYING, Kind.ENTITIES, Kind.QUESTIONS)
PASSAGE_FILE = re.compile(r"^(?P<id>[a-z0-9]+(?:\.[0-9]+)*)-[a-z0-9-]+$")


@dataclass(frozen=True)
class CuratedFile:
    """One parsed Turtle file: its kind, its graph and its triples."""

    path: Path
    name: str
    kind: Kind
    graph: str
    text: str = field(repr=False)
    triples: frozenset[ox.Triple] = field(repr=False)

    @cached_property
    def places(self) -> Places:
        """The lines of the statements; none where the file uses what only Turtle 1.2 has, such as triple terms."""
        try:
            return Places(statements(self.text))
        except LookupError:
            return Places(())


def classify(root: Path, path: Path) -> tuple[Kind, str]:
    """The kind of a file and the IRI of its graph, by its place. Raises ContentError for a misplaced file."""
    parts = path.relative_to(root).parts
    if parts[0] == "ontology":
        return Kind.ONTOLOGY, ns.GRAPH_ONTOLOGY
    if parts[:2] == ("data", "documents.ttl"):
        return Kind.DOCUMENTS, ns.GRAPH_DOCUMENTS
    folder = parts[1] if len(parts) > 2 else ""
    if folder == "entities":
        return Kind.ENTITIES, ns.GRAPH_ENTITIES
    if folder == "questions":
        return Kind.QUESTIONS, ns.GRAPH_QUESTIONS
    if folder == "background":
        return Kind.BACKGROUND, ns.BG + path.stem
    if folder == "passages" and len(parts) == 4:
        match = PASSAGE_FILE.match(path.stem)
        if match:
            return Kind.PASSAGE, f"{ns.PSG}{parts[2]}/{match['id']}"
    raise ContentError(
        f"{'/'.join(parts)} is not where a data file can be",
        hint="Passages: data/passages/<document>/<id>-<slug>.ttl; the rest as cnskg/content/files.py lists.",
    )


def turtle_files(root: Path) -> list[Path]:
    """All curated Turtle files, sorted. Raises ContentError where there is none."""
    found = sorted([*root.glob("ontology/*.ttl"), *root.glob("data/**/*.ttl")])
    if not found:
        raise ContentError(f"no Turtle file under {root}", hint="It should hold ontology/ and data/.")
    return found


def parse(root: Path, path: Path) -> CuratedFile:
    """One file. Raises ContentError with file, line and column on a syntax error."""
    name = path.relative_to(root).as_posix()
    kind, graph = classify(root, path)
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


def load(root: Path, *kinds: Kind) -> list[CuratedFile]:
    """All curated files, or those of the kinds. Raises ContentError on the first that does not parse."""
    paths = turtle_files(root)
    return [parse(root, path) for path in paths if not kinds or classify(root, path)[0] in kinds]


@dataclass(frozen=True, eq=False)
class Content:
    """The curated files under one folder, and what several readers compute of them, once."""

    root: Path
    files: tuple[CuratedFile, ...] = field(repr=False)
    texts: Path | None = None

    @classmethod
    def read(cls, root: Path, *kinds: Kind, texts: Path | None = None) -> Content:
        """All files under the folder, or those of the kinds; and where the original texts lie, for who needs them.

        Raises ContentError on the first that does not parse.
        """
        return cls(root, tuple(load(root, *kinds)), texts)

    def of(self, *kinds: Kind) -> list[CuratedFile]:
        """The files of the kinds, the calendar as the last; `of(*Kind)` is everything."""
        found = [f for f in self.files if f.kind in kinds]
        return [*found, self.calendar] if Kind.CALENDAR in kinds else found

    def triples(self, *kinds: Kind) -> set[ox.Triple]:
        """The triples of the kinds, each once however many files state it."""
        return {t for f in self.of(*kinds) for t in f.triples}

    def statements(self, *kinds: Kind) -> Iterator[tuple[CuratedFile, ox.Triple]]:
        """Each triple of the kinds with each file that states it."""
        return ((f, t) for f in self.of(*kinds) for t in f.triples)

    @cached_property
    def ontology(self) -> Ontology:
        """The index of the ontology's terms."""
        return read_ontology(t for f in self.files if f.kind == Kind.ONTOLOGY for t in f.triples)

    @cached_property
    def calendar(self) -> CuratedFile:
        """The time spans that facts mention, with their bounds, as if it were a file."""
        mentioned = (t for f in self.files if f.kind in FACTUAL for t in f.triples)
        found = frozenset(triples_of(mentioned))
        return CuratedFile(Path("calendar"), "calendar", Kind.CALENDAR, ns.GRAPH_CALENDAR, "", found)

    @cached_property
    def types(self) -> dict[str, set[str]]:
        """The classes that data and calendar give to each thing."""
        found: dict[str, set[str]] = defaultdict(set)
        for _, t in self.statements(*DATA, Kind.CALENDAR):
            if t.predicate.value == TYPE and isinstance(t.object, ox.NamedNode):
                found[t.subject.value].add(t.object.value)
        return dict(found)
