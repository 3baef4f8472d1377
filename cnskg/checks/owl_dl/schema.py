"""The ontology taken apart for the checks: its lists, what its properties are made of, what must stand where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pyoxigraph as ox

from ...content.files import Content, CuratedFile, Kind
from ...content.ontology import built_in
from ...rdf import OWL, RDF, RDFS, TYPE, Node, closure
from ..check import once
from . import vocabulary as owl
from .vocabulary import Kinds

Term = Node | ox.Triple
NIL = ox.NamedNode(RDF + "nil")


@dataclass
class Schema:
    """The statements of the ontology by subject, and what its properties are made of."""

    by: dict[Term, list[ox.Triple]] = field(default_factory=lambda: defaultdict(list))
    #: property -> those that it lies below, or is the same as, or the inverse of
    above: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    #: property -> those that lie below it, are the same or its inverse, or stand in a chain of it
    parts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    #: properties that are transitive
    transitive: set[str] = field(default_factory=set)
    #: properties that are made of a chain
    chained: set[str] = field(default_factory=set)

    def cells(self, head: Term) -> tuple[list[ox.Triple], bool]:
        """The statements that hold the items of an RDF list, and whether it is whole: not cut off, not circular."""
        found: list[ox.Triple] = []
        seen: set[Term] = set()
        while head != NIL:
            cell = {t.predicate.value: t for t in self.by.get(head, ())}
            if head in seen or not {RDF + "first", RDF + "rest"} <= set(cell):
                return found, False
            seen.add(head)
            found.append(cell[RDF + "first"])
            head = cell[RDF + "rest"].object
        return found, True

    def values(self, node: Term, *predicates: str) -> list[Term]:
        """What a node has by one of the predicates."""
        return [t.object for t in self.by.get(node, ()) if t.predicate.value in predicates]


@once
def schema(content: Content) -> Schema:
    """The ontology, taken apart."""
    made = Schema()
    for t in content.triples(Kind.ONTOLOGY):
        made.by[t.subject].append(t)
    for t in (t for triples in list(made.by.values()) for t in triples):
        _take(made, t)
    return made


def _take(made: Schema, t: ox.Triple) -> None:
    subject, predicate, value = t.subject.value, t.predicate.value, t.object.value
    if predicate == RDFS + "subPropertyOf":
        made.above[subject].add(value)
        made.parts[value].add(subject)
    elif predicate in (OWL + "inverseOf", OWL + "equivalentProperty"):
        for one, other in ((subject, value), (value, subject)):
            made.above[one].add(other)
            made.parts[one].add(other)
    elif predicate == OWL + "propertyChainAxiom":
        made.chained.add(subject)
        made.parts[subject] |= before(subject, [cell.object.value for cell in made.cells(t.object)[0]])
    elif predicate == TYPE and value == OWL + "TransitiveProperty":
        made.transitive.add(subject)


def before(made: str, chain: list[str]) -> set[str]:
    """The properties of a chain that must come before what is made of it: all but itself at one end, or twice."""
    if chain == [made, made]:
        return set()
    if chain and chain[0] == made:
        return set(chain[1:])
    return set(chain[:-1]) if chain and chain[-1] == made else set(chain)


@once
def composite(content: Content) -> set[str]:
    """The properties that are not simple: transitive, made of a chain, or above such a one."""
    made = schema(content)
    roots = made.transitive | made.chained
    return roots.union(*(closure(root, made.above) for root in roots))


def kinds_of(content: Content, iri: str) -> set[str]:
    """What a term is: as the ontology declares it, or OWL has it."""
    return owl.BUILT_IN_KINDS.get(iri, set()) if built_in(iri) else content.ontology.declared.get(iri, set())


class Use(NamedTuple):
    """A place where a term of some kind must stand: the file, the statement that tells it, the term, the kinds."""

    source: CuratedFile
    told: ox.Triple
    node: Term
    kinds: Kinds
    #: whether the ontology may write an expression there instead of a name
    unnamed: bool = False


@once
def uses(content: Content) -> list[Use]:
    """Every place in the ontology where an axiom wants a term of some kind."""
    found: list[Use] = []
    for source, t in content.statements(Kind.ONTOLOGY):
        p = t.predicate.value
        if p in owl.SUBJECTS:
            found.append(Use(source, t, t.subject, owl.SUBJECTS[p], owl.SUBJECTS[p] == owl.CLASS))
        if p == TYPE and t.object.value in owl.CHARACTERISTICS:
            found.append(Use(source, t, t.subject, owl.CHARACTERISTICS[t.object.value]))
        if p == TYPE and not built_in(t.object.value):
            found.append(Use(source, t, t.object, owl.CLASS, unnamed=True))
        elif not built_in(p):
            found.append(Use(source, t, t.predicate, owl.PROPERTY))
        found += _values(content, source, t)
    return found


def _values(content: Content, source: CuratedFile, t: ox.Triple) -> Iterator[Use]:
    """What the value of an axiom must be."""
    p = t.predicate.value
    if p in owl.LISTS:
        kinds = _members(content, t) if p == OWL + "members" else owl.LISTS[p][0]
        for cell in schema(content).cells(t.object)[0] if kinds else ():
            yield Use(source, cell, cell.object, kinds, kinds == owl.CLASS)
        return
    kinds = owl.VALUES.get(p, frozenset())
    if p in owl.SAME_KIND:
        kinds = frozenset(kinds_of(content, t.subject.value)) & owl.SUBJECTS[p]
    elif p in owl.FILLERS | {RDFS + "domain"}:
        kinds = _filler(content, t)
    if kinds:
        yield Use(source, t, t.object, kinds, kinds == owl.CLASS)


def _members(content: Content, t: ox.Triple) -> Kinds:
    """What a group that excludes one another holds: classes; or properties, all of the kind of the first."""
    known = schema(content)
    of = {kind for node in known.values(t.subject, TYPE) for kind in owl.MEMBERS.get(node.value, ())}
    cells = known.cells(t.object)[0]
    first = kinds_of(content, cells[0].object.value) & of if cells else set()
    return frozenset(first or of)


def _filler(content: Content, t: ox.Triple) -> Kinds:
    """What stands at the ends of a property: things of a class, or values of a datatype; of annotations, anything."""
    prop = [t.subject] if t.predicate.value.startswith(RDFS) else schema(content).values(t.subject, OWL + "onProperty")
    kinds = {kind for node in prop for kind in kinds_of(content, node.value)}
    if "object" in kinds or (t.predicate.value == RDFS + "domain" and "data" in kinds):
        return owl.CLASS
    return owl.DATATYPE if "data" in kinds else frozenset()
