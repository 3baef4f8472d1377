"""Short links of queries: they hold the query itself, stay with a release, and are read for ever."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cnskg.errors import NotFound
from cnskg.release.folder import switch_release
from cnskg.web import create_app, short
from tests.support.releases import make_release, make_settings

PAGE = {"Accept": "text/html"}
QUERY = 'SELECT ?law ?name { ?law a cns:Law ; skos:prefLabel ?name FILTER(LANG(?name) = "en") } ORDER BY ?name'
#: A link as it was given out by the first version that had them.
GIVEN = "1EKCDWgJOMHAzIUFcC01xxgA"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app on the newer of two releases; the earlier one has Ann, too."""
    folder = tmp_path_factory.mktemp("short")
    make_release(folder, "0a", "id:ann a cns:Person .")
    switch_release(make_settings(folder), make_release(folder, "0b").path)
    app = create_app(make_settings(folder))
    yield app
    app.extensions["cnskg"].close()


@pytest.mark.parametrize("text", [QUERY, "ASK {}", "", "SELECT * { ?s ?p '国家安全 \r\n \\ 🐼' }", "x" * 5000])
def test_what_is_packed_comes_back(text: str) -> None:
    """Letter by letter, whatever it is; in letters that stand in a path as they are."""
    packed = short.pack(text)
    assert re.fullmatch(r"[A-Za-z0-9_-]+", packed)
    assert short.unpack(packed, 1 << 20) == text


def test_it_is_short() -> None:
    """A usual query takes less than half of what it takes in full."""
    assert len(short.pack(QUERY)) < 60


def test_links_that_were_given_out_are_read() -> None:
    """What queries say again and again is part of the form: links of the first version mean what they meant."""
    assert short.unpack(GIVEN, 1 << 20) == "SELECT ?x { ?x a cns:Organ } LIMIT 3"


@pytest.mark.parametrize("spoilt", [short.pack(QUERY)[:-3], "2" + short.pack(QUERY)[1:], "1", "1A", "1***", "9"])
def test_what_is_not_whole_is_told(spoilt: str) -> None:
    """A link whose end is missing, or that is none, is no query."""
    with pytest.raises(NotFound, match="holds no whole query"):
        short.unpack(spoilt, 1 << 20)


def test_a_letter_that_was_changed_is_told() -> None:
    """No link with one other letter is read as another query."""
    packed = short.pack(QUERY)
    for at in range(1, len(packed) - 1):  # the last letter has bits that mean nothing
        with pytest.raises(NotFound):
            short.unpack(packed[:at] + ("A" if packed[at] != "A" else "B") + packed[at + 1 :], 1 << 20)


def test_a_link_does_not_unpack_without_end() -> None:
    """A few letters that stand for a gigabyte are refused at the limit for queries."""
    with pytest.raises(NotFound):
        short.unpack(short.pack("x" * 100_000), 99_999)


def permanent(page: str) -> str:
    """The address by which a page is cited."""
    return html.unescape(re.findall(r'<a href="([^"]+)" rel="bookmark nofollow">', page)[0])


def test_a_query_has_a_permanent_short_link(client: FlaskClient) -> None:
    """The page of a query is cited by it; it answers from its release, also when another is the latest."""
    query = "ASK { id:ann a cns:Person }"
    page = client.get("/query", query_string={"query": query, "facts": "all"}, headers=PAGE).text
    assert permanent(page) == f"/r/0b/q/{short.pack(query)}"
    assert "The answer is <strong>no</strong>" in client.get(permanent(page), headers=PAGE).text
    earlier = client.get(f"/r/0a/q/{short.pack(query)}", headers=PAGE).text
    assert "The answer is <strong>yes</strong>" in earlier
    assert permanent(earlier) == f"/r/0a/q/{short.pack(query)}"


def test_a_program_gets_the_answer(client: FlaskClient) -> None:
    """Behind the same link, in the format that it asks for, of the facts that the link says."""
    query, csv = "SELECT ?x { ?x a cns:Agent } ORDER BY ?x", {"Accept": "text/csv"}
    got = client.get(f"/r/0b/q/{short.pack(query)}", headers=csv, follow_redirects=True)
    assert (got.mimetype, got.text.split()) == (
        "text/csv",
        ["x", "https://w3id.org/cnskg/id/cnsc", "https://w3id.org/cnskg/id/xi-jinping"],
    )
    got = client.get(f"/q/{short.pack(query)}?facts=asserted", headers=csv, follow_redirects=True)
    assert got.text.split() == ["x"]


def test_a_spoilt_link_is_404(client: FlaskClient) -> None:
    """With a word on what may be wrong, for people and programs."""
    got = client.get("/q/1cut")
    assert (got.status_code, got.json["title"] != "") == (404, True)
    assert "Perhaps its end is missing" in client.get("/q/1cut", headers=PAGE).text


def test_the_language_may_stand_before_the_release(client: FlaskClient) -> None:
    """/zh/r/… leads to /r/…/zh/…, with all that was asked; what is not kept is not there in Chinese either."""
    got = client.get("/zh/r/0a/query?query=ASK%7B%7D&facts=all")
    assert (got.status_code, got.location) == (308, "/r/0a/zh/query?query=ASK%7B%7D&facts=all")
    assert client.get("/zh/r/0a", headers=PAGE).location == "/r/0a/zh/"
    assert client.get("/en/r/0b/id/a%20b").location == "/r/0b/en/id/a%20b"
    assert client.get("/zh/r/0f/about", headers=PAGE).status_code == 404


def test_a_statement_has_a_short_address(client: FlaskClient) -> None:
    """The proof of a statement stands at its three names; its page is cited by them, in its release."""
    page = client.get("/id/xi-jinping?view=statements", headers=PAGE).text
    address = "/explain?s=id:xi-jinping&p=cns:chairs&o=id:cnsc"
    assert address in html.unescape(page)
    assert permanent(client.get(address, headers=PAGE).text) == f"/r/0b{address}"
