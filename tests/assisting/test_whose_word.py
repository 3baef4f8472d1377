"""Answers to queries are marked by where their statements stand; what stands nowhere is made by the query."""

from __future__ import annotations

import pytest

from cnskg.assisting import computed, holding
from cnskg.namespaces import PSG
from cnskg.query.sparql_text import read
from tests.support.assistant import Asked

P3 = PSG + "report/p003"
MADE = "made by the query"
HELD = "GRAPH ?g { id:ann-author cns:pursues ?o }"


@pytest.mark.parametrize(
    ("sparql", "status"),
    [
        ("SELECT ?when { id:council cns:starts ?when }", "asserted"),
        ("SELECT ?p ?when { id:council ?p ?when FILTER(?p = cns:starts) }", "asserted"),
        ("SELECT ?p ?when { VALUES ?p { cns:starts } id:council ?p ?when }", "asserted"),
        ("SELECT ?x { ?x a cns:Organ }", "inferred"),
        ("SELECT ?name { id:council skos:prefLabel ?name }", "editorial"),
        ("SELECT ?at { psg:report\\/p002 cns:charStart ?at }", "editorial"),
        ("SELECT ?who { ?claim cns:claimant ?who }", "argued"),
        (f"SELECT ?o {{ {HELD} }}", "argued"),
        (f"SELECT ?o ?when {{ {HELD} ?o cns:starts ?when }}", "argued"),
        ("SELECT ?x { ?x cns:contends* id:claim-rules }", "argued"),
        ("SELECT ?x { id:council cns:directs* ?x }", ""),
    ],
)  # fmt: skip
def test_rows_by_where_they_stand(assistant: Asked, sparql: str, status: str) -> None:
    """A row is asserted, inferred, argued or ours as its statements are; of several the weakest; unknown is no mark."""
    row = assistant("ask", sparql=sparql).data["rows"][0]
    assert (row["status"], row["made_from"]) == (status, "")


@pytest.mark.parametrize(
    ("sparql", "source"),
    [
        ("ASK { id:council cns:starts ?when }", "asserted"),
        ("ASK { id:council a cns:Organ }", "inferred"),
        (f"ASK {{ {HELD} }}", "argued"),
        ("ASK {}", ""),
        ("ASK { id:council cns:starts span:1999 }", ""),
        ("SELECT (COUNT(*) AS ?n) { id:council cns:starts ?when }", "asserted"),
        ("SELECT (COUNT(*) AS ?n) { ?claim cns:claimant ?who }", "argued"),
        (f"SELECT (COUNT(?o) AS ?n) {{ {HELD} }}", "argued"),
        ("SELECT ?when (STR(?when) AS ?text) { id:council cns:starts ?when }", "asserted"),
        ("SELECT ?x { id:council a cns:Organ BIND(1 AS ?x) }", "inferred"),
        ("SELECT ?x { VALUES ?x { id:council } }", ""),
        ("SELECT (id:council AS ?x) {}", ""),
    ],
)  # fmt: skip
def test_what_is_worked_out_is_made_by_the_query(assistant: Asked, sparql: str, source: str) -> None:
    """Truths, counts and calculated values are nobody's word; it is told whose word that is of which they are made."""
    reply = assistant("ask", sparql=sparql)
    row = reply.data["rows"][0]
    assert (row["status"], row["made_from"]) == (MADE, source)
    assert (f"[{MADE} from what is {source}]" if source else f"[{MADE}]") in reply.text


def test_built_statements(assistant: Asked) -> None:
    """What CONSTRUCT gives is marked as it stands in the release; what stands nowhere is made by the query."""
    found = assistant("ask", sparql="CONSTRUCT WHERE { id:council cns:starts ?when ; a ?class }").data["statements"]
    assert {one["status"] for one in found} == {"asserted", "inferred", "editorial"}
    assert all(bool(one["evidence"]) == (one["status"] == "asserted") for one in found)
    (made,) = assistant("ask", sparql="CONSTRUCT { id:council cns:directs id:ann-author } {}").data["statements"]
    assert (made["status"], made["made_from"], made["evidence"]) == (MADE, "", [])
    turned = "CONSTRUCT { ?who cns:directs ?x } { ?claim cns:claimant ?who ; cns:about ?x }"
    assert "[made by the query from what is argued]" in assistant("ask", sparql=turned).text


@pytest.mark.parametrize(
    "sparql", [f"CONSTRUCT {{ id:ann-author cns:pursues ?o }} {{ {HELD} }}", f"SELECT ?o {{ {HELD} }}"]
)
def test_what_stands_only_in_claims(assistant: Asked, sparql: str) -> None:
    """What a claim contends is argued, however it is asked for, with who takes which stance, and the passage."""
    reply = assistant("ask", sparql=sparql)
    (one,) = reply.data["statements"] or reply.data["rows"]
    assert (one["status"], one["evidence"], one["claims"]) == ("argued", [P3], 1)
    (position,) = one["positions"]
    assert (position["stance"], position["plain"], position["claim"]["id"]) == ("contends", False, "id:claim-rules")
    assert [who["id"] for who in position["who"]] == ["id:ann-author"]
    assert "\n  contends, not plainly: Ann Author in Example Report [1]" in reply.text
    assert reply.data["sources"][0]["passage"] == P3


def test_many_claims_are_cut(assistant: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many claims the first are told, and how many more there are."""
    monkeypatch.setattr(holding, "MOST_POSITIONS", 0)
    reply = assistant("ask", sparql=f"SELECT ?o {{ {HELD} }}")
    assert (reply.data["rows"][0]["positions"], "  and 1 more claims" in reply.text) == ([], True)


def test_statements_without_names_are_told(assistant: Asked) -> None:
    """A statement with a nameless node is told: made by the query, or ours where the ontology has such a one."""
    made = assistant("ask", sparql='CONSTRUCT { [] rdfs:label "x" . id:council cns:directs [] } {}').data["statements"]
    assert [one["status"] for one in made] == [MADE, MADE]
    of_ontology = "CONSTRUCT { ?s owl:onProperty ?o } { GRAPH graph:ontology { ?s owl:onProperty ?o } }"
    assert {one["status"] for one in assistant("ask", sparql=of_ontology).data["statements"]} == {"editorial"}


@pytest.mark.parametrize(
    ("sparql", "names"),
    [
        ("SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b } GROUP BY ?a", {"n"}),
        ("SELECT (?a AS ?b) (?c AS ?d) { ?a ?p ?o BIND(1 AS ?c) }", {"c", "d"}),
        ("SELECT * { VALUES (?a ?b) { (1 2) } ?a ?p ?o FILTER(?b > 1) }", {"b"}),
        ("SELECT * { BIND(id:x AS ?a) ?a ?p ?o }", set()),
        ("SELECT * { BIND(id:x AS ?a) FILTER NOT EXISTS { ?a ?p ?o } MINUS { ?a ?q ?r } }", {"a"}),
        ("SELECT ?a ?n { ?a ?p ?o { SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b } GROUP BY ?a ORDER BY ?n } }", {"n"}),
        ("SELECT * { GRAPH ?g { ?a (cns:x|cns:y)/cns:z ?b } ?b ?p [ cns:x ?c ] VALUES (?g ?c) { (id:a 1) } }", set()),
    ],
)  # fmt: skip
def test_values_that_a_query_makes(sparql: str, names: set[str]) -> None:
    """Variables of AS and VALUES are made by the query, unless a pattern matches them, also under another name."""
    assert computed.made(read(sparql)) == names
