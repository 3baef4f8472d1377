"""Competency questions as data: what the graph must be able to answer, asked on two engines.

A question is a file data/questions/<slug>.ttl: wording, SPARQL, the expected rows and the documents that support them.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox
import rdflib

from .. import namespaces as ns
from ..rdf import PREF
from .files import CuratedFile

PROLOGUE = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in ns.PREFIXES.items())


@dataclass(frozen=True)
class Question:
    """One question; `expects` are its rows, cells separated by ' | ', in no order."""

    slug: str
    wording: str
    query: str
    expects: tuple[str, ...]
    themes: tuple[str, ...]
    supported_by: tuple[str, ...]


def read(files: list[CuratedFile]) -> list[Question]:
    """All questions, by slug."""
    found: dict[str, dict[str, list[str]]] = {}
    for source in files:
        if source.kind == "questions":
            for t in source.triples:
                values = found.setdefault(t.subject.value, {})
                values.setdefault(t.predicate.value, []).append(t.object.value)
    return [_question(iri, values) for iri, values in sorted(found.items())]


def _question(iri: str, values: dict[str, list[str]]) -> Question:
    return Question(
        iri.removeprefix(ns.BASE + "question/"),
        values[PREF][0],
        values[ns.CNS + "sparql"][0],
        tuple(sorted(values.get(ns.CNS + "expects", []))),
        tuple(sorted(values.get(ns.CNS + "theme", []))),
        tuple(sorted(ns.compact(v) for v in values.get(ns.CNS + "supportedBy", []))),
    )


def cell(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    """A value as the expected rows write it: a CURIE, or the text of a literal; nothing where it is unbound."""
    if value is None:
        return ""
    return ns.compact(value.value) if isinstance(value, ox.NamedNode) else str(value.value)


def ask_oxigraph(store: ox.Store, query: str) -> list[str]:
    """The rows of a SELECT or the word of an ASK, sorted, from an Oxigraph store."""
    answer = store.query(query, prefixes=ns.PREFIXES)
    if isinstance(answer, ox.QueryBoolean):
        return [str(bool(answer)).lower()]
    names = [v.value for v in answer.variables]
    return sorted(" | ".join(cell(row[name]) for name in names) for row in answer)


def ask_rdflib(dataset: rdflib.Dataset, query: str) -> list[str]:
    """The same from an rdflib dataset."""
    answer = dataset.query(PROLOGUE + query)
    if answer.type == "ASK":
        return [str(bool(answer)).lower()]
    return sorted(" | ".join(_rdflib_cell(value) for value in row) for row in answer)


def _rdflib_cell(value: rdflib.term.Node | None) -> str:
    if value is None:
        return ""
    return ns.compact(str(value)) if isinstance(value, rdflib.URIRef) else str(value)
