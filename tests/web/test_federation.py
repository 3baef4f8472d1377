"""SERVICE: only to listed endpoints, only to checked addresses, with caps; tried on a second real endpoint."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pyoxigraph as ox
import pytest

from cnskg.errors import QueryError, RefusedFeature, RemoteFailure, ResultTooLarge
from cnskg.query.remote import checked
from cnskg.release.folder import Release, switch_release
from tests.support.canary import Canary, bindings
from tests.support.releases import app_for, make_release, make_settings, runner_for
from tests.support.service import running


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A second endpoint, in its own process, with one more fact."""
    folder = tmp_path_factory.mktemp("remote")
    there = make_release(
        folder, "remote", 'id:cnsc rdfs:comment "from afar"@en , "二" , "q\\"\\n" . id:cnsc cns:size 7 .'
    )
    switch_release(make_settings(folder), there.path)
    with running(build=folder) as service:
        yield f"{service.url}/sparql"


def test_rows_of_another_endpoint_join(sample: Release, remote: str) -> None:
    """Rows from a listed endpoint join with our own facts, every kind of literal unharmed."""
    query = f"SELECT ?o ?c {{ ?o a cns:Organ . SERVICE <{remote}> {{ ?o rdfs:comment|cns:size ?c }} }} ORDER BY STR(?c)"
    with runner_for(sample, remote) as runner:
        rows = runner.rows(query)
    afar = [ox.Literal(7), ox.Literal("from afar", language="en"), ox.Literal('q"\n'), ox.Literal("二")]
    assert [row["c"] for row in rows] == afar
    assert {row["o"].value for row in rows} == {"https://w3id.org/cnskg/id/cnsc"}


def test_own_prefixes_and_comments_reach_the_other_endpoint(sample: Release, remote: str) -> None:
    """PREFIX lines of the query hold in the clause too, and a comment at its end does no harm."""
    prefix = "PREFIX mine: <https://w3id.org/cnskg/ontology#>"
    query = f"{prefix} SELECT ?o {{ SERVICE <{remote}> {{ ?o mine:size 7 # end\n}} }}"
    with runner_for(sample, remote) as runner:
        assert len(runner.rows(query)) == 1


def test_two_clauses_and_a_pattern_without_variables(sample: Release, remote: str) -> None:
    """Several clauses are carried out; one without variables acts as a condition."""
    first = f"SERVICE <{remote}> {{ id:cnsc cns:size 7 }}"
    query = f"ASK {{ {first} SERVICE SILENT <{remote}> {{ ?s cns:size ?n }} FILTER(?n = 7) }}"
    no = f"ASK {{ SERVICE <{remote}> {{ id:cnsc cns:size 8 }} }}"
    with runner_for(sample, remote) as runner:
        assert b"true" in runner.run(query).read()
        assert b"false" in runner.run(no).read()


@pytest.mark.parametrize(
    "clause",
    [
        "SERVICE <URL> {}",
        "SERVICE SILENT <URL> {}",
        "BIND(<URL> AS ?x) SERVICE ?x {}",
        "SERVICE <LISTED> { SERVICE <URL> {} }",
    ],
)
def test_what_is_not_listed_is_not_called(sample: Release, clause: str) -> None:
    """An endpoint off the list, a variable, a clause within a clause: refused, silent or not, and nobody is called."""
    with Canary() as canary, Canary() as listed, runner_for(sample, listed.url) as runner:
        with pytest.raises(RefusedFeature):
            runner.run(f"SELECT * {{ {clause.replace('URL', canary.url).replace('LISTED', listed.url)} }}")
        assert canary.calls == listed.calls == []


@pytest.mark.parametrize(
    "target", ["canary", "http://169.254.169.254/", "file:///etc/passwd", "gopher://127.0.0.1/", "//x", "http://["]
)
def test_redirects_lead_nowhere_else(sample: Release, target: str) -> None:
    """A listed endpoint cannot send us to one that is not listed."""
    with Canary() as canary, Canary() as listed, runner_for(sample, listed.url) as runner:
        listed.status, listed.headers = 307, {"Location": canary.url if target == "canary" else target}
        with pytest.raises(RefusedFeature):
            runner.run(f"SELECT * {{ SERVICE <{listed.url}> {{ ?s ?p ?o }} }}")
        assert (canary.calls, len(listed.calls)) == ([], 1)


def test_redirect_loops_end(sample: Release) -> None:
    """An endpoint that redirects to itself is given up."""
    with Canary() as listed, runner_for(sample, listed.url) as runner:
        listed.status, listed.headers = 302, {"Location": listed.url}
        with pytest.raises(RemoteFailure):
            runner.run(f"SELECT * {{ SERVICE <{listed.url}> {{ ?s ?p ?o }} }}")
        assert len(listed.calls) == 4


@pytest.mark.parametrize(
    ("addresses", "host"),
    [
        (["10.0.0.1"], "intern.example"),
        (["127.0.0.1"], "rebound.example"),
        (["::1"], "rebound.example"),
        (["::ffff:127.0.0.1"], "mapped.example"),
        (["169.254.169.254"], "metadata.example"),
        (["fe80::1%eth0"], "local.example"),
        (["93.184.215.14", "192.168.0.1"], "mixed.example"),
        (["0.0.0.0"], "zero.example"),
        (["127.0.0.1"], "localhost"),
        (["224.0.0.1"], "multicast.example"),
        (["100.64.0.1"], "carrier.example"),
    ],
)
def test_private_addresses_are_refused(addresses: list[str], host: str) -> None:
    """A host with any address that is not public is refused; a name never stands for loopback."""
    with pytest.raises(RefusedFeature):
        checked(addresses, host)


def test_public_addresses_pass() -> None:
    """A public host is called at its first address; loopback only where the list itself says so."""
    assert checked(["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"], "example.org") == "93.184.215.14"
    assert checked(["127.0.0.1"], "127.0.0.1") == "127.0.0.1"


def test_rows_and_bytes_are_capped(sample: Release) -> None:
    """More rows or bytes than allowed are an error, not a cut."""
    row = {"x": {"type": "literal", "value": "a"}}
    with Canary() as listed, runner_for(sample, listed.url, service_rows=2, service_mb=1) as runner:
        listed.reply = bindings(row, row, row)
        with pytest.raises(ResultTooLarge):
            runner.run(f"SELECT * {{ SERVICE SILENT <{listed.url}> {{ ?x ?p ?o }} }}")
        listed.reply = b" " * (2 << 20)
        with pytest.raises(ResultTooLarge):
            runner.run(f"SELECT * {{ SERVICE SILENT <{listed.url}> {{ ?x ?p ?o }} }}")


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"<html>",
        b"[]",
        b"[" * 100_000,
        b'{"head":{"vars":["x) } #"]},"results":{"bindings":[]}}',
        bindings({"x": {"type": "triple", "value": {}}}),
    ],
)
def test_a_bad_answer_is_an_error_or_silence(sample: Release, reply: bytes) -> None:
    """What is not a proper result is a failure of the remote endpoint; SILENT makes it one empty row."""
    with Canary() as listed, runner_for(sample, listed.url) as runner:
        listed.reply = reply
        with pytest.raises(RemoteFailure):
            runner.run(f"SELECT * {{ SERVICE <{listed.url}> {{ ?x ?p ?o }} }}")
        assert runner.rows(f"SELECT ?x {{ SERVICE SILENT <{listed.url}> {{ ?x ?p ?o }} }}") == [{}]


@pytest.mark.parametrize(
    "odd",
    [
        {"type": "uri", "value": "http://example.org/a b"},
        {"type": "uri", "value": "relative"},
        {"type": "uri", "value": "urn:x> } INSERT"},
        {"type": "literal", "value": "a", "xml:lang": "en } #"},
        {"type": "literal", "value": "a", "datatype": "x y"},
        {"type": "literal", "value": "\ud800"},
    ],
)
def test_a_row_that_rdf_cannot_say_is_left_out_and_told(sample: Release, odd: dict[str, object]) -> None:
    """One odd term costs its row, not all rows; the answer says so, and never has the row without the term."""
    good = {"x": {"type": "uri", "value": "urn:good"}, "y": {"type": "literal", "value": "1"}}
    query = "SELECT ?x ?y { SERVICE <URL> { ?x ?p ?y } }"
    with Canary() as listed, runner_for(sample, listed.url) as runner:
        listed.reply = bindings(good, {"x": odd, "y": {"type": "literal", "value": "2"}}, {"x": odd})
        result = runner.run(query.replace("URL", listed.url))
        with result.file:
            rows = list(result.table()[1])
        listed.reply = bindings(good)
        whole = runner.run(query.replace("URL", listed.url))
        whole.file.close()
    assert whole.hints == []
    assert [(row["x"].value, row["y"].value) for row in rows] == [("urn:good", "1")]
    assert result.hints[0].startswith(f"2 rows are left out that SERVICE <{listed.url}> gave: not a term of RDF: ")


def test_what_was_left_out_stands_in_the_header(sample: Release) -> None:
    """Over HTTP the hint comes as a header, beside those on our own terms, and on the page for queries as a note."""
    with Canary() as listed, app_for(sample, services=listed.url) as app:
        listed.reply = bindings({"x": {"type": "uri", "value": "http://example.org/a b"}})
        query = f"SELECT * {{ SERVICE <{listed.url}> {{ ?x ?p ?o }} OPTIONAL {{ ?x a cns:Laww }} }}"
        got = app.test_client().get("/sparql", query_string={"query": query})
        page = app.test_client().get("/query", query_string={"query": query}, headers={"Accept": "text/html"})
    assert "1 row is left out" in got.headers["X-Cnskg-Hint"]
    assert "cns:Laww" in got.headers["X-Cnskg-Hint"]
    assert "1 row is left out" in page.text


@pytest.mark.parametrize("status", [400, 405, 415])
def test_an_endpoint_that_takes_forms_alone_is_asked_by_form(sample: Release, status: int) -> None:
    """Who refuses a query as a body is asked in a form; who refuses both has failed with what it said first."""
    with Canary() as listed, runner_for(sample, listed.url) as runner:
        listed.reply = bindings({"x": {"type": "literal", "value": "a"}})
        listed.refuses = {"application/sparql-query": status}
        query = f"SELECT ?x {{ SERVICE <{listed.url}> {{ ?x ?p '中&=' }} }}"
        assert [row["x"].value for row in runner.rows(query)] == ["a"]
        assert dict(parse_qsl(listed.bodies[1].decode()))["query"] == "SELECT * WHERE { ?x ?p '中&=' \n}"
        runner.rows(query)
        assert len(listed.calls) == 3, "it is asked in a form from then on"
        listed.refuses["application/x-www-form-urlencoded"] = status
        with pytest.raises(RemoteFailure, match=f"status {status}"):
            runner.rows(query)


def test_packed_answers_are_unpacked_within_the_cap(sample: Release) -> None:
    """gzip is read; what unpacks to more than the cap, is cut short, or is none, is never taken for an answer."""
    whole = gzip.compress(bindings({"x": {"type": "literal", "value": "a"}}))
    with Canary() as listed, runner_for(sample, listed.url, service_mb=1) as runner:
        listed.headers["Content-Encoding"] = "gzip"
        query = f"SELECT ?x {{ SERVICE <{listed.url}> {{ ?x ?p ?o }} }}"
        listed.reply = whole
        assert [row["x"].value for row in runner.rows(query)] == ["a"]
        listed.reply = gzip.compress(b" " * (50 << 20))
        with pytest.raises(ResultTooLarge):
            runner.rows(query)
        for damaged in (whole[:-4], whole[:-9], b"not gzip"):
            listed.reply = damaged
            with pytest.raises(RemoteFailure):
                runner.rows(query)


@pytest.mark.parametrize(
    ("status", "after", "ours", "told"),
    [
        (429, "120", 503, "120"),
        (503, "Wed, 21 Oct 2026 07:28:00 GMT", 503, "Wed, 21 Oct 2026 07:28:00 GMT"),
        (429, "", 502, None),
        (429, "soon; X-Other: 1", 502, None),
        (500, "120", 502, None),
    ],
)
def test_who_is_told_to_come_back_tells_so(
    sample: Release, status: int, after: str, ours: int, told: str | None
) -> None:
    """429 and 503 of an endpoint become our 503 with its Retry-After; without a readable one it is 502."""
    with Canary() as listed, app_for(sample, services=listed.url) as app:
        listed.status, listed.headers["Retry-After"] = status, after
        got = app.test_client().get(
            "/sparql", query_string={"query": f"ASK {{ SERVICE <{listed.url}> {{ ?x ?p ?o }} }}"}
        )
    assert (got.status_code, got.headers.get("Retry-After")) == (ours, told)
    assert got.json["type"].endswith("/remote")


def test_hostile_text_in_answers_stays_text(sample: Release) -> None:
    """A literal from afar that looks like SPARQL arrives as that literal."""
    text = "'''\"\"\" } SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } # \\u0022"
    with Canary() as listed, runner_for(sample, listed.url) as runner:
        listed.reply = bindings(
            {"x": {"type": "literal", "value": text}}, {"x": {"type": "bnode", "value": "b} #"}}, {}
        )
        rows = runner.rows(f"SELECT ?x {{ SERVICE <{listed.url}> {{ ?x ?p ?o }} }}")
    assert [row["x"].value for row in rows if "x" in row] == [text, "urn:cnskg:blank:627d2023"]
    assert len(rows) == 3


def test_a_closed_port_is_a_remote_failure(sample: Release) -> None:
    """An endpoint that is not there is told apart from one that is refused."""
    url = "http://127.0.0.1:9/sparql"
    with runner_for(sample, url) as runner, pytest.raises(RemoteFailure):
        runner.run(f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}")


def test_the_kernel_stops_what_slips_through(sample: Release, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With the reading of the text switched off, the sandbox still lets no call out, not even a silent one."""
    del tmp_path
    monkeypatch.setattr("cnskg.query.sparql_text.reaches_out", lambda _: False)
    monkeypatch.setattr("cnskg.query.federation.reaches_out", lambda _: False)
    with Canary() as canary, runner_for(sample) as runner:
        for silent in ("", "SILENT "):
            with pytest.raises(QueryError):
                runner.run(f"SELECT * {{ SERVICE {silent}<{canary.url}> {{ ?s ?p ?o }} }}")
        assert canary.calls == []
        assert runner.rows("SELECT (1 AS ?x) {}") == [{"x": ox.Literal(1)}]
