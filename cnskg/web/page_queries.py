"""The queries behind pages and resources. Values come in by binding (?entity, ?words), never by pasting."""

from __future__ import annotations

#: What a claim contends stands in a graph that is called by the claim, what was fetched from elsewhere in graphs of its
#: own; neither is said of anything by us.
OURS = "FILTER(!STRSTARTS(STR(?any), STR(id:)) && !STRSTARTS(STR(?any), STR(graph:enrichment-)))"
EVIDENCE = "FILTER(STRSTARTS(STR(?g), STR(psg:)) || STRSTARTS(STR(?g), STR(bg:)))"

QUESTIONS = """SELECT ?question ?wording ?query ?chinese { GRAPH graph:questions {
  ?question a cns:Question ; skos:prefLabel ?wording ; cns:sparql ?query FILTER(LANG(?wording) = "en")
  OPTIONAL { ?question skos:prefLabel ?chinese FILTER(LANG(?chinese) = "zh-hans") } } }
  ORDER BY ?wording"""

EXPECTED = "SELECT ?question ?row { GRAPH graph:questions { ?question cns:expects ?row } }"

#: All that things are called, aliases, too.
CALLED = "SELECT ?x ?name { VALUES ?x { VALUES_HERE } { ?x rdfs:label ?name } UNION { ?x skos:altLabel ?name } }"

#: Who wrote the documents, to be known by the last word of the name.
AUTHORS = """SELECT DISTINCT ?author ?name { ?document a cns:SourceDocument ; cns:author ?author .
  ?author rdfs:label ?name FILTER(LANG(?name) = "en") }"""

#: The things of a class of which most is said, but for who says it.
FOREMOST = """SELECT ?x (COUNT(DISTINCT ?s) AS ?times) { { SELECT DISTINCT ?x { ?x a ?class } }
  OPTIONAL { GRAPH graph:asserted { ?s ?p ?x FILTER(?p NOT IN (cns:claimant, cns:author, cns:reportedBy)) } } }
  GROUP BY ?x ORDER BY DESC(?times) ?x LIMIT 6"""

EXISTS = f"SELECT (1 AS ?one) {{ {{ ?entity ?p ?o }} UNION {{ GRAPH ?any {{ ?entity ?p ?o }} {OURS} }} }} LIMIT 1"

#: Questions, cards and explanations stand in graphs of their own, so each of the graphs is looked into.
_SAID = f"{{ SELECT DISTINCT ?p ?o {{ {{ ?entity ?p ?o }} UNION {{ GRAPH ?any {{ ?entity ?p ?o }} {OURS} }} }} }}"
#: Of the graph of explanations only what leads on: all facts about an entity are nodes there that refer to it.
_EXPLAINING = (
    "VALUES ?p { cns:concludes cns:premise cns:byAxiom cns:byRule } GRAPH graph:explanations { ?s ?p ?entity }"
)

FACTS = (
    """SELECT ?p ?plabel ?o ?label ?inferred (GROUP_CONCAT(DISTINCT STR(?g); separator=" ") AS ?graphs) { """
    + _SAID
    + """
  OPTIONAL { ?p rdfs:label ?plabel FILTER(LANG(?plabel) = "en") }
  OPTIONAL { ?o rdfs:label ?label FILTER(LANG(?label) = "en") }
  BIND(EXISTS { GRAPH graph:inferred { ?entity ?p ?o } } AS ?inferred)
  OPTIONAL { GRAPH ?g { ?entity ?p ?o } """
    + EVIDENCE
    + """ }
} GROUP BY ?p ?plabel ?o ?label ?inferred ORDER BY ?plabel ?p ?label ?o"""
)

MENTIONS = (
    """SELECT ?s ?slabel ?p ?plabel ?inferred (GROUP_CONCAT(DISTINCT STR(?g); separator=" ") AS ?graphs) {
  { SELECT DISTINCT ?s ?p { { ?s ?p ?entity } UNION { """
    + _EXPLAINING
    + """ } FILTER(isIRI(?s)) } LIMIT 400 }
  OPTIONAL { ?p rdfs:label ?plabel FILTER(LANG(?plabel) = "en") }
  OPTIONAL { ?s rdfs:label ?slabel FILTER(LANG(?slabel) = "en") }
  BIND(EXISTS { GRAPH graph:inferred { ?s ?p ?entity } } AS ?inferred)
  OPTIONAL { GRAPH ?g { ?s ?p ?entity } """
    + EVIDENCE
    + """ }
} GROUP BY ?s ?slabel ?p ?plabel ?inferred ORDER BY ?plabel ?slabel"""
)

#: An axiom is behind thousands of inferences, which are asked for by query; what has one end is told here.
ABOUT = (
    """CONSTRUCT { ?entity ?p ?o . ?s ?q ?entity } WHERE {
  { ?entity ?p ?o } UNION { GRAPH ?any { ?entity ?p ?o } """
    + OURS
    + """ } UNION { ?s ?q ?entity }
  UNION { VALUES ?q { cns:concludes cns:premise cns:byRule } GRAPH graph:explanations { ?s ?q ?entity } } }"""
)

SOURCE = """CONSTRUCT { ?s ?p ?o . ?entity ?q ?v } WHERE { { GRAPH ?entity { ?s ?p ?o } } UNION { ?entity ?q ?v } }"""

ONTOLOGY = "SELECT ?s ?p ?o { GRAPH graph:ontology { ?s ?p ?o } }"

PASSAGE = """SELECT ?title ?doc ?section ?first ?last ?url ?time ?review ?status {
  GRAPH ?entity { ?entity cns:document ?doc ; cns:section ?section ; cns:startsWith ?first ; cns:endsWith ?last }
  GRAPH graph:documents { ?doc skos:prefLabel ?title OPTIONAL { ?doc cns:url ?url } }
  OPTIONAL { GRAPH ?entity { ?entity cns:encodedOn ?time ; cns:reviewStatus ?review }
    ?review rdfs:label ?status FILTER(LANG(?status) = "en") } }"""

STATED = """SELECT ?s ?slabel ?p ?plabel ?o ?label { GRAPH ?entity { ?s ?p ?o } FILTER(?s != ?entity)
  OPTIONAL { ?s rdfs:label ?slabel FILTER(LANG(?slabel) = "en") }
  OPTIONAL { ?p rdfs:label ?plabel FILTER(LANG(?plabel) = "en") }
  OPTIONAL { ?o rdfs:label ?label FILTER(LANG(?label) = "en") } } ORDER BY ?slabel ?s ?plabel ?label"""

PARTS = """SELECT DISTINCT ?role ?s ?slabel ?p ?plabel ?o ?label {
  GRAPH graph:explanations {
    { ?entity ?role ?fact . ?fact cns:tripleSubject ?s ; cns:triplePredicate ?p ; cns:tripleObject ?o }
    UNION { ?entity cns:tripleSubject ?s ; cns:triplePredicate ?p ; cns:tripleObject ?o } }
  OPTIONAL { ?s rdfs:label ?slabel FILTER(LANG(?slabel) = "en") }
  OPTIONAL { ?p rdfs:label ?plabel FILTER(LANG(?plabel) = "en") }
  OPTIONAL { ?o rdfs:label ?label FILTER(LANG(?label) = "en") } } ORDER BY ?role ?slabel ?s ?plabel"""

BY_RULE = """SELECT ?axiom ?terms ?rule ?name { GRAPH graph:explanations {
  ?entity cns:byAxiom ?axiom . ?axiom cns:byRule ?rule . ?rule rdfs:label ?name
  OPTIONAL { ?axiom cns:terms ?terms } } }"""

#: Of terms that no fact uses: how often explanations, questions and claims do.
USES = """SELECT ?term (COUNT(*) AS ?count) { VALUES ?term { VALUES_HERE }
  { GRAPH ?g { ?s ?term ?o } } UNION { GRAPH ?g { ?s a ?term } } } GROUP BY ?term"""

#: How often each term is used in what is asserted.
STATED_USES = """SELECT ?term (COUNT(*) AS ?count) { GRAPH graph:asserted {
  { ?s ?term ?o FILTER(?term != rdf:type) } UNION { ?s rdf:type ?term } } } GROUP BY ?term"""

SPOKEN_OF = """SELECT DISTINCT ?thing ?name {
  VALUES ?thing { VALUES_HERE } ?thing rdfs:label ?name FILTER(LANG(?name) = "en") }"""

#: The evidence of statements, and whether they follow.
PROOFS = (
    """SELECT ?s ?p ?o ?inferred (GROUP_CONCAT(DISTINCT STR(?g); separator=" ") AS ?graphs) {
  VALUES (?s ?p ?o) { #statements }
  BIND(EXISTS { GRAPH graph:inferred { ?s ?p ?o } } AS ?inferred)
  OPTIONAL { GRAPH ?g { ?s ?p ?o } """
    + EVIDENCE
    + """ } } GROUP BY ?s ?p ?o ?inferred"""
)

#: The classes of a thing; those that no other of its classes is below have their name.
CLASSES = """SELECT ?class ?name { ?entity a ?class FILTER(STRSTARTS(STR(?class), STR(cns:)))
  OPTIONAL { ?class rdfs:label ?name FILTER(LANG(?name) = "en")
    FILTER NOT EXISTS { ?entity a ?below . ?below rdfs:subClassOf ?class FILTER(?below != ?class) } }
} ORDER BY ?name"""

#: Names and what describes a thing, in whichever graph.
HEAD = f"""SELECT DISTINCT ?p ?o {{ VALUES ?p {{ skos:prefLabel rdfs:label skos:altLabel cns:description cns:sentence }}
  {{ ?entity ?p ?o }} UNION {{ GRAPH ?any {{ ?entity ?p ?o }} {OURS} }} }} ORDER BY ?p ?o"""

#: What was fetched from elsewhere on a thing, and from where.
FETCHED = """SELECT ?source ?p ?o { GRAPH ?g { ?entity ?p ?o . ?g dcterms:source ?source }
  FILTER(STRSTARTS(STR(?g), STR(graph:enrichment-))) } ORDER BY ?source ?p ?o LIMIT 200"""

#: The passages beside one, in the order of the text.
BEFORE, AFTER = (
    f"""SELECT ?passage ?section {{ GRAPH ?entity {{ ?entity cns:document ?doc ; cns:charStart ?here }}
  GRAPH ?passage {{ ?passage cns:document ?doc ; cns:charStart ?start ; cns:section ?section }}
  FILTER(?start {sign} ?here) }} ORDER BY {order}(?start) LIMIT 1"""
    for sign, order in (("<", "DESC"), (">", "ASC"))
)
#: Where statements stand; the place of the statements is filled in, each with its three terms as SPARQL writes them.
#: They stand within the graph's group, so that the engine looks each up and does not go through all there is.
STATED_WHERE = f"SELECT ?s ?p ?o ?g {{ GRAPH ?g {{ VALUES (?s ?p ?o) {{ VALUES_HERE }} ?s ?p ?o }} {EVIDENCE} }}"

#: Of facts that follow, the ways in which they do, with the premises of each.
WAYS = """SELECT ?fact ?inference ?steps ?axiom ?s ?p ?o { GRAPH graph:explanations { VALUES ?fact { VALUES_HERE }
  ?inference cns:concludes ?fact ; cns:steps ?steps ; cns:byAxiom ?axiom ; cns:premise ?premise .
  ?premise cns:tripleSubject ?s ; cns:triplePredicate ?p ; cns:tripleObject ?o } }"""

#: What things are called, in all languages, and for a passage in which document and section it stands.
NAMES = """SELECT ?x ?label ?document ?section ?source ?figure { VALUES ?x { VALUES_HERE }
  OPTIONAL { ?x rdfs:label ?label }
  OPTIONAL { ?x cns:document ?document ; cns:section ?section }
  BIND(EXISTS { ?x a cns:SourceDocument } AS ?source) BIND(EXISTS { ?x a cns:Quantity } AS ?figure) }"""

#: The numbers of quantities, and their units.
FIGURES = """SELECT ?x ?value ?atLeast ?atMost ?unit { VALUES ?x { VALUES_HERE } OPTIONAL { ?x cns:value ?value }
  OPTIONAL { ?x cns:atLeast ?atLeast } OPTIONAL { ?x cns:atMost ?atMost } OPTIONAL { ?x cns:unit ?unit } }"""

#: What claims say, in our words.
SENTENCES = "SELECT ?x ?sentence { VALUES ?x { VALUES_HERE } ?x a cns:Claim ; cns:sentence ?sentence }"

DOCUMENTS = """SELECT ?x { { SELECT DISTINCT ?x ?day { ?x a cns:SourceDocument OPTIONAL { ?x cns:published ?day } } } }
  ORDER BY ?day ?x"""

#: What claims of different documents are about, and how much.
COMPARED = """SELECT ?thing (COUNT(DISTINCT ?document) AS ?documents) (COUNT(DISTINCT ?claim) AS ?claims) {
  ?claim cns:about ?thing ; cns:statedIn ?document FILTER(STRSTARTS(STR(?thing), STR(id:)))
  FILTER NOT EXISTS { ?thing a cns:Proposition } FILTER NOT EXISTS { ?thing a cns:Quality }
} GROUP BY ?thing HAVING(COUNT(DISTINCT ?document) > 1) ORDER BY DESC(?documents) DESC(?claims) ?thing LIMIT 150"""

#: How many documents speak of a thing that is not itself a part of what they say.
SPEAKING = """SELECT (COUNT(DISTINCT ?document) AS ?documents) { ?claim cns:about ?entity ; cns:statedIn ?document
  FILTER NOT EXISTS { ?entity a cns:Proposition } }"""

#: The claims on a thing, with who makes them and where.
SAID_OF = """SELECT ?document ?claim ?who ?passage { ?claim cns:about ?entity ; cns:statedIn ?document
  OPTIONAL { ?claim cns:claimant ?who } OPTIONAL { ?claim cns:statedInPassage ?passage }
} ORDER BY ?document ?passage ?claim ?who"""

#: The stances that claims take on propositions with a thing as an end.
TAKEN_OF = """SELECT ?proposition ?stance ?claim ?document {
  VALUES (?p ?word) { (cns:contends "contends") (cns:denies "denies") (cns:leavesOpen "leaves open")
    (cns:callsFor "calls for") (cns:callsAgainst "calls against") }
  ?proposition cns:hasEnd ?entity . ?claim ?p ?proposition ; cns:statedIn ?document
  BIND(IF(EXISTS { ?document cns:advances ?claim }, ?word, CONCAT("reports: ", ?word)) AS ?stance)
} ORDER BY ?proposition ?document ?stance ?claim"""

#: Claims of two documents on a thing that relate to each other; the reason where it is we who compare them.
PAIRS_OF = """SELECT DISTINCT ?claim ?document ?relation ?other ?other_document ?reason {
  VALUES (?p ?relation) { (cns:agrees "agree") (cns:agreesInSubstance "agree") (cns:nuances "differ in a nuance")
    (cns:differsInDetailFrom "differ in a detail") (cns:atOddsWith "are at odds") }
  ?claim ?p ?other ; cns:about ?entity ; cns:statedIn ?document .
  ?other cns:about ?entity ; cns:statedIn ?other_document
  FILTER(?document != ?other_document && (?p = cns:nuances || STR(?claim) < STR(?other)))
  OPTIONAL { ?c cns:comparisonReason ?reason .
    { ?c cns:compares ?claim ; cns:comparedWith ?other } UNION { ?c cns:compares ?other ; cns:comparedWith ?claim } }
} ORDER BY DESC(?relation = "are at odds") ?relation ?claim ?other"""

#: What has a page of its own.
PAGES = """SELECT DISTINCT ?page { { ?page a ?class } UNION { GRAPH ?page { ?page cns:document ?document } }
  FILTER(STRSTARTS(STR(?page), STR(id:)) || STRSTARTS(STR(?page), STR(psg:))) } ORDER BY ?page"""

#: What is known of when posts were held, of what was found in comparing, and of claims that are reported.
KNOWN = """SELECT ?tenures ?begun ?ended ?claims ?reported ?comparisons ?disputed ?people ?chinese {
  { SELECT (COUNT(DISTINCT ?t) AS ?tenures) { ?t a cns:Tenure } }
  { SELECT (COUNT(DISTINCT ?t) AS ?begun) { ?t a cns:Tenure ; cns:starts ?when } }
  { SELECT (COUNT(DISTINCT ?t) AS ?ended) { ?t a cns:Tenure ; cns:ends ?when } }
  { SELECT (COUNT(DISTINCT ?c) AS ?claims) { ?c a cns:Claim } }
  { SELECT (COUNT(DISTINCT ?c) AS ?reported) { ?c a cns:ReportedClaim } }
  { SELECT (COUNT(DISTINCT ?c) AS ?comparisons) { ?c a cns:Comparison } }
  { SELECT (COUNT(DISTINCT ?c) AS ?disputed) { ?c a cns:DisputedClaim } }
  { SELECT (COUNT(DISTINCT ?p) AS ?people) { ?p a cns:Person } }
  { SELECT (COUNT(DISTINCT ?p) AS ?chinese) {
    ?p a cns:Person ; skos:prefLabel ?n FILTER(LANGMATCHES(LANG(?n), "zh")) } }
}"""
