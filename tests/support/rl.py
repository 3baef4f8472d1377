"""What of the ontology lies outside OWL 2 RL, the profile that rules can deal with in full, and why it is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from cnskg import namespaces as ns
from cnskg.content.files import CuratedFile
from cnskg.rdf import OWL, RDFS, TYPE, Node
from cnskg.reasoning.axioms import Schema

#: Each construct that the ontology has outside RL, with the reason. A test says when one can go.
EXCEPTIONS = {
    "some-above": (
        "a definition by `some value in a class` says in one direction that there is such a value, without naming it; "
        "for classes that are only ever found by their definition that adds nothing, and the other direction is in RL"
    ),
}
NOT_ABOVE = {
    "someValuesFrom": "some-above",
    "unionOf": "union-above",
    "oneOf": "one-of-above",
    "minCardinality": "minimum",
    "minQualifiedCardinality": "minimum",
    "cardinality": "exact-cardinality",
    "qualifiedCardinality": "exact-cardinality",
    "hasSelf": "self",
}


def outside(files: Iterable[CuratedFile]) -> list[tuple[str, str]]:
    """Construct and term of each place outside RL, sorted."""
    schema = Schema(t for f in files if f.kind == "ontology" for t in f.triples)
    found = set(_odd_properties(schema))
    for cls in schema.subjects(OWL + "Class"):
        for predicate in (RDFS + "subClassOf", OWL + "equivalentClass"):
            for node in schema.all(cls, predicate):
                found.update((kind, ns.compact(cls.value)) for kind in _above(schema, node))
        if schema.all(cls, OWL + "disjointUnionOf"):
            found.add(("disjoint-union", ns.compact(cls.value)))
    return sorted(found)


def _above(schema: Schema, node: Node) -> Iterator[str]:
    """What an expression that stands above a class has outside RL."""
    if isinstance(node, ox.NamedNode):
        return
    for name, kind in NOT_ABOVE.items():
        if schema.all(node, OWL + name):
            yield kind
    for head in schema.all(node, OWL + "intersectionOf"):
        for part in schema.items(head):
            yield from _above(schema, part)


def _odd_properties(schema: Schema) -> Iterator[tuple[str, str]]:
    for prop in schema.subjects(OWL + "ObjectProperty"):
        if OWL + "ReflexiveProperty" in {o.value for o in schema.all(prop, TYPE)}:
            yield "reflexive", ns.compact(prop.value)
