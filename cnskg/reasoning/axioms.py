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
from ..namespaces import compact
from ..rdf import OWL, RDF, RDFS, TYPE, XSD, Node

THING = OWL + "Thing"
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
    places = _places(ontology)
    return [Axiom(a.kind, a.terms, *_place(a, places)) for a in from_schema(schema)]


def from_schema(schema: Schema) -> list[Axiom]:
    """The axioms of the triples, sorted, without their places."""
    found: set[Axiom] = set()
    for cls in schema.subjects(OWL + "Class"):
        found.update(_class_axioms(schema, cls))
    for prop in schema.subjects(OWL + "ObjectProperty", OWL + "DatatypeProperty"):
        found.update(_property_axioms(schema, prop))
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
    for chain in schema.all(prop, OWL + "propertyChainAxiom"):
        links = [named(link) for link in schema.items(chain)]
        yield Axiom(f"chain{len(links)}", (*links, iri))
    for other in schema.all(prop, OWL + "propertyDisjointWith"):
        yield Axiom("disjointProperties", tuple(sorted((iri, named(other)))))
    for node in schema.all(prop, TYPE):
        if node.value in CHARACTERISTICS:
            yield Axiom(CHARACTERISTICS[node.value], (iri,))


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


def _places(ontology: list[CuratedFile]) -> dict[str, CuratedFile]:
    """Which file declares a term: the one that gives its type and definition, not the one that only aligns it."""
    found: dict[str, CuratedFile] = {}
    for source in ontology:
        for t in sorted(source.triples, key=str):
            if t.predicate.value == TYPE and isinstance(t.subject, ox.NamedNode):
                found.setdefault(t.subject.value, source)
    for source in ontology:
        for t in source.triples:
            if isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode) and t.predicate.value != TYPE:
                found[f"{t.subject.value} {t.object.value}"] = source
    return found


def _place(axiom: Axiom, places: dict[str, CuratedFile]) -> tuple[str, int]:
    """The file and line of an axiom: where its defined term stands (the last of a chain, else the first)."""
    subject = axiom.terms[-1] if axiom.kind.startswith("chain") else axiom.terms[0]
    other = axiom.terms[1] if len(axiom.terms) > 1 else ""
    for first, second in ((subject, other), (other, subject)):
        source = places.get(f"{first} {second}")
        if source is not None:
            return source.name, _line(source, first, second)
    source = places.get(subject)
    return (source.name, _line(source, subject, "")) if source else ("", 0)


def _line(source: CuratedFile, subject: str, other: str) -> int:
    """The line of the statement that joins two terms, else of the subject's block."""
    rows = source.text.split("\n")
    start = source.line(subject) or 1
    short = compact(other) if other else ""
    for i in range(start - 1, len(rows) if short else 0):
        if short in rows[i].replace(";", " ").split():
            return i + 1
        if i >= start and rows[i] == "":
            break
    one_line = next((i + 1 for i, row in enumerate(rows) if {compact(subject), short} <= set(row.split())), 0)
    return one_line if other and one_line else start
