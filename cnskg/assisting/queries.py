"""What the tools ask beside what the graph in Python asks. Values come in as VALUES or by binding."""

from __future__ import annotations

#: Of claims, the stances that they take, and whether a document makes them its own.
TAKEN = """SELECT DISTINCT ?x ?stance ?proposition ?advanced { VALUES ?x { VALUES_HERE }
  OPTIONAL { VALUES (?p ?stance) { (cns:contends "contends") (cns:denies "denies") (cns:leavesOpen "leaves open")
    (cns:callsFor "calls for") (cns:callsAgainst "calls against") } ?x ?p ?proposition }
  BIND(EXISTS { ?document cns:advances ?x } AS ?advanced) } ORDER BY ?x ?stance ?proposition"""

#: A passage that speaks of each of some things: the first one.
SPOKEN_OF = """SELECT ?x (MIN(?g) AS ?passage) { VALUES ?x { VALUES_HERE }
  GRAPH ?g { { ?x ?p ?o } UNION { ?s ?q ?x } } FILTER(STRSTARTS(STR(?g), STR(psg:)) && ?g != ?x) } GROUP BY ?x"""

#: Of statements, the graphs in which they stand; of those that hold what a claim says, the claim and its stance.
STANDING = """SELECT ?n ?g ?claim ?stance ?qualified { HOW
  OPTIONAL { GRAPH graph:claims { ?g cns:graphOf ?claim ; cns:stance ?stance
    OPTIONAL { ?g cns:qualified ?qualified } } } } ORDER BY ?n ?g"""
#: How statements are looked for; one with a node that has no name by what is like it.
AS_THEY_ARE = "GRAPH ?g { VALUES (?n ?s ?p ?o) { VALUES_HERE } ?s ?p ?o }"
LIKE_IT = "{ SELECT (NUMBER AS ?n) ?g { GRAPH ?g { ENDS } CHECKS } LIMIT 1 }"

#: Who makes claims, where, and whether a document makes them its own.
MAKING = """SELECT ?x ?who ?document ?passage ?advanced { VALUES ?x { VALUES_HERE }
  OPTIONAL { ?x cns:claimant ?who } OPTIONAL { ?x cns:statedIn ?document }
  OPTIONAL { ?x cns:statedInPassage ?passage }
  BIND(EXISTS { ?document cns:advances ?x } AS ?advanced) } ORDER BY ?x ?document ?passage ?who"""

#: Of a term of the ontology what it is, and its definition.
TERM = """SELECT ?kind ?definition { GRAPH graph:ontology { ?entity a ?kind
  OPTIONAL { ?entity skos:definition ?definition FILTER(LANG(?definition) = "en") } }
  FILTER(STRSTARTS(STR(?kind), STR(owl:)) || ?kind = rdf:Property) } ORDER BY ?kind"""

#: Whether something is a document of which passages are taken.
IS_DOCUMENT = "SELECT (1 AS ?one) { ?entity a cns:SourceDocument } LIMIT 1"

DOCUMENTS = """SELECT ?document ?name ?url (MIN(STR(?day)) AS ?published)
  (GROUP_CONCAT(DISTINCT ?writer; separator=", ") AS ?writers) {
  ?document a cns:SourceDocument ; skos:prefLabel ?name FILTER(LANG(?name) = "en")
  OPTIONAL { ?document cns:url ?url } OPTIONAL { ?document cns:published ?day }
  OPTIONAL { ?document cns:author ?author . ?author rdfs:label ?writer FILTER(LANG(?writer) = "en") }
} GROUP BY ?document ?name ?url ORDER BY ?document"""

PASSAGES_OF = """SELECT ?x ?section { GRAPH ?x { ?x cns:document ?document ; cns:charStart ?at ; cns:section ?section }
} ORDER BY ?at"""

STATED = """SELECT ?s ?p ?o { GRAPH ?passage { ?s ?p ?o } FILTER(?s != ?passage && isIRI(?s)) } ORDER BY ?s ?p ?o"""

CLASSES = """SELECT ?term ?name ?above ?definition { GRAPH graph:ontology { ?term a owl:Class ; rdfs:label ?name
  FILTER(LANG(?name) = "en" && STRSTARTS(STR(?term), STR(cns:)))
  OPTIONAL { ?term rdfs:subClassOf ?above FILTER(isIRI(?above) && STRSTARTS(STR(?above), STR(cns:))) }
  OPTIONAL { ?term skos:definition ?definition FILTER(LANG(?definition) = "en") } } } ORDER BY ?term"""

PROPERTIES = """SELECT ?term ?name ?domain ?range { GRAPH graph:ontology {
  VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty } ?term a ?kind ; rdfs:label ?name
  FILTER(LANG(?name) = "en" && STRSTARTS(STR(?term), STR(cns:)))
  OPTIONAL { ?term rdfs:domain ?domain FILTER(isIRI(?domain)) }
  OPTIONAL { ?term rdfs:range ?range FILTER(isIRI(?range)) } } } ORDER BY ?term"""

ONTOLOGY = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH graph:ontology { ?s ?p ?o } }"
