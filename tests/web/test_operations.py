"""For operators: probes, metrics, limits, rate limit, the access log, a new release, the start and the end."""

from __future__ import annotations

import json
import logging
import re
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from cnskg import __version__
from cnskg.release.folder import Release, switch_release
from cnskg.web import create_app, logs
from cnskg.web.limits import RateLimit
from tests.support.http import COUNT, ask, gauge, raw
from tests.support.releases import FACT_COUNT, app_for, make_release, make_settings
from tests.support.service import refusal, running


def test_probes(client: FlaskClient) -> None:
    """The process lives, and a query on the release is answered."""
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz").json
    assert (ready["status"], ready["release"]) == ("ok", "sample")


def test_metrics(client: FlaskClient) -> None:
    """Requests, problems, rows and the pool are counted in Prometheus's format."""
    client.get("/sparql?query=ASK%7B%7D")
    client.get("/sparql?query=ASK")
    text = client.get("/metrics").text
    for name in ("cnskg_requests_total", "cnskg_query_seconds_bucket", "cnskg_result_rows_total", "cnskg_pool"):
        assert name in text
    assert f'cnskg_build_info{{release="sample",version="{__version__}"}} 1.0' in text
    assert "cnskg_release_stale 1.0" in text
    assert "process_resident_memory_bytes" in text
    entered, waited = (
        re.search(rf"^cnskg_queue_{what}_total (\S+)", text, re.M) for what in ("entered", "wait_seconds")
    )
    assert entered is not None
    assert waited is not None
    assert float(entered[1]) >= 1
    assert "_created" not in text
    assert 'cnskg_problems_total{kind="syntax"}' in text


def test_access_log_holds_no_query_and_no_address(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """A line of the log has path, digest, rows, status, bytes and time, but neither query nor the client's address."""
    with caplog.at_level(logging.INFO, "cnskg.access"):
        got = client.get("/sparql", query_string={"query": "ASK { ?s ?p 'secret' }"})
    line = json.loads(logs.Line(as_json=True).format(caplog.records[-1]))
    assert {"time", "client", "method", "route", "status", "query", "rows", "ms", "bytes"} <= set(line)
    assert "secret" not in str(line)
    assert "127.0.0.1" not in str(line)
    assert (line["rows"], line["status"], line["route"], line["path"]) == (1, 200, "/sparql", "/sparql")
    assert line["bytes"] == len(got.data)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a1-B2:c", True),
        ("f" * 128, True),
        ("f" * 129, False),
        ("", False),
        ("a b", False),
        ('a"b', False),
        ("é", False),
    ],
)
def test_a_request_keeps_its_number(given: str, kept: bool, client: FlaskClient) -> None:
    """A number that is one is taken over, another one is made; an error tells it, too."""
    got = client.get("/sparql?query=ASK", headers={"X-Request-Id": given} if given else {})
    number = got.headers["X-Request-Id"]
    assert (number == given) == kept
    assert number
    assert got.json["request_id"] == number


@pytest.mark.parametrize("kind", ["json", "text"])
def test_all_of_the_log_is_in_one_format(kind: str, build: Path) -> None:
    """Requests, our own messages and what breaks are one line each, with the number of the request."""
    code = f"""
import logging
from dataclasses import replace
from pathlib import Path
from cnskg.web import create_app, logs
from tests.support.releases import make_settings
settings = make_settings(Path({str(build)!r}), log={kind!r})
logs.set_up(settings)
app = create_app(settings)
app.view_functions["ops.healthz"] = lambda: 1 / 0
app.test_client().get("/healthz?secret=1", headers={{"X-Request-Id": "n1"}})
logging.getLogger("waitress").error("two\\nlines")
app.extensions["cnskg"].close()
"""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    rows = done.stderr.splitlines()
    assert "secret" not in done.stderr
    if kind == "json":
        lines = [json.loads(row) for row in rows]
        assert all({"time", "level", "logger", "message"} <= set(line) for line in lines)
        [fault] = [line for line in lines if line["level"] == "error" and line["logger"] == "cnskg.web"]
        assert fault["request"] == "n1"
        assert "ZeroDivisionError" in fault["traceback"]
        [request] = [line for line in lines if line["logger"] == "cnskg.access"]
        assert (request["request"], request["status"], request["path"]) == ("n1", 500, "/healthz")
    else:
        assert all(re.match(r"\d{4}-\d\d-\d\dT[\d:.]+Z [a-z]+ [a-z.]+: ", row) for row in rows), rows
        assert any("ZeroDivisionError" in row and "request=n1" in row for row in rows)


def test_the_log_can_be_off(build: Path) -> None:
    """With CNSKG_LOG=off nothing stands on standard error, whatever is asked."""
    code = f"""
from pathlib import Path
from cnskg.web import create_app, logs
from tests.support.releases import make_settings
settings = make_settings(Path({str(build)!r}), log="off")
logs.set_up(settings)
app = create_app(settings)
app.test_client().get("/healthz")
app.extensions["cnskg"].close()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("who", "address", "headers", "status"),
    [
        ("loopback", "127.0.0.1", {}, 200),
        ("loopback", "::1", {}, 200),
        ("loopback", "192.0.2.1", {}, 403),
        ("loopback", "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 403),
        ("loopback", "127.0.0.1", {"Forwarded": "for=127.0.0.1"}, 403),
        ("open", "192.0.2.1", {}, 200),
        ("off", "127.0.0.1", {}, 403),
    ],
)
def test_who_may_read_the_metrics(
    who: str, address: str, headers: dict[str, str], status: int, sample: Release
) -> None:
    """By default this machine, but not through a proxy on it; everybody or nobody where the setting says so."""
    with app_for(sample, metrics=who) as app:
        got = app.test_client().get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
    assert got.status_code == status


def test_rate_limit_is_a_bucket() -> None:
    """A client may send its burst at once, then as many as flow in; others are not concerned."""
    limit = RateLimit(rate=2.0, burst=3)
    assert [limit.wait("a", 0.0) > 0 for _ in range(4)] == [False, False, False, True]
    assert limit.wait("b", 0.0) == 0
    assert limit.wait("a", 0.5) == 0
    assert limit.wait("a", 0.5) == pytest.approx(0.5)


def test_rate_limit_answers_429(build: Path) -> None:
    """Over the limit a client gets 429 with the time to wait; the probes go on."""
    app = create_app(make_settings(build, rate=0.001, rate_burst=2))
    client = app.test_client()
    answers = [client.get("/sparql?query=ASK%7B%7D") for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) > 0
    assert answers[2].headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/healthz").status_code == 200
    app.extensions["cnskg"].close()


def test_a_new_release_is_taken_up_and_no_request_lost(tmp_path: Path) -> None:
    """While clients ask, the link changes: each answer is whole and of one release or the other; the new one comes."""
    settings = make_settings(tmp_path)
    first = make_release(tmp_path, "first")
    second = make_release(tmp_path, "second", extra="id:new a cns:Law .")
    switch_release(settings, first.path)
    app = create_app(settings)
    seen: list[tuple[int, str, str]] = []
    done = threading.Event()

    def keep_asking() -> None:
        client = app.test_client()
        while not done.is_set():
            got = client.get("/sparql", query_string={"query": COUNT, "format": "csv"})
            seen.append((got.status_code, got.headers["X-Cnskg-Release"], got.text.split()[1]))

    threads = [threading.Thread(target=keep_asking) for _ in range(3)]
    for thread in threads:
        thread.start()
    switch_release(settings, second.path)
    while not any(entry[1] == "second" for entry in list(seen)):
        done.wait(0.05)
    done.set()
    for thread in threads:
        thread.join()
    app.extensions["cnskg"].close()
    assert set(seen) <= {(200, "first", str(FACT_COUNT)), (200, "second", str(FACT_COUNT + 1))}


def test_a_damaged_release_is_not_taken_up(tmp_path: Path) -> None:
    """A link to a broken release leaves the old one in service."""
    settings = make_settings(tmp_path)
    switch_release(settings, make_release(tmp_path, "good").path)
    app = create_app(settings)
    service = app.extensions["cnskg"]
    broken = make_release(tmp_path, "broken")
    (broken.path / "void.ttl").unlink()
    switch_release(settings, broken.path)
    service._looked = 0.0
    assert service.release.digest == "good"
    assert app.test_client().get("/readyz").status_code == 200
    service.close()


@pytest.mark.parametrize(
    "header", ["text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"]
)
def test_void(client: FlaskClient, header: str) -> None:
    """VoID of the release in the format that the client prefers, with a tag."""
    got = client.get("/.well-known/void", headers={"Accept": header})
    assert (got.status_code, got.mimetype) == (200, header)
    assert str(FACT_COUNT) in got.text
    again = client.get("/.well-known/void", headers={"Accept": header, "If-None-Match": got.headers["ETag"]})
    assert again.status_code == 304


def test_no_release_is_one_message(tmp_path: Path) -> None:
    """Without a release the service says so, with the remedy, and exits with 2."""
    found = refusal(build=tmp_path / "none")
    assert found.returncode == 2
    assert "there is no release" in found.stderr
    assert "cnskg build" in found.stderr
    assert "Traceback" not in found.stderr


def test_a_port_in_use_is_one_message(build: Path) -> None:
    """A taken port is said to be taken; exit code 2."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = refusal(build=build, port=taken.getsockname()[1])
    assert found.returncode == 2
    assert "is in use" in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.slow
def test_the_end_loses_no_request(build: Path) -> None:
    """A query under way when the service is told to end still gets its whole answer."""
    query = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a <urn:next> ?x . ?b <urn:next> ?y FILTER(?x + ?y = 5000) } }"
    got = []
    with running(build=build, deadline_s=120) as service:
        thread = threading.Thread(target=lambda: got.append(ask(service.url, query, "text/csv").body))
        thread.start()
        while gauge(service.url, "fast") + gauge(service.url, "slow") < 1:
            pass
        service.process.send_signal(signal.SIGTERM)
        thread.join()
        assert service.process.wait(timeout=60) == 0
    assert got == [b"n\r\n999\r\n"]


def test_server_errors_have_our_shape(build: Path) -> None:
    """What the server refuses by itself (a head or body too large, no HTTP) is a problem with CORS, too."""
    requests = (
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n", b"431", b"url_kb"),
        (b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99000000\r\n\r\n", b"413", b"body_kb"),
        (b"nonsense\r\n\r\n", b"400", b"title"),
    )
    with running(build=build, url_kb=8) as service:
        for request, status, said in requests:
            answer = raw(service.url, request)
            assert status in answer.split(b"\r\n")[0]
            assert said in answer
            assert b"application/problem+json" in answer
            assert b"Access-Control-Allow-Origin: *" in answer
            number = re.search(rb"X-Request-Id: (\w+)", answer)
            assert number is not None
            assert json.loads(answer.partition(b"\r\n\r\n")[2])["request_id"] == number[1].decode()


def test_an_address_may_be_plain_text(build: Path) -> None:
    """Hanzi that a client sends as they are, in UTF-8, are read; in another encoding they are refused, not guessed."""
    heads = {
        "/sparql?format=csv&query=ASK{?s%20rdfs:label%20'习近平'@zh-hans}".encode(): (b"200", b"true"),
        "/sparql?query=ASK{}&习=近".encode(): (b"200", b"true"),
        "/search?q=习近平".encode(): (b"200", "Search: 习近平".encode()),
        "/search?q=习近平".encode("gbk"): (b"400", b"Percent-encode it once, as UTF-8"),
        "/id/习近平".encode(): (b"404", b"not-found"),
        "/id/习近平".encode("gbk"): (b"404", b"not-found"),
        b"/sparql?query=SELECT * {?s ?p ?o}": (b"400", b"Percent-encode the address once, as UTF-8, its spaces, too."),
    }
    with running(build=build) as service:
        for address, (status, piece) in heads.items():
            answer = raw(service.url, b"GET " + address + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert answer.split()[1] == status
            assert piece in answer


def test_a_service_that_breaks_off_says_so_in_its_log(build: Path) -> None:
    """A fault that ends the service is a line of the log, in its format, and exit code 2."""
    code = f"""
from pathlib import Path
from cnskg.web import server
from tests.support.releases import make_settings
server.run = lambda *_: 1 / 0
raise SystemExit(server.main(make_settings(Path({str(build)!r}))))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    line = json.loads(done.stderr.splitlines()[-1])
    assert (done.returncode, line["level"]) == (2, "critical")
    assert "ZeroDivisionError" in line["traceback"]
