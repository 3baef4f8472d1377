"""Queries of the sample release that depend on what a store takes for its default graph and its named ones."""

from __future__ import annotations

from tests.support.releases import PASSAGES

PASSAGE = next(iter(PASSAGES))
#: SELECT and ASK whose answers are in one order.
QUERIES = [
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?s ?p ?o { ?s ?p ?o FILTER(!isBlank(?o)) } ORDER BY ?s ?p ?o",
    "SELECT * { ?law cns:entersIntoForce ?when . ?law rdfs:label ?called } ORDER BY ?law",
    "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), STR(graph:))) } ORDER BY ?g",
    "SELECT ?g ?s { GRAPH ?g { ?s a cns:Person } } ORDER BY ?g",
    "SELECT ?s ?g { ?s a cns:Agent OPTIONAL { GRAPH ?g { ?s a cns:Person } } } ORDER BY ?s ?g",
    "SELECT ?s { ?s a cns:Organ FILTER EXISTS { GRAPH ?g { ?s cns:chairedBy ?who } } }",
    "SELECT ?s { ?s a cns:Person FILTER NOT EXISTS { GRAPH <x:foreign> { ?s a cns:Person } } }",
    "SELECT ?s { ?s a cns:Agent MINUS { GRAPH graph:inferred { ?s cns:chairs ?o } } }",
    f"SELECT ?s ?p ?o {{ GRAPH <{PASSAGE}> {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o",
    "SELECT ?s { { GRAPH graph:asserted { ?s a cns:Law } } UNION { ?s a cns:Person } } ORDER BY ?s",
    "SELECT ?s ?n { ?s a cns:Person { SELECT ?s (COUNT(?g) AS ?n) { GRAPH ?g { ?s a cns:Person } } GROUP BY ?s } }",
    "SELECT (EXISTS { GRAPH ?g { ?s cns:chairs ?o } } AS ?known) {}",
    "SELECT ?s FROM graph:asserted { ?s a cns:Agent }",
    "SELECT ?s FROM graph:asserted FROM graph:inferred { ?s a cns:Agent } ORDER BY ?s",
    f"SELECT ?g ?s FROM NAMED <{PASSAGE}> {{ GRAPH ?g {{ ?s a cns:Person }} }}",
    f"SELECT ?s FROM graph:inferred FROM NAMED <{PASSAGE}> {{ ?s a cns:Agent . GRAPH ?g {{ ?s a cns:Person }} }}",
    "SELECT ?who ?led { ?who cns:chairs|^cns:chairedBy ?led }",
    "SELECT ?c { ?c rdfs:subClassOf* cns:Agent } ORDER BY ?c",
    "BASE <https://w3id.org/cnskg/> PREFIX x: <https://w3id.org/cnskg/ontology#>\n"
    "SELECT ?when { <id/data-security-law> x:entersIntoForce ?when } # a remark",
    'SELECT ?s { ?s rdfs:label "习近平"@zh-Hans }',
    "SELECT ?s { VALUES ?s { id:cnsc id:nobody } ?s a ?c FILTER(?c IN (cns:Organ)) }",
    "SELECT ?g { GRAPH ?g { <x:a> <x:b> <x:c> } }",
    "SELECT ?s { GRAPH graph:all { ?s a cns:Agent } }",
    "SELECT ?s { GRAPH graph:published { ?s ?p ?o } }",
    "ASK { id:cnsc cns:chairedBy id:xi-jinping }",
    "ASK { GRAPH graph:inferred { id:cnsc cns:chairedBy id:xi-jinping } }",
]
#: CONSTRUCT and DESCRIBE.
GRAPHS = [
    "CONSTRUCT { ?who cns:chairs ?what } WHERE { ?what cns:chairedBy ?who }",
    "CONSTRUCT WHERE { ?what cns:chairedBy ?who ; a ?kind }",
    "CONSTRUCT FROM graph:inferred WHERE { ?s ?p ?o }",
    "CONSTRUCT { ?s a ?g } { GRAPH ?g { ?s a cns:Person } }",
    "DESCRIBE id:xi-jinping",
    "DESCRIBE id:xi-jinping cns:Agent",
    "DESCRIBE ?law WHERE { ?law a cns:Law } ORDER BY ?law LIMIT 1",
    "DESCRIBE * { ?law cns:entersIntoForce ?when }",
    "DESCRIBE ?who FROM graph:asserted { ?who a cns:Person }",
]
