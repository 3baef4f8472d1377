"""RDF terms: the names that every room uses, and the plain form in which rules hold a statement.

Terms are pyoxigraph's. Reasoning holds each as a string, its *key*: an IRI bare, a literal as N-Triples spells it (so
that it begins with a quote). Three keys are a `Fact`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from .namespaces import PREFIXES

OWL, RDF, RDFS, SKOS, XSD = (PREFIXES[p] for p in ("owl", "rdf", "rdfs", "skos", "xsd"))
TYPE = RDF + "type"
LABEL = RDFS + "label"
PREF, ALT = SKOS + "prefLabel", SKOS + "altLabel"

Node = ox.NamedNode | ox.BlankNode | ox.Literal
Fact = tuple[str, str, str]


def key(node: Node | ox.Triple) -> str:
    """The key of a term."""
    return node.value if isinstance(node, ox.NamedNode) else str(node)


def term(key: str) -> ox.NamedNode | ox.Literal:
    """The term of a key."""
    if not key.startswith('"'):
        return ox.NamedNode(key)
    line = f"<x:s> <x:p> {key} ."
    node = next(iter(ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES))).object
    assert isinstance(node, ox.Literal)
    return node


def triple(fact: Fact) -> ox.Triple:
    """A fact as an RDF triple."""
    return ox.Triple(ox.NamedNode(fact[0]), ox.NamedNode(fact[1]), term(fact[2]))


def closure(start: str, direct: Mapping[str, Iterable[str]]) -> set[str]:
    """All that is reached from a start by direct steps, in one step or more; the start itself only by a circle."""
    found: set[str] = set()
    todo = [start]
    while todo:
        more = set(direct.get(todo.pop(), ())) - found
        found |= more
        todo += more
    return found
