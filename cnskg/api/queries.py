"""The queries behind the graph in Python. Values come in by binding; where many are asked for at once, as VALUES."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from ..namespaces import BASE

#: What states a fact, and how a thing stands to those of other graphs; names are asked for apart.
_OF_OURS = """FILTER((STRSTARTS(STR(?p), STR(cns:)) && ?p NOT IN (cns:graphOf, cns:stance, cns:qualified))
    || ?p IN (skos:exactMatch, skos:closeMatch, skos:broadMatch, skos:narrowMatch, skos:relatedMatch, owl:sameAs)
    || (?p = rdf:type && STRSTARTS(STR(?o), STR(cns:))))"""
#: A passage is no evidence of what it says of itself, such as where it begins: that is ours.
_EVIDENCE = "FILTER(STRSTARTS(STR(?g), STR(psg:)) || STRSTARTS(STR(?g), STR(bg:)))"

EXISTS = """SELECT (1 AS ?one) { { ?entity ?p ?o } UNION { GRAPH ?any { ?entity ?p ?o }
  FILTER(!STRSTARTS(STR(?any), STR(id:)) && !STRSTARTS(STR(?any), STR(graph:enrichment-))) } } LIMIT 1"""
RELATIONS = """SELECT DISTINCT ?p ?name {
  VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty rdf:Property } ?p a ?kind
  OPTIONAL { ?p rdfs:label ?name } } ORDER BY ?p DESC(LANG(?name)) ?name"""
USED = "SELECT (1 AS ?one) { ?x ?relation ?y } LIMIT 1"
VALUES_OF = "SELECT DISTINCT ?o { ?entity ?relation ?o } ORDER BY ?o"
FACTS = f"""SELECT ?p ?o ?g ?inferred {{ ?entity ?p ?o {_OF_OURS}
  BIND(EXISTS {{ GRAPH graph:inferred {{ ?entity ?p ?o }} }} AS ?inferred)
  OPTIONAL {{ GRAPH ?g {{ ?entity ?p ?o }} {_EVIDENCE} FILTER(?g != ?entity) }} }} ORDER BY ?p ?o ?g"""
MENTIONS = f"""SELECT ?s ?p ?g ?inferred {{ ?s ?p ?entity
  FILTER(isIRI(?s) && STRSTARTS(STR(?p), STR(cns:)))
  BIND(EXISTS {{ GRAPH graph:inferred {{ ?s ?p ?entity }} }} AS ?inferred)
  OPTIONAL {{ GRAPH ?g {{ ?s ?p ?entity }} {_EVIDENCE} FILTER(?g != ?s) }} }} ORDER BY ?p ?s ?g"""
NAMES = "SELECT ?x ?name { VALUES ?x { VALUES_HERE } ?x rdfs:label ?name }"  # preferred names are labels, too
ALL_NAMES = "SELECT DISTINCT ?name { ?entity rdfs:label|skos:altLabel ?name } ORDER BY LANG(?name) ?name"
SAID = "SELECT DISTINCT ?text { ?entity cns:description|cns:sentence ?text } ORDER BY ?text"
KINDS = """SELECT DISTINCT ?class { ?entity a ?class FILTER(STRSTARTS(STR(?class), STR(cns:)))
  FILTER NOT EXISTS { ?entity a ?below . ?below rdfs:subClassOf ?class FILTER(?below != ?class) } } ORDER BY ?class"""
PASSAGES = """SELECT DISTINCT ?x ?document ?section ?first ?last ?url { VALUES ?x { VALUES_HERE }
  { GRAPH ?x { ?x cns:document ?document OPTIONAL { ?x cns:section ?section }
      OPTIONAL { ?x cns:startsWith ?first ; cns:endsWith ?last } }
    OPTIONAL { GRAPH graph:documents { ?document cns:url ?url } } }
  UNION { GRAPH ?x { ?x cns:url ?url FILTER NOT EXISTS { ?x cns:document ?any } } } }"""
CLAIMS = """SELECT ?claim ?sentence ?who ?document ?passage {
  ?claim cns:about ?entity ; cns:sentence ?sentence FILTER(LANG(?sentence) = "en")
  OPTIONAL { ?claim cns:claimant ?who } OPTIONAL { ?claim cns:statedIn ?document }
  OPTIONAL { ?claim cns:statedInPassage ?passage } } ORDER BY ?document ?passage ?claim ?who"""
#: Who takes which stance on which proposition. A document that does not advance the claim reports somebody else's.
PROPOSITIONS = """SELECT ?proposition ?subject ?relation ?object
  ?stance ?claim ?who ?document ?passage ?advanced ?qualified {
  HELD_HERE
  VALUES (?p ?stance) { (cns:contends "contends") (cns:denies "denies") (cns:leavesOpen "leaves open")
    (cns:callsFor "calls for") (cns:callsAgainst "calls against") }
  ?proposition cns:subject ?subject ; cns:relation ?relation ; cns:object ?object .
  ?claim ?p ?proposition .
  OPTIONAL { ?claim cns:claimant ?who } OPTIONAL { ?claim cns:statedIn ?document }
  OPTIONAL { ?claim cns:statedInPassage ?passage }
  OPTIONAL { ?document cns:advances ?claim BIND(true AS ?advanced) }
  OPTIONAL { ?graph cns:graphOf ?claim ; cns:stance ?p ; cns:qualified ?qualified }
} ORDER BY ?proposition ?stance ?document ?claim ?passage ?who"""
#: Columns of PROPOSITIONS that a claim may lack -> the properties of the claim that fill them.
_OF_CLAIM = {"who": "cns:claimant", "document": "cns:statedIn"}

#: The terms that speak of claims and propositions: what is said with them is argued.
ARGUING = """SELECT DISTINCT ?x { GRAPH graph:ontology { VALUES ?top { cns:Claim cns:Proposition }
  { ?x rdfs:subClassOf* ?top } UNION { ?x rdfs:domain/rdfs:subClassOf* ?top }
  UNION { ?x rdfs:range/rdfs:subClassOf* ?top } } }"""
FINDINGS = "SELECT DISTINCT ?x { GRAPH graph:ontology { ?x a cns:Finding } }"
OWN_SOURCES = f"""SELECT DISTINCT ?x {{ GRAPH ?x {{ ?x cns:url ?url }}
  FILTER(STRSTARTS(STR(?x), STR(bg:)) && STRSTARTS(STR(?url), "{BASE}")) }}"""
#: Of things, those that are claims or propositions, and those that are comparisons.
ARGUED = """SELECT DISTINCT ?x ?kind { VALUES ?x { VALUES_HERE }
  VALUES ?kind { cns:Claim cns:Proposition cns:Comparison } ?x a ?kind }"""


def portions(query: str, iris: Sequence[str], size: int = 400) -> Iterator[str]:
    """A query for many things, as often as it takes, with as many of them as can stand in its text."""
    for start in range(0, len(iris), size):
        yield query.replace("VALUES_HERE", " ".join(str(ox.NamedNode(iri)) for iri in iris[start : start + size]))


def held(values: Mapping[str, ox.NamedNode | ox.Literal]) -> str:
    """What holds PROPOSITIONS to these values.

    A claim is held by its property. A value of `?who` itself would stay where OPTIONAL finds no claimant, and make its
    bearer the claimant of everything.
    """
    return " ".join(
        f"?claim {_OF_CLAIM[name]} {node} ." if name in _OF_CLAIM else f"VALUES ?{name} {{ {node} }}"
        for name, node in values.items()
    )
