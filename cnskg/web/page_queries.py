"""The queries behind the pages. Values come in by binding (?entity, ?passage, ?words), never by pasting."""

from __future__ import annotations

EVIDENCE = "FILTER(STRSTARTS(STR(?g), STR(psg:)) || STRSTARTS(STR(?g), STR(bg:)))"

QUESTIONS = """SELECT ?theme ?wording ?query { GRAPH graph:questions {
  ?q a cns:Question ; skos:prefLabel ?wording ; cns:sparql ?query ; cns:theme ?theme } } ORDER BY ?theme ?wording"""

FACTS = (
    """SELECT ?p ?plabel ?o ?label ?inferred (GROUP_CONCAT(DISTINCT STR(?g); separator=" ") AS ?graphs) {
  ?entity ?p ?o
  OPTIONAL { ?p rdfs:label ?plabel FILTER(LANG(?plabel) = "en") }
  OPTIONAL { ?o rdfs:label ?label FILTER(LANG(?label) = "en") }
  BIND(EXISTS { GRAPH graph:inferred { ?entity ?p ?o } } AS ?inferred)
  OPTIONAL { GRAPH ?g { ?entity ?p ?o } """
    + EVIDENCE
    + """ }
} GROUP BY ?p ?plabel ?o ?label ?inferred ORDER BY ?plabel ?p ?label ?o"""
)

ABOUT = "CONSTRUCT { ?entity ?p ?o . ?s ?q ?entity } WHERE { { ?entity ?p ?o } UNION { ?s ?q ?entity } }"

MENTIONS = (
    """SELECT ?s ?slabel ?p ?plabel ?inferred (GROUP_CONCAT(DISTINCT STR(?g); separator=" ") AS ?graphs) {
  ?s ?p ?entity FILTER(isIRI(?s))
  OPTIONAL { ?p rdfs:label ?plabel FILTER(LANG(?plabel) = "en") }
  OPTIONAL { ?s rdfs:label ?slabel FILTER(LANG(?slabel) = "en") }
  BIND(EXISTS { GRAPH graph:inferred { ?s ?p ?entity } } AS ?inferred)
  OPTIONAL { GRAPH ?g { ?s ?p ?entity } """
    + EVIDENCE
    + """ }
} GROUP BY ?s ?slabel ?p ?plabel ?inferred ORDER BY ?plabel ?slabel LIMIT 400"""
)

PASSAGE = """SELECT ?title ?doc ?section ?first ?last ?url {
  GRAPH ?passage { ?passage cns:document ?doc ; cns:section ?section ; cns:startsWith ?first ; cns:endsWith ?last }
  GRAPH graph:documents { ?doc skos:prefLabel ?title OPTIONAL { ?doc cns:url ?url } } }"""

STATED = """SELECT ?s ?slabel ?p ?plabel ?o ?label { GRAPH ?passage { ?s ?p ?o } FILTER(?s != ?passage)
  OPTIONAL { ?s skos:prefLabel ?slabel FILTER(LANG(?slabel) = "en") }
  OPTIONAL { ?p rdfs:label ?plabel FILTER(LANG(?plabel) = "en") }
  OPTIONAL { ?o rdfs:label ?label FILTER(LANG(?label) = "en") } } ORDER BY ?slabel ?s ?plabel ?label"""

TERMS = """SELECT ?t ?kind ?label ?zh ?definition { GRAPH graph:ontology {
  ?t a ?kind ; rdfs:label ?label ; skos:definition ?definition FILTER(LANG(?label) = "en")
  OPTIONAL { ?t rdfs:label ?zh FILTER(LANGMATCHES(LANG(?zh), "zh")) }
  FILTER(?kind IN (owl:Class, owl:ObjectProperty, owl:DatatypeProperty, owl:AnnotationProperty))
} } ORDER BY ?kind ?t"""
