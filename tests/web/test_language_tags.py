"""Language tags have no case: whatever a query writes finds what it means, and where it cannot, the answer says so."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from cnskg.errors import SyntaxProblem
from cnskg.query import language_tags
from cnskg.query.runner import Runner
from cnskg.query.sparql_text import read
from tests.support.canary import Canary, bindings
from tests.support.releases import runner_for

NAME = "id:xi-jinping rdfs:label ?n"
#: Ways to say "in simplified Chinese", each with the same answer.
CHINESE = [
    'FILTER(LANG(?n) = "zh-Hans")',
    "FILTER(lang(?n)='zh-hans')",
    'FILTER("ZH-HANS" = LANG(?n))',
    'FILTER(LANG(?n) IN ("en-GB", "zh-Hans"))',
    'FILTER(LANG(?n) NOT IN ("EN", "en-GB"))',
    'FILTER(LANG(?n) != "EN")',
    'FILTER("EN" != LANG(?n))',
    'FILTER(!(LANG(COALESCE(?n, (?n))) = "EN"))',
    'FILTER(LANGMATCHES(LANG(?n), "zh-Hans"))',
    'FILTER(LANGMATCHES(LANG(?n), "ZH"))',
    'FILTER(?n = "习近平"@zh-Hans)',
    'FILTER(SAMETERM(?n, STRLANG("习近平", "zh-Hans")))',
    'BIND(IF(LANG(?n) = "zh-Hans", 1, 0) AS ?i) FILTER(?i = 1)',
]


@pytest.mark.parametrize("condition", CHINESE)
def test_a_tag_in_any_case_finds_its_language(runner: Runner, condition: str) -> None:
    """Compared in either direction, in a list, negated, or taken by a function: the rows are those that are meant."""
    assert [row["n"].value for row in runner.rows(f"SELECT ?n {{ {NAME} {condition} }}")] == ["习近平"]


@pytest.mark.parametrize("condition", CHINESE)
def test_what_finds_needs_no_hint(client: FlaskClient, condition: str) -> None:
    """No warning stands beside an answer that is right."""
    assert (
        "X-Cnskg-Hint"
        not in client.get("/sparql", query_string={"query": f"SELECT ?n {{ {NAME} {condition} }}"}).headers
    )


@pytest.mark.parametrize(
    "condition",
    [
        'VALUES ?tag { "zh-Hans" } FILTER(LANG(?n) = ?tag)',
        'BIND("zh-Hans" AS ?tag) FILTER(?tag = LANG(?n))',
        'FILTER(STR(LANG(?n)) = "zh-Hans")',
        'FILTER(CONTAINS(LANG(?n), "zh-Hans"))',
    ],
)
def test_what_cannot_be_folded_is_told(client: FlaskClient, condition: str) -> None:
    """A tag that comes to LANG() by another way finds nothing, and a hint says why."""
    answer = client.get("/sparql", query_string={"query": f"SELECT ?n {{ {NAME} {condition} }}"})
    assert answer.headers["X-Cnskg-Rows"] == "0"
    assert "LANG() gives tags in lower case: %22zh-hans%22, never %22zh-Hans%22" in answer.headers["X-Cnskg-Hint"]


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?x ?p "zh-Hans" }',
        'SELECT * { ?x ?p ?o FILTER(?o = "zh-Hans") }',
        'SELECT * { ?x ?p ?o FILTER(LANG(?o) = "x"@zh-Hans) }',
        'SELECT * { ?x ?p ?o FILTER(LANG(?o) = "zh-Hans"^^cns:Tag) }',
        'SELECT * { ?x ?p ?o FILTER(LANG(?o) = "Chinese") }',
        'SELECT * { ?x ?p ?o FILTER(LANG(?o) = "no tag, Sir") }',
        "SELECT * { ?x ?p ?o FILTER(LANG(?o",
        "SELECT * { ?x ?p ?o FILTER(LANG",
        'SELECT * { ?x ?p ?o FILTER(LANG(?o) IN ("zh-hans"',
    ],
)
def test_nothing_else_is_touched(text: str) -> None:
    """Other strings stay as they are, and half a query is no fault."""
    assert language_tags.folded(read(text)).text == text
    assert language_tags.hints(read(text)) == []


def test_places_in_errors_hold(runner: Runner) -> None:
    """An error after a tag is told at its line and column, as the query has them."""
    text = 'SELECT * { ?s ?p ?o FILTER(LANG(?o) = "zh-Hans") nonsense ?x }'
    with pytest.raises(SyntaxProblem) as caught:
        runner.run(text)
    assert (caught.value.extra["line"], caught.value.extra["column"]) == (1, text.index("nonsense") + 1)


def test_what_is_sent_on_is_left_alone(runner: Runner) -> None:
    """Another endpoint may keep capitals in its tags, so it gets the query as it was written."""
    with Canary() as listed, runner_for(runner.release, listed.url) as federated:
        listed.reply = bindings()
        federated.rows(f'SELECT * {{ SERVICE <{listed.url}> {{ ?s ?p ?o FILTER(LANG(?o) = "zh-Hans") }} }}')
        assert any("zh-Hans" in str(one) for one in listed.bodies)
