"""The page for queries without a script: examples, names, links, downloads, what is wrong; and what its editor asks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cnskg.errors import DeadlineExceeded
from cnskg.web import query_page
from tests.support.releases import app_with
from tests.support.resources import GRAPHS_MORE, MORE

CHAIR = "SELECT ?organ ?who ?name { ?organ cns:chairedBy ?who . ?who rdfs:label ?name } ORDER BY ?name"
BROKEN = "SELECT * {\n  ?x skoss:y ?z\n}"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service on a sample with one ready question, `q`."""
    with app_with(tmp_path_factory.mktemp("queried"), MORE, GRAPHS_MORE) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def asked(client: FlaskClient, status: int = 200, accept: str = "text/html", **parameters: str) -> TestResponse:
    """What the page answers."""
    got = client.get("/query", query_string=parameters, headers={"Accept": accept})
    assert got.status_code == status, got.text
    return got


def held(page: str) -> str:
    """The query that stands in the text area."""
    return html.unescape(re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[0])


def link(page: str, words: str) -> str:
    """Where a link of these words leads."""
    return html.unescape(re.findall(rf'<a href="([^"]+)"[^>]*>{re.escape(words)}</a>', page)[0])


def test_it_begins_with_a_query_that_is_not_asked(client: FlaskClient) -> None:
    """Without a query there is one to begin with, no answer to it, and the examples by subject."""
    page = asked(client).text
    assert held(page) == query_page.BEGIN
    assert "data-summary" not in page
    assert link(page, "Is it an organ?") == "/query?question=q"


def test_an_example_is_asked_by_its_name(client: FlaskClient) -> None:
    """A ready question's query stands in the text area and is answered; its link is short, however it was come by."""
    page = asked(client, question="q").text
    assert held(page) == "ASK { id:cnsc a cns:Organ }"
    assert "The answer is <strong>yes</strong>" in page
    assert link(page, "Link to this query") == "/query?question=q"
    assert (
        link(asked(client, query=" ASK { id:cnsc a cns:Organ }\r\n").text, "Link to this query") == "/query?question=q"
    )
    assert "Near" not in asked(client, 404, question="no-such").text


def test_the_link_of_a_query_leads_to_it(client: FlaskClient) -> None:
    """The link to share has query and facts, line ends and all; behind it is the same page."""
    first = asked(client, query=CHAIR + "\r\nLIMIT 1 # 国 + & ", facts="asserted").text
    again = client.get(link(first, "Link to this query"), headers={"Accept": "text/html"}).text
    assert held(again) == CHAIR + "\nLIMIT 1 # 国 + & "
    assert '<option value="asserted" selected>asserted</option>' in again
    assert link(again, "Link to this query") == link(first, "Link to this query")
    assert re.findall("<td>.*</td>", again) == re.findall("<td>.*</td>", first) != []


def test_things_are_called_by_their_names(client: FlaskClient) -> None:
    """An IRI is a link with its name, and how a query writes it; a text has its language."""
    page = asked(client, query=CHAIR).text
    assert '<a href="/id/cnsc">Central National Security Commission</a> <code>id:cnsc</code>' in page
    assert '<td><span lang="zh-hans">习近平</span> <small>zh-hans</small></td>' in page
    assert "<td>Xi Jinping</td>" in page
    foreign = asked(client, query='SELECT ?a ?b ?c { BIND(<https://example.org/x> AS ?a) BIND("<b>" AS ?b) }').text
    assert '<a href="https://example.org/x">https://example.org/x</a></td>' in foreign
    assert "<td>&lt;b&gt;</td><td></td>" in foreign


def test_without_names_there_is_an_answer(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the time does not suffice for the names, things are called as queries write them."""

    def late(*_: object) -> None:
        raise DeadlineExceeded("too late")

    monkeypatch.setattr(query_page.Names, "add", late)
    assert '<a href="/id/cnsc">id:cnsc</a></td>' in asked(client, query=CHAIR).text


@pytest.mark.parametrize(
    ("query", "offered"),
    {
        CHAIR: {"CSV": "text/csv", "TSV": "text/tab-separated-values", "JSON": "application/sparql-results+json"},
        "ASK {}": {"JSON": "application/sparql-results+json"},
        "DESCRIBE id:cnsc": {
            "Turtle": "text/turtle", "N-Triples": "application/n-triples", "JSON-LD": "application/ld+json",
        },
    }.items(),
)  # fmt: skip
def test_the_whole_answer_can_be_had(client: FlaskClient, query: str, offered: dict[str, str]) -> None:
    """Each form of answer is offered as files in its formats."""
    page = asked(client, query=query).text
    for words, kind in offered.items():
        with client.get(link(page, words)) as got:
            assert (got.status_code, got.mimetype) == (200, kind)
            assert got.headers["Content-Disposition"].startswith("attachment")


def test_a_refused_query_is_shown_to_be_mended(client: FlaskClient) -> None:
    """What is wrong stands below the query, which is still there, with its place, under the status of the problem."""
    got = asked(client, 400, query=BROKEN)
    assert held(got.text) == BROKEN
    assert 'data-line="2" data-column="6"' in got.text
    assert "the prefix skoss: is not known" in got.text
    assert "?x skoss:y ?z\n     ^</pre>" in got.text
    assert link(got.text, "About problems of this type") == "/problem/syntax"
    assert got.headers["Cache-Control"] == "no-store"
    told = asked(client, 400, "application/json", query=BROKEN).json
    assert (told["line"], told["column"]) == (2, 6)
    assert held(asked(client, 403, query="DROP ALL").text) == "DROP ALL"


def test_the_time_of_a_query_is_told(client: FlaskClient) -> None:
    """How long a query took is in headers, as the page with the same answer is the same."""
    got = asked(client, query=CHAIR)
    assert float(got.headers["X-Cnskg-Elapsed"]) >= 0
    assert re.fullmatch(r"query;dur=\d+\.\d", got.headers["Server-Timing"])
    assert "X-Cnskg-Elapsed" not in asked(client).headers


def test_examples_that_cannot_be_had_are_left_out(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the ready questions cannot be asked for, a query is answered all the same."""

    def late() -> None:
        raise DeadlineExceeded("too late")

    monkeypatch.setattr(query_page.ready, "current", late)
    page = asked(client, query=CHAIR).text
    assert 'class="examples"' not in page
    assert "id:cnsc" in page


def test_without_the_bundle_there_is_a_text_area(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The page names the editor's files where they were bundled, and else does without."""
    monkeypatch.setattr(query_page, "BUILT", tmp_path)
    page = asked(client).text
    assert 'data-editor=""' in page
    assert "editor.css" not in page
    (tmp_path / "editor.js").touch()
    page = asked(client).text
    assert 'data-editor="/static/built/editor.js"' in page
    assert '<link rel="stylesheet" href="/static/built/editor.css">' in page


def test_the_editor_learns_prefixes_and_terms(client: FlaskClient) -> None:
    """Each term of the ontology is told with its kind, its name and its uses; so is what else facts are made of."""
    told = client.get("/query/words").json
    terms = {term["term"]: term for term in told["terms"]}
    assert told["prefixes"]["cns"] == "https://w3id.org/cnskg/ontology#"
    assert (terms["cns:Person"]["kind"], terms["cns:chairedBy"]["kind"]) == ("class", "object")
    assert (terms["cns:Person"]["uses"], terms["cns:Doctrine"]["uses"]) == (1, 0)
    assert terms["rdfs:label"]["kind"] == "object"
    assert all(re.fullmatch(r"\w+:\w+", name) for name in terms)
