"""The second SPARQL engine that answers the competency questions; the first is `cnskg.query.direct`."""

from __future__ import annotations

import rdflib

from cnskg import namespaces as ns

PROLOGUE = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in ns.PREFIXES.items())


def ask_rdflib(dataset: rdflib.Dataset, query: str) -> list[str]:
    """The rows of a SELECT or the word of an ASK from an rdflib dataset, sorted, as the question files write them."""
    answer = dataset.query(PROLOGUE + query)
    if answer.type == "ASK":
        return [str(bool(answer)).lower()]
    return sorted(" | ".join(_cell(value) for value in row) for row in answer)


def _cell(value: rdflib.term.Node | None) -> str:
    if value is None:
        return ""
    return ns.compact(str(value)) if isinstance(value, rdflib.URIRef) else str(value)
