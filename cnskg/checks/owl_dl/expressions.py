"""What has no name: each expression and list is whole, used once, and says one thing in the form that OWL 2 has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from ... import namespaces as ns
from ...content.files import Content, Kind
from ...rdf import OWL, RDF, TYPE, XSD, closure
from ..check import Check, Fault, at, check, once
from ..datatypes import FORMS
from . import vocabulary as owl
from .schema import NIL, kinds_of, schema, uses

NUMBER = XSD + "nonNegativeInteger"
YES = ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean"))
#: Conditions that need another one beside them.
QUALIFIED = {OWL + x for x in ("minQualifiedCardinality", "maxQualifiedCardinality", "qualifiedCardinality")}


@once
def inner(content: Content) -> dict[str, set[str]]:
    """Which anonymous expressions each one holds."""
    found: dict[str, set[str]] = defaultdict(set)
    for t in content.triples(Kind.ONTOLOGY):
        if isinstance(t.object, ox.BlankNode):
            found[str(t.subject)].add(str(t.object))
    return found


@check("anonymous", cases=("used twice", "empty", "circle", *map(ns.compact, sorted(owl.LISTS))))
def anonymous(content: Content) -> Iterator[Fault]:
    """Each anonymous expression and list is used once, whole, and not within itself."""
    made = schema(content)
    uses = Counter(t.object for t in content.triples(Kind.ONTOLOGY) if isinstance(t.object, ox.BlankNode))
    for source, t in content.statements(Kind.ONTOLOGY):
        p, node = t.predicate.value, t.object
        if isinstance(node, ox.BlankNode):
            if uses[node] > 1:
                yield at(source, t, "an anonymous expression is used in two places", "Write it out in both.")
            elif node not in made.by:
                yield at(source, t, "an anonymous expression says nothing", "Say what it is, or name a term.")
            if p != RDF + "rest" and str(node) in closure(str(node), inner(content)):  # a list is told as one
                yield at(source, t, "an anonymous expression holds itself", "Break the circle by a term with a name.")
        if p in owl.LISTS:
            cells, whole = made.cells(node)
            least = owl.LISTS[p][1]
            if not whole or len(cells) < least:
                items = "an item" if least == 1 else "two items"
                yield at(source, t, f"the list of {ns.compact(p)} is not whole", f"Give it {items}, and an end.")


@check("expression", cases=("not a class", "two in one", "no condition", "two conditions", "no class beside it"))
def expression(content: Content) -> Iterator[Fault]:
    """What stands for a class without a name is a class or restriction, and says one thing."""
    known = schema(content)
    for use in uses(content):
        if not isinstance(use.node, ox.BlankNode) or use.node not in known.by or not use.unnamed:
            continue
        said = {t.predicate.value for t in known.by[use.node]}
        types = {node.value for node in known.values(use.node, TYPE)}
        wanted = OWL + ("Restriction" if OWL + "onProperty" in said else "Class")
        made = sorted(ns.compact(p) for p in said & owl.CONSTRUCTORS)
        conditions = [t for t in known.by[use.node] if t.predicate.value in owl.CONDITIONS]
        if wanted not in types:
            hint = f"Write a {ns.compact(wanted)} in its brackets."
            yield at(use.source, use.told, f"the expression is no {ns.compact(wanted)}", hint)
        elif len(made) != 1:
            message = f"the expression says {' and '.join(made) or 'nothing'}"
            yield at(use.source, use.told, message, "Let it say one thing; owl:intersectionOf joins several.")
        elif wanted == OWL + "Restriction" and len(conditions) != 1:
            message = f"the restriction has {len(conditions)} conditions"
            yield at(use.source, use.told, message, "Give it one, such as owl:someValuesFrom; make two of two.")
        elif bool(said & QUALIFIED) != (OWL + "onClass" in said):
            message = "a number of values of a class needs both the number and owl:onClass"
            yield at(use.source, use.told, message, "Add what is missing, or use a cardinality without a class.")


@check("group", cases=("without members", "of no kind"))
def group(content: Content) -> Iterator[Fault]:
    """Things that exclude one another, or differ, are a group of a kind, with members."""
    known = schema(content)
    for source, t in content.statements(Kind.ONTOLOGY):
        p = t.predicate.value
        types = {node.value for node in known.values(t.subject, TYPE)}
        if p == TYPE and t.object.value in owl.GROUPS and len(known.values(t.subject, *owl.HOLDS)) != 1:
            yield at(source, t, f"the {ns.compact(t.object.value)} has no members", "Give it one list of owl:members.")
        if p in owl.HOLDS and not types & owl.GROUPS:
            message = f"{ns.compact(p)} stands on what is no group"
            yield at(source, t, message, "Say which it is, such as owl:AllDisjointClasses.")


@check(
    "operand", cases=("a literal on a link", "a thing on a value", "a literal as a thing", "a number", "owl:hasSelf")
)
def operand(content: Content) -> Iterator[Fault]:
    """The values, things and numbers that an expression names are of the kind that it wants."""
    known = schema(content)
    for source, t in content.statements(Kind.ONTOLOGY):
        p, node = t.predicate.value, t.object
        if p == OWL + "hasValue":
            kinds = {kind for prop in known.values(t.subject, OWL + "onProperty") for kind in _kinds(content, prop)}
            literal = isinstance(node, ox.Literal)
            if ("object" in kinds and literal) or ("data" in kinds and not literal):
                what = "a literal as the value of a property that links"
                what = what if literal else "a thing as the value of a property that has literals"
                yield at(source, t, what, "Use another property, or another value.")
        elif p in (OWL + "oneOf", OWL + "distinctMembers") and node != NIL:
            for cell in known.cells(node)[0]:
                if not isinstance(cell.object, ox.NamedNode):
                    yield at(source, cell, "no name stands in a list of things", "Name the thing by its IRI.")
        elif p in owl.NUMBERED and not _is_number(node):
            yield at(source, t, f"{ns.compact(p)} takes a number", 'Write such as "1"^^xsd:nonNegativeInteger.')
        elif p == OWL + "hasSelf" and node != YES:
            yield at(source, t, "owl:hasSelf takes true", "Write true, or take the restriction out.")


def _kinds(content: Content, node: object) -> set[str]:
    return kinds_of(content, node.value) if isinstance(node, ox.NamedNode) else set()


def _is_number(node: object) -> bool:
    known = isinstance(node, ox.Literal) and node.datatype.value == NUMBER
    return known and FORMS[NUMBER].fits(str(getattr(node, "value", "")))


CHECKS: tuple[Check, ...] = (anonymous, expression, group, operand)
