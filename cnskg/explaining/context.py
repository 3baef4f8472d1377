"""A JSON-LD 1.1 context of the ontology: our prefixes, and each term by its bare name, unless a prefix is called so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..rdf import LABEL, RDF, SKOS, XSD
from .terms import Term

#: Names that a document may give in several languages, as {"en": …}.
NAMES = (SKOS + "prefLabel", SKOS + "altLabel", LABEL)


def context(terms: Iterable[Term]) -> dict[str, Any]:
    """What stands at "@context"."""
    told: dict[str, Any] = {"@version": 1.1, **ns.PREFIXES}
    for iri in NAMES:
        told[ns.compact(iri).partition(":")[2]] = {"@id": ns.compact(iri), "@container": "@language"}
    for term in terms:
        told.setdefault(term.name, _meaning(term))
    return told


def _meaning(term: Term) -> Any:
    """A term: a class by its name, a property with what its values are."""
    curie = ns.compact(term.iri)
    if term.kind == "object":
        return {"@id": curie, "@type": "@id"}
    ranges = [words[0].value for words in term.range if isinstance(words[0], ox.NamedNode)]
    if len(ranges) == 1 and ranges[0].startswith(XSD) and ranges[0] != XSD + "string":
        return {"@id": curie, "@type": ns.compact(ranges[0])}
    if ranges == [RDF + "langString"]:
        return {"@id": curie, "@container": "@language"}
    return curie
