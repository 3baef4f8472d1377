"""One budget for a question: it holds through SERVICE, the pool, the hints, the pages and the explanations."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from cnskg.errors import Busy, Cancelled, CnskgError, DeadlineExceeded
from cnskg.query.budget import Budget, budget_of
from cnskg.release.folder import Release
from cnskg.settings import Settings
from tests.support.drip import dripping
from tests.support.releases import app_for, runner_for

NEVER = "ASK { GRAPH <urn:noise> { ?a <urn:next> ?x . ?b <urn:next> ?y . ?c <urn:next> ?z FILTER(?x + ?y + ?z < 0) } }"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
#: what the other end says for ever, instead of an answer
PEERS = {
    "nothing": (b"", b""),
    "a status line by letters": (b"HTTP/1.1 2", b"0"),
    "one header after the other": (HEAD, b"X: y\r\n"),
    "a body by bytes": (HEAD + b"Content-Length: 100000\r\n\r\n{", b" "),
}


def seconds(call: Callable[[], object]) -> float:
    """How long a call takes that ends in an error of ours."""
    began = time.monotonic()
    with pytest.raises(CnskgError):
        call()
    return time.monotonic() - began


def test_a_budget_is_time_and_an_asker() -> None:
    """It is over when its time is or when the asker has left; a part is never longer than what is left."""
    gone = threading.Event()
    budget = Budget(60.0, 1, gone.is_set)
    budget.check()
    assert budget.part(1.0).seconds == 1.0
    assert budget.part(1000.0) is budget
    with pytest.raises(DeadlineExceeded):
        Budget(0.0, 1).check()
    gone.set()
    with pytest.raises(Cancelled):
        budget.part(1.0).check()


def test_a_client_may_shorten_its_time_and_not_lengthen_it() -> None:
    """Of the seconds of the client and of the settings the fewer count; the bytes are those of the settings."""
    settings = Settings(deadline_s=5.0, result_mb=3)
    assert [budget_of(settings, s).seconds for s in (None, 1.0, 100.0)] == [5.0, 1.0, 5.0]
    assert budget_of(settings).bytes == 3 << 20


@pytest.mark.parametrize("peer", PEERS)
def test_a_timeout_holds_through_service(sample: Release, peer: str) -> None:
    """timeout=1 ends a query with a mute or trickling SERVICE after a second, names the limit, and hangs up."""
    first, drop = PEERS[peer]
    with dripping(first, drop) as other, app_for(sample, services=other.url, service_s=30.0) as app:
        query = f"SELECT * {{ SERVICE <{other.url}> {{ ?s ?p ?o }} }}"
        began = time.monotonic()
        got = app.test_client().get("/sparql", query_string={"query": query, "timeout": "1"})
        took = time.monotonic() - began
        assert other.hung_up.wait(10)
    assert (got.status_code, got.json["type"].rpartition("/")[2], got.json["limit_s"]) == (503, "deadline", 1.0)
    assert 0.9 < took < 5


@pytest.mark.parametrize("peer", PEERS)
def test_one_call_has_its_own_time(sample: Release, peer: str) -> None:
    """A SERVICE call is given up after CNSKG_SERVICE_S, however much of the query's time is left; SILENT goes on."""
    first, drop = PEERS[peer]
    with dripping(first, drop) as other, runner_for(sample, other.url, service_s=0.3) as runner:
        assert seconds(lambda: runner.run(f"SELECT * {{ SERVICE <{other.url}> {{ ?s ?p ?o }} }}")) < 5
    with dripping(first, drop) as other, runner_for(sample, other.url, service_s=0.3) as runner:
        assert runner.rows(f"SELECT ?x {{ SERVICE SILENT <{other.url}> {{ ?x ?p ?o }} }}") == [{}]


def test_a_slow_look_up_is_not_waited_for(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """The look-up of a host's name has no time-out of its own; the query ends at its deadline all the same."""
    done = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: done.wait(60) or [])
    with runner_for(sample, "http://slow.example/", deadline_s=0.5) as runner:
        took = seconds(lambda: runner.run("SELECT * { SERVICE <http://slow.example/> { ?s ?p ?o } }"))
    done.set()
    assert took < 5


def test_who_leaves_ends_service_and_query(sample: Release) -> None:
    """When the asker has left, a call under way is hung up and a running query stopped, long before the deadline."""
    with dripping() as other, runner_for(sample, other.url, deadline_s=60.0, service_s=60.0) as runner:
        for query in (f"SELECT * {{ SERVICE <{other.url}> {{ ?s ?p ?o }} }}", NEVER):
            leaves = time.monotonic() + 0.3
            budget = budget_of(runner.settings, None, lambda leaves=leaves: time.monotonic() > leaves)
            with pytest.raises(Cancelled):
                runner.run(query, budget=budget)
            assert time.monotonic() < leaves + 5
        assert other.hung_up.wait(10)


@pytest.mark.parametrize(
    "fault",
    [Busy("full"), DeadlineExceeded("late"), Cancelled("gone"), OSError("no files left"), RuntimeError("?")],
    ids=lambda fault: type(fault).__name__,
)
def test_hints_never_cost_an_answer(sample: Release, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    """Whatever goes wrong while hints are sought, the complete answer is handed out, without them."""

    def fail(*_: object) -> None:
        raise fault

    with runner_for(sample) as runner:
        monkeypatch.setattr(runner, "known", fail)
        result = runner.run("SELECT ?s { ?s a cns:Law ; a cns:Lav }")
        assert (result.rows, result.hints, b'"bindings":[]' in result.read()) == (0, [], True)


def test_an_interrupted_hint_leaves_no_file_open(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the whole program is told to end while hints are sought, the file of the answer is closed."""
    opened = []

    def interrupt(result: object, *_: object) -> None:
        opened.append(result)
        raise KeyboardInterrupt

    with runner_for(sample) as runner:
        monkeypatch.setattr(runner, "_teach", interrupt)
        with pytest.raises(KeyboardInterrupt):
            runner.run("SELECT ?s { ?s a cns:Law }")
    assert [result.file.closed for result in opened] == [True]


def test_what_hints_have_learnt_is_not_asked_again(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where time for hints ends halfway, the next answer goes on from there, and does not begin anew."""
    with runner_for(sample) as runner:
        rows, asked = runner.rows, []

        def late(query: str, *arguments: object) -> object:
            asked.append(query)
            if len(asked) == 2:
                raise DeadlineExceeded("late")
            return rows(query, *arguments)

        monkeypatch.setattr(runner, "rows", late)
        results = [runner.run("SELECT ?s { ?s a cns:Lav }") for _ in range(2)]
        assert [bool(result.hints) for result in results] == [False, True]
        for result in results:
            result.file.close()
        assert [asked.count(query) for query in dict.fromkeys(asked)] == [1, 2, 1]


def test_hints_are_not_waited_for(sample: Release) -> None:
    """With every worker taken, an answer that is complete waits a second for its hints and not until its deadline."""
    with runner_for(sample, workers=1, slow_after_s=1000.0) as runner:
        enough = threading.Event()
        budget = Budget(10.0, 1 << 20, enough.is_set)
        blocking = threading.Thread(target=seconds, args=[lambda: runner.rows(NEVER, budget)])
        execute = runner.pool.execute

        def execute_then_block(*arguments: object) -> object:
            runner.pool.execute = execute
            reply = execute(*arguments)
            blocking.start()
            while not runner.pool.state()["fast"]:
                time.sleep(0.01)
            return reply

        runner.pool.execute = execute_then_block
        result = runner.run("SELECT ?s { ?s a cns:Lav }")
        assert blocking.is_alive()
        assert (result.rows, result.hints) == (0, [])
        result.file.close()
        enough.set()
        blocking.join()


def test_a_large_answer_is_not_read_by_its_page(sample: Release) -> None:
    """Of 60,000 rows, as many triples or one cell of 6 MB a page reads no more than it shows, and says so."""
    values = f"VALUES ?k {{ {' '.join(map(str, range(20)))} }}"
    rows = f"SELECT * {{ GRAPH <urn:noise> {{ ?a <urn:next> ?x }} {values} }}"
    graph = f"CONSTRUCT {{ ?a ?p ?y }} {{ GRAPH <urn:noise> {{ ?a ?p ?x }} {values} BIND(STR(?k * 1e99) AS ?y) }}"
    cell = f"SELECT (GROUP_CONCAT(?z) AS ?x) {{ GRAPH <urn:noise> {{ ?a ?p ?y }} {values} BIND('{'x' * 99}' AS ?z) }}"
    shown = {
        rows: "60000 rows; the first 500 are shown",
        graph: "60000 triples; the first part is shown",
        cell: "1 row; the first 0 are shown",
    }
    read: list[int] = []
    with app_for(sample) as app:
        run = app.extensions["cnskg"].runner.run

        def watched(*arguments: object) -> object:
            result = run(*arguments)
            result.file = Counted(result.file, read)
            return result

        app.extensions["cnskg"].runner.run = watched
        for query, words in shown.items():
            read.clear()
            got = app.test_client().get("/query", query_string={"query": query}, headers={"Accept": "text/html"})
            assert words in got.text
            assert 0 < sum(read) <= 5 << 20


class Counted:
    """A file that notes how many bytes are read from it."""

    def __init__(self, file: object, read: list[int]) -> None:
        self._file, self._read = file, read

    def read(self, size: int = -1) -> bytes:
        part = self._file.read(size)
        self._read.append(len(part))
        return part

    def __enter__(self) -> Counted:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()


def test_every_route_has_the_budget(client: FlaskClient) -> None:
    """Every route that asks the pool asks within a budget that ends when the client leaves."""
    routes = [
        "/sparql?query=ASK%7B%7D",
        "/graph?default",
        "/query?query=ASK%7B%7D",
        "/id/cnsc",
        "/ontology",
        "/passage/doc-a/p1",
        "/explain?s=id:cnsc&p=a&o=cns:Organ",
        "/readyz",
    ]
    gone = {"waitress.client_disconnected": lambda: True}
    for route in routes:
        page, data = (
            client.get(route, headers={"Accept": accept}, environ_overrides=gone).status_code
            for accept in ("text/html,*/*;q=0.1", "*/*")
        )
        assert (page, data) == (499, 499), route


def test_answers_of_other_endpoints_are_not_kept(sample: Release) -> None:
    """What holds a SERVICE clause has no tag and is not to be stored, since the other endpoint may change."""
    reply = b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'
    head = HEAD + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(reply)
    with dripping(head + reply) as other, app_for(sample, services=other.url) as app:
        query = f"ASK {{ SERVICE <{other.url}> {{ ?x ?p ?o }} }}"
        got = app.test_client().get("/sparql", query_string={"query": query})
    assert (got.status_code, got.headers["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in got.headers
