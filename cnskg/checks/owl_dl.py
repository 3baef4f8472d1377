"""The rules of OWL 2 DL that an ontology in RDF can break.

Every term declared; no IRI both object, data or annotation property; no class that is a datatype; built-in vocabulary
used only as OWL 2 has it; only OWL 2 datatypes in axioms and on data properties; properties that are transitive or
made of a chain nowhere where OWL wants a simple one; chains regular; each anonymous expression used once, without a
circle. (HermiT's own loading does not notice most of these.)

What the data files use, and with which kind of value, `statements` checks already: `PROFILE` is all of it together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.files import DATA, Content, Kind
from ..content.ontology import DECLARATIONS, built_in
from ..rdf import OWL, RDF, RDFS, TYPE, XSD, Node, closure
from .check import Check, Fault, at, check, once
from .statements import unknown_term, wrong_kind

Term = Node | ox.Triple
PROPERTIES = ("object", "data", "annotation")
#: Kinds that one IRI may not have together (OWL 2 DL, section 5.8.1).
APART = {
    f"{a} and {b}": {a, b}
    for a, b in (("object", "data"), ("object", "annotation"), ("data", "annotation"), ("class", "datatype"))
}
#: Axioms whose value must be a class, and those whose value must be a property.
TAKES_CLASS = {RDFS + "domain", RDFS + "subClassOf", OWL + "disjointWith", OWL + "equivalentClass"}
TAKES_PROPERTY = {RDFS + "subPropertyOf", OWL + "inverseOf", OWL + "onProperty", OWL + "propertyDisjointWith"}
#: Axioms whose value is a list of at least two.
TAKES_LIST = {OWL + x for x in ("members", "intersectionOf", "unionOf", "propertyChainAxiom")}
BUILT_IN_ANNOTATIONS = {RDFS + x for x in ("label", "comment", "seeAlso", "isDefinedBy")} | {
    OWL + x for x in ("versionInfo", "deprecated", "priorVersion", "backwardCompatibleWith", "incompatibleWith")
}
AXIOM_PREDICATES = {RDFS + x for x in ("subClassOf", "subPropertyOf", "domain", "range")} | {
    OWL + x
    for x in (
        "equivalentClass", "disjointWith", "disjointUnionOf", "intersectionOf", "unionOf", "complementOf", "oneOf",
        "onProperty", "someValuesFrom", "allValuesFrom", "hasValue", "hasSelf", "minCardinality", "maxCardinality",
        "cardinality", "minQualifiedCardinality", "maxQualifiedCardinality", "qualifiedCardinality", "onClass",
        "inverseOf", "equivalentProperty", "propertyDisjointWith", "propertyChainAxiom", "hasKey", "members",
        "distinctMembers", "sameAs", "differentFrom", "versionIRI", "imports", "sourceIndividual",
        "assertionProperty", "targetIndividual", "targetValue", "annotatedSource", "annotatedProperty",
        "annotatedTarget", "onDatatype", "withRestrictions",
    )
}  # fmt: skip
BUILT_IN_TYPES = set(DECLARATIONS) | {
    OWL + x
    for x in (
        "Ontology", "Restriction", "AllDisjointClasses", "AllDisjointProperties", "AllDifferent", "Axiom",
        "NegativePropertyAssertion", "FunctionalProperty", "InverseFunctionalProperty", "TransitiveProperty",
        "SymmetricProperty", "AsymmetricProperty", "ReflexiveProperty", "IrreflexiveProperty", "Thing",
    )
}  # fmt: skip
#: Terms that may stand as a predicate.
LETS_USE = AXIOM_PREDICATES | BUILT_IN_ANNOTATIONS | {TYPE, RDF + "first", RDF + "rest"}
DATATYPES = {OWL + "real", OWL + "rational", RDF + "PlainLiteral", RDF + "XMLLiteral", RDF + "langString"} | {
    RDFS + "Literal"
}
DATATYPES |= {
    XSD + x
    for x in (
        "decimal", "integer", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger", "negativeInteger", "long",
        "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte", "double", "float",
        "string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN", "boolean", "hexBinary",
        "base64Binary", "anyURI", "dateTime", "dateTimeStamp",
    )
}  # fmt: skip
NEEDS_SIMPLE = {
    OWL + x for x in ("FunctionalProperty", "InverseFunctionalProperty", "AsymmetricProperty", "IrreflexiveProperty")
}
CARDINALITIES = {
    OWL + x
    for x in (
        "minCardinality", "maxCardinality", "cardinality", "minQualifiedCardinality", "maxQualifiedCardinality",
        "qualifiedCardinality", "hasSelf",
    )
}  # fmt: skip


@dataclass
class Schema:
    """The statements of the ontology by subject, and what its properties are made of."""

    by: dict[Term, list[ox.Triple]] = field(default_factory=lambda: defaultdict(list))
    #: property -> those that it lies below, or is the same as, or the inverse of
    above: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    #: property -> those that lie below it, or stand in a chain of it
    parts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    #: properties that are transitive, or made of a chain
    roots: set[str] = field(default_factory=set)

    def items(self, head: Term) -> tuple[list[Term], bool]:
        """The items of an RDF list, and whether it is whole: not cut off, not circular."""
        found: list[Term] = []
        seen: set[Term] = set()
        while head != ox.NamedNode(RDF + "nil"):
            cell = {t.predicate.value: t.object for t in self.by.get(head, ())}
            if head in seen or not {RDF + "first", RDF + "rest"} <= set(cell):
                return found, False
            seen.add(head)
            found.append(cell[RDF + "first"])
            head = cell[RDF + "rest"]
        return found, True


@once
def schema(content: Content) -> Schema:
    """The ontology, taken apart for the checks."""
    made = Schema()
    for t in content.triples(Kind.ONTOLOGY):
        made.by[t.subject].append(t)
    for t in (t for triples in made.by.values() for t in triples):
        subject, predicate, value = t.subject.value, t.predicate.value, t.object.value
        if predicate == RDFS + "subPropertyOf":
            made.above[subject].add(value)
            made.parts[value].add(subject)
        elif predicate in (OWL + "inverseOf", OWL + "equivalentProperty"):
            made.above[subject].add(value)
            made.above[value].add(subject)
        elif predicate == OWL + "propertyChainAxiom":
            made.roots.add(subject)
            links = [link.value for link in made.items(t.object)[0]]
            made.parts[subject] |= {link for link in links if link != subject} | ({subject} & set(links[1:-1]))
        elif predicate == TYPE and value == OWL + "TransitiveProperty":
            made.roots.add(subject)
    return made


@once
def composite(content: Content) -> set[str]:
    """The properties that are not simple: transitive, made of a chain, or above such a one."""
    made = schema(content)
    return made.roots.union(*(closure(root, made.above) for root in made.roots))


def is_property(content: Content, iri: str) -> bool:
    """Whether a term is declared as a property of any kind."""
    return bool(content.ontology.declared.get(iri, set()) & set(PROPERTIES))


@check("undeclared", cases=("a class", "a property", *map(ns.compact, sorted(TAKES_CLASS | TAKES_PROPERTY))))
def undeclared(content: Content) -> Iterator[Fault]:
    """Every class and property that the ontology itself uses is declared in it."""
    known = content.ontology.declared
    for source, t in content.statements(Kind.ONTOLOGY):
        predicate = t.predicate.value
        if not built_in(predicate) and not is_property(content, predicate):
            yield at(source, t, f"{ns.compact(predicate)} is used as a property", "Declare it as one.")
        if not isinstance(t.object, ox.NamedNode) or built_in(t.object.value):
            continue
        iri = t.object.value
        if predicate in TAKES_CLASS | {TYPE} and "class" not in known.get(iri, ()):
            yield at(source, t, f"{ns.compact(iri)} stands where a class must", "Declare it as an owl:Class.")
        if predicate in TAKES_PROPERTY and not is_property(content, iri):
            yield at(source, t, f"{ns.compact(iri)} stands where a property must", "Declare it as a property.")


@check("punning", cases=APART)
def punning(content: Content) -> Iterator[Fault]:
    """No IRI is two kinds of property, or a class and a datatype."""
    for source, t in content.statements(Kind.ONTOLOGY):
        if t.predicate.value != TYPE:
            continue
        kinds = content.ontology.declared.get(t.subject.value, set())
        for apart in APART.values():
            if apart <= kinds and DECLARATIONS.get(t.object.value, "") in apart:
                message = f"{ns.compact(t.subject.value)} is declared both as {' and as '.join(sorted(apart))}"
                yield at(source, t, message, "Keep one of the declarations, or make two terms.")


@check("reserved", cases=("property", "class", "redefined"), allowed=map(ns.compact, LETS_USE | BUILT_IN_TYPES))
def reserved(content: Content) -> Iterator[Fault]:
    """Terms of RDF, RDFS, OWL and XSD are used as OWL 2 has them, and not redefined."""
    hint = "Use a term of our own."
    for source, t in content.statements(Kind.ONTOLOGY, *DATA):
        p, o, s = t.predicate.value, t.object.value, t.subject.value
        if built_in(p) and p not in LETS_USE:
            yield at(source, t, f"{ns.compact(p)} is no term that OWL 2 DL lets one use", hint)
        if p == TYPE and built_in(o) and o not in BUILT_IN_TYPES:
            yield at(source, t, f"{ns.compact(o)} is no class that OWL 2 DL lets one use", hint)
        if built_in(s) and s not in BUILT_IN_ANNOTATIONS:
            yield at(source, t, f"{ns.compact(s)} is built in and cannot be redefined", hint)


@check("datatype", cases=("range", "value"), allowed=map(ns.compact, DATATYPES))
def datatype(content: Content) -> Iterator[Fault]:
    """Ranges of data properties, and the values that stand on them, are of OWL 2 datatypes."""
    hint = "Use one of OWL 2, or make the property an annotation property."
    for source, t in content.statements(Kind.ONTOLOGY, *DATA):
        used = ""
        if t.predicate.value == RDFS + "range" and t.object.value.startswith((XSD, RDF)):
            used = t.object.value
        elif "data" in content.ontology.declared.get(t.predicate.value, ()) and isinstance(t.object, ox.Literal):
            used = t.object.datatype.value
        if used and used not in DATATYPES:
            yield at(source, t, f"{ns.compact(used)} is no datatype of OWL 2", hint)


@check("not-simple", cases=[*map(ns.compact, sorted(NEEDS_SIMPLE | CARDINALITIES)), "disjoint"])
def not_simple(content: Content) -> Iterator[Fault]:
    """No property is transitive, made of a chain or above such a one where OWL wants a simple one."""
    wide = composite(content)
    by = schema(content).by
    hint = "It is transitive or made of a chain; put the constraint on a property below it."
    for source, t in content.statements(Kind.ONTOLOGY):
        s, p, o = t.subject.value, t.predicate.value, t.object.value
        if p == TYPE and o in NEEDS_SIMPLE and s in wide:
            yield at(source, t, f"{ns.compact(s)} cannot be a {ns.compact(o)}", hint)
        if p == OWL + "propertyDisjointWith" and {s, o} & wide:
            yield at(source, t, f"{ns.compact(s)} cannot be disjoint with {ns.compact(o)}", hint)
        if p == OWL + "onProperty" and o in wide:
            for bound in sorted({x.predicate.value for x in by[t.subject]} & CARDINALITIES):
                yield at(source, t, f"{ns.compact(o)} cannot have {ns.compact(bound)}", hint)


@check("irregular", cases=("within a chain", "by way of another"))
def irregular(content: Content) -> Iterator[Fault]:
    """Chains can be put in an order: no property is made of itself in the middle of a chain, or by way of others."""
    for source, t in content.statements(Kind.ONTOLOGY):
        made = t.subject.value
        if t.predicate.value == OWL + "propertyChainAxiom" and made in closure(made, schema(content).parts):
            message = f"{ns.compact(made)} is made of itself by way of its chain"
            yield at(source, t, message, "Take the chain out, or make a new property of it.")


@once
def inner(content: Content) -> dict[str, set[str]]:
    """Which anonymous expressions each one holds."""
    found: dict[str, set[str]] = defaultdict(set)
    for t in content.triples(Kind.ONTOLOGY):
        if isinstance(t.object, ox.BlankNode):
            found[str(t.subject)].add(str(t.object))
    return found


@check("anonymous", cases=("used twice", "empty", "circle", *map(ns.compact, sorted(TAKES_LIST))))
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
        if p in TAKES_LIST:
            items, whole = made.items(node)
            if not whole or len(items) < 2:
                yield at(source, t, f"the list of {ns.compact(p)} is not whole", "Give it two items, and an end.")


CHECKS: tuple[Check, ...] = (undeclared, punning, reserved, datatype, not_simple, irregular, anonymous)
#: All that makes ontology and data OWL 2 DL.
PROFILE = (unknown_term, wrong_kind, *CHECKS)
