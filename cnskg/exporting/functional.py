"""The ontology in OWL 2 functional syntax, read from its triples by the mapping of OWL 2 to RDF.

    Declaration(Class(cns:PartyOrgan))
    SubClassOf(cns:PartyOrgan cns:Organ)

What is not known here is refused by name (`Unwritten`), so that a text holds the whole ontology or there is none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..rdf import OWL, RDF, RDFS, TYPE, XSD, Node

Term = Node | ox.Triple
#: Type -> how what has it is declared; of properties, what stands for the braces of the names below.
DECLARED = {
    OWL + "Class": "Class",
    RDFS + "Datatype": "Datatype",
    OWL + "ObjectProperty": "Object",
    OWL + "DatatypeProperty": "Data",
    OWL + "AnnotationProperty": "Annotation",
    OWL + "NamedIndividual": "NamedIndividual",
}
_PROPERTIES = ("Object", "Data", "Annotation")
_BUILT_IN = {
    **{RDFS + x: {"Annotation"} for x in ("label", "comment", "seeAlso", "isDefinedBy")},
    **{OWL + x: {"Annotation"} for x in ("versionInfo", "deprecated", "priorVersion")},
    **{OWL + x: {"Class"} for x in ("Thing", "Nothing")},
}
#: Axioms on two classes, by their predicate.
OF_CLASSES = {
    RDFS + "subClassOf": "SubClassOf",
    OWL + "equivalentClass": "EquivalentClasses",
    OWL + "disjointWith": "DisjointClasses",
}
#: Axioms on two properties of one kind.
OF_PROPERTIES = {
    RDFS + "subPropertyOf": "Sub{}PropertyOf",
    OWL + "equivalentProperty": "Equivalent{}Properties",
    OWL + "propertyDisjointWith": "Disjoint{}Properties",
    OWL + "inverseOf": "Inverse{}Properties",
}
#: Axioms on a property and what stands at one of its ends.
OF_ENDS = {RDFS + "domain": "{}PropertyDomain", RDFS + "range": "{}PropertyRange"}
#: Types of a property that are axioms.
CHARACTERISTICS = {
    OWL + f"{x}Property": x + "{}Property"
    for x in ("Functional", "InverseFunctional", "Transitive", "Symmetric", "Asymmetric", "Reflexive", "Irreflexive")
}
#: Class expressions: of several, and of what a property has.
JOINED = {OWL + "intersectionOf": "ObjectIntersectionOf", OWL + "unionOf": "ObjectUnionOf"}
RESTRICTED = {OWL + x: "{}" + x[0].upper() + x[1:] for x in ("someValuesFrom", "allValuesFrom", "hasValue")}
_CHAIN = OWL + "propertyChainAxiom"
#: The names of what no annotation property, and no data property, can be in.
_OF_OBJECTS = {OF_PROPERTIES[OWL + "inverseOf"], *CHARACTERISTICS.values()} - {"Functional{}Property"}
_LOGICAL = _OF_OBJECTS | {
    "Functional{}Property",
    "Equivalent{}Properties",
    "Disjoint{}Properties",
    *RESTRICTED.values(),
}
_SAFE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")  # a local name that no grammar reads otherwise


class Unwritten(Exception):
    """The ontology says what is not written here; the message names it."""


def write(folder: Path, ontology: Iterable[ox.Triple]) -> Path:
    """Write the ontology. Raises Unwritten, and then there is no file."""
    path, written = folder / "ontology.ofn", text(ontology)
    path.write_text(written, encoding="utf-8")
    return path


def text(ontology: Iterable[ox.Triple]) -> str:
    """The ontology: its head, what it declares, then the axioms of each term. Raises Unwritten."""
    reader = _Reader(ontology)
    lines = [*reader.head(), *sorted(reader.declarations()), *(line for _, line in sorted(reader.axioms()))]
    if left := reader.by.keys() - reader.taken - reader.named():
        raise Unwritten(f"what nothing leads to: {reader.told(min(left, key=str))}")
    prefixes = [f"Prefix({name}:=<{ns.PREFIXES[name]}>)" for name in sorted(reader.prefixes)]
    return "\n".join([*prefixes, "", *lines, ")", ""])


class _Reader:
    """An ontology by its terms. A node without a name is taken once, where it stands."""

    def __init__(self, ontology: Iterable[ox.Triple]) -> None:
        self.by: dict[Term, list[ox.Triple]] = defaultdict(list)
        self.kinds: dict[str, set[str]] = defaultdict(set, {iri: set(kinds) for iri, kinds in _BUILT_IN.items()})
        self.taken: set[Term] = set()
        self.prefixes: set[str] = set()
        for t in ontology:
            self.by[t.subject].append(t)
            if t.predicate.value == TYPE and t.object.value in DECLARED:
                self.kinds[t.subject.value].add(DECLARED[t.object.value])

    def named(self) -> set[Term]:
        return {node for node in self.by if isinstance(node, ox.NamedNode)}

    def told(self, node: Term) -> str:
        """What a node says, for whoever must find it."""
        said = sorted({ns.compact(t.predicate.value) for t in self.by.get(node, ())})
        return f"a node with {', '.join(said) or 'nothing'}" if isinstance(node, ox.BlankNode) else str(node)

    # What the lines are made of

    def name(self, node: Term, *kinds: str) -> str:
        """The name of a term, which must be declared as one of some kinds."""
        if not isinstance(node, ox.NamedNode):
            raise Unwritten(f"{self.told(node)}, where a name must stand")
        if kinds and not self.kinds[node.value] & set(kinds):
            raise Unwritten(f"{ns.compact(node.value)}, which is not declared as {' or '.join(kinds)}")
        short = ns.compact(node.value)
        prefix, colon, local = short.partition(":")
        if not colon or prefix not in ns.PREFIXES or not _SAFE.fullmatch(local):
            return f"<{node.value}>"
        self.prefixes.add(prefix)
        return short

    def value(self, node: Term) -> str:
        """An individual, or a literal."""
        if not isinstance(node, ox.Literal):
            return self.name(node)
        quoted = '"' + node.value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        if node.language:
            return f"{quoted}@{node.language}"
        return quoted if node.datatype.value == XSD + "string" else f"{quoted}^^{self.name(node.datatype)}"

    def kind(self, prop: Term, form: str) -> str:
        """Of which kind a property is: object, data or annotation, if the form may have such."""
        kinds = ("Object",) if form in _OF_OBJECTS else ("Object", "Data") if form in _LOGICAL else _PROPERTIES
        self.name(prop, *kinds)
        found = self.kinds[prop.value] & set(kinds)
        if len(found) > 1:
            raise Unwritten(f"{ns.compact(prop.value)}, which is declared as {' and '.join(sorted(found))}")
        return found.pop()

    def end(self, kind: str, form: str, node: Term) -> str:
        """What stands at an end of a property of some kind: a class, a datatype, or any name."""
        if kind == "Object" or (kind == "Data" and form.endswith("Domain")):
            return self.expression(node)
        return self.name(node)

    def expression(self, node: Term) -> str:
        """A class, by its name or in brackets."""
        if not isinstance(node, ox.BlankNode):
            return self.name(node, "Class")
        said = self.take(node, OWL + "Class", OWL + "Restriction")
        prop = said.pop(OWL + "onProperty", None)
        if len(said) == 1:
            ((predicate, value),) = said.items()
            if prop and predicate in RESTRICTED:
                form = RESTRICTED[predicate]
                kind = self.kind(prop, form)
                filler = self.value(value) if predicate == OWL + "hasValue" else self.end(kind, form, value)
                return f"{form.format(kind)}({self.name(prop)} {filler})"
            if not prop and predicate in JOINED:
                return f"{JOINED[predicate]}({' '.join(map(self.expression, self.items(value)))})"
        raise Unwritten(f"an expression: {self.told(node)}")

    def take(self, node: Term, *types: str) -> dict[str, Term]:
        """What a node without a name says, besides its type: each thing once, and the node in one place."""
        said = {t.predicate.value: t.object for t in self.by.get(node, ())}
        found = said.pop(TYPE, None)
        if node in self.taken or len(said) + (found is not None) != len(self.by.get(node, ())):
            raise Unwritten(f"what is used twice: {self.told(node)}")
        if types and (found is None or found.value not in types):
            raise Unwritten(f"an expression of no known kind: {self.told(node)}")
        self.taken.add(node)
        return said

    def items(self, head: Term) -> list[Term]:
        """The items of a list."""
        found: list[Term] = []
        while head.value != RDF + "nil":
            cell = self.take(head)
            if cell.keys() != {RDF + "first", RDF + "rest"}:
                raise Unwritten(f"a list that is not whole: {self.told(head)}")
            found.append(cell[RDF + "first"])
            head = cell[RDF + "rest"]
        return found

    # The lines

    def head(self) -> Iterator[str]:
        """The name of the ontology, its version, its imports and what is said of it."""
        found = [n for n, said in self.by.items() if any(t.object.value == OWL + "Ontology" for t in said)]
        if len(found) != 1:
            raise Unwritten(f"{len(found)} ontologies in one")
        said = sorted(self.by.pop(found[0]), key=str)
        versions = [f" <{t.object.value}>" for t in said if t.predicate.value == OWL + "versionIRI"]
        yield f"Ontology(<{found[0].value}>{''.join(versions)}"
        for t in said:
            if t.predicate.value == OWL + "imports":
                yield f"Import(<{t.object.value}>)"
            elif t.predicate.value not in (TYPE, OWL + "versionIRI"):
                yield f"Annotation({self.name(t.predicate, 'Annotation')} {self.value(t.object)})"

    def declarations(self) -> Iterator[str]:
        for t in (t for said in self.by.values() for t in said if t.predicate.value == TYPE):
            kind = DECLARED.get(t.object.value)
            if kind and isinstance(t.subject, ox.NamedNode):
                word = kind + "Property" if kind in _PROPERTIES else kind
                yield f"Declaration({word}({self.name(t.subject)}))"

    def axioms(self) -> Iterator[tuple[str, str]]:
        """Each axiom, with the term whose it is."""
        for node, said in self.by.items():
            if isinstance(node, ox.NamedNode):
                for t in said:
                    if t.predicate.value != TYPE:
                        yield node.value, self.axiom(t)
                    elif t.object.value not in DECLARED:
                        yield node.value, self.typed(t)
            elif any(t.object.value == OWL + "AllDisjointClasses" for t in said):
                members = self.take(node, OWL + "AllDisjointClasses")
                if members.keys() != {OWL + "members"}:
                    raise Unwritten(f"a group: {self.told(node)}")
                yield "", f"DisjointClasses({' '.join(map(self.expression, self.items(members[OWL + 'members'])))})"

    def typed(self, t: ox.Triple) -> str:
        """What a type says that declares nothing: a characteristic of a property, or the class of a thing."""
        if form := CHARACTERISTICS.get(t.object.value):
            return f"{form.format(self.kind(t.subject, form))}({self.name(t.subject)})"
        return f"ClassAssertion({self.expression(t.object)} {self.name(t.subject)})"

    def axiom(self, t: ox.Triple) -> str:
        """What any other statement says."""
        predicate = t.predicate.value
        if form := OF_CLASSES.get(predicate):
            return f"{form}({self.expression(t.subject)} {self.expression(t.object)})"
        subject = self.name(t.subject)
        if form := OF_PROPERTIES.get(predicate):
            kind = self.kind(t.subject, form)
            return f"{form.format(kind)}({subject} {self.name(t.object, kind)})"
        if form := OF_ENDS.get(predicate):
            kind = self.kind(t.subject, form)
            return f"{form.format(kind)}({subject} {self.end(kind, form, t.object)})"
        if predicate == _CHAIN:
            links = " ".join(self.name(link, "Object") for link in self.items(t.object))
            return f"SubObjectPropertyOf(ObjectPropertyChain({links}) {self.name(t.subject, 'Object')})"
        return self.assertion(t)

    def assertion(self, t: ox.Triple) -> str:
        """What is said of a term or thing by a property of the ontology."""
        kind = self.kind(t.predicate, "")
        form = "AnnotationAssertion" if kind == "Annotation" else f"{kind}PropertyAssertion"
        return f"{form}({self.name(t.predicate)} {self.name(t.subject)} {self.value(t.object)})"
