"""Terms: each is declared, as what it is used as; none is two things that OWL 2 DL keeps apart; none is OWL's own."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from ... import namespaces as ns
from ...content.files import DATA, Content, Kind
from ...content.ontology import DECLARATIONS, built_in
from ...rdf import OWL, RDF, TYPE
from ..check import Check, Fault, at, check
from . import vocabulary as owl
from .schema import Use, kinds_of, schema, uses

#: Where an axiom names an individual.
NAMES_ONE = {OWL + x for x in ("sameAs", "differentFrom", "hasValue", "sourceIndividual", "targetIndividual")}
#: The places in which a term must be declared, as the samples show them one by one.
PLACES = (
    "a class", "a property", "rdfs:domain", "rdfs:range", "rdfs:subClassOf", "rdfs:subPropertyOf",
    "owl:FunctionalProperty", "owl:TransitiveProperty", "owl:allValuesFrom", "owl:complementOf", "owl:disjointUnionOf",
    "owl:disjointWith", "owl:equivalentClass", "owl:equivalentProperty", "owl:hasKey", "owl:intersectionOf",
    "owl:inverseOf", "owl:onClass", "owl:onProperty", "owl:propertyChainAxiom", "owl:propertyDisjointWith",
    "owl:someValuesFrom", "owl:unionOf", "classes apart", "properties apart", "the range of values",
    "what an axiom is on",
)  # fmt: skip


@check("undeclared", cases=PLACES)
def undeclared(content: Content) -> Iterator[Fault]:
    """Every class, property and datatype that the ontology uses is declared in it, or built into OWL."""
    for use in uses(content):
        iri = use.node.value
        if isinstance(use.node, ox.NamedNode) and not kinds_of(content, iri):
            near = content.ontology.nearest(iri, *use.kinds) if iri.startswith(ns.CNS) else ()
            hint = f"Did you mean {', '.join(near)}? If not, declare" if near else "Declare"
            hint += f" it as an {owl.TOLD[min(use.kinds)][1]}."
            message = f"{ns.compact(iri)} stands where {_called(use)} must, and is not declared"
            yield at(use.source, use.told, message, "Use a term of our own." if built_in(iri) else hint)


@check("other-kind", cases=("another kind of term", "another kind of property", "an expression", "a literal"))
def other_kind(content: Content) -> Iterator[Fault]:
    """What an axiom joins is of the kind that it joins: classes, datatypes, properties that link or have values."""
    for use in uses(content):
        known = kinds_of(content, use.node.value) if isinstance(use.node, ox.NamedNode) else set()
        if isinstance(use.node, ox.BlankNode):
            said = "" if use.unnamed else "a node without a name"
        elif isinstance(use.node, ox.Literal):
            said = "a literal"
        else:
            what = " and ".join(owl.TOLD[kind][0] for kind in sorted(known))
            said = "" if not known or known & use.kinds else f"{ns.compact(use.node.value)}, {what},"
        if said:
            hint = f"Name {_called(use)}, or take the axiom out."
            yield at(use.source, use.told, f"{said} stands where {_called(use)} must", hint)


def _called(use: Use) -> str:
    return "a property" if use.kinds == owl.PROPERTY else " or ".join(owl.TOLD[k][0] for k in sorted(use.kinds))


@check("punning", cases=owl.APART)
def punning(content: Content) -> Iterator[Fault]:
    """No IRI is two kinds of property, or a class and a datatype."""
    for source, t in content.statements(Kind.ONTOLOGY):
        if t.predicate.value != TYPE:
            continue
        kinds = content.ontology.declared.get(t.subject.value, set())
        for apart in owl.APART.values():
            if apart <= kinds and DECLARATIONS.get(t.object.value, "") in apart:
                message = f"{ns.compact(t.subject.value)} is declared both as {' and as '.join(sorted(apart))}"
                yield at(source, t, message, "Keep one of the declarations, or make two terms.")


@check(
    "reserved",
    cases=("property", "class", "redefined", "individual", "individual in a list"),
    allowed=map(ns.compact, owl.LETS_USE | owl.BUILT_IN_TYPES),
)
def reserved(content: Content) -> Iterator[Fault]:
    """Terms of RDF, RDFS, OWL and XSD are used as OWL 2 has them, and not redefined."""
    hint = "Use a term of our own."
    links = content.ontology.of("object") | NAMES_ONE
    for source, t in content.statements(Kind.ONTOLOGY, *DATA):
        p, o, s = t.predicate.value, t.object.value, t.subject.value
        if built_in(p) and p not in owl.LETS_USE:
            yield at(source, t, f"{ns.compact(p)} is no term that OWL 2 DL lets one use", hint)
        if p == TYPE and built_in(o) and o not in owl.BUILT_IN_TYPES:
            yield at(source, t, f"{ns.compact(o)} is no class that OWL 2 DL lets one use", hint)
        if built_in(s) and s not in owl.BUILT_IN_ANNOTATIONS:
            yield at(source, t, f"{ns.compact(s)} is built in and cannot be redefined", hint)
        for told in (t, *_listed(content, t)):
            if (told is not t or p in links) and isinstance(told.object, ox.NamedNode) and built_in(told.object.value):
                yield at(source, told, f"{ns.compact(told.object.value)} is built in and no individual", hint)


def _listed(content: Content, t: ox.Triple) -> list[ox.Triple]:
    """The cells of a list of individuals."""
    known = schema(content)
    of = {node.value for node in known.values(t.subject, TYPE)}
    different = t.predicate.value == OWL + "members" and OWL + "AllDifferent" in of
    if t.predicate.value in (OWL + "oneOf", OWL + "distinctMembers") or different:
        return known.cells(t.object)[0] if t.object != ox.NamedNode(RDF + "nil") else []
    return []


CHECKS: tuple[Check, ...] = (undeclared, other_kind, punning, reserved)
