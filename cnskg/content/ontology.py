"""The ontology as an index: which terms there are, their hierarchy, domains and ranges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from .. import namespaces as ns
from ..nearest import nearest
from ..rdf import OWL, RDF, RDFS, TYPE, XSD, closure

KINDS = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "object",
    OWL + "DatatypeProperty": "data",
    OWL + "AnnotationProperty": "annotation",
}
#: What else a term can be declared as.
DECLARATIONS = {**KINDS, RDFS + "Datatype": "datatype", OWL + "NamedIndividual": "individual"}
BUILT_IN = (OWL, RDF, RDFS, XSD)
_ONTOLOGY, _IMPORTS = ox.NamedNode(OWL + "Ontology"), ox.NamedNode(OWL + "imports")
_HAS_PART = ox.NamedNode(ns.PREFIXES["dcterms"] + "hasPart")


def built_in(iri: str) -> bool:
    """Whether a term is one of RDF, RDFS, OWL or XSD, which no ontology declares."""
    return iri.startswith(BUILT_IN)


def as_one(triples: set[ox.Triple]) -> set[ox.Triple]:
    """The modules merged into one ontology that imports nothing, and names them as its parts."""
    parts = {t.subject for t in triples if t.object == _ONTOLOGY and t.subject.value != ns.ONTOLOGY}
    kept = {t for t in triples if t.predicate != _IMPORTS and not (t.object == _ONTOLOGY and t.subject in parts)}
    whole = ox.NamedNode(ns.ONTOLOGY)
    return kept | {ox.Triple(whole, _HAS_PART, part) for part in parts}


@dataclass
class Ontology:
    """Terms by kind, with supers closed transitively (each term among its own supers).

    `declared` has all that a term is declared as; `kinds` the one kind by which it goes, for classes and properties.
    """

    declared: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    kinds: dict[str, str] = field(default_factory=dict)
    supers: dict[str, set[str]] = field(default_factory=dict)
    domains: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    ranges: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    labels: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    transitive: set[str] = field(default_factory=set)

    def of(self, kind: str) -> frozenset[str]:
        """The terms of a kind: class, object, data or annotation."""
        return frozenset(term for term, known in self.kinds.items() if known == kind)

    @property
    def labelling(self) -> frozenset[str]:
        """The annotation properties that stand below another one, so that what they state follows for that, too."""
        return frozenset(name for name in self.of("annotation") if len(self.supers[name]) > 1)

    def is_a(self, types: Iterable[str], wanted: str) -> bool:
        """Whether one of the types is the wanted class or below it."""
        return any(wanted in self.supers.get(t, {t}) for t in types)

    def above(self, types: Iterable[str]) -> set[str]:
        """The types and all classes above them."""
        return {cls for t in types for cls in self.supers.get(t, {t})}

    def nearest(self, iri: str, *kinds: str) -> list[str]:
        """Up to three known terms whose names are near, as CURIEs."""
        wanted = iri.removeprefix(ns.CNS)
        names = [
            t.removeprefix(ns.CNS) for t, k in self.kinds.items() if t.startswith(ns.CNS) and (not kinds or k in kinds)
        ]
        return [f"cns:{name}" for name in nearest(wanted, names)]


def read_ontology(triples: Iterable[ox.Triple]) -> Ontology:
    """The index of an ontology's triples."""
    vocabulary = Ontology()
    direct: dict[str, set[str]] = defaultdict(set)
    for t in triples:
        if isinstance(t.subject, ox.BlankNode):
            continue
        _take(vocabulary, direct, t.subject.value, t.predicate.value, t.object)
    for name, declared in vocabulary.declared.items():
        known = [kind for kind in KINDS.values() if kind in declared]
        if known:
            vocabulary.kinds[name] = known[0]
    for name in vocabulary.kinds:
        vocabulary.supers[name] = {name} | closure(name, direct)
    return vocabulary


def _take(v: Ontology, direct: dict[str, set[str]], subject: str, predicate: str, node: object) -> None:
    if isinstance(node, ox.Literal):
        if predicate == RDFS + "label":
            v.labels[subject][node.language or ""] = node.value
        return
    if not isinstance(node, ox.NamedNode):
        return
    if predicate == TYPE and node.value == OWL + "TransitiveProperty":
        v.transitive.add(subject)
    elif predicate == TYPE and node.value in DECLARATIONS:
        v.declared[subject].add(DECLARATIONS[node.value])
    elif predicate in (RDFS + "subClassOf", RDFS + "subPropertyOf"):
        direct[subject].add(node.value)
    elif predicate == RDFS + "domain":
        v.domains[subject].add(node.value)
    elif predicate == RDFS + "range":
        v.ranges[subject].add(node.value)
