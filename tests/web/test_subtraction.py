"""MINUS gives the rows that it should, also where the engine has no key and compares each row with each."""

from __future__ import annotations

import io
import json

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from cnskg.query import sparql_text, worker
from cnskg.query.hints import minus_hints
from cnskg.query.job import Job
from cnskg.query.rewriting import rewrite

NODES = [ox.NamedNode(f"urn:{letter}") for letter in "abc"]
PROPERTIES = [ox.NamedNode(f"urn:p{number}") for number in range(3)]
STORES = st.lists(
    st.tuples(st.sampled_from(NODES), st.sampled_from(PROPERTIES), st.sampled_from(NODES)),
    min_size=1,
    max_size=9,
    unique=True,
)
LEFT = [
    "?s <urn:p0> ?t OPTIONAL { ?s <urn:p1> ?v }",
    "{ ?s <urn:p0> ?v } UNION { ?s <urn:p1> ?t }",
    "?s <urn:p0> ?v",
    "{ SELECT ?s { ?s <urn:p1> ?v } }",
    "{ SELECT ?v { ?s <urn:p1> ?v } } OPTIONAL { ?s <urn:p0> ?v }",
    "OPTIONAL { ?s <urn:p0> ?v } FILTER(!BOUND(?v) || ?v != <urn:c>)",
    "GRAPH ?v { ?s <urn:p0> ?t }",
    "BIND(<urn:a> AS ?s) OPTIONAL { ?s <urn:p0> ?v } OPTIONAL { ?s <urn:p1> ?v }",
    "VALUES ?v { UNDEF <urn:a> }",
]
RIGHT = [
    "?x <urn:p2> ?v",
    "?v <urn:p2> ?x",
    "?v <urn:p2> ?v",
    "?v <urn:p2> []",
    "?x <urn:p2> ?y",
    "?s <urn:p2> ?v",
    "?x ?y ?v . ?v ?y ?z",
    "OPTIONAL { ?x <urn:p2> ?v }",
    "?x <urn:p2>* ?v",
    "?x <urn:p2> ?y FILTER(?y = <urn:a>)",
    "<urn:a> <urn:p2> <urn:b>",
    "VALUES ?x { 1 }",
]
AROUND = [
    "SELECT * {{ {} }}",
    "SELECT ?s {{ {} ?s ?q ?r }}",
    "SELECT DISTINCT ?v {{ {{ {} }} OPTIONAL {{ ?v ?q ?r }} }} ORDER BY ?v",
    "SELECT ?s {{ {} . ?s ?q ?v }}",
    "SELECT * {{ ?s ?q ?r OPTIONAL {{ {} }} }}",
    "SELECT * {{ ?v ?q ?s OPTIONAL {{ {} }} }}",
    "SELECT * {{ ?v ?q ?s OPTIONAL {{ {{ {} }} }} }}",
    "SELECT * {{ ?v ?q ?s {{ {} }} }}",
    "SELECT * {{ ?v ?q ?s {{ SELECT ?s ?v {{ {} }} LIMIT 100 }} }}",
    "SELECT * {{ ?x ?q ?y {{ {} }} }}",
    "SELECT * {{ {{ {} }} UNION {{ ?v ?q ?x }} }}",
    "ASK {{ {} }}",
    "SELECT (COUNT(?v) AS ?n) {{ {} }} GROUP BY ?s HAVING (COUNT(*) > 0)",
    "SELECT * {{ GRAPH ?g {{ {} }} }}",
    "SELECT * {{ GRAPH ?v {{ {} }} }}",
    "SELECT * {{ ?s ?q ?v FILTER EXISTS {{ {} }} }}",
]


def rows(found: object) -> list[str]:
    """The rows, sorted, whatever the order of their columns."""
    if isinstance(found, ox.QueryBoolean):
        return [str(bool(found))]
    assert isinstance(found, ox.QuerySolutions)
    names = sorted(variable.value for variable in found.variables)
    return sorted(str([(name, str(row[name])) for name in names if row[name] is not None]) for row in found)


@settings(max_examples=300)
@given(STORES, st.sampled_from(LEFT), st.sampled_from(RIGHT), st.sampled_from(AROUND))
def test_the_other_form_has_the_same_rows(triples: list[tuple], left: str, right: str, around: str) -> None:
    """What stands in place of MINUS gives the engine's own rows, whatever may be unbound and wherever it stands."""
    store = ox.Store()
    for triple in triples:
        store.add(ox.Quad(*triple))
        store.add(ox.Quad(*triple, triple[0]))
    query = around.format(f"{left} MINUS {{ {right} }}")
    new = rewrite(sparql_text.read(query))
    functions = {ox.NamedNode(name): function for name, function in new.functions.items()}
    assert rows(store.query(new.text, custom_functions=functions)) == rows(store.query(query))


OTHER = {
    "SELECT * { ?s ?p ?o MINUS { ?x <urn:p> ?y } }": "SELECT * { ?s ?p ?o {} }",
    "SELECT * { ?s a ?t OPTIONAL { ?s ?p ?v } MINUS { ?x ?y ?v } }": (
        "SELECT * { ?s a ?t OPTIONAL { ?s ?p ?v } FILTER(!BOUND(?v) || NOT EXISTS { ?x ?y ?v }) }"
    ),
    'SELECT * { ?s ?p ?o MINUS { ?x ?y ?z FILTER(REGEX(?z, "\\\\s")) } }': "SELECT * { ?s ?p ?o {} }",
    "SELECT * { ?s ?p ?o . MINUS { ?x <urn:p> ?y MINUS { ?z <urn:p> 1 } } . ?s ?q ?r }": (
        "SELECT * { ?s ?p ?o . {} . ?s ?q ?r }"
    ),
}
SAME = [
    "SELECT * { ?s ?p ?o MINUS { ?s <urn:p> ?y } }",  # a key
    "SELECT * { ?s a ?t OPTIONAL { ?s ?p ?v } MINUS { ?x ?y ?v } ?v ?q ?r }",  # something follows
    "SELECT * { ?s a ?t OPTIONAL { ?s ?p ?v } MINUS { ?s ?y ?v } }",  # two variables
    "SELECT * { ?s a ?t OPTIONAL { ?s ?p ?v } MINUS { OPTIONAL { ?x ?y ?v } } }",  # unbound on the right
]


@pytest.mark.parametrize("query", [*OTHER, *SAME])
def test_only_what_can_be_told_is_replaced(query: str) -> None:
    """The two forms take the place of MINUS where the text shows that they may, and nowhere else."""
    assert rewrite(sparql_text.read(query)).text == OTHER.get(query, query)


def test_a_large_side_without_a_key_is_no_product() -> None:
    """Sixty thousand rows on either side, which would be compared four thousand million times, are answered."""
    store = ox.Store()
    store.extend(ox.Quad(ox.NamedNode(f"urn:{n}"), PROPERTIES[n % 2], ox.Literal(n)) for n in range(120_000))
    left = "?s <urn:p0> ?o OPTIONAL { ?s <urn:p1> ?v }"
    for body, left_over in (("?x <urn:p1> ?y", "60000"), ("?x <urn:p1> ?v", "60000")):
        file = io.BytesIO()
        query = f"SELECT (COUNT(*) AS ?n) {{ {left} MINUS {{ {body} }} }}"
        worker.answer(store, Job(query, "application/sparql-results+json", "text/turtle", 1 << 20), file)
        assert json.loads(file.getvalue())["results"]["bindings"][0]["n"]["value"] == left_over


def test_a_minus_that_does_nothing_is_pointed_out(client: FlaskClient) -> None:
    """A MINUS without a variable of the rest takes nothing away, and the answer says so."""
    idle = client.get("/sparql", query_string={"query": "SELECT * { ?s ?p ?o MINUS { ?x a cns:Law } }"})
    useful = client.get("/sparql", query_string={"query": "SELECT * { ?s ?p ?o MINUS { ?s a cns:Law } }"})
    assert "takes nothing away" in idle.headers["X-Cnskg-Hint"]
    assert "X-Cnskg-Hint" not in useful.headers


def test_few_minus_are_looked_at_for_the_hint() -> None:
    """A text of nothing but MINUS costs no more than a part of it."""
    many = "SELECT * { ?s ?p ?o " + "MINUS { ?s ?q ?r } " * 100
    assert minus_hints(sparql_text.read(many + "MINUS { ?x ?y ?z } }")) == []
    assert len(minus_hints(sparql_text.read(many.replace("MINUS { ?s ?q ?r }", "MINUS { ?x ?y 1 }", 1) + "}"))) == 1
