"""The rules of OWL 2 DL that an ontology in RDF can break.

Checked on ontology and data together. DL: every term declared; no IRI both object, data or annotation property; no
class that is a datatype or a property; built-in vocabulary used only as OWL 2 has it; only OWL 2 datatypes in axioms
and on data properties; properties that are transitive or made of a chain nowhere where OWL wants a simple one; chains
regular; each anonymous expression used once, without a circle. (HermiT's own loading does not notice most of these.)
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.files import Content, CuratedFile, Kind
from ..errors import ContentError
from ..findings import Finding
from ..rdf import OWL, RDF, RDFS, TYPE, XSD

DECLARATIONS = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "object property",
    OWL + "DatatypeProperty": "data property",
    OWL + "AnnotationProperty": "annotation property",
    RDFS + "Datatype": "datatype",
    OWL + "NamedIndividual": "individual",
}
PROPERTIES = ("object property", "data property", "annotation property")
#: Kinds that one IRI may not have together (OWL 2 DL, section 5.8.1).
APART = [*((a, b) for i, a in enumerate(PROPERTIES) for b in PROPERTIES[i + 1 :]), ("class", "datatype")]
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
class Model:
    """Ontology and data, taken apart for the checks."""

    schema: list[tuple[CuratedFile, ox.Triple]]
    data: list[tuple[CuratedFile, ox.Triple]]
    kinds: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by: dict[str, list[ox.Triple]] = field(default_factory=lambda: defaultdict(list))


Check = Callable[[Model], Iterator[Finding]]


def model(content: Content) -> Model:
    """The files, taken apart."""
    made = Model([], [])
    for source in content.files:
        target = made.schema if source.kind == Kind.ONTOLOGY else made.data
        target.extend((source, t) for t in sorted(source.triples, key=str))
    for _, t in made.schema:
        made.by[str(t.subject)].append(t)
        if t.predicate.value == TYPE and str(t.object)[1:-1] in DECLARATIONS:
            made.kinds[str(t.subject).strip("<>")].add(DECLARATIONS[str(t.object)[1:-1]])
    return made


def finding(source: CuratedFile, t: ox.Triple, rule: str, message: str) -> Finding:
    """A finding at the place of a triple."""
    return Finding(source.name, source.places.line_of(t), rule, message)


def _reserved(iri: str) -> bool:
    return iri.startswith((OWL, RDF, RDFS, XSD))


def declared(m: Model) -> Iterator[Finding]:
    """Every class and property in use is declared."""
    for source, t in m.schema + m.data:
        p = t.predicate.value
        if p == TYPE:
            iri = str(t.object).strip("<>")
            if not _reserved(iri) and str(t.object).startswith("<") and "class" not in m.kinds.get(iri, ()):
                yield finding(source, t, "undeclared", f"{ns.compact(iri)} is used as a class, not declared as one")
        elif not _reserved(p) and not m.kinds.get(p, set()) & set(PROPERTIES):
            yield finding(source, t, "undeclared", f"{ns.compact(p)} is used as a property, not declared as one")


def positions(m: Model) -> Iterator[Finding]:
    """What an axiom names is declared as what the axiom needs."""
    classes = {RDFS + "domain", OWL + "disjointWith", OWL + "equivalentClass", RDFS + "subClassOf"}
    properties = {RDFS + "subPropertyOf", OWL + "inverseOf", OWL + "onProperty", OWL + "propertyDisjointWith"}
    for source, t in m.schema:
        iri = str(t.object).strip("<>")
        if not str(t.object).startswith("<") or _reserved(iri):
            continue
        if t.predicate.value in classes and "class" not in m.kinds.get(iri, ()):
            yield finding(source, t, "undeclared", f"{ns.compact(iri)} stands where a class must, undeclared")
        if t.predicate.value in properties and not m.kinds.get(iri, set()) & set(PROPERTIES):
            yield finding(source, t, "undeclared", f"{ns.compact(iri)} stands where a property must, undeclared")


def punning(m: Model) -> Iterator[Finding]:
    """No IRI is two kinds of property, or a class and a datatype."""
    for source, t in m.schema:
        iri = str(t.subject).strip("<>")
        if t.predicate.value != TYPE:
            continue
        for a, b in APART:
            if {a, b} <= m.kinds.get(iri, set()) and DECLARATIONS.get(str(t.object)[1:-1]) == b:
                yield finding(source, t, "punning", f"{ns.compact(iri)} is declared both as {a} and as {b}")


def reserved(m: Model) -> Iterator[Finding]:
    """Terms of RDF, RDFS, OWL and XSD are used as OWL 2 has them, and not redefined."""
    allowed = AXIOM_PREDICATES | BUILT_IN_ANNOTATIONS | {TYPE, RDF + "first", RDF + "rest"}
    for source, t in m.schema + m.data:
        p, o, s = t.predicate.value, str(t.object).strip("<>"), str(t.subject).strip("<>")
        if _reserved(p) and p not in allowed:
            yield finding(source, t, "reserved", f"{ns.compact(p)} is no term that OWL 2 DL lets one use")
        if p == TYPE and _reserved(o) and o not in BUILT_IN_TYPES:
            yield finding(source, t, "reserved", f"{ns.compact(o)} is no class that OWL 2 DL lets one use")
        if _reserved(s) and s not in BUILT_IN_ANNOTATIONS:
            yield finding(source, t, "reserved", f"{ns.compact(s)} is built in and cannot be redefined")


def datatypes(m: Model) -> Iterator[Finding]:
    """Ranges of data properties and the values that stand on them are of OWL 2 datatypes."""
    for source, t in m.schema:
        iri = str(t.object).strip("<>")
        if t.predicate.value == RDFS + "range" and iri.startswith((XSD, RDF)) and iri not in DATATYPES:
            yield finding(
                source, t, "datatype", f"{ns.compact(iri)} is no datatype of OWL 2; make it an annotation property"
            )
    for source, t in m.schema + m.data:
        if "data property" in m.kinds.get(t.predicate.value, ()) and isinstance(t.object, ox.Literal):
            kind = t.object.datatype.value
            if kind not in DATATYPES:
                yield finding(source, t, "datatype", f"{ns.compact(kind)} is no datatype of OWL 2, on a data property")


def value_kinds(m: Model) -> Iterator[Finding]:
    """Object properties have things as values, data properties literals."""
    for source, t in m.data:
        kinds = m.kinds.get(t.predicate.value, set())
        literal = isinstance(t.object, ox.Literal)
        if ("object property" in kinds and literal) or ("data property" in kinds and not literal):
            kind = "a literal" if literal else "an IRI"
            yield finding(source, t, "value-kind", f"{ns.compact(t.predicate.value)} has {kind} as its value")


def items(m: Model, head: str) -> list[str]:
    """The items of an RDF list, as they are spelled; an item `…` for a list that is cut off or circular."""
    found: list[str] = []
    while head != f"<{RDF}nil>":
        cell = {t.predicate.value: str(t.object) for t in m.by.get(head, ())}
        if RDF + "first" not in cell or RDF + "rest" not in cell or len(found) > 500:
            return [*found, "…"]
        found.append(cell[RDF + "first"])
        head = cell[RDF + "rest"]
    return found


def composite(m: Model) -> set[str]:
    """The properties that are not simple: transitive, made of a chain, or above such a one."""
    found: set[str] = set()
    below: dict[str, set[str]] = defaultdict(set)
    for _, t in m.schema:
        s, o = str(t.subject).strip("<>"), str(t.object).strip("<>")
        p = t.predicate.value
        if p == OWL + "propertyChainAxiom" or (p == TYPE and o == OWL + "TransitiveProperty"):
            found.add(s)
        if p == RDFS + "subPropertyOf":
            below[s].add(o)
        if p in (OWL + "inverseOf", OWL + "equivalentProperty"):
            below[s].add(o)
            below[o].add(s)
    todo = list(found)
    while todo:
        for above in below[todo.pop()] - found:
            found.add(above)
            todo.append(above)
    return found


def simple(m: Model) -> Iterator[Finding]:
    """Where OWL wants a simple property, there is one."""
    wide = composite(m)
    restricted = {str(t.subject) for _, t in m.schema if t.predicate.value in CARDINALITIES}
    for source, t in m.schema:
        s, p, o = str(t.subject), t.predicate.value, str(t.object).strip("<>")
        message = ""
        if p == TYPE and o in NEEDS_SIMPLE and s.strip("<>") in wide:
            message = f"{ns.compact(s.strip('<>'))} cannot be a {ns.compact(o)}"
        if p == OWL + "propertyDisjointWith" and {s.strip("<>"), o} & wide:
            message = f"{ns.compact(s.strip('<>'))} cannot be disjoint with {ns.compact(o)}"
        if p == OWL + "onProperty" and s in restricted and o in wide:
            message = f"{ns.compact(o)} cannot have a cardinality"
        if message:
            hint = "one of them is transitive or made of a chain; put the constraint on a property below it"
            yield finding(source, t, "not-simple", f"{message}: {hint}")


def regular(m: Model) -> Iterator[Finding]:
    """Chains can be put in an order: no property is made of itself in the middle of a chain, or by way of others."""
    parts: dict[str, set[str]] = defaultdict(set)
    places: dict[str, tuple[CuratedFile, ox.Triple]] = {}
    for source, t in m.schema:
        if t.predicate.value == OWL + "propertyChainAxiom":
            made = str(t.subject).strip("<>")
            links = [x.strip("<>") for x in items(m, str(t.object))]
            places[made] = (source, t)
            if made in links[1:-1]:
                parts[made].add(made)
            parts[made] |= {x for x in links if x != made}
        elif t.predicate.value == RDFS + "subPropertyOf":
            parts[str(t.object).strip("<>")].add(str(t.subject).strip("<>"))
    for made, (source, t) in sorted(places.items()):
        if _reaches(parts, made):
            yield finding(source, t, "irregular", f"{ns.compact(made)} is made of itself by way of its chain")


def _reaches(parts: dict[str, set[str]], start: str) -> bool:
    seen: set[str] = set()
    todo = list(parts.get(start, ()))
    while todo:
        one = todo.pop()
        if one == start:
            return True
        if one not in seen:
            seen.add(one)
            todo += parts.get(one, ())
    return False


def anonymous(m: Model) -> Iterator[Finding]:
    """Each anonymous expression and list is used once, whole, and not within itself."""
    uses = Counter(str(t.object) for _, t in m.schema if isinstance(t.object, ox.BlankNode))
    for source, t in m.schema:
        if isinstance(t.object, ox.BlankNode):
            if uses[str(t.object)] > 1:
                yield finding(source, t, "anonymous", "an anonymous expression is used in two places")
            elif str(t.object) not in m.by:
                yield finding(source, t, "anonymous", "an anonymous expression says nothing")
        if t.predicate.value in (OWL + "members", OWL + "intersectionOf", OWL + "unionOf", OWL + "propertyChainAxiom"):
            found = items(m, str(t.object))
            if "…" in found or len(found) < 2:
                yield finding(source, t, "anonymous", f"the list of {ns.compact(t.predicate.value)} is not whole")


DL: tuple[Check, ...] = (
    declared, positions, punning, reserved, datatypes, value_kinds, simple, regular, anonymous,
)  # fmt: skip


def violations(content: Content) -> list[Finding]:
    """What keeps ontology and data from being OWL 2 DL, sorted; none where they are."""
    made = model(content)
    return sorted({f for check in DL for f in check(made)})


def require(content: Content) -> None:
    """Raise ContentError where ontology and data are not OWL 2 DL."""
    found = violations(content)
    if found:
        rows = "\n".join(f"  {f}" for f in found[:10])
        raise ContentError(
            f"not OWL 2 DL, in {len(found)} places:\n{rows}", hint="See docs/reasoning.md on the profile."
        )
