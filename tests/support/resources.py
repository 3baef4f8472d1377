"""What the sample release lacks and a route shows: a year, a background graph, a passage of a document, a question, a
version of the ontology, an explanation, an entity whose name ends as a file's does."""

from __future__ import annotations

#: Facts of the default graph.
MORE = """
span:2020 skos:prefLabel "2020"@en . bg:bg skos:prefLabel "a background"@en .
id:report.ttl skos:prefLabel "A report in Turtle"@en . id:report skos:prefLabel "A report"@en .
"""
#: Named graphs.
GRAPHS_MORE = {
    "https://w3id.org/cnskg/passage/doc-c/p1": """
<https://w3id.org/cnskg/passage/doc-c/p1> cns:document id:doc-c ; cns:section '1' ;
  cns:startsWith 'first words' ; cns:endsWith 'last ones' .
id:cnsc a cns:Organ .
""",
    "https://w3id.org/cnskg/background/bg": "id:cnsc skos:altLabel 'NSC'@en .",
    "https://w3id.org/cnskg/graph/documents": "id:doc-c skos:prefLabel 'A document'@en ; cns:url 'urn:a' .",
    "https://w3id.org/cnskg/graph/ontology": """
<https://w3id.org/cnskg/ontology> owl:versionIRI <https://w3id.org/cnskg/ontology/1.0> .
""",
    "https://w3id.org/cnskg/graph/questions": """
<https://w3id.org/cnskg/question/q> a cns:Question ; skos:prefLabel 'Is it an organ?'@en ;
  rdfs:label 'Is it an organ?'@en ;
  cns:sparql 'ASK { id:cnsc a cns:Organ }' ; cns:expects 'true' .
""",
    "https://w3id.org/cnskg/graph/explanations": """
@prefix fact: <https://w3id.org/cnskg/fact/> .
<https://w3id.org/cnskg/inference/i> cns:concludes fact:f ; cns:premise fact:g ; cns:steps 1 ;
  cns:byAxiom <https://w3id.org/cnskg/axiom/a> .
<https://w3id.org/cnskg/inference/beyond> cns:concludes fact:g ; cns:premise fact:f ; cns:steps 1 ;
  cns:byAxiom <https://w3id.org/cnskg/axiom/beyond> .
<https://w3id.org/cnskg/axiom/beyond> a cns:RuleAxiom ; cns:byRule <https://w3id.org/cnskg/rule/own-claim> .
<https://w3id.org/cnskg/rule/own-claim> a cns:InferenceRule ; rdfs:label "own claim"@en .
fact:f cns:tripleSubject id:cnsc ; cns:triplePredicate rdf:type ; cns:tripleObject cns:Agent .
fact:g cns:tripleSubject id:cnsc ; cns:triplePredicate rdf:type ; cns:tripleObject cns:Organ .
<https://w3id.org/cnskg/axiom/a> a cns:RuleAxiom ; cns:byRule <https://w3id.org/cnskg/rule/r> ;
  cns:terms "cns:Organ cns:Agent" .
<https://w3id.org/cnskg/rule/r> a cns:InferenceRule ; rdfs:label "class hierarchy"@en ;
  skos:definition "What is in a class is in those above it."@en .
""",
}
