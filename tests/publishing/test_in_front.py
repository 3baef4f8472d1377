"""A service in front of somebody else's store: the answers of our own workers, and whose trouble is whose."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cnskg.errors import Busy
from cnskg.namespaces import GRAPH_ALL, GRAPH_ASSERTED, GRAPH_INFERRED, GRAPH_PUBLISHED, PREFIXES
from cnskg.publishing.publish import publish
from cnskg.publishing.targets import GraphStore
from cnskg.query import elsewhere
from cnskg.query.runner import Runner
from cnskg.release.folder import current_release, switch_release
from cnskg.settings import Settings
from cnskg.web import create_app
from tests.support.cli import Cli
from tests.support.datasets import GRAPHS, QUERIES
from tests.support.releases import make_release, make_settings
from tests.support.triple_store import PASSWORD, USER, Said, TripleStore, triple_store

#: As it is where no test makes it shorter.
LOOK_EVERY = elsewhere._LOOK_EVERY
FOREIGN = "INSERT DATA { GRAPH <x:foreign> { id:xi-jinping a cns:Person . <x:a> <x:b> <x:c> } }"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose current release is the sample."""
    found = make_settings(tmp_path_factory.mktemp("front"))
    switch_release(found, make_release(found.build, "abc123", extra="id:cnsc cns:active true ; rdfs:seeAlso [] .").path)
    return found


@pytest.fixture(scope="module")
def there(settings: Settings) -> Iterator[TripleStore]:
    """A store that holds the sample, and something of others."""
    with triple_store() as found:
        publish(current_release(settings), GraphStore(f"{found.url}/graphs", "", USER, PASSWORD), lambda *_: None)
        found.store.update(FOREIGN, prefixes=PREFIXES)
        yield found


@pytest.fixture(scope="module")
def here(settings: Settings) -> Iterator[FlaskClient]:
    """The service with workers of its own."""
    app = create_app(settings)
    yield app.test_client()
    app.extensions["cnskg"].close()


@pytest.fixture(scope="module")
def in_front(settings: Settings, there: TripleStore) -> Iterator[FlaskClient]:
    """The service in front of the store, which looks each time what the store holds."""
    app = create_app(replace(settings, store=f"{there.url}/sparql"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(elsewhere, "_LOOK_EVERY", 0.0)
        yield app.test_client()
    app.extensions["cnskg"].close()


@pytest.fixture
def front(in_front: FlaskClient, there: TripleStore) -> Iterator[FlaskClient]:
    """The same; what a test does to the answers of the store ends with it."""
    yield in_front
    there.spoil = lambda said: said
    there.headers.clear()


def ask(client: FlaskClient, query: str, kind: str = "json", **more: str) -> TestResponse:
    """The answer to a query."""
    return client.get("/sparql", query_string={"query": query, "format": kind, **more})


@pytest.mark.parametrize("query", QUERIES)
def test_the_rows_are_those_of_our_own_workers(here: FlaskClient, front: FlaskClient, query: str) -> None:
    """Columns and rows, of the release's own dataset and of named ones; what others put into the store is not seen."""
    ours, theirs = ask(here, query), ask(front, query)
    assert (ours.status_code, theirs.status_code) == (200, 200), theirs.text
    assert theirs.get_json() == ours.get_json()


@pytest.mark.parametrize("query", GRAPHS)
def test_the_triples_are_those_of_our_own_workers(here: FlaskClient, front: FlaskClient, query: str) -> None:
    """CONSTRUCT with and without a template, and DESCRIBE, which every store takes otherwise."""
    ours, theirs = ask(here, query, "nt"), ask(front, query, "nt")
    assert (ours.status_code, theirs.status_code) == (200, 200), theirs.text
    assert sorted(theirs.text.splitlines()) == sorted(ours.text.splitlines()) != []


@pytest.mark.parametrize("kind", ["json", "xml", "csv", "tsv"])
def test_each_format_is_that_of_our_own_workers(here: FlaskClient, front: FlaskClient, kind: str) -> None:
    """Byte for byte, types included; and how many rows there are."""
    query = "SELECT ?law ?when ?called { ?law cns:entersIntoForce ?when ; rdfs:label ?called } ORDER BY ?law"
    ours, theirs = ask(here, query, kind), ask(front, query, kind)
    assert theirs.data == ours.data
    assert theirs.headers["X-Cnskg-Rows"] == ours.headers["X-Cnskg-Rows"] == "2"


@pytest.mark.parametrize("path", ["/", "/id/xi-jinping", "/id/cnsc", "/search?q=xi", "/readyz"])
def test_pages_are_there(here: FlaskClient, front: FlaskClient, path: str) -> None:
    """Pages and search answer as they do with workers."""
    ours, theirs = here.get(path, headers=PAGE), front.get(path, headers=PAGE)
    assert (theirs.status_code, theirs.mimetype) == (ours.status_code, ours.mimetype) == (200, ours.mimetype)
    assert len(theirs.data) == len(ours.data)


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("SELECT * {", 400, "ends too early"),
        ("SELECT * { ?s foo:bar ?o }", 400, "prefix"),
        ("SELECT * { ?s a cns:Law } LIMIT x", 400, "LIMIT"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403, "SERVICE"),
        ("DELETE WHERE { ?s ?p ?o }", 403, "DELETE"),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", 400, "the store behind this service does not take the query"),
    ],
)
def test_a_wrong_query_is_told(front: FlaskClient, there: TripleStore, query: str, status: int, said: str) -> None:
    """What is not SPARQL, or refused, never reaches the store; what only the store can tell is told in its words."""
    there.asked.clear()
    got = ask(front, query)
    assert got.status_code == status
    assert said in got.text
    assert all("published" in text or said.startswith("the store") for text in there.asked if "GRAPH" in text)


JSON = "application/sparql-results+json"
PAGE = {"Accept": "text/html"}
ODD_BLANK = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"bnode","value":"nodeID://b1"}}]}}'


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ((500, "text/plain", b"out of pool"), 503, "the store behind this service failed (status 500)"),
        ((503, "text/plain", b""), 503, "the store behind this service has no time now"),
        ((200, "text/html", b"<p>welcome"), 503, "the store behind this service failed"),
        ((200, JSON, b'{"head": '), 503, "an answer that cannot be read"),
        ((200, JSON, b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri"}}]}}'), 503, "cannot be read"),
        ((200, JSON, ODD_BLANK), 200, '"bnode"'),
    ],
)
def test_what_is_wrong_with_the_store_is_no_fault_of_the_query(
    front: FlaskClient, there: TripleStore, said: Said, status: int, told: str
) -> None:
    """A store that fails, has no time or gives nonsense is told as such, without its address; odd names are mended."""
    there.spoil = lambda answer: answer if b"abc123" in answer[2] else said
    got = ask(front, "SELECT ?x { ?x ?y ?z }")
    assert (got.status_code, told in got.text, there.url in got.text) == (status, True, False), got.text


def test_a_part_is_not_taken_for_the_whole(front: FlaskClient, there: TripleStore) -> None:
    """Where the store says that it gave so many rows at most, and did, that is an error."""
    there.headers["X-SPARQL-MaxRows"] = "2"
    got = ask(front, "SELECT ?s { ?s a cns:Law }")
    assert (got.status_code, got.get_json()["type"].rpartition("/")[2]) == (413, "too-large")


def test_a_row_of_distinct_stands_once(front: FlaskClient, there: TripleStore) -> None:
    """A store that gives a row of DISTINCT twice, and truth as a number, is put right."""
    cell = b'{"x":{"type":"literal","datatype":"http://www.w3.org/2001/XMLSchema#boolean","value":"1"}}'
    twice = b'{"head":{"vars":["x"]},"results":{"bindings":[%s,%s]}}' % (cell, cell)
    there.spoil = lambda said: said if b"abc123" in said[2] else (200, JSON, twice)
    assert ask(front, "SELECT DISTINCT ?x { ?y ?z ?x }", "csv").text == "x\r\ntrue\r\n"
    assert ask(front, "SELECT ?x { ?y ?z ?x }", "csv").text == "x\r\ntrue\r\ntrue\r\n"


def test_truth_in_triples_is_a_word(front: FlaskClient, there: TripleStore) -> None:
    """`1` of a store is `true` in what it constructs; a text that looks alike stays."""
    typed = b"<http://www.w3.org/2001/XMLSchema#boolean>"
    said = b'<x:a> <x:b> "1"^^' + typed + b' .\n<x:a> <x:c> "\\"1\\"^^' + typed + b'" .\n'
    there.spoil = lambda answer: answer if b"abc123" in answer[2] else (200, "application/n-triples", said)
    assert ask(front, "CONSTRUCT WHERE { ?s ?p ?o }", "nt").data == said.replace(b'"1"^^', b'"true"^^', 1)


@pytest.mark.parametrize("held", ["", "other"])
def test_nothing_is_answered_from_another_release(front: FlaskClient, there: TripleStore, held: str) -> None:
    """While another release is loaded, or when it is, queries are told to come back, and the service is not ready."""
    graph = ox.NamedNode(GRAPH_PUBLISHED)
    (mark,) = there.store.quads_for_pattern(None, None, None, graph)
    there.store.clear_graph(graph)
    try:
        if held:
            there.store.add(ox.Quad(mark.subject, mark.predicate, ox.Literal(held), graph))
        got, ready = ask(front, "ASK {}"), front.get("/readyz")
    finally:
        there.store.clear_graph(graph)
        there.store.add(mark)
    assert (got.status_code, got.headers["Retry-After"], ready.status_code) == (503, "5", 503)
    assert "another release" in got.text
    assert ask(front, "ASK {}").status_code == 200


def test_the_store_is_asked_now_and_then_what_it_holds(
    settings: Settings, there: TripleStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once for all queries of five seconds, and then again."""
    now = [time.monotonic()]
    monkeypatch.setattr(elsewhere, "_LOOK_EVERY", LOOK_EVERY)
    monkeypatch.setattr(elsewhere, "time", SimpleNamespace(monotonic=lambda: now[0]))
    store = elsewhere.Elsewhere(replace(settings, store=f"{there.url}/sparql"), "abc123")
    with Runner(settings, current_release(settings), store) as runner:
        there.asked.clear()
        for later in (0.0, 2.0, 2.9, 0.2):
            now[0] += later
            runner.rows("SELECT ?s { ?s a cns:Law }")
    assert ["published" in text for text in there.asked if text.startswith("SELECT")] == [
        True, False, False, False, True, False,
    ]  # fmt: skip


def test_so_many_queries_are_with_the_store_at_once(settings: Settings, there: TripleStore) -> None:
    """As many as there would be workers; with nobody allowed to wait, one more is told to come back."""
    few = replace(settings, store=f"{there.url}/sparql", workers=1, slow_workers=0, queue=0)
    held, go = threading.Event(), threading.Event()
    there.spoil = lambda said: said if b"abc123" in said[2] else (held.set(), go.wait(60), said)[2]
    store = elsewhere.Elsewhere(few, "abc123")
    with Runner(few, current_release(few), store) as runner, ThreadPoolExecutor(1) as one:
        first = one.submit(runner.rows, "SELECT ?s { ?s a cns:Law }")
        assert held.wait(60)
        assert store.state()["fast"] == 1
        with pytest.raises(Busy):
            runner.rows("SELECT ?s { ?s a cns:Law }")
        go.set()
        assert len(first.result()) == 2
        there.spoil = lambda said: said
        assert store.state() == {"fast": 0, "slow": 0, "waiting": 0, "idle": 1, "restarts": 0}
        assert len(runner.rows("SELECT ?s { ?s a cns:Law }")) == 2


def test_who_waits_for_a_slow_store_hears_of_the_deadline(front: FlaskClient, there: TripleStore) -> None:
    """A store that takes longer than a query may: 503 at the deadline, with the limit, and no address."""
    there.spoil = lambda said: said if b"abc123" in said[2] else (time.sleep(3), said)[1]
    got = ask(front, "SELECT ?s { ?s a cns:Law }", timeout="1")
    assert (got.status_code, got.get_json()["type"].rpartition("/")[2]) == (503, "deadline")
    assert there.url not in got.text


def test_of_a_long_complaint_the_beginning_is_told(front: FlaskClient, there: TripleStore) -> None:
    """What a store says against a query goes on to who asked, up to 300 characters of it."""
    there.spoil = lambda said: said if b"abc123" in said[2] else (400, "text/plain", b"no " * 400)
    got = ask(front, "SELECT ?s { ?s a cns:Law }")
    assert (got.status_code, len(got.get_json()["hint"])) == (400, 300)


def test_a_store_that_is_gone_is_told(settings: Settings, there: TripleStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that no longer listens: 503, come back, no address of it."""
    monkeypatch.setattr(elsewhere, "_LOOK_EVERY", 0.0)
    with triple_store() as other:
        other.store.bulk_extend(there.store)
        app = create_app(replace(settings, store=f"{other.url}/sparql"))
    got = ask(app.test_client(), "ASK {}")
    app.extensions["cnskg"].close()
    assert (got.status_code, got.headers["Retry-After"]) == (503, "5")
    assert "does not answer" in got.text
    assert other.url not in got.text


def test_two_graphs_are_seen_as_the_facts(front: FlaskClient) -> None:
    """Asserted and inferred, asked together by the protocol, are each fact once."""
    both = {"default-graph-uri": [GRAPH_ASSERTED, GRAPH_INFERRED]}
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    got = front.get("/sparql", query_string={"query": query, "format": "csv", **both})
    assert got.text == ask(front, query, "csv").text
    none = ask(front, query, "csv", **{"default-graph-uri": GRAPH_ALL})
    assert none.text.split() == ["n", "0"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--store", "ftp://x"], 2, "it may be an address that begins with http:// or https://"),
        (["--store", "http://127.0.0.1:9/sparql"], 2, "the store behind this service does not answer"),
        (["--store", "{there}/sparql", "--build-if-stale"], 2, "not for a service in front of a store"),
        (["--store", "{there}/sparql"], 2, "holds release abc123, which is not under"),
    ],
)
def test_a_service_that_cannot_start_says_why(
    run: Cli, there: TripleStore, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    """A wrong address, a store that is not there, or one whose release is not here, each with what to do."""
    words = [one.replace("{there}", there.url) for one in arguments]
    got = run("serve", "--port", "0", *words, CNSKG_BUILD=str(tmp_path))
    assert (got.code, said.lower() in got.both.lower()) == (code, True), got.both
