"""Bad input at the Python door: one clear error each, and nothing by halves."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

import cnskg
from cnskg import CnskgError, KnowledgeGraph, UnknownName, errors
from cnskg.api import extras
from tests.support.content import Small
from tests.support.foreign import Said, saying

JSON = {"Content-Type": "application/sparql-results+json"}
YES = b'{"head": {}, "boolean": true}'
ROWS = b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "a"}}]}}'


def test_no_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no release, the message says how to come by one."""
    monkeypatch.setenv("CNSKG_BUILD", str(tmp_path))
    for place in (None, tmp_path, tmp_path / "nowhere"):
        with pytest.raises(errors.ReleaseError, match=r"there is no .*\n  .*`cnskg build`.*`cnskg unpack FILE`"):
            cnskg.open(place)


def test_a_packed_release_is_unpacked_first(tmp_path: Path) -> None:
    """A file is told to be unpacked, by its name."""
    packed = tmp_path / "cnskg-abc.tar.gz"
    packed.touch()
    with pytest.raises(errors.ReleaseError, match=f"cnskg unpack {packed}"):
        cnskg.open(packed)


def test_the_release_in_use_and_one_by_its_folder(small: Small) -> None:
    """Without a place, the release in use is opened; a release is opened by its own folder, too."""
    with cnskg.open() as one, cnskg.open(str(small.release)) as other:
        assert one.release == other.release == small.release.name


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("ASK {}", "kg.query(…) does not take ASK\n  Ask it with kg.ask(…)."),
        ("DESCRIBE id:council", "kg.query(…) does not take DESCRIBE\n  Ask it with kg.graph(…)."),
        ("SELECT ?x { ?x skoss:p ?y }", "the prefix skoss: is not known"),
        ("INSERT DATA { id:a id:b id:c }", "only reads"),
        ("", "query"),
        ("SELECT \ud800", "UTF-8"),
    ],
)  # fmt: skip
def test_queries_that_get_no_rows(folder: KnowledgeGraph, query: str, told: str) -> None:
    """A query for another method, one that is not SPARQL and one that writes are each told."""
    with pytest.raises(CnskgError) as caught:
        folder.query(query)
    assert told in str(caught.value)


def test_a_service_tells_what_is_wrong_in_its_own_words(service: str) -> None:
    """An error of a service arrives as the error that it is, with its hint; hints on an answer arrive, too."""
    with cnskg.open(service) as kg:
        with pytest.raises(errors.SyntaxProblem, match=r"skoss: is not known\n  Did you mean skos:"):
            kg.query("SELECT ?x { ?x skoss:p ?y }")
        assert any("cns:Persn" in hint for hint in kg.query("SELECT ?x { ?x a cns:Persn }").hints)
        assert kg.release


def test_an_endpoint_of_another_make_is_quoted(other: str) -> None:
    """What an endpoint says of a query that it refuses is told."""
    with cnskg.open(other) as kg, pytest.raises(errors.QueryError, match=r"does not take the query.*\n  Parse error"):
        kg.query("SELECT ?x { ?x")


def test_a_query_that_takes_too_long(folder: KnowledgeGraph) -> None:
    """A query is stopped at the time-out that it was given; one that is no time is told."""
    with pytest.raises(errors.DeadlineExceeded):
        folder.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout=1)
    with pytest.raises(errors.UsageError, match="DEADLINE"):
        folder.query("SELECT * {}", timeout=-1)


def test_a_result_that_is_too_large(small: Small) -> None:
    """A result beyond the limit is told, and none of it is given."""
    with cnskg.open(small.build, result_mb=1) as kg, pytest.raises(errors.ResultTooLarge, match="1 MiB"):
        kg.query("SELECT * { ?s ?p ?o . ?t ?q ?u } LIMIT 100000")


def test_nothing_listens() -> None:
    """An endpoint that is down is told with its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/sparql"
    with pytest.raises(errors.RemoteFailure, match=f"{url} cannot be reached: Connection refused"):
        cnskg.open(url)


@pytest.mark.parametrize("url", ["ftp://example.org/x", "http://", "https:///sparql"])
def test_no_address(url: str) -> None:
    """What is no address of an endpoint is told before anything is sent."""
    with pytest.raises(errors.UsageError, match="no address of an endpoint"):
        cnskg.open(url)


def opened_then(said: Said, drip_s: float = 0.0, timeout: float = 20.0) -> None:
    """Open an endpoint that holds a release, and ask it a query to which it answers so."""
    with saying(lambda query: (200, JSON, YES) if query.startswith("ASK") else said, drip_s) as url:
        cnskg.open(url, timeout=timeout, result_mb=1).query("SELECT ?x { ?x ?y ?z }")


@pytest.mark.parametrize(
    ("said", "kind", "told"),
    [
        ((200, {"Content-Type": "text/html"}, b"<p>Sign in"), errors.RemoteFailure, "answered with text/html and not"),
        ((200, JSON, b"<p>Sign in"), errors.RemoteFailure, "not what its type says"),
        ((200, JSON, ROWS[:-20]), errors.RemoteFailure, "not what its type says"),
        ((200, JSON, YES), errors.RemoteFailure, "not SPARQL results"),
        ((200, JSON | {"Content-Length": "500"}, ROWS), errors.RemoteFailure, "broke off"),
        ((200, JSON | {"X-SPARQL-MaxRows": "1"}, ROWS), errors.ResultTooLarge, "only a part"),
        ((206, JSON, ROWS), errors.RemoteFailure, "status 206"),
        ((200, JSON, ROWS + b" " * (2 << 20)), errors.ResultTooLarge, "larger than 1 MiB"),
        ((503, {"Retry-After": "7"}, b""), errors.Busy, "Come back in 7 s"),
        ((503, {"Retry-After": "Wed, 21 Oct 2037 07:28:00 GMT"}, b""), errors.Busy, "after Wed, 21 Oct 2037 .*T[.]$"),
        ((429, {"Retry-After": "later"}, b""), errors.Busy, r"status 429\)$"),
        ((405, {"Content-Type": "text/html"}, b""), errors.RemoteFailure, "takes no queries .*\n.*/sparql"),
        ((500, {"Content-Type": "text/plain"}, b"out of\nmemory"), errors.RemoteFailure, "out of memory"),
        ((400, {"Content-Type": "application/problem+json"}, b"[]"), errors.QueryError, "status 400"),
    ],
)  # fmt: skip
def test_an_endpoint_that_misbehaves(said: Said, kind: type[CnskgError], told: str) -> None:
    """Pages, lies about the type, half answers, endless ones, refusals: one error each, and no rows."""
    with pytest.raises(kind, match=told):
        opened_then(said)


def test_an_endpoint_that_drips() -> None:
    """An answer that comes a byte at a time is waited for as long as was said, and no longer."""
    began = time.monotonic()
    with pytest.raises(errors.DeadlineExceeded, match="did not answer within 2 s"):
        opened_then((200, JSON, ROWS * 100), drip_s=0.1, timeout=2.0)
    assert time.monotonic() - began < 30


def test_an_endpoint_without_a_release() -> None:
    """An endpoint that answers, and holds something else, is not opened."""
    with (
        saying(lambda _: (200, JSON, YES.replace(b"true", b"false"))) as url,
        pytest.raises(errors.RemoteFailure, match="holds no release"),
    ):
        cnskg.open(url)


@pytest.mark.parametrize("said", [ROWS, ROWS[:-20], ROWS.replace(b'{"x": {"type": "literal", "value": "a"}}', b"")])
def test_rows_are_no_yes(said: bytes) -> None:
    """Rows in the place of yes or no, whole or cut off, are no answer: neither a release is there, nor is it true."""
    with saying(lambda _: (200, JSON, said)) as url, pytest.raises(errors.RemoteFailure, match="answer to an ASK"):
        cnskg.open(url)
    with saying(lambda query: (200, JSON, said if "id:council" in query else YES)) as url:
        kg = cnskg.open(url)
        with pytest.raises(errors.RemoteFailure, match="answer to an ASK"):
            kg.ask("ASK { id:council a cns:Person }")


def test_yes_or_no_of_virtuoso() -> None:
    """Virtuoso 7 answers ASK with a row for yes and none for no, in a column of this name; both are understood."""
    value = b'{"type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#integer", "value": "1"}'
    yes = b'{"__ASK_RETVAL": ' + value + b"}"
    said = b'{"head": {"link": [], "vars": ["__ASK_RETVAL"]}, "results": {"distinct": false, "bindings": [ROW]}}'
    rows = {True: said.replace(b"ROW", yes), False: said.replace(b"ROW", b"")}
    with saying(lambda query: (200, JSON, rows["id:person" not in query])) as url:
        kg = cnskg.open(url)
        assert kg.ask("ASK { id:council a cns:StateOrgan }") is True
        assert kg.ask("ASK { id:person a cns:StateOrgan }") is False
    with saying(lambda _: (200, JSON, rows[False])) as url, pytest.raises(errors.RemoteFailure, match="no release"):
        cnskg.open(url)


def test_redirects() -> None:
    """A redirect is followed with the query, and a circle of them is told."""
    with saying(lambda _: (200, JSON, YES)) as there, saying(lambda _: (301, {"Location": there}, b"")) as here:
        assert cnskg.open(here).source.place == there
    with saying(lambda _: (302, {"Location": "/sparql"}, b"")) as round_, pytest.raises(errors.RemoteFailure):
        cnskg.open(round_)


@pytest.mark.parametrize("scheme", ["file", "ftp", "data", "local", "open brackets"])
def test_a_redirect_opens_no_file(scheme: str, tmp_path: Path) -> None:
    """An endpoint that leads to a file, or by another way than the web, is told so, and nothing there is read."""
    secret = tmp_path / "secret"
    secret.write_text("the secret of this machine", encoding="utf-8")
    there = {"file": secret.as_uri(), "ftp": "ftp://127.0.0.1/x", "data": "data:text/plain,the%20secret",
             "local": f"file://localhost{secret}", "open brackets": "http://["}[scheme]  # fmt: skip
    with (
        saying(lambda _: (302, {"Location": there}, b"")) as url,
        pytest.raises(errors.RemoteFailure, match="which is no address on the web") as caught,
    ):
        cnskg.open(url)
    assert "the secret of" not in str(caught.value)


@pytest.mark.parametrize("page", ["/id/council", "/search?q=council", "/no/such/page"])
def test_a_page_of_a_service_leads_to_its_endpoint(service: str, page: str) -> None:
    """The address of any page of a service, as people copy it from a browser, opens the service."""
    with cnskg.open(service + page) as kg:
        assert kg.source.place == f"{service}/sparql"


def test_a_page_of_a_release_leads_to_that_release(service: str, built_once: Small) -> None:
    """The address of a page that is held to a release opens that release."""
    at = f"{service}/r/{built_once.release.name}"
    with cnskg.open(f"{at}/id/council") as kg:
        assert kg.source.place == f"{at}/sparql"


def test_an_address_with_a_query_in_plain_text() -> None:
    """A character that no address has is named."""
    with pytest.raises(errors.UsageError, match=r"No address has '\{' in it"):
        cnskg.open("https://example.org/query?query=ASK{}")


def test_a_graph_that_is_closed(built_once: Small) -> None:
    """Whoever asks a closed graph, or a thing of it, is told; what is known already stays."""
    with cnskg.open(built_once.build) as kg:
        council = kg["id:council"]
        why = council.explain("a", "cns:StateOrgan")
        assert council.name == "Council of Examples"
    for ask in (
        lambda: council.facts,
        lambda: council["cns:starts"],
        lambda: council.explain("a", "cns:StateOrgan"),
        lambda: kg["id:council"],
        lambda: kg.query("SELECT * {}"),
        lambda: kg.find("council"),
        kg.__enter__,
    ):
        with pytest.raises(errors.UsageError, match="this graph is closed\n  Open it again"):
            ask()
    assert (council.name, why.steps) == ("Council of Examples", 0)
    assert repr(kg).endswith(", closed>")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?x skos:prefLabel '{}'@xx", "have other language tags: write 'xxx"),
        ("?x cns:starts '{}'", "the values of cns:starts are IRIs"),
        ("?x cns:{} ?y", "the ontology has no cns:xxx"),
    ],
)  # fmt: skip
def test_hints_are_short(folder: KnowledgeGraph, query: str, told: str) -> None:
    """A text or term of ten thousand characters is not repeated whole in a hint."""
    hints = folder.query(f"SELECT ?x {{{{ {query} }}}}".format("x" * 10_000)).hints
    assert any(hint.startswith(told) or told in hint for hint in hints)
    assert max(map(len, hints)) <= 600


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda kg: kg.find("x", kind="persons"), "Kinds: people"),
        (lambda kg: kg.propositions(stance="doubts"), "Stances: contends"),
        (lambda kg: kg.propositions(subject=["x"]), "list is no thing"),
        (lambda kg: kg.propositions(stance=5), "Stances: contends"),
        (lambda kg: kg[None], "NoneType is not a name"),
        (lambda kg: kg[5], "int is not a name"),
        (lambda kg: kg[b"China"], "bytes is not a name"),
        (lambda kg: kg.evidence(None), "NoneType is not a name"),
        (lambda kg: kg.query(None), "NoneType is not a query"),
        (lambda kg: kg.ask(b"ASK {}"), "bytes is not a query"),
        (lambda kg: kg.graph(None), "NoneType is not a query"),
        (lambda kg: kg.graph(5), "int is not a query"),
        (lambda kg: kg.find(None), "NoneType is not a name"),
        (lambda kg: kg.find("x", kind=5), "Kinds: people"),
        (lambda kg: kg.find("x", most=-1), "'-1' is no number of hits"),
        (lambda kg: kg.find("x", most=None), "'None' is no number of hits"),
        (lambda kg: kg.find("x", most="5"), "'5' is no number of hits"),
        (lambda kg: kg.entity(5), "int is not an IRI"),
        (lambda kg: kg.entity("a b"), "'a b' is no IRI"),
        (lambda kg: kg.query("SELECT * {}", timeout="x"), "str is no time"),
        (lambda _: cnskg.open(5), "int is no place of a graph"),
        (lambda _: cnskg.open(b"x"), "bytes is no place of a graph"),
        (lambda _: cnskg.open(["x"]), "list is no place of a graph"),
    ],
)  # fmt: skip
def test_misuse(folder: KnowledgeGraph, call: object, told: str) -> None:
    """A kind, a stance or a value that there is not, and what is no text or number where one is due: one error each."""
    with pytest.raises(errors.UsageError, match=told):
        call(folder)  # type: ignore[operator]


@pytest.mark.parametrize("text", ["\ud800", "\ud800 \udfff"])
def test_half_a_character(kg: KnowledgeGraph, text: str) -> None:
    """Half a character names nothing and is nowhere found, wherever the graph is."""
    with pytest.raises(UnknownName, match="nothing is called"):
        kg[text]
    assert kg.find(text) == []


@pytest.mark.parametrize("place", ["x" * 100_000, "~nobody-of-this-name/x", "\0", "\ud800"])
def test_what_is_no_folder(place: str) -> None:
    """A name that no folder can have is told as one that is not there, in a short message."""
    with pytest.raises(errors.ReleaseError, match="there is no folder") as caught:
        cnskg.open(place)
    assert len(str(caught.value)) < 500


def test_a_package_that_is_not_installed() -> None:
    """What the extra brings is named where it is missing."""
    with pytest.raises(errors.UsageError, match=r"pip install 'cnskg\[python\]'"):
        extras.require("no_such_package")
