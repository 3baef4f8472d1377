"""What HermiT is given: the logic of ontology and data as N-Triples, in parts that it can settle in seconds.

HermiT tries every class and every property against the whole graph where a class names an individual (owl:hasValue),
and every individual against every property that is transitive or made of a chain: minutes on our graph. So it gets

* one part with all classes and facts, for consistency and types. In it `hasValue v` reads `someValuesFrom {v}`, with
  {v} a class whose only known member is v. That entails the same types, and only loses the value for a thing that is
  in the class without having it: where there is such a thing, the part keeps owl:hasValue.
* for property values, one part for each group of properties that hang together by hierarchy, inverse or chain, with
  the values of these properties, and with the things that are in a class without having its value, together with what
  the class says. No other class entails a value and no two IRIs become one (that is a clash), so a property's values
  depend on its group alone.

A test holds the parts against one run over everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

import pyoxigraph as ox

from ..content.files import Content, Kind
from ..namespaces import GRAPH
from ..rdf import OWL, RDF, RDFS, TYPE, Fact, triple
from .axioms import Axiom
from .derive import Inferred

TYPES = ("-c", "-I")
VALUES = ("-O", "-I", "-Y")
EVERYTHING = ("-c", "-O", "-D", "-I", "-Y")
#: What the ontology says about logic; everything else in it is annotation.
LOGIC = {RDFS + x for x in ("subClassOf", "subPropertyOf", "domain", "range")} | {RDF + "first", RDF + "rest"}
PLAIN = {OWL + x for x in ("imports", "versionInfo", "versionIRI", "priorVersion", "deprecated")}
ROLES = {RDFS + "subPropertyOf", OWL + "inverseOf", OWL + "propertyChainAxiom", OWL + "propertyDisjointWith", TYPE}


class Part(NamedTuple):
    """One run of HermiT: what for, the N-Triples, the options."""

    name: str
    data: bytes
    options: tuple[str, ...]


def logic(content: Content) -> list[ox.Triple]:
    """The triples of the ontology that bear logic: declarations and axioms, but not those of annotations."""
    apart = content.ontology.of("annotation")
    return [t for _, t in content.statements(Kind.ONTOLOGY) if _bears_logic(t) and t.subject.value not in apart]


def _bears_logic(t: ox.Triple) -> bool:
    p = t.predicate.value
    if p == TYPE:
        kind = t.object.value if isinstance(t.object, ox.NamedNode) else ""
        return kind.startswith((OWL, RDFS)) and not kind.endswith(("#AnnotationProperty", "#Ontology"))
    return p in LOGIC or (p.startswith(OWL) and p not in PLAIN)


def different(stated: Iterable[Fact], functional: Iterable[str]) -> list[ox.Triple]:
    """owl:differentFrom between the IRIs that a functional property sets against one another: two IRIs, two things."""
    wanted = set(functional)
    values: dict[tuple[str, str], list[str]] = defaultdict(list)
    for s, p, o in stated:
        if p in wanted and not o.startswith('"'):
            values[s, p].append(o)
    apart = ox.NamedNode(OWL + "differentFrom")
    pairs = {pair for found in values.values() for pair in combinations(sorted(found), 2)}
    return [ox.Triple(ox.NamedNode(a), apart, ox.NamedNode(b)) for a, b in sorted(pairs)]


def ntriples(triples: Iterable[ox.Triple], stated: Iterable[Fact]) -> bytes:
    """A file for HermiT: axioms, a declaration of each individual, and the facts."""
    known = list(stated)
    named = {f[0] for f in known} | {f[2] for f in known if f[1] != TYPE and not f[2].startswith('"')}
    individual = ox.NamedNode(OWL + "NamedIndividual")
    declared = [ox.Triple(ox.NamedNode(i), ox.NamedNode(TYPE), individual) for i in named]
    return "".join(sorted(f"{t} .\n" for t in [*triples, *declared, *(triple(f) for f in known)])).encode()


def stated(result: Inferred) -> list[Fact]:
    """The asserted facts but annotations, with those that the build finds by rules beyond OWL, which HermiT has not."""
    closure = result.closure
    seen = [f for f in closure.inferred if any(way.rule.template.beyond_owl for way in closure.derivations[f])]
    labels = result.content.ontology.labelling
    return [f for f in [*result.facts.graphs, *seen] if f[1] not in labels]


def whole(result: Inferred) -> Part:
    """Everything in one part: exact, and slow."""
    facts = stated(result)
    axioms = [*logic(result.content), *different(facts, functional(result))]
    return Part("everything at once", ntriples(axioms, facts), EVERYTHING)


def parts(result: Inferred) -> list[Part]:
    """The parts for HermiT, the one with all types first."""
    axioms, facts = logic(result.content), stated(result)
    apart = different(facts, functional(result))
    lacking = lack_values(result)
    first = list(axioms) if lacking else list(singletons(axioms))
    found = [Part("classes and types", ntriples([*first, *apart], facts), TYPES)]
    for group in groups(result):
        owed = [a for a in lacking if a.terms[1] in group]
        values = [f for f in facts if f[1] in group]
        values += [(thing, TYPE, a.terms[0]) for a in owed for thing in lacking[a]]
        if values:
            name = "values of " + min(group).rsplit("#")[-1].rsplit("/")[-1]
            says = [t for a in owed for t in _value_restriction(a)]
            found.append(Part(name, ntriples([*_roles(axioms, group), *says], values), VALUES))
    return found


def functional(result: Inferred) -> set[str]:
    """The functional properties."""
    return {r.axiom.terms[0] for r in result.rules if r.axiom.kind == "functional"}


def lack_values(result: Inferred) -> dict[Axiom, list[str]]:
    """By axiom "who is in this class has this value": the things in the class for which nothing states the value."""
    closure = result.closure
    members: dict[str, list[str]] = defaultdict(list)
    for s, p, o in sorted({*closure.asserted, *closure.derivations}):
        if p == TYPE:
            members[o].append(s)
    found = {}
    for axiom in (r.axiom for r in result.rules if r.axiom.kind == "impliesValue"):
        cls, prop, value = axiom.terms
        things = [s for s in members[cls] if (s, prop, value) not in closure.asserted]
        if things:
            found[axiom] = things
    return found


def _value_restriction(axiom: Axiom) -> Iterator[ox.Triple]:
    """An axiom "who is in this class has this value" as RDF."""
    cls, prop, value = (ox.NamedNode(t) for t in axiom.terms)
    restriction = ox.BlankNode()
    yield ox.Triple(cls, ox.NamedNode(TYPE), ox.NamedNode(OWL + "Class"))
    yield ox.Triple(cls, ox.NamedNode(RDFS + "subClassOf"), restriction)
    yield ox.Triple(restriction, ox.NamedNode(TYPE), ox.NamedNode(OWL + "Restriction"))
    yield ox.Triple(restriction, ox.NamedNode(OWL + "onProperty"), prop)
    yield ox.Triple(restriction, ox.NamedNode(OWL + "hasValue"), value)


def singletons(axioms: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The axioms with owl:hasValue v written as owl:someValuesFrom of a class that holds v."""
    for t in axioms:
        if t.predicate.value != OWL + "hasValue" or not isinstance(t.object, ox.NamedNode):
            yield t
            continue
        only = ox.NamedNode(GRAPH + "only#" + t.object.value.rsplit("/", 1)[-1])
        yield ox.Triple(only, ox.NamedNode(TYPE), ox.NamedNode(OWL + "Class"))
        yield ox.Triple(t.object, ox.NamedNode(TYPE), only)
        yield ox.Triple(t.subject, ox.NamedNode(OWL + "someValuesFrom"), only)


def groups(result: Inferred) -> list[set[str]]:
    """Object properties that hang together; those without chain or transitivity, which cost nothing, in one group."""
    home: dict[str, set[str]] = {}
    complicated: set[str] = set()
    for axiom in (r.axiom for r in result.rules):
        if axiom.kind in ("subPropertyOf", "inverse", "chain2", "chain3"):
            _join(home, axiom.terms)
        if axiom.kind.startswith("chain") or axiom.kind == "transitive":
            complicated.update(axiom.terms)
    simple: set[str] = set()
    found: list[set[str]] = []
    for prop in sorted(result.facts.objects):
        group = home.get(prop, {prop})
        if not group & complicated:
            simple |= group
        elif group not in found:
            found.append(group)
    return [g for g in (simple, *found) if g]


def _join(home: dict[str, set[str]], terms: Iterable[str]) -> None:
    merged: set[str] = set()
    for term in terms:
        merged |= home.get(term, {term})
    for term in merged:
        home[term] = merged


def _roles(axioms: list[ox.Triple], group: set[str]) -> list[ox.Triple]:
    """The axioms on the properties of a group, with the lists that they use."""
    of: dict[str, list[ox.Triple]] = defaultdict(list)
    for t in axioms:
        of[t.subject.value].append(t)
    found = [t for prop in sorted(group) for t in of[prop] if t.predicate.value in ROLES]
    todo = [t.object for t in found if isinstance(t.object, ox.BlankNode)]
    while todo:
        more = of[todo.pop().value]
        found += more
        todo += [t.object for t in more if isinstance(t.object, ox.BlankNode)]
    return found
