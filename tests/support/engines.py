"""The two SPARQL engines that answer the competency questions, their rows written as the question files write them."""

from __future__ import annotations

import pyoxigraph as ox
import rdflib

from cnskg import namespaces as ns

PROLOGUE = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in ns.PREFIXES.items())


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
