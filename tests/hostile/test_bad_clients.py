"""Clients that are slow, broken or malicious: the service stays calm, answers in one shape, shows nothing of itself."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import urllib.parse
import urllib.request
from pathlib import Path

import pyoxigraph as ox
import pytest

from cnskg.query.runner import Runner
from cnskg.release.folder import current_release
from tests.support.http import ask, connect, fetch, gauge, raw, still_well
from tests.support.releases import make_settings
from tests.support.service import running


def test_slow_clients_hold_no_thread(service: str) -> None:
    """Three hundred connections that send half a request do not keep others from being answered."""
    channels = [connect(service) for _ in range(300)]
    for channel in channels:
        channel.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nquery=AS")
    still_well(service)
    for channel in channels:
        channel.close()
    still_well(service)


@pytest.mark.alone
def test_a_slow_reader_holds_no_worker(hostile_build: Path) -> None:
    """Clients that do not read their large answers keep neither a worker nor a thread, however many they are."""
    many = " ".join(str(n) for n in range(10))
    query = urllib.parse.quote(f"SELECT * {{ GRAPH <urn:noise> {{ ?a <urn:next> ?x }} VALUES ?k {{ {many} }} }}")
    # two workers, no queue to speak of: with the spare threads fewer than there are readers
    limits = {"workers": 2, "slow_workers": 2, "queue": 2, "deadline_s": 120, "slow_after_s": 60}
    with running(build=hostile_build, **limits) as service:
        channels = []
        for _ in range(20):
            channels.append(connect(service.url))
            channels[-1].sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert channels[-1].recv(17, socket.MSG_PEEK) == b"HTTP/1.1 200 OK\r\n"  # it is complete, and lies unread
            assert [gauge(service.url, lane) for lane in ("fast", "slow", "waiting")] == [0, 0, 0]
        still_well(service.url)
        for channel in channels:
            channel.close()
        still_well(service.url)


BROKEN = [
    b"\r\n\r\n",
    b"\x00" * 100 + b"\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET /sparql?query=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"GET /sparql?query=\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA b: c\r\nConnection: close\r\n\r\n",
    b'GET /sparql HTTP/1.1\r\nHost: a b<>"\r\nConnection: close\r\n\r\n',
    b"GET /sparql HTTP/1.1\r\nHost: x\r\nAccept: " + b"a/b;q=0.1," * 3000 + b"\r\nConnection: close\r\n\r\n",
    b"GET /sparql HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
    b"GET /sparql?" + b"a=b&" * 8000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
]


@pytest.mark.parametrize("data", BROKEN, ids=range(len(BROKEN)))
def test_broken_requests(service: str, data: bytes) -> None:
    """A broken request gets an error or a closed connection, never a 5xx, and nothing of the inside."""
    answer = b""
    with connect(service) as channel, contextlib.suppress(OSError):  # it may hang up before all of it is sent
        channel.sendall(data)
        channel.shutdown(socket.SHUT_WR)
        while part := channel.recv(1 << 16):
            answer += part
    status = answer[9:10]
    assert status in (b"", b"2", b"4") or answer.startswith(b"HTTP/1.1 501"), answer[:200]
    assert b"Traceback" not in answer
    assert b"/work" not in answer
    still_well(service)


@pytest.mark.parametrize(
    "query",
    [
        "{" * 300_000,
        "SELECT * { " + "?s ?p ?o . " * 50_000,
        "SELECT * { ?s ?p '" + "x" * 900_000,
        "SELECT * { ?s ?p <" + "x" * 900_000 + "> }",
        "PREFIX a: <urn:a> " * 40_000 + "ASK {}",
        "SELECT " + "(1 AS ?x) " * 50_000 + "{}",
        "ASK {} #" + "x" * 900_000,
        "\x00",
        "\ufeffASK {}",
        "\u202eASK {}",
        'SELECT * { ?s ?p "\\uD800" }',
        "ASK { ?s ?p ?o }" * 20_000,
        "SELECT * { ?" + "v" * 500_000 + " ?p ?o }",
        "service<a" * 90_000,
        "SELECT * { FILTER(" + "!" * 100_000 + "true) }",
        "SELECT * { FILTER(" + "1+" * 100_000 + "1) }",
        "SELECT * { ?s " + "^" * 100_000 + "<urn:p> ?o }",
        "SELECT * { VALUES ?x { " + "1 " * 200_000 + "} }",
        "SELECT ?x ?x { " + "{ " * 500 + "?x ?p ?o . " * 40_000 + "}" * 501,
        "SELECT ?x ?x { " + "OPTIONAL { ?x ?p ?o " * 200 + "?x ?p ?o . " * 30_000 + "}" * 201,
    ],
    ids=range(20),
)
def test_huge_and_odd_queries(service: str, query: str) -> None:
    """Megabytes of nonsense are answered, refused or stopped, in the one shape of errors."""
    answer = ask(service, query)
    assert answer.status in (200, 400, 403, 413, 503), answer.body[:200]
    if answer.status != 200:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert len(answer.body) < 5000
    still_well(service)


def test_random_bytes(service: str) -> None:
    """Random bodies in every content type never make a 5xx."""
    dice = random.Random(7)
    for content_type in ("application/sparql-query", "application/x-www-form-urlencoded", "text/plain", "\xe9"):
        for _ in range(10):
            body = dice.randbytes(dice.randrange(200))
            head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
            answer = raw(service, head.encode() + f"Content-Type: {content_type}\r\n\r\n".encode("latin-1") + body)
            assert answer.startswith(b"HTTP/1.1 4"), answer[:200]


XSS = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "path",
    [
        f"/{XSS}",
        f"/sparql?query={XSS}",
        f"/sparql?query=ASK&format={XSS}",
        f"/graph?graph={XSS}",
        f"/sparql?default-graph-uri={XSS}&query=ASK%7B%7D",
    ],
)
def test_markup_is_never_executable(service: str, path: str) -> None:
    """Markup in a request comes back escaped or in a type that no browser runs, with sniffing switched off."""
    request = urllib.request.Request(service + urllib.parse.quote(path, safe="/?&=%"), headers={"Accept": "text/html"})
    answer = fetch(request)
    assert answer.status in (400, 404, 406)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if answer.headers["Content-Type"].startswith("text/html"):
        assert XSS.encode() not in answer.body
    assert "script-src" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/..%2f..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/static/../../settings.py",
        "/static/%2e%2e/%2e%2e/settings.py",
        "/static/..%5c..%5csettings.py",
        "/.well-known/void/../../manifest.json",
        "//etc/passwd",
        "/graph?graph=../../manifest.json",
        "/graph?graph=%00",
        "/%00",
    ],
)
def test_paths_lead_nowhere(service: str, path: str) -> None:
    """No path leads to a file that is not meant to be served."""
    answer = raw(service, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert answer[9:12] in (b"400", b"404")
    assert b"root:" not in answer
    assert b"class Settings" not in answer


@pytest.mark.slow
@pytest.mark.alone
def test_killed_workers_are_replaced(hostile_build: Path) -> None:
    """Idle workers that are killed are replaced without any client noticing."""
    settings = make_settings(hostile_build)
    with Runner(settings, current_release(settings)) as runner:
        for _ in range(20):
            for pid in runner.pool.processes():
                os.kill(pid, signal.SIGKILL)
            assert runner.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == [{"n": ox.Literal(15)}]
        assert runner.pool.state()["restarts"] >= 20


def test_headers_of_a_page_and_of_data(service: str) -> None:
    """Each answer says that it is not to be sniffed and from where it may load."""
    for path in ("/sparql?query=ASK%7B%7D", "/nothing"):
        headers = fetch(service + path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src" in headers["Content-Security-Policy"]
        assert "waitress" not in headers["Server"]
        assert "Python" not in headers["Server"]
