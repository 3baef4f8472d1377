"""Errors that teach: one shape, a place, a hint; no trace, no path."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cnskg import errors
from cnskg.web import create_app, problems
from tests.support.releases import make_settings


@pytest.mark.parametrize(
    ("query", "place", "detail", "hint"),
    [
        ("SELECT * {\n  ?s skoss:prefLabel ?o }", (2, 6), "the prefix skoss: is not known", "Did you mean skos:"),
        ("SELECT * { ?s cnx:Law ?o }", (1, 15), "the prefix cnx: is not known", "cns:"),
        ("SELEC * { ?s ?p ?o }", (1, 1), "SELEC is not a word of SPARQL", "Did you mean SELECT"),
        ("SELECT * WERE { ?s ?p ?o }", (1, 10), "WERE is not a word of SPARQL", "WHERE"),
        ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", (1, 35), "unbound", "grammar"),
        ("SELECT (<urn:f>(1) AS ?x) {}", None, "there is no function <urn:f>", "Functions have no prefix"),
        ("{ ?s ?p ?o }", (1, 1), "begins with SELECT", "PREFIX"),
        ("习", (1, 1), "习 is not a word of SPARQL", "Variables begin"),
    ],
)
def test_syntax_errors_say_where_and_what(
    client: FlaskClient, query: str, place: tuple[int, int] | None, detail: str, hint: str
) -> None:
    """A mistake is shown at its line and column, with what was probably meant."""
    got = client.get("/sparql", query_string={"query": query})
    assert (got.status_code, got.mimetype) == (400, "application/problem+json")
    problem = got.json
    assert detail in problem["detail"]
    assert hint in problem["hint"]
    assert {"type", "title", "status", "detail", "hint"} <= set(problem)
    if place is not None:
        line, caret = problem["excerpt"].split("\n")
        assert line.strip() in query.replace("\t", " ")
        assert abs(problem["line"] - place[0]) + abs(problem["column"] - place[1]) <= 1
        assert caret.strip() == "^"


def all_errors() -> list[type[errors.CnskgError]]:
    """Every class of the error tree."""
    found, todo = [], [errors.CnskgError]
    while todo:
        found.append(todo.pop())
        todo += found[-1].__subclasses__()
    return found


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_each_error_has_one_shape(app: Flask, kind: type[errors.CnskgError]) -> None:
    """Every error of the tree becomes problem+json with its own status and type; 503 says when to come back."""
    error = kind(418, "no", hint="do") if kind is errors.ProtocolProblem else kind("no", hint="do")
    with app.test_request_context("/sparql"):
        answer = problems.response(error)
    problem = answer.json
    assert (answer.status_code, problem["status"]) == (error.status, error.status)
    assert (problem["detail"], problem["hint"]) == ("no", "do")
    assert problem["type"].endswith(error.kind)
    assert ("Retry-After" in answer.headers) == (error.status == 503)


def test_kinds_are_distinct() -> None:
    """No two errors share a problem type, so that clients can tell them apart."""
    kinds = [kind.kind for kind in all_errors()]
    assert len(kinds) == len(set(kinds))


def test_a_fault_shows_no_inside(build: object, caplog: pytest.LogCaptureFixture) -> None:
    """What nobody foresaw is 500 with a number to report; trace and path stay in the log."""
    app = create_app(make_settings(build))

    @app.route("/broken")
    def broken() -> str:
        raise RuntimeError("/secret/path")

    got = app.test_client().get("/broken")
    app.extensions["cnskg"].close()
    assert (got.status_code, got.mimetype) == (500, "application/problem+json")
    assert "secret" not in got.text
    assert got.json["number"] in caplog.text


def test_pages_get_pages(client: FlaskClient) -> None:
    """A browser that goes astray gets a page; a data client, and the endpoint itself, a problem."""
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    page = client.get("/nowhere/<script>alert(1)</script>", headers=browser)
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "<script>" not in page.text
    assert client.get("/sparql?query=SELEC", headers=browser).mimetype == "application/problem+json"
