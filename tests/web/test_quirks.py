"""What the engine gets wrong is put right or refused by name, and the list of it is the one in the docs."""

from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from cnskg.namespaces import PREFIXES
from cnskg.query import hints, sparql_text, worker
from cnskg.query.job import Job
from tests.support import ROOT

TABLE = tomllib.loads((Path(__file__).with_name("quirks.toml")).read_text(encoding="utf-8"))["quirk"]
JSON = "application/sparql-results+json"


def cells(data: bytes) -> list[str]:
    """The rows of a result, each as the table writes them."""
    found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
    return [" | ".join("" if row[v] is None else row[v].value for v in found.variables) for row in found]


@pytest.mark.parametrize("quirk", TABLE, ids=lambda quirk: quirk["name"])
def test_the_service_is_right_or_refuses(client: FlaskClient, quirk: dict[str, object]) -> None:
    """The answer is what SPARQL 1.1 asks for; where no row could have one, a 400 says what is wrong and where."""
    got = client.get("/sparql", query_string={"query": quirk["query"], "format": "json"})
    if "refused" in quirk:
        assert (got.status_code, got.json["type"].rpartition("/")[2]) == (400, "query")
        assert str(quirk["refused"]) in got.json["detail"]
        assert got.json["line"] == 1
        assert got.json["excerpt"].startswith(str(quirk["query"])[:20])
    else:
        assert got.status_code == 200, got.text
        assert cells(got.data) == quirk["rows"]


@pytest.mark.parametrize("quirk", TABLE, ids=lambda quirk: quirk["name"])
def test_the_engine_is_still_wrong(quirk: dict[str, object]) -> None:
    """The engine alone answers as the table says: an engine that has been mended needs the row no longer."""
    found = ox.Store().query(str(quirk["query"]), prefixes=PREFIXES)
    buffer = io.BytesIO()
    found.serialize(buffer, format=ox.QueryResultsFormat.JSON)
    assert cells(buffer.getvalue()) == quirk["alone"]
    assert quirk["alone"] != quirk.get("rows")


def test_the_docs_list_them() -> None:
    """docs/engine.md names every quirk, in the order of the table, and says whether it is corrected or refused."""
    told = re.findall(
        r"^\| (.+?) \| (corrected|refused|kept)", (ROOT / "docs" / "engine.md").read_text(encoding="utf-8"), re.M
    )
    assert told == [(q["name"], "refused" if "refused" in q else "corrected") for q in TABLE]


def test_mixed_literals_end_no_worker() -> None:
    """Forty numbers and strings by which the engine's own sort ends its process come in order."""
    values = (
        '"30" "13.5" "4" 37 "5" "17" "49.5" 76 "64" 81 "33.5" 38 53 "75.5" "81.5" "45.5" "77" "2.5" "86" "80" 75 "23"'
    )
    values += ' "33" "3.5" "94" "28" "23.5" 55 "76" 86 "94.5" "72" "4.5" 24 35 79 "37" "44" "53" 4'
    found = answer(f"SELECT ?x {{ VALUES ?x {{ {values} }} }} ORDER BY ?x")
    numbers = sorted(int(v) for v in values.split() if '"' not in v)
    assert found == [*map(str, numbers), *sorted(v.strip('"') for v in values.split() if '"' in v)]


ORDERED = {
    "SELECT ?x { VALUES ?x { 9 10 UNDEF <urn:a> } } ORDER BY DESC(?x)": ["10", "9", "urn:a", ""],
    "SELECT ?x { VALUES ?x { 9 10 } } ORDER BY DESC (?x) ?x LIMIT 1": ["10"],
    "SELECT ?x ?y { VALUES (?x ?y) { (1 2) (1.0 1) (0 5) } } ORDER BY?x?y": ["0 | 5", "1 | 1", "1 | 2"],
    "SELECT ?x ?y { VALUES (?x ?y) { (1 2) (1.0 1) (0 5) } } ORDER BY (-?x)ASC(?y)": ["1 | 1", "1 | 2", "0 | 5"],
    "SELECT ?x { VALUES ?x { 9 10 11 } } ORDER BY xsd:string(?x) OFFSET 1": ["11", "9"],
    "SELECT ?x { VALUES ?x { 9 10 11 } } ORDERBYDESC(STR(?x))": ["9", "11", "10"],
    "SELECT ?x { VALUES ?x { 9 10 11 } } order by if(?x = 10, 0, ?x) # last\n": ["10", "9", "11"],
    "SELECT ?x (COUNT(?y) AS ?n) { VALUES (?x ?y) { (1 2) (2 1) (2 5) } } GROUP BY ?x ORDER BY DESC(COUNT(?y))": [
        "2 | 2",
        "1 | 1",
    ],
    "SELECT ?x { { SELECT ?x { VALUES ?x { 10 9 8 } } ORDER BY ?x LIMIT 2 } } ORDER BY DESC(?x)": ["9", "8"],
    "SELECT ?x { VALUES ?x { 9 10 11 } } ORDER BY DESC(EXISTS { FILTER(?x = 10) }) ?x": ["10", "9", "11"],
    "SELECT ?x { VALUES ?x { 9 10 11 } } ORDER BY NOT EXISTS { FILTER(?x = 11) } DESC(?x)": ["11", "10", "9"],
    "SELECT ?x { } ORDER BY ?x VALUES ?x { 10 9 }": ["9", "10"],
    'SELECT ?x { VALUES ?x { "b" "a" } FILTER(?x != "ORDER BY ?x") } ORDER BY REPLACE(?x, "(a)", "c$1")': ["b", "a"],
}


@pytest.mark.parametrize("query", ORDERED)
def test_every_form_of_order_by(query: str) -> None:
    """Keys may be variables, bracketed expressions, calls, aggregates or patterns, in any direction and spacing."""
    assert answer(query) == ORDERED[query]


WRONG = [
    'SELECT (REPLACE("a", "(a)", "$1") AS ?x)\n{ ?s ?p }',
    "SELECT ?x { ?x ?p ?o } ORDER BY ?x\n LIMIT x",
    "SELECT (MIN(?x) AS ?y { }",
    "SELECT ?x { FILTER(?x && ) }",
    "SELECT ?x { FILTER(!?x ?y) }",
    "SELECT (?x IN (, ) AS ?y) { }",
    *(f"SELECT ({call} AS ?y) {{ }}" for call in ("REPLACE('a', 'b')", "REGEX('a')", "REGEX()", "MIN()", "MIN(*)")),
    *(f"SELECT ({call} AS ?y) {{ }}" for call in ("MIN(?x, ?z)", "MAX(DISTINCT)", "MAX(?x; SEPARATOR=',')")),
    *(f"SELECT (GROUP_CONCAT({what}) AS ?y) {{ }}" for what in ("DISTINCT", "?x, ?z", "*", "", "?x; SEPARATOR=1")),
    *(
        f"SELECT ?x {{ }} ORDER BY {key}"
        for key in ("ASC ?x", "(?x, ?x)", "()", "?x + 1", "DESC", "NOT EXISTS", "xsd:a")
    ),
    "SELECT (REGEX('a', '(a)\\\\1' AS ?y) { }",
]


@pytest.mark.parametrize("query", WRONG)
def test_errors_are_those_of_the_text_as_written(client: FlaskClient, query: str) -> None:
    """What does not read as written is an error with the place in that text, whatever the engine is sent instead."""
    got = client.get("/sparql", query_string={"query": query})
    with pytest.raises(SyntaxError) as raised:
        ox.Store().query(query, prefixes=PREFIXES)
    expected = hints.syntax_problem(sparql_text.read(query), str(raised.value))
    assert got.status_code == 400
    assert (got.json["detail"], got.json["line"]) == (expected.message, expected.extra["line"])
    assert got.json["column"] == expected.extra["column"]


def test_a_pattern_that_never_ends_meets_the_deadline(client: FlaskClient) -> None:
    """A back reference may take for ever: the query is stopped at its deadline like any other."""
    query = f'SELECT (REGEX("{"a" * 60}b", "^(a|aa)+\\\\1?$") AS ?x) {{ }}'
    got = client.get("/sparql", query_string={"query": query, "timeout": "0.5"})
    assert (got.status_code, got.json["type"].rpartition("/")[2]) == (503, "deadline")


def answer(query: str) -> list[str]:
    """The rows from a worker's code, on no data."""
    file = io.BytesIO()
    job = Job(query, JSON, "text/turtle", 1 << 24, star=sparql_text.read(query).star())
    reply = worker.answer(ox.Store(), job, file)
    assert not reply.error, reply
    return cells(file.getvalue())
