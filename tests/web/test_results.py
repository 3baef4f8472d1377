"""Right answers: datasets, formats, caching, compression, and the hints that come with them."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from typing import IO, ClassVar

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from cnskg.errors import CnskgError, RefusedFeature
from cnskg.namespaces import GRAPH_ASSERTED, GRAPH_INFERRED
from cnskg.query.formats import GRAPHS, ROWS, Choice, first, only
from cnskg.query.runner import Runner
from cnskg.web.answers import header_texts
from tests.support.releases import FACT_COUNT, PASSAGES

P1, P2 = PASSAGES
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
QUERIES = [
    "SELECT * { ?s rdfs:label ?label } ORDER BY ?s ?label",
    "SELECT ?s ?when { ?s a cns:Agent OPTIONAL { ?s cns:entersIntoForce ?when } } ORDER BY ?s",
    "SELECT ?t (COUNT(?s) AS ?n) { ?s a ?t } GROUP BY ?t ORDER BY ?t",
    'SELECT ?x { VALUES ?x { 1 2.5 true "a\\tb\\n\'c\'" "q"@en <urn:x> UNDEF } }',
    "SELECT ?s { ?s a cns:Doctrine }",
]


def count(client: FlaskClient, query: str = COUNT, **parameters: object) -> int:
    """The one number that a query gives."""
    answer = client.get("/sparql", query_string={"query": query, **parameters}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200, answer.text
    return int(answer.text.split()[1])


def test_default_graph_counts_each_fact_once(client: FlaskClient) -> None:
    """A triple that is asserted and stands in two passages is one triple of the default graph."""
    assert count(client) == FACT_COUNT
    assert count(client, "SELECT (COUNT(*) AS ?n) { ?s a cns:Person }") == 1


def test_asserted_and_inferred_are_selectable(client: FlaskClient) -> None:
    """The protocol's default-graph-uri picks what documents state, or what follows, or both."""
    asserted = count(client, **{"default-graph-uri": GRAPH_ASSERTED})
    inferred = count(client, **{"default-graph-uri": GRAPH_INFERRED})
    both = count(client, **{"default-graph-uri": [GRAPH_ASSERTED, GRAPH_INFERRED]})
    assert (asserted, inferred, both) == (FACT_COUNT - 3, 3, FACT_COUNT)


@pytest.mark.parametrize("extra", [[], [GRAPH_ASSERTED], [GRAPH_ASSERTED, GRAPH_INFERRED]])
def test_several_default_graphs_do_not_count_twice(client: FlaskClient, extra: list[str]) -> None:
    """A triple of two graphs counts once, whether the graphs are named by the protocol or by FROM."""
    query = "SELECT (COUNT(*) AS ?n) FROMS { ?s a cns:Person }"
    named = [P1, P2, *extra]
    by_protocol = count(client, query.replace("FROMS", ""), **{"default-graph-uri": named})
    by_from = count(client, query.replace("FROMS", " ".join(f"FROM <{g}>" for g in named)))
    assert by_protocol == by_from == 1


def test_protocol_dataset_overrides_from(client: FlaskClient) -> None:
    """Where both name a dataset, the protocol's is used (SPARQL 1.1 Protocol section 2.1.4)."""
    query = f"SELECT (COUNT(*) AS ?n) FROM <{P1}> {{ ?s ?p ?o }}"
    assert (count(client, query), count(client, query, **{"default-graph-uri": P2})) == (3, 2)


def test_named_graphs_are_only_those_named(client: FlaskClient) -> None:
    """With a dataset of named graphs the default graph is empty, and other graphs are out of sight."""
    query = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert count(client, query, **{"named-graph-uri": [P1, P2]}) == 2
    assert count(client, COUNT, **{"named-graph-uri": [P1]}) == 0
    assert count(client, query, **{"default-graph-uri": [P1]}) == 0
    merged = {"default-graph-uri": [P1, P2], "named-graph-uri": [P2]}
    assert (count(client, query, **merged), count(client, COUNT, **merged)) == (1, 4)


def test_from_with_a_prefixed_name(client: FlaskClient) -> None:
    """FROM takes prefixed names, the project's prefixes included."""
    assert count(client, "SELECT (COUNT(*) AS ?n) FROM graph:inferred { ?s ?p ?o }") == 3


@pytest.mark.parametrize("query", QUERIES)
def test_formats_agree(client: FlaskClient, query: str) -> None:
    """JSON, XML, CSV and TSV hold the same rows, and the header says how many."""
    answers = {}
    for name in ("json", "xml", "csv", "tsv"):
        got = client.get("/sparql", query_string={"query": query, "format": name})
        answers[name] = got.data
        assert got.headers["X-Cnskg-Rows"] == str(len(rows(answers["json"], "json")))
    first = rows(answers["json"], "json")
    assert rows(answers["xml"], "xml") == first == rows(answers["tsv"], "tsv")
    table = list(csv.reader(io.StringIO(answers["csv"].decode(), newline="")))[1:]
    assert [line or [""] for line in table] == [
        [cell.value if cell is not None else "" for cell in row] for row in first
    ]


def rows(data: bytes, name: str) -> list[list[object]]:
    """The rows of a result."""
    kinds = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML, "tsv": ox.QueryResultsFormat.TSV}
    found = ox.parse_query_results(data, format=kinds[name])
    return [[row[v] for v in found.variables] for row in found]


@pytest.mark.parametrize("offer", [f for f in GRAPHS if f.short], ids=lambda f: f.short)
def test_graph_formats_agree(client: FlaskClient, offer: object) -> None:
    """CONSTRUCT gives the same triples in every RDF format, none of them twice."""
    query = {"query": "CONSTRUCT { ?s a cns:Thing } WHERE { ?s ?p ?o }"}
    got = client.get("/sparql", query_string=query, headers={"Accept": offer.media_type})
    plain = client.get("/sparql", query_string=query, headers={"Accept": "application/n-triples"})
    assert got.mimetype == offer.media_type
    parsed = list(ox.parse(got.data, format=ox.RdfFormat.from_media_type(offer.engine)))
    assert sorted(map(str, parsed)) == sorted(map(str, ox.parse(plain.data, format=ox.RdfFormat.N_TRIPLES)))
    assert len(parsed) == int(got.headers["X-Cnskg-Rows"]) == 4


@pytest.mark.parametrize("offer", ROWS, ids=lambda f: f.media_type)
def test_answers_are_labelled_as_asked(client: FlaskClient, offer: object) -> None:
    """SELECT and ASK come in exactly the media type that was asked for."""
    for query in ("SELECT * { ?s a cns:Law }", "ASK {}"):
        got = client.get("/sparql", query_string={"query": query}, headers={"Accept": offer.media_type})
        assert (got.status_code, got.mimetype) == (200, offer.media_type)


def test_columns_stand_as_written(client: FlaskClient) -> None:
    """SELECT * gives its columns in the order in which the query names them."""
    query = "SELECT DISTINCT * { ?what rdfs:label ?label . ?what a ?kind }"
    got = client.get("/sparql", query_string={"query": query, "format": "csv"})
    assert got.text.splitlines()[0] == "what,label,kind"


def test_unacceptable_is_406_and_says_what_is_offered(client: FlaskClient) -> None:
    """No other format is sent in place of the one asked for."""
    for accept in ("image/png", "text/turtle", "text/csv;q=0"):
        got = client.get("/sparql?query=SELECT%20*%20%7B%7D", headers={"Accept": accept})
        assert got.status_code == 406
        assert "text/csv" in got.json["offered"]


def test_same_question_is_304(client: FlaskClient) -> None:
    """The tag names release, query and format; who holds it gets 304 without a body."""
    url = "/sparql?query=ASK%7B%7D"
    first = client.get(url)
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    other = client.get(url, headers={"If-None-Match": first.headers["ETag"], "Accept": "text/csv"})
    assert not first.headers["ETag"].startswith("W/")
    assert (again.status_code, again.data, other.status_code) == (304, b"", 200)
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("query", ["SELECT (NOW() AS ?x) {}", "SELECT (RAND() AS ?x) {}", "SELECT (UUID() AS ?x) {}"])
def test_what_changes_has_no_tag(client: FlaskClient, query: str) -> None:
    """An answer that may be another one next time is not cached."""
    got = client.get("/sparql", query_string={"query": query})
    assert "ETag" not in got.headers
    assert got.headers["Cache-Control"] == "no-store"


def test_compressed_answers(client: FlaskClient) -> None:
    """gzip is used where the client takes it; its tag is another one, and both are known again."""
    query = {"query": "SELECT * { GRAPH <urn:noise> { ?s ?p ?o } }"}
    plain = client.get("/sparql", query_string=query)
    packed = client.get("/sparql", query_string=query, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert {"Accept", "Accept-Encoding"} <= set(packed.vary)
    again = client.get("/sparql", query_string=query, headers={"If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304


def test_a_graph_that_does_not_exist_is_named(client: FlaskClient) -> None:
    """An empty result on an unknown graph says so, for GRAPH and for the protocol's parameters."""
    by_graph = client.get("/sparql", query_string={"query": "SELECT * { GRAPH psg:no { ?s ?p ?o } }"})
    by_protocol = client.get("/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D&default-graph-uri=http%3A%2F%2Fexample.org%2F")
    assert by_graph.headers["X-Cnskg-Missing-Graph"] == "<https://w3id.org/cnskg/passage/no>"
    assert by_protocol.headers["X-Cnskg-Missing-Graph"] == "<http://example.org/>"
    assert "X-Cnskg-Missing-Graph" not in client.get("/sparql?query=ASK%7B%7D").headers


def test_unknown_terms_get_a_hint(client: FlaskClient) -> None:
    """A term that the ontology lacks is answered with the nearest one; one that no fact uses is said to be unused."""
    unknown = client.get("/sparql", query_string={"query": "SELECT * { ?s a cns:Lav }"})
    unused = client.get("/sparql", query_string={"query": "SELECT * { ?s a cns:Doctrine }"})
    assert "no cns:Lav%3B nearest: cns:Law" in unknown.headers["X-Cnskg-Hint"]
    assert unused.headers["X-Cnskg-Hint"] == "no fact uses cns:Doctrine"


def test_hints_are_safe_in_headers(client: FlaskClient) -> None:
    """Chinese and line ends in an IRI reach the header as ASCII."""
    query = "SELECT * { ?s a <https://w3id.org/cnskg/ontology#法律\\u000AX> }"
    hint = client.get("/sparql", query_string={"query": query})
    assert hint.headers.get("X-Cnskg-Hint", "").isascii()


@pytest.mark.parametrize(("choose", "expected"), [(only("csv"), b"n\r\n15\r\n"), (first, None)], ids=["csv", "any"])
def test_runner_without_the_web(runner: Runner, choose: Choice, expected: bytes | None) -> None:
    """The runner answers in Python as the endpoint does over HTTP."""
    result = runner.run(COUNT, choose)
    assert (result.rows, result.form) == (1, "rows")
    data = result.read()
    assert data == expected if expected else json.loads(data)["results"]["bindings"][0]["n"]["value"] == "15"


def test_rows_with_bindings(runner: Runner) -> None:
    """Values are bound, not pasted: a quote in a value does no harm."""
    query = "SELECT ?label { ?s rdfs:label ?label FILTER(STR(?label) != ?want) }"
    found = runner.rows(query, None, s=ox.NamedNode("https://w3id.org/cnskg/id/xi-jinping"), want='"} x')
    names = [row["label"] for row in found]
    assert sorted((name.value, name.language) for name in names) == [("Xi Jinping", "en"), ("习近平", "zh-hans")]


@pytest.mark.parametrize("iri", ["file:///etc/passwd", "http://127.0.0.1/", "https://example.org/graph"])
def test_from_fetches_nothing(runner: Runner, iri: str) -> None:
    """FROM with a file or a foreign address is refused with a reason."""
    for clause in ("FROM", "FROM NAMED"):
        with pytest.raises(RefusedFeature, match="nothing is fetched"):
            runner.run(f"SELECT * {clause} <{iri}> {{ ?s ?p ?o }}")


@pytest.mark.parametrize("iri", ["relative", "a b", "<urn:x>", " ", "urn:x>"])
def test_bad_graph_parameters_are_400(client: FlaskClient, iri: str) -> None:
    """A graph parameter that is no absolute IRI is an error of the request."""
    got = client.get("/sparql", query_string={"query": "ASK {}", "default-graph-uri": iri})
    assert got.status_code == 400


def test_errors_leave_the_runner_usable(runner: Runner) -> None:
    """After an error of each kind the next query is answered."""
    for query in ("SELECT", "ASK { ?s nope:x ?o }", "CLEAR ALL", "SELECT (<urn:f>(1) AS ?x) {}"):
        with pytest.raises(CnskgError):
            runner.run(query)
    assert runner.rows("SELECT (1 AS ?x) {}") == [{"x": ox.Literal(1)}]


class Sender:
    """What a server offers to send a file itself."""

    given: ClassVar[list[bytes]] = []

    def __init__(self, file: IO[bytes], size: int) -> None:
        del size
        with file:
            self.given.append(file.read())

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.given)


def test_the_server_sends_the_file_itself(client: FlaskClient) -> None:
    """An answer is not copied on its way out, where there might be no room for it when 200 has been said."""
    Sender.given.clear()
    path = "/sparql?query=SELECT%20(1%20AS%20%3Fx)%20%7B%7D&format=csv"
    got, excel = (
        client.get(path + form, environ_overrides={"wsgi.file_wrapper": Sender}).data for form in ("", "-excel")
    )
    assert Sender.given == [got] == [b"x\r\n1\r\n"]
    assert excel == b"\xef\xbb\xbf" + got  # which has more than the file


def test_csv_for_excel_begins_with_its_mark(client: FlaskClient) -> None:
    """`csv-excel` is CSV after a byte order mark, whole, with a length and a tag of its own; plain CSV has no mark."""
    asked = {"query": "SELECT ?l { id:xi-jinping rdfs:label ?l } ORDER BY ?l", "download": "1"}
    plain = client.get("/sparql", query_string={**asked, "format": "csv"})
    excel = client.get("/sparql", query_string={**asked, "format": "csv-excel"})
    head = client.head("/sparql", query_string={**asked, "format": "csv-excel"})
    assert "习近平".encode() in plain.data
    assert excel.data == b"\xef\xbb\xbf" + plain.data
    assert int(excel.headers["Content-Length"]) == len(excel.data) == int(head.headers["Content-Length"])
    assert excel.headers["ETag"] != plain.headers["ETag"]
    assert excel.headers["Content-Type"] == plain.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="cnskg.csv"' in excel.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("compared", "told"),
    [
        ('"2021-01-01T00:00:00Z"^^xsd:dateTime', True),
        ('"2021-01-01T00:00:00+08:00"^^xsd:dateTime', True),
        ("NOW()", True),
        ('"2021-01-01T00:00:00"^^xsd:dateTime', False),
    ],
)
def test_a_time_with_a_zone_beside_bounds_without_is_told(client: FlaskClient, compared: str, told: bool) -> None:
    """Where rows may be gone because a time has a zone and the bounds of time spans have none, a hint says so."""
    query = f"SELECT * {{ ?span cns:earliest ?first FILTER(?first >= {compared}) }}"
    answer = client.get("/sparql", query_string={"query": query})
    assert ("have no time zone" in answer.headers.get("X-Cnskg-Hint", "")) is told


def test_a_time_with_a_zone_is_no_trouble_elsewhere(client: FlaskClient) -> None:
    """Of a query that asks for no bounds nothing is said."""
    query = 'SELECT ("2021-01-01T00:00:00Z"^^xsd:dateTime AS ?t) (NOW() AS ?now) { }'
    answer = client.get("/sparql", query_string={"query": query})
    assert "zone" not in answer.headers.get("X-Cnskg-Hint", "")


def test_hints_are_whole_in_their_header() -> None:
    """Hints that have no room in a header are left out whole, and three dots say so."""
    assert header_texts(["one", "two"]) == "one; two"
    assert header_texts(["x" * 1_500, "y" * 1_500, "z"]) == "x" * 1_500 + "; ..."
    assert len(header_texts(["é" * 5_000])) <= 2_000
