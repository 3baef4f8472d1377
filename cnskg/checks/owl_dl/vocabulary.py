"""The words of OWL 2 DL: what is built in, and which kind of term each axiom joins."""

from __future__ import annotations

from ...content.ontology import DECLARATIONS
from ...rdf import OWL, RDF, RDFS, TYPE, XSD

Kinds = frozenset[str]
CLASS: Kinds = frozenset({"class"})
DATATYPE: Kinds = frozenset({"datatype"})
OBJECT: Kinds = frozenset({"object"})
LOGICAL: Kinds = frozenset({"object", "data"})
PROPERTY: Kinds = LOGICAL | {"annotation"}
#: How a kind is called, and how it is declared.
TOLD = {
    "class": ("a class", "owl:Class"),
    "datatype": ("a datatype", "rdfs:Datatype"),
    "object": ("an object property", "owl:ObjectProperty"),
    "data": ("a data property", "owl:DatatypeProperty"),
    "annotation": ("an annotation property", "owl:AnnotationProperty"),
    "individual": ("an individual", "owl:NamedIndividual"),
}
#: Kinds that one IRI may not have together (OWL 2 DL, section 5.8.1).
APART = {
    f"{a} and {b}": {a, b}
    for a, b in (("object", "data"), ("object", "annotation"), ("data", "annotation"), ("class", "datatype"))
}
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
        "annotatedTarget",
    )
}  # fmt: skip
#: Characteristics of properties, and the kinds of property that can have each.
CHARACTERISTICS: dict[str, Kinds] = {
    OWL + "FunctionalProperty": LOGICAL,
    **{
        OWL + f"{x}Property": OBJECT
        for x in ("InverseFunctional", "Transitive", "Symmetric", "Asymmetric", "Reflexive", "Irreflexive")
    },
}
#: Nodes without a name that are an axiom of their own.
AXIOM_NODES = {
    OWL + x
    for x in ("AllDisjointClasses", "AllDisjointProperties", "AllDifferent", "Axiom", "NegativePropertyAssertion")
}
BUILT_IN_TYPES = (
    set(DECLARATIONS) | set(CHARACTERISTICS) | AXIOM_NODES | {OWL + x for x in ("Ontology", "Restriction", "Thing")}
)
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
#: What the built-in terms are, as far as an axiom may name them.
BUILT_IN_KINDS: dict[str, set[str]] = {
    **{x: {"datatype"} for x in sorted(DATATYPES)},
    **{x: {"annotation"} for x in sorted(BUILT_IN_ANNOTATIONS)},
    **{OWL + x: {"class"} for x in ("Thing", "Nothing")},
    **{OWL + x: {"object"} for x in ("topObjectProperty", "bottomObjectProperty")},
    **{OWL + x: {"data"} for x in ("topDataProperty", "bottomDataProperty")},
}

#: What must stand before an axiom's predicate, and after it.
SUBJECTS: dict[str, Kinds] = {
    **{x: CLASS for x in (RDFS + "subClassOf", OWL + "equivalentClass", OWL + "disjointWith")},
    **{OWL + x: CLASS for x in ("disjointUnionOf", "hasKey")},
    **{RDFS + x: PROPERTY for x in ("subPropertyOf", "domain", "range")},
    **{OWL + x: LOGICAL for x in ("equivalentProperty", "propertyDisjointWith")},
    **{OWL + x: OBJECT for x in ("inverseOf", "propertyChainAxiom")},
}
VALUES: dict[str, Kinds] = {
    **{x: CLASS for x in (RDFS + "subClassOf", OWL + "equivalentClass", OWL + "disjointWith")},
    **{OWL + x: CLASS for x in ("complementOf", "onClass")},
    OWL + "inverseOf": OBJECT,
    **{OWL + x: LOGICAL for x in ("onProperty", "assertionProperty")},
}
#: Axioms whose value is of the kind of the subject: properties of one kind only lie below or beside one another.
SAME_KIND = {RDFS + "subPropertyOf"} | {OWL + x for x in ("equivalentProperty", "propertyDisjointWith")}
#: Axioms whose value is a class where the property links, a datatype where it has literals.
FILLERS = {RDFS + "range"} | {OWL + x for x in ("someValuesFrom", "allValuesFrom")}
#: The items of lists, and how many there are at least. What `members` holds, its subject tells.
LISTS: dict[str, tuple[Kinds, int]] = {
    **{OWL + x: (CLASS, 2) for x in ("intersectionOf", "unionOf", "disjointUnionOf")},
    OWL + "propertyChainAxiom": (OBJECT, 2),
    OWL + "hasKey": (LOGICAL, 1),
    OWL + "oneOf": (frozenset(), 1),
    OWL + "members": (frozenset(), 2),
    OWL + "distinctMembers": (frozenset(), 2),
}
MEMBERS: dict[str, Kinds] = {OWL + "AllDisjointClasses": CLASS, OWL + "AllDisjointProperties": LOGICAL}
#: Nodes that hold a list of what excludes one another, and how they hold it.
GROUPS = {*MEMBERS, OWL + "AllDifferent"}
HOLDS = (OWL + "members", OWL + "distinctMembers")

NEEDS_SIMPLE = {
    OWL + x for x in ("FunctionalProperty", "InverseFunctionalProperty", "AsymmetricProperty", "IrreflexiveProperty")
}
NUMBERED = {
    OWL + x
    for x in (
        "minCardinality", "maxCardinality", "cardinality", "minQualifiedCardinality", "maxQualifiedCardinality",
        "qualifiedCardinality",
    )
}  # fmt: skip
NEEDS_SIMPLE_IN = NUMBERED | {OWL + "hasSelf"}
#: What a restriction says of its property, of which it says one.
CONDITIONS = NEEDS_SIMPLE_IN | {OWL + x for x in ("someValuesFrom", "allValuesFrom", "hasValue")}
#: What makes a class expression, of which each has one.
CONSTRUCTORS = {OWL + x for x in ("intersectionOf", "unionOf", "complementOf", "oneOf", "onProperty")}
