"""The SPARQL 1.1 Protocol, clause by clause: the 34 tests of the W3C suite written as tests of our own."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.support.releases import W3C_DATA

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

DATA = [f"{W3C_DATA}data{n}.rdf" for n in range(4)]
NOWHERE = f"default-graph-uri={quote(DATA[0], safe='')}"
BOTH_DEFAULT = f"ASK {{ <{DATA[1]}> a ?type . <{DATA[2]}> a ?type }}"
BOTH_NAMED = f"ASK {{ GRAPH ?g1 {{ <{DATA[1]}> a ?type }} GRAPH ?g2 {{ <{DATA[2]}> a ?type }} }}"
FULL = f"ASK {{ <{DATA[3]}> a ?type GRAPH ?g1 {{ <{DATA[1]}> a ?type }} GRAPH ?g2 {{ <{DATA[2]}> a ?type }} }}"
FROM = f"ASK FROM <{DATA[3]}> {{ GRAPH ?g1 {{ <{DATA[1]}> a ?type }} GRAPH ?g2 {{ <{DATA[2]}> a ?type }} }}"


def graphs(kind: str, *numbers: int) -> str:
    """Dataset parameters."""
    return "&".join(f"{kind}-graph-uri={quote(DATA[n], safe='')}" for n in numbers)


def get(query: str, more: str = "") -> dict[str, Any]:
    """A query by GET."""
    return {"method": "GET", "query_string": f"query={quote(query)}" + (f"&{more}" if more else "")}


def direct(query: str, parameters: str = "", content_type: str | None = QUERY) -> dict[str, Any]:
    """A query in the body."""
    return {"method": "POST", "query_string": parameters, "data": query.encode(), "content_type": content_type}


TRUE = {
    "query_get": get("ASK {}", NOWHERE),
    "query_post_form": direct("query=ASK%20%7B%7D", NOWHERE, FORM),
    "query_post_direct": direct("ASK {}"),
    "query_dataset_default_graphs_get": get(BOTH_DEFAULT, graphs("default", 1, 2)),
    "query_dataset_default_graphs_post": direct(BOTH_DEFAULT, graphs("default", 1, 2)),
    "query_dataset_named_graphs_post": direct(BOTH_NAMED, graphs("named", 1, 2)),
    "query_dataset_named_graphs_get": get(BOTH_NAMED, graphs("named", 1, 2)),
    "query_dataset_full": direct(FULL, f"{graphs('default', 3)}&{graphs('named', 1, 2)}"),
    "query_multiple_dataset": direct(FROM, graphs("named", 1, 2)),
}

TYPES = {
    "query_content_type_select": ("SELECT (1 AS ?value) {}", {"application/sparql-results+json"}),
    "query_content_type_ask": ("ASK {}", {"application/sparql-results+json"}),
    "query_content_type_describe": ("DESCRIBE <http://example.org/>", {"text/turtle"}),
    "query_content_type_construct": ("CONSTRUCT { <s> <p> 1 } WHERE {}", {"text/turtle"}),
}

BAD = {
    "bad_query_method": ({"method": "PUT", "query_string": "query=ASK%20%7B%7D", "content_type": FORM}, 405),
    "bad_multiple_queries": (get("ASK {}", "query=SELECT%20%2A%20%7B%7D"), 400),
    "bad_query_wrong_media_type": (direct("ASK {}", content_type="text/plain"), 415),
    "bad_query_missing_form_type": (direct("query=ASK%20%7B%7D", content_type=None), 415),
    "bad_query_missing_direct_type": (direct("ASK {}", content_type=None), 415),
    "bad_query_non_utf8": (
        {"method": "POST", "data": "ASK {}".encode("utf-16"), "content_type": f"{QUERY}; charset=UTF-16"},
        415,
    ),
    "bad_query_syntax": (get("ASK {"), 400),
    "bad_update_get": ({"method": "GET", "query_string": "update=CLEAR%20ALL"}, 403),
    "bad_multiple_updates": (direct("update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", content_type=FORM), 400),
    "bad_update_wrong_media_type": (direct("CLEAR NAMED", content_type="text/plain"), 415),
    "bad_update_missing_form_type": (direct("update=CLEAR%20NAMED", content_type=None), 415),
    "bad_update_non_utf8": (
        {"method": "POST", "data": "CLEAR NAMED".encode("utf-16"), "content_type": f"{UPDATE}; charset=UTF-16"},
        415,
    ),
    "bad_update_syntax": (direct("update=CLEAR%20XYZ", content_type=FORM), 403),
    "bad_update_dataset_conflict": (
        direct("WITH <urn:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "using-named-graph-uri=urn%3Ab", UPDATE),
        403,
    ),
}

#: The suite wants 2xx here; the service only reads, so updates are refused with a reason in every form.
UPDATES = {
    "update_dataset_default_graph": direct("CLEAR ALL", "using-graph-uri=urn%3Aa", UPDATE),
    "update_dataset_default_graphs": direct("DROP ALL", "using-graph-uri=urn%3Aa&using-graph-uri=urn%3Ab", UPDATE),
    "update_dataset_named_graphs": direct("DROP ALL", "using-named-graph-uri=urn%3Aa", UPDATE),
    "update_dataset_full": direct("DROP ALL", "using-graph-uri=urn%3Aa&using-named-graph-uri=urn%3Ab", UPDATE),
    "update_post_form": direct("update=CLEAR+ALL", content_type=FORM),
    "update_post_direct": direct("CLEAR ALL", content_type=UPDATE),
    "update_base_uri": direct("INSERT DATA { <urn:s> <urn:p> <o> }", content_type=UPDATE),
}


@pytest.mark.parametrize("name", TRUE)
def test_protocol_answers_true(client: FlaskClient, name: str) -> None:
    """A query sent in one of the ways of the protocol, on the dataset that it names, is answered."""
    answer = client.open("/sparql/", **TRUE[name])
    assert (answer.status_code, answer.json) == (200, {"head": {}, "boolean": True})


@pytest.mark.parametrize("name", TYPES)
def test_protocol_default_types(client: FlaskClient, name: str) -> None:
    """Without an Accept header each form of query has its own default format."""
    query, types = TYPES[name]
    answer = client.open("/sparql/", **direct(query, NOWHERE))
    assert answer.status_code == 200
    assert answer.mimetype in types


@pytest.mark.parametrize("name", BAD)
def test_protocol_refuses(client: FlaskClient, name: str) -> None:
    """A request that breaks a rule of the protocol gets the status that says which."""
    request, status = BAD[name]
    answer = client.open("/sparql/", **request)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("name", UPDATES)
def test_protocol_updates_are_refused(client: FlaskClient, name: str) -> None:
    """An update is refused with 403, however it comes."""
    answer = client.open("/sparql/", **UPDATES[name])
    assert answer.status_code == 403
    assert "only reads" in answer.json["detail"]


def test_the_suite_has_34_tests() -> None:
    """All tests of the W3C manifest stand in one of the tables above."""
    assert len({*TRUE, *TYPES, *BAD, *UPDATES}) == 34


@pytest.mark.parametrize("keyword", ["INSERT DATA { <urn:a> <urn:b> 1 }", "LOAD <http://127.0.0.1/>", "clear all"])
def test_updates_sent_as_queries_are_refused(client: FlaskClient, keyword: str) -> None:
    """An update in the parameter query is refused as an update, not as bad syntax."""
    answer = client.get("/sparql", query_string={"query": keyword})
    assert answer.status_code == 403


def test_query_with_update_is_an_error(client: FlaskClient) -> None:
    """query and update in one request exclude each other."""
    answer = client.post("/sparql", data={"query": "ASK {}", "update": "CLEAR ALL"})
    assert answer.status_code == 400


def test_missing_query_is_an_error(client: FlaskClient) -> None:
    """A form without a query is 400, not the description of the service."""
    assert client.post("/sparql", data={"default-graph-uri": "urn:a"}).status_code == 400
    assert client.get("/sparql?default-graph-uri=urn%3Aa").status_code == 400
    assert client.get("/sparql?query=").status_code == 400


def test_percent_escapes_are_decoded_once(client: FlaskClient) -> None:
    """An IRI that itself holds %20 arrives with its %20."""
    query = "SELECT (STR(<http://example.org/a%20b>) AS ?x) {}"
    by_form = client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    by_get = client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"})
    assert by_form.text == by_get.text == "x\r\nhttp://example.org/a%20b\r\n"


def test_hanzi_arrive_as_utf8(client: FlaskClient) -> None:
    """Chinese text goes in and out unharmed, in each way of sending it."""
    query = 'SELECT ?s { ?s rdfs:label "习近平"@zh-Hans }'
    ways = [client.get("/sparql", query_string={"query": query}), client.open("/sparql", **direct(query))]
    assert [way.headers["X-Cnskg-Rows"] for way in ways] == ["1", "1"]


def test_bad_utf8_is_an_error(client: FlaskClient) -> None:
    """Bytes that are not UTF-8 are 400, in the query string, a form and a body."""
    assert client.get("/sparql?query=ASK%7B%7D%23%ff").status_code == 400
    assert client.open("/sparql", **direct("query=%C3", content_type=FORM)).status_code == 400
    assert client.post("/sparql", data=b"ASK {} # \xff", content_type=QUERY).status_code == 400


def test_method_query_is_accepted(client: FlaskClient) -> None:
    """The HTTP method QUERY carries a query in its body."""
    answer = client.open("/sparql", method="QUERY", data="ASK {}", content_type=QUERY)
    assert answer.json == {"head": {}, "boolean": True}


def test_head_has_the_headers_of_get(client: FlaskClient) -> None:
    """HEAD answers as GET does, without the body."""
    head = client.head("/sparql?query=ASK%7B%7D")
    got = client.get("/sparql?query=ASK%7B%7D")
    assert head.data == b""
    assert (head.status_code, head.headers["ETag"], head.mimetype) == (200, got.headers["ETag"], got.mimetype)


def test_options_says_what_is_allowed(client: FlaskClient) -> None:
    """A preflight request gets the methods and headers that a browser may use."""
    answer = client.options("/sparql", headers={"Origin": "https://example.org"})
    assert {"GET", "POST", "QUERY"} <= set(answer.headers["Allow"].split(", "))
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/sparql?query=ASK", "/nothing", "/graph", "/limits"])
def test_every_answer_may_be_read_by_any_page(client: FlaskClient, path: str) -> None:
    """CORS headers stand on every answer, errors included."""
    assert client.get(path).headers["Access-Control-Allow-Origin"] == "*"


def test_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    """405 comes with Allow."""
    answer = client.delete("/sparql")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_too_large_a_body_is_413(client: FlaskClient) -> None:
    """A body over the limit is refused with the limit."""
    answer = client.post("/sparql", data=b"#" * (1025 << 10), content_type=QUERY)
    assert (answer.status_code, answer.json["limit_kb"]) == (413, 1024)


@pytest.mark.parametrize(
    "more",
    [
        "query=ASK%20%7B%7D",
        "default-graph-uri=",
        "named-graph-uri=&default-graph-uri=",
        "format=",
        "format=json&output=json&results=json",
        "timeout=5&timeout=5",
        "format=application/sparql-results+json",
    ],
)
def test_the_same_value_twice_is_one_value(client: FlaskClient, more: str) -> None:
    """What a client says twice in the same words, or leaves empty, changes nothing, in a GET and in a form."""
    wanted = {"head": {}, "boolean": True}
    assert client.open("/sparql", **get("ASK {}", more)).json == wanted
    assert client.open("/sparql", **direct(f"query={quote('ASK {}')}&{more}", content_type=FORM)).json == wanted


@pytest.mark.parametrize(
    ("more", "both"),
    [
        ("format=csv&output=xml", ("csv", "xml")),
        ("results=tsv&format=csv", ("csv", "tsv")),
        ("timeout=5&timeout=6", ("5", "6")),
        ("query=SELECT", ("ASK {}", "SELECT")),
    ],
)
def test_two_values_are_refused_with_both(client: FlaskClient, more: str, both: tuple[str, str]) -> None:
    """Two values for what can have but one are 400, and the problem names both."""
    got = client.open("/sparql", **get("ASK {}", more))
    assert got.status_code == 400
    assert f"given as {both[0]} and as {both[1]}" in got.json["detail"]


def test_graph_parameters_take_our_prefixes(client: FlaskClient) -> None:
    """`graph:asserted` as a parameter is the graph that it is in a query."""
    count = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "format": "csv"}
    short, whole = (
        client.get("/sparql", query_string=count | {"default-graph-uri": name}).text.split()[1]
        for name in ("graph:asserted", "https://w3id.org/cnskg/graph/asserted")
    )
    assert short == whole != "0"


def test_a_compressed_body_is_told_as_one(client: FlaskClient) -> None:
    """A body in a coding that is not read is 415 with the coding, and no complaint about its text."""
    answer = client.post(
        "/sparql", data=b"\x1f\x8b", content_type="application/sparql-query", headers={"Content-Encoding": "gzip"}
    )
    assert (answer.status_code, "gzip" in answer.json["detail"]) == (415, True)
