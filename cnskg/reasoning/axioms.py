"""The ontology's axioms in plain form: a kind and the terms it joins, with the file and line of each.

RDF spells an axiom in several triples (restrictions, lists, blank nodes). Here it becomes one `Axiom`, such as
`chain2 cns:hasTenure cns:post cns:holds`, which is what the rules are written against. A form for which there is no
rule is an error, so that the rules can never be incomplete in silence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from ..content.files import Content, CuratedFile, Kind
from ..errors import ContentError
from ..namespaces import CNS
from ..rdf import OWL, RDF, RDFS, TYPE, XSD, Node

THING = OWL + "Thing"
#: Not OWL's, which cannot look at all that is stated: of several dates the one that lies within all others.
MOST_PRECISE = CNS + "mostPreciseOf"
#: Property characteristics, and the kind of axiom that each makes.
CHARACTERISTICS = {
    OWL + "TransitiveProperty": "transitive",
    OWL + "SymmetricProperty": "symmetric",
    OWL + "FunctionalProperty": "functional",
    OWL + "InverseFunctionalProperty": "inverseFunctional",
    OWL + "AsymmetricProperty": "asymmetric",
    OWL + "IrreflexiveProperty": "irreflexive",
}


@dataclass(frozen=True, order=True)
class Axiom:
    """One axiom: its kind, the IRIs it joins in the order that the kind asks for, and where it stands."""

    kind: str
    terms: tuple[str, ...]
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def where(self) -> str:
        """File and line, as an editor understands them."""
        return f"{self.file}:{self.line}" if self.line else self.file


class Schema:
    """The triples of the ontology, by subject and predicate."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.by: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for t in sorted(triples, key=str):
            self.by[str(t.subject)][t.predicate.value].append(t.object)  # type: ignore[arg-type]

    def all(self, node: Node, predicate: str) -> list[Node]:
        """The values of a predicate."""
        return self.by.get(str(node), {}).get(predicate, [])

    def one(self, node: Node, predicate: str) -> Node | None:
        """The first value of a predicate, or None."""
        return next(iter(self.all(node, predicate)), None)

    def items(self, head: Node) -> list[Node]:
        """The items of an RDF list."""
        found = []
        while str(head) != f"<{RDF}nil>":
            first, rest = self.one(head, RDF + "first"), self.one(head, RDF + "rest")
            if first is None or rest is None:
                raise ContentError("a list of the ontology is broken off", hint="Look for an rdf:List without end.")
            found.append(first)
            head = rest
        return found

    def subjects(self, *types: str) -> list[ox.NamedNode]:
        """The named subjects that are of one of the types."""
        names = [s for s, preds in self.by.items() if {o.value for o in preds.get(TYPE, [])} & set(types)]
        return [ox.NamedNode(s[1:-1]) for s in names if s.startswith("<")]


def read(content: Content) -> list[Axiom]:
    """The axioms of the ontology files, sorted. Raises ContentError for a form that no rule covers."""
    ontology = content.of(Kind.ONTOLOGY)
    schema = Schema(t for f in ontology for t in f.triples)
    return [Axiom(a.kind, a.terms, *_place(a, ontology)) for a in from_schema(schema)]


def from_schema(schema: Schema) -> list[Axiom]:
    """The axioms of the triples, sorted, without their places."""
    found: set[Axiom] = set()
    for cls in schema.subjects(OWL + "Class"):
        found.update(_class_axioms(schema, cls))
    for prop in schema.subjects(OWL + "ObjectProperty", OWL + "DatatypeProperty"):
        found.update(_property_axioms(schema, prop))
    for prop in schema.subjects(OWL + "AnnotationProperty"):  # the one thing that OWL lets them say to one another
        found.update(a for a in _property_axioms(schema, prop) if a.kind == "subPropertyOf")
    found.update(_group_axioms(schema))
    for subject, preds in schema.by.items():
        if subject.startswith("_:") and {RDFS + "subClassOf", OWL + "equivalentClass"} & set(preds):
            named(ox.BlankNode(subject[2:]))  # an axiom on an expression, which would go unread
    return sorted(a for a in found if not (a.kind == "subClassOf" and a.terms[0] == a.terms[1]))


def _class_axioms(schema: Schema, cls: ox.NamedNode) -> Iterator[Axiom]:
    for above in schema.all(cls, RDFS + "subClassOf"):
        yield from _below(schema, cls.value, above)
    for same in schema.all(cls, OWL + "equivalentClass"):
        yield from _below(schema, cls.value, same)
        yield from _defined(schema, cls.value, same)
    for other in schema.all(cls, OWL + "disjointWith"):
        yield Axiom("disjoint", tuple(sorted((cls.value, named(other)))))


def named(node: Node | None) -> str:
    """The IRI of a node. Raises ContentError where it is a class expression, which the rules have no name for."""
    if isinstance(node, ox.NamedNode):
        return node.value
    raise ContentError(
        "the ontology uses a class expression where the rules need a named term",
        hint="Give it a class of its own, or add a kind of axiom to cnskg/reasoning/axioms.py and a rule for it.",
    )


def _below(schema: Schema, cls: str, above: Node) -> Iterator[Axiom]:
    """What being in `cls` entails, where `above` is a class or an expression."""
    if isinstance(above, ox.NamedNode):
        if above.value != THING:
            yield Axiom("subClassOf", (cls, above.value))
        return
    parts = schema.one(above, OWL + "intersectionOf")
    if parts is not None:
        for part in schema.items(parts):
            yield from _below(schema, cls, part)
        return
    if schema.one(above, OWL + "unionOf") is not None:
        return  # a union above entails no type of its own; the other direction is in _defined
    prop = schema.one(above, OWL + "onProperty")
    value, every = schema.one(above, OWL + "hasValue"), schema.one(above, OWL + "allValuesFrom")
    if prop is not None and value is not None:
        yield Axiom("impliesValue", (cls, named(prop), named(value)))
    elif prop is not None and every is not None:
        yield Axiom("impliesAll", (cls, named(prop), named(every)))
    elif prop is None or schema.one(above, OWL + "someValuesFrom") is None:  # "some" names no individual
        named(above)


def _defined(schema: Schema, cls: str, same: Node) -> Iterator[Axiom]:
    """What entails being in `cls`: the other direction of a definition."""
    if isinstance(same, ox.NamedNode):
        yield Axiom("subClassOf", (same.value, cls))
        return
    either = schema.one(same, OWL + "unionOf")
    if either is not None:
        for part in schema.items(either):
            yield Axiom("subClassOf", (named(part), cls))
        return
    parts = schema.one(same, OWL + "intersectionOf")
    shapes = [_part(schema, part) for part in (schema.items(parts) if parts is not None else [same])]
    shapes.sort(key=lambda shape: ("class", "some", "value").index(shape[0]))
    yield Axiom("+".join(kind for kind, _ in shapes), (cls, *(term for _, terms in shapes for term in terms)))


def _part(schema: Schema, part: Node) -> tuple[str, tuple[str, ...]]:
    """One part of a definition: a class, a property with some value in a class, or with one value."""
    if isinstance(part, ox.NamedNode):
        return "class", (part.value,)
    prop = schema.one(part, OWL + "onProperty")
    some, value = schema.one(part, OWL + "someValuesFrom"), schema.one(part, OWL + "hasValue")
    if prop is not None and some is not None:
        return "some", (named(prop), named(some))
    if prop is not None and value is not None:
        return "value", (named(prop), named(value))
    raise ContentError(
        "the ontology defines a class by an expression that no rule covers",
        hint="Definitions are intersections of classes, owl:someValuesFrom and owl:hasValue, or unions of classes.",
    )


def _property_axioms(schema: Schema, prop: ox.NamedNode) -> Iterator[Axiom]:
    iri = prop.value
    for name in ("subPropertyOf", "domain", "range"):
        for node in schema.all(prop, RDFS + name):
            if not named(node).startswith((XSD, OWL, RDF)):
                yield Axiom(name, (iri, named(node)))
    for other in schema.all(prop, OWL + "inverseOf"):
        yield Axiom("inverse", (iri, named(other)))
        yield Axiom("inverse", (named(other), iri))
    for other in schema.all(prop, OWL + "equivalentProperty"):
        yield Axiom("subPropertyOf", (iri, named(other)))
        yield Axiom("subPropertyOf", (named(other), iri))
    yield from (Axiom("mostPrecise", (named(other), iri)) for other in schema.all(prop, MOST_PRECISE))
    for chain in schema.all(prop, OWL + "propertyChainAxiom"):
        links = [named(link) for link in schema.items(chain)]
        yield Axiom(f"chain{len(links)}", (*links, iri))
    for other in schema.all(prop, OWL + "propertyDisjointWith"):
        yield Axiom("disjointProperties", tuple(sorted((iri, named(other)))))
    kinds = (node.value for node in schema.all(prop, TYPE))
    yield from (Axiom(CHARACTERISTICS[kind], (iri,)) for kind in kinds if kind in CHARACTERISTICS)


def _group_axioms(schema: Schema) -> Iterator[Axiom]:
    """Pairs out of owl:AllDisjointClasses and owl:AllDisjointProperties."""
    for subject, preds in schema.by.items():
        types = {o.value for o in preds.get(TYPE, [])}
        for group, kind in (("AllDisjointClasses", "disjoint"), ("AllDisjointProperties", "disjointProperties")):
            if OWL + group in types:
                members = sorted(named(m) for m in schema.items(preds[OWL + "members"][0]))
                yield from (Axiom(kind, (a, b)) for i, a in enumerate(members) for b in members[i + 1 :])
        if OWL + "NegativePropertyAssertion" in types:
            raise ContentError(f"{subject} is a negative assertion, which no rule covers", hint="State it as a claim.")


def _place(axiom: Axiom, ontology: list[CuratedFile]) -> tuple[str, int]:
    """The file and line that state an axiom, else those that declare its defined term."""
    for wanted in _statements(axiom):
        for source in ontology:
            line = source.places.exact(*wanted)
            if line:
                return source.name, line
    return "", 0


def _statements(axiom: Axiom) -> Iterator[tuple[str, str, str]]:
    """The statements that an axiom may be made of, the closest first; an empty predicate or value is any."""
    first, last = axiom.terms[0], axiom.terms[-1]
    if axiom.kind.startswith("chain"):
        yield last, OWL + "propertyChainAxiom", ""
    elif len(axiom.terms) > 1:
        yield first, "", axiom.terms[1]
        yield axiom.terms[1], "", first
    else:
        yield first, TYPE, next(iri for iri, kind in CHARACTERISTICS.items() if kind == axiom.kind)
    yield first, TYPE, ""
