"""The facts of a release in SQLite: statements with status and evidence, things with names, terms, links, claims.

Each statement stands once, with one status. `asserted`: a passage or a background source states it; `editorial`: it
stands on a card, in the list of documents, in the calendar, or in a source of ours, such as that of comparisons;
`inferred`: it follows. What is only claimed is in a table of its own, `claimed`, and never among the statements.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..errors import ReleaseError
from ..explaining import terms as ontology_terms
from ..rdf import ALT, PREF, TYPE
from ..release.folder import REMEDY, Release
from . import tables
from .base import insert, opened

_SCRIPT = Path(__file__).with_name("facts.sql")
_FACTS, _CLAIMS = "cnskg-facts.nq", "cnskg-claims.nq"
#: Graphs that are no part of the statements: their place is elsewhere.
_APART = {ns.GRAPH_LABELS: "made", ns.GRAPH_LINKS: "linked", ns.GRAPH_CLAIMS: "claim_list"}
_COLUMNS = "s, p, o, value, datatype, language"
Row = tuple[str, ...]


@dataclass
class Facts:
    """The tables of a release, and what its ontology says, which is small enough to be held."""

    base: sqlite3.Connection
    ontology: list[ox.Triple]
    terms: dict[str, ontology_terms.Term]


def gather(release: Release, path: Path) -> Facts:
    """The tables of a release, written into a new SQLite file. Raises ReleaseError where it lacks its dumps."""
    base = opened(path)
    for table in tables.FIXED:
        base.execute(tables.create(table))
    for name in ("said", "claim_said", *_APART.values()):
        base.execute(f"CREATE TEMP TABLE {name} ({_COLUMNS}, source, status)")
    ontology: list[ox.Triple] = []
    _store(base, _read(release, ontology))
    terms = ontology_terms.read(ontology)
    insert(base, tables.TERMS.name, map(_term, terms.values()))
    insert(base, tables.ABOUT.name, _about(release))
    _run(base, _SCRIPT.read_text(encoding="utf-8"))
    for name in ("said", "claim_said", *_APART.values()):
        base.execute(f"DROP TABLE temp.{name}")
    return Facts(base, ontology, terms)


def _run(base: sqlite3.Connection, script: str) -> None:
    """The statements of the script, each with the names that it asks for."""
    names = {
        "url": ns.CNS + "url", "base": ns.BASE, "psg": ns.PSG, "bg": ns.BG, "cns": ns.CNS, "pref": PREF, "alt": ALT,
        "type": TYPE, "description": ns.CNS + "description", "graph_of": ns.CNS + "graphOf",
        "stance": ns.CNS + "stance", "qualified": ns.CNS + "qualified",
    }  # fmt: skip
    for statement in script.split(";\n"):
        base.execute(statement, names)


def _read(release: Release, ontology: list[ox.Triple]) -> Iterator[tuple[str, Row]]:
    """Each quad as a row of one of the tables that hold what was read; those of the ontology go into its list."""
    for name in (_FACTS, _CLAIMS):
        try:
            for quad in ox.parse(path=str(release.dumps / name), format=ox.RdfFormat.N_QUADS):
                graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
                if graph == ns.GRAPH_ONTOLOGY:
                    ontology.append(quad.triple)
                elif graph != ns.GRAPH_QUESTIONS:
                    yield _APART.get(graph) or ("said" if name == _FACTS else "claim_said"), _row(quad, graph)
        except (OSError, SyntaxError) as error:
            raise ReleaseError(f"the release has no {name} that can be read: {error}", hint=REMEDY) from None


def _row(quad: ox.Quad, graph: str) -> Row:
    return (*_start(quad), *_end(quad.object), graph, _status(graph))


def _start(quad: ox.Quad) -> Row:
    return quad.subject.value, quad.predicate.value


def _end(node: object) -> Row:
    """An object: its IRI, or its text with datatype and language."""
    if isinstance(node, ox.Literal):
        return "", node.value, "" if node.language else node.datatype.value, node.language or ""
    return getattr(node, "value", ""), "", "", ""


def _status(graph: str) -> str:
    if graph == ns.GRAPH_INFERRED:
        return "inferred"
    return "asserted" if graph.startswith((ns.PSG, ns.BG)) else "editorial"


def _store(base: sqlite3.Connection, rows: Iterable[tuple[str, Row]], at_once: int = 2000) -> None:
    """Write rows into their tables, many at once."""
    held: dict[str, list[Row]] = {}
    for name, row in rows:
        waiting = held.setdefault(name, [])
        waiting.append(row)
        if len(waiting) >= at_once:
            insert(base, name, held.pop(name))
    for name, waiting in held.items():
        insert(base, name, waiting)


def _term(term: ontology_terms.Term) -> tuple[str | None, ...]:
    named, defined = term.labels, term.definitions
    return term.iri, term.kind, term.label, named.get("zh-hans"), defined.get("en"), defined.get("zh-hans")


def _about(release: Release) -> Iterator[tuple[str, str]]:
    """What the release is, for whoever finds only the file."""
    yield "release", release.digest
    yield "version", str(release.manifest.get("version", ""))
    for key in ("title", "about", "license", "license_name", "publisher", "creator"):
        if value := release.dataset.get(key):
            yield key, str(value)
    yield "statuses", "asserted: passages or sources state it; editorial: ours; inferred: it follows by rules"
    yield "claims", "what is only claimed stands in the table claimed and is no fact"
