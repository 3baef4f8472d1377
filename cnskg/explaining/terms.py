"""The terms of an ontology as people look them up: names, definitions, how they hang together, their axioms in words.

Words are pieces: text, and terms that whoever shows them gives a name and a link.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.ontology import KINDS
from ..rdf import LABEL, OWL, RDFS, SKOS, TYPE, Node
from ..reasoning.axioms import CHARACTERISTICS, Schema

Words = tuple[str | Node, ...]

#: Characteristics of properties, and what each says.
SAYINGS = {
    "transitive": "transitive: carries on over a middle term",
    "symmetric": "symmetric: holds in both directions",
    "functional": "functional: has one value",
    "inverseFunctional": "inverse-functional: has one subject",
    "asymmetric": "asymmetric: never holds in both directions",
    "irreflexive": "irreflexive: joins nothing to itself",
}
#: How a term stands to one of a public vocabulary.
ELSEWHERE = {
    RDFS + "subClassOf": "a kind of ",
    RDFS + "subPropertyOf": "a way of ",
    OWL + "equivalentClass": "the same as ",
    OWL + "equivalentProperty": "the same as ",
    SKOS + "exactMatch": "the same as ",
    SKOS + "closeMatch": "close to ",
    SKOS + "broadMatch": "narrower than ",
    SKOS + "narrowMatch": "wider than ",
    SKOS + "relatedMatch": "related to ",
}
QUANTIFIERS = {
    OWL + "someValuesFrom": "some ",
    OWL + "allValuesFrom": "only ",
    OWL + "hasValue": "",
    OWL + "minQualifiedCardinality": "at least ",
    OWL + "maxQualifiedCardinality": "at most ",
    OWL + "qualifiedCardinality": "exactly ",
    OWL + "minCardinality": "at least ",
    OWL + "maxCardinality": "at most ",
    OWL + "cardinality": "exactly ",
}
_ABOVE = {"class": RDFS + "subClassOf", "object": RDFS + "subPropertyOf"}


@dataclass(frozen=True)
class Term:
    """One class or property. `above` are the terms of ours right above it; `rows` what else is said of it, by topic."""

    iri: str
    kind: str
    labels: dict[str, str] = field(hash=False)
    definitions: dict[str, str] = field(hash=False)
    above: tuple[str, ...]
    domain: tuple[Words, ...]
    range: tuple[Words, ...]
    characteristics: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Words, ...]], ...]

    @property
    def name(self) -> str:
        """The last part of its IRI, by which a page refers to it."""
        return self.iri.removeprefix(ns.CNS)

    @property
    def label(self) -> str:
        """Its English name."""
        return self.labels.get("en", self.name)


def read(triples: Iterable[ox.Triple]) -> dict[str, Term]:
    """Our own terms, sorted by their names without regard to case."""
    reader = _Reader(Schema(triples))
    return {term.iri: term for term in sorted(reader.terms(), key=lambda term: (term.name.lower(), term.name))}


def expression(schema: Schema, node: Node) -> Words:
    """A class expression in words; one that OWL does not have is an expression."""
    if not isinstance(node, ox.BlankNode):
        return (node,)
    for name, between in (("intersectionOf", " and "), ("unionOf", " or "), ("oneOf", " or ")):
        if (items := schema.one(node, OWL + name)) is not None:
            return joined([expression(schema, item) for item in schema.items(items)], between)
    if (other := schema.one(node, OWL + "complementOf")) is not None:
        return ("not ", *expression(schema, other))
    prop = schema.one(node, OWL + "onProperty")
    for name, amount in QUANTIFIERS.items() if prop is not None else ():
        if (value := schema.one(node, name)) is not None:
            of = schema.one(node, OWL + "onClass")
            more = (" ", *expression(schema, of)) if of is not None else ()
            return ("“", *expression(schema, prop), f"” {amount}", *expression(schema, value), *more)  # type: ignore[arg-type]
    if (inverse := schema.one(node, OWL + "inverseOf")) is not None:
        return ("inverse of ", inverse)
    return ("an expression",)


def joined(parts: Iterable[Words], between: str) -> Words:
    """Several words as one, with something between them."""
    found: list[str | Node] = []
    for part in parts:
        found += [between, *part] if found else part
    return tuple(found)


class _Reader:
    """What the triples say of each term."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.mentions: dict[tuple[str, str], list[ox.NamedNode]] = defaultdict(list)
        for subject, preds in sorted(schema.by.items()):
            for predicate, values in preds.items():
                for value in values:
                    if subject.startswith("<") and isinstance(value, ox.NamedNode):
                        self.mentions[predicate, value.value].append(ox.NamedNode(subject[1:-1]))
        self.apart = [schema.items(members) for members in self._groups()]

    def _groups(self) -> Iterator[Node]:
        """The lists of classes that exclude one another."""
        for preds in self.schema.by.values():
            if any(value.value == OWL + "AllDisjointClasses" for value in preds.get(TYPE, ())):
                yield from preds.get(OWL + "members", ())

    def terms(self) -> Iterator[Term]:
        """Each declared term of ours."""
        for node in self.schema.subjects(*KINDS):
            kinds = {value.value for value in self.schema.all(node, TYPE)}
            if node.value.startswith(ns.CNS):
                yield self._term(node, next(kind for iri, kind in KINDS.items() if iri in kinds))

    def _term(self, node: ox.NamedNode, kind: str) -> Term:
        above = [value.value for value in self._ours(node, _ABOVE.get(kind, RDFS + "subPropertyOf"))]
        types = {value.value for value in self.schema.all(node, TYPE)}
        rows = self._of_class(node) if kind == "class" else self._of_property(node)
        said = [*rows, *self._of_any(node)]
        return Term(
            iri=node.value,
            kind=kind,
            labels=self._texts(node, LABEL),
            definitions=self._texts(node, SKOS + "definition"),
            above=tuple(above),
            domain=self._all(node, RDFS + "domain"),
            range=self._all(node, RDFS + "range"),
            characteristics=tuple(SAYINGS[name] for iri, name in CHARACTERISTICS.items() if iri in types),
            rows=tuple((title, tuple(words)) for title, words in said if words),
        )

    def _of_class(self, node: ox.NamedNode) -> Iterator[tuple[str, Iterable[Words]]]:
        """How a class stands to others, and which properties speak of it."""
        supers, same = self.schema.all(node, RDFS + "subClassOf"), self.schema.all(node, OWL + "equivalentClass")
        yield "a kind of", [(value,) for value in self._ours(node, RDFS + "subClassOf")]
        yield "exactly", [expression(self.schema, value) for value in same if isinstance(value, ox.BlankNode)]
        yield "always", [expression(self.schema, value) for value in supers if isinstance(value, ox.BlankNode)]
        yield "kinds", self._mentioning(RDFS + "subClassOf", node)
        others = [other for group in self.apart if node in group for other in group if other != node]
        pairs = self._all(node, OWL + "disjointWith") + tuple(self._mentioning(OWL + "disjointWith", node))
        yield "never also", list(dict.fromkeys([*pairs, *(expression(self.schema, other) for other in others)]))
        yield "properties from it", self._mentioning(RDFS + "domain", node)
        yield "properties to it", self._mentioning(RDFS + "range", node)

    def _of_property(self, node: ox.NamedNode) -> Iterator[tuple[str, Iterable[Words]]]:
        """How a property stands to others, and what it follows from."""
        chains = self.schema.all(node, OWL + "propertyChainAxiom")
        yield "a way of", [(value,) for value in self._ours(node, RDFS + "subPropertyOf")]
        yield "ways", self._mentioning(RDFS + "subPropertyOf", node)
        inverses = [*self._all(node, OWL + "inverseOf"), *self._mentioning(OWL + "inverseOf", node)]
        yield "read backwards", list(dict.fromkeys(inverses))
        links = [[expression(self.schema, link) for link in self.schema.items(chain)] for chain in chains]
        yield "follows from", [joined(chain, ", then ") for chain in links]
        yield "never with", self._all(node, OWL + "propertyDisjointWith")

    def _of_any(self, node: ox.NamedNode) -> Iterator[tuple[str, Iterable[Words]]]:
        """What is said of terms of every kind."""
        yield "note", self._all(node, SKOS + "scopeNote") + self._all(node, SKOS + "note")
        yield "example", self._all(node, SKOS + "example")
        yield (
            "elsewhere",
            [
                (said, value)
                for predicate, said in ELSEWHERE.items()
                for value in self.schema.all(node, predicate)
                if isinstance(value, ox.NamedNode) and not value.value.startswith(ns.CNS)
            ],
        )

    def _ours(self, node: ox.NamedNode, predicate: str) -> list[ox.NamedNode]:
        """Those values of a predicate that are terms of ours."""
        found = self.schema.all(node, predicate)
        return [value for value in found if isinstance(value, ox.NamedNode) and value.value.startswith(ns.CNS)]

    def _all(self, node: ox.NamedNode, predicate: str) -> tuple[Words, ...]:
        return tuple(expression(self.schema, value) for value in self.schema.all(node, predicate))

    def _mentioning(self, predicate: str, node: ox.NamedNode) -> list[Words]:
        """The terms of ours of which a predicate has this value."""
        return [(one,) for one in self.mentions[predicate, node.value] if one.value.startswith(ns.CNS)]

    def _texts(self, node: ox.NamedNode, predicate: str) -> dict[str, str]:
        """What a predicate says, by language."""
        found = self.schema.all(node, predicate)
        return {value.language or "": value.value for value in found if isinstance(value, ox.Literal)}
