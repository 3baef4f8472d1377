"""The curated files: where each kind lies, which named graph each one is, and all of them as one value, `Content`.

ontology/*.ttl                        graph:ontology
data/documents.ttl                    graph:documents
data/entities/*.ttl                   graph:entities
data/passages/<document>/<id>-*.ttl   passage/<document>/<id>
data/background/<source>.ttl          background/<source>
data/questions/*.ttl                  graph:questions

What is no Turtle, links and what was fetched (data/links/, data/enrichment/), others read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from .. import namespaces as ns
from ..errors import ContentError
from ..nearest import nearest
from ..rdf import TYPE
from .comments import Comments, comments
from .decoding import read_file, refusal
from .listing import misspelt_paths, shown, table_and_shape_paths, turtle_paths
from .listing import parts as names
from .ontology import Ontology, built_in, read_ontology
from .places import Places, statements
from .placing import homes, misplaced
from .syntax import syntax_error
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
#: The project's prefixes, which data files need not declare; on one line, so that what follows keeps its line.
HEAD = "".join(f"@prefix {prefix}: <{iri}> . " for prefix, iri in ns.PREFIXES.items())
#: Without one of these a text has neither triple terms nor base directions.
NEW_IN_1_2 = ("<<", "{|", "~", "--")
PASSAGE_FILE = re.compile(r"^(?P<id>[a-z0-9]+(?:\.[0-9]+)*)-[a-z0-9-]+$")


@dataclass(frozen=True)
class CuratedFile:
    """One parsed Turtle file: kind, graph, text with plain line ends, triples, and the flaws of its bytes."""

    path: Path
    name: str
    kind: Kind
    graph: str
    text: str = field(repr=False)
    triples: frozenset[ox.Triple] = field(repr=False)
    flaws: tuple[str, ...] = ()

    @cached_property
    def places(self) -> Places:
        """The lines of the statements; none where the file has what the scanner cannot follow."""
        try:
            return Places(statements(self.text))
        except (LookupError, ValueError, RecursionError):
            return Places(())

    @cached_property
    def by_predicate(self) -> dict[str, list[ox.Triple]]:
        """The triples of each predicate, for who looks at a few of them in every file."""
        found: dict[str, list[ox.Triple]] = defaultdict(list)
        for t in self.triples:
            found[t.predicate.value].append(t)
        return found

    @cached_property
    def comments(self) -> Comments:
        """The comments, by what they stand above."""
        return comments(self.text)


class Unread(NamedTuple):
    """A file that cannot be read, and why; or one that only its name keeps from being read."""

    path: Path
    name: str
    error: ContentError | None

    @property
    def words(self) -> set[str]:
        """The words of the file as far as they show, names of things among them."""
        try:
            text = self.path.read_bytes().decode("utf-8", "replace") if self.path.is_file() else ""
        except OSError:
            text = ""
        return set(re.findall(r"[\w.-]*\w", text))


def classify(root: Path, path: Path) -> tuple[Kind, str]:
    """The kind of a file and the IRI of its graph, by its place. Raises ContentError for a misplaced file."""
    parts = names(root, path)
    if parts[0] == "ontology":
        return Kind.ONTOLOGY, ns.GRAPH_ONTOLOGY
    if parts[:2] == ("data", "documents.ttl"):
        return Kind.DOCUMENTS, ns.GRAPH_DOCUMENTS
    folder = parts[1] if len(parts) == 3 else ""
    if folder == "entities":
        return Kind.ENTITIES, ns.GRAPH_ENTITIES
    if folder == "questions":
        return Kind.QUESTIONS, ns.GRAPH_QUESTIONS
    if folder == "background":
        return Kind.BACKGROUND, ns.BG + path.stem
    if parts[1] == "passages" and len(parts) == 4:
        match = PASSAGE_FILE.match(path.stem)
        if match:
            return Kind.PASSAGE, f"{ns.PSG}{parts[2]}/{match['id']}"
    hint = (
        "data/passages/<document>/<id>-<slug>.ttl, or <name>.ttl in data/background/, data/entities/, data/questions/."
    )
    raise refusal(shown(root, path), 0, "is not where a data file can be", hint)


def turtle_files(root: Path) -> list[Path]:
    """All curated Turtle files, sorted. Raises ContentError where there is none."""
    found = turtle_paths(root)
    if not found:
        raise ContentError(f"no Turtle file under {root}", hint="It should hold ontology/ and data/.")
    return found


def parse(root: Path, path: Path) -> CuratedFile:
    """One file. Raises ContentError with file, line and column where it cannot be read."""
    name = shown(root, path)
    kind, graph = classify(root, path)
    text, flaws = read_file(root, path)
    triples = _triples(name, text, kind)
    if any(sign in text for sign in NEW_IN_1_2):
        for t in triples:
            if not isinstance(t.object, ox.NamedNode | ox.BlankNode | ox.Literal) or _has_direction(t.object):
                said = "a triple term or a base direction, which this project does not use"
                hint = "Make the statement a node of its own; write the literal without direction."
                raise refusal(name, 0, said, hint)
    return CuratedFile(path, name, kind, graph, text, triples, flaws)


def _triples(name: str, text: str, kind: Kind) -> frozenset[ox.Triple]:
    """The triples of a text; where it does not parse alone, with the prefixes that data files need not declare."""
    try:
        return frozenset(q.triple for q in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        if kind == Kind.ONTOLOGY:
            raise syntax_error(name, text, error) from None
    try:
        return frozenset(q.triple for q in ox.parse((HEAD + text).encode(), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise syntax_error(name, text, error, len(HEAD)) from None


def _has_direction(node: ox.NamedNode | ox.BlankNode | ox.Literal) -> bool:
    return isinstance(node, ox.Literal) and node.direction is not None


def _place(root: Path, path: Path) -> Kind | None:
    """The kind of a file; none for a misplaced one, which is not of the kinds that somebody asks for."""
    try:
        return classify(root, path)[0]
    except ContentError:
        return None


def gather(root: Path, *kinds: Kind) -> tuple[list[CuratedFile], list[Unread]]:
    """All curated files, or those of the kinds; and those that cannot be read, each with why."""
    found: list[CuratedFile] = []
    unread: list[Unread] = []
    for path in [] if kinds else table_and_shape_paths(root):  # read later by others, who need them whole
        try:
            read_file(root, path)
        except ContentError as error:
            unread.append(Unread(path, shown(root, path), error))
    for path in turtle_files(root):
        try:
            if not kinds or _place(root, path) in kinds:
                found.append(parse(root, path))
        except ContentError as error:
            unread.append(Unread(path, shown(root, path), error))
    taken = homes(found)
    wrong = {f.name: Unread(f.path, f.name, why) for f in found if (why := misplaced(f, taken))}
    return [f for f in found if f.name not in wrong], [*unread, *wrong.values()]


def load(root: Path, *kinds: Kind) -> list[CuratedFile]:
    """All curated files, or those of the kinds. Raises ContentError of the first that cannot be read."""
    found, unread = gather(root, *kinds)
    for one in unread:
        if one.error:
            raise one.error
    return found


@dataclass(frozen=True, eq=False)
class Content:
    """The curated files under one folder, and what several readers compute of them, once.

    `chosen` are the names of the files on which judgement is asked, where that is not all of them.
    """

    root: Path
    files: tuple[CuratedFile, ...] = field(repr=False)
    texts: Path | None = None
    unread: tuple[Unread, ...] = ()
    chosen: frozenset[str] | None = None

    @classmethod
    def read(cls, root: Path, *kinds: Kind, texts: Path | None = None) -> Content:
        """All files under the folder, or those of the kinds; and where the original texts lie, for who needs them.

        Raises ContentError of the first that cannot be read.
        """
        return cls(root, tuple(load(root, *kinds)), texts)

    @classmethod
    def gather(cls, root: Path, *kinds: Kind, texts: Path | None = None) -> Content:
        """The same for who judges files: one that cannot be read stands in `unread`, and the rest are there."""
        found, unread = gather(root, *kinds)
        if not kinds:
            unread += [Unread(path, shown(root, path), None) for path in misspelt_paths(root)]
        return cls(root, tuple(found), texts, tuple(unread))

    def unsure(self, iri: str) -> bool:
        """Whether a file that cannot be read may say more of a thing, so that nothing is to be missed of it yet."""
        return re.split(r"[/#]", iri)[-1] in self._unread_words

    def is_term(self, iri: str) -> bool:
        """Whether a name stands for something in the ontology: a term, or a thing that it describes."""
        return iri in self.ontology.declared or iri in self.types

    def near(self, iri: str) -> list[str]:
        """Up to three things whose names are near, as CURIEs, so that a slip of the pen is mended by reading."""
        slug = iri.removeprefix(ns.ID)
        known = (one.removeprefix(ns.ID) for one in self.types if one.startswith(ns.ID) and one != iri)
        return [f"id:{near}" for near in nearest(slug, known, least=75 if len(slug) > 6 else 60)]

    def is_unread(self, name: str) -> bool:
        """Whether a file of that name is among those that cannot be read."""
        return any(one.name == name for one in self.unread)

    @cached_property
    def _unread_words(self) -> set[str]:
        return set().union(*(one.words for one in self.unread))

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

    def stating(self, predicates: Iterable[str], *kinds: Kind) -> Iterator[tuple[CuratedFile, ox.Triple]]:
        """The same of some predicates only."""
        wanted = tuple(predicates)
        return ((f, t) for f in self.of(*kinds) for name in wanted for t in f.by_predicate.get(name, ()))

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
        """The classes that data, calendar and ontology give to each thing."""
        found: dict[str, set[str]] = defaultdict(set)
        for _, t in self.stating([TYPE], *DATA, Kind.CALENDAR, Kind.ONTOLOGY):
            node = t.object
            if isinstance(node, ox.NamedNode) and not built_in(cls := node.value):
                found[t.subject.value].add(cls)
        return dict(found)
