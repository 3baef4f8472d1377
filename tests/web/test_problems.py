"""Errors that teach: one shape, a place, a hint; no trace, no path."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cnskg import errors
from cnskg.api.naming import AmbiguousName, UnknownName
from cnskg.api.table import NoColumn
from cnskg.namespaces import BASE
from cnskg.web import create_app, problem_types, problems
from tests.support.cli import Cli
from tests.support.releases import make_settings

#: Those of callers in Python, who tell them apart by their class; named here, so that the tree holds them in any order.
OF_PYTHON = {AmbiguousName, NoColumn, UnknownName}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("query", "place", "detail", "hint"),
    [
        ("SELECT * {\n  ?s skoss:prefLabel ?o }", (2, 6), "the prefix skoss: is not known", "Did you mean skos:"),
        ("SELECT * { ?s cnx:Law ?o }", (1, 15), "the prefix cnx: is not known", "cns:"),
        ("SELEC * { ?s ?p ?o }", (1, 1), "SELEC is not a word of SPARQL", "Did you mean SELECT"),
        ("SELECT * WERE { ?s ?p ?o }", (1, 10), "WERE is not a word of SPARQL", "WHERE"),
        ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", (1, 8), "?x is neither grouped nor aggregated", "SAMPLE(?x)"),
        ("SELECT (<urn:f>(1) AS ?x) {}", None, "there is no function <urn:f>", "Functions have no prefix"),
        ("{ ?s ?p ?o }", (1, 1), "begins with SELECT", "PREFIX"),
        ("习", (1, 1), "习 is not a word of SPARQL", "Expected: ASK"),
        ("SELECT * {} LIMIT abc", (1, 19), "abc is not a word of SPARQL", "Expected: a number."),
        ("SELECT * {} ORDER BY abc", (1, 22), "abc is not a word", "Did you mean ?abc or ABS or ASC? Names have"),
        ("SELECT * {} ORDER BY DECS(?x)", (1, 22), "DECS is not a word", "Did you mean DESC?"),
        ("SELECT * { ?s ?p ?o . FILTR(?o) }", (1, 23), "FILTR is not a word", "Did you mean FILTER?"),
        ("SELECT * { BIND(1 AS x) }", (1, 22), "x is not a word of SPARQL", "Did you mean ?x?"),
        ("SELECT * { id:x/y ?p ?o }", (1, 16), "/ is out of place", "is written \\/"),
        ("SELECT\u00a0* {}", (1, 7), "a space that is none in SPARQL (U+00A0)", "an ordinary one"),
        ("SELECT\u200b * {}", (1, 7), "nobody sees (U+200B)", "Take it away"),
        ("SELECT * { ?s ?p “a” }", (1, 18), "“ (U+201C) is no sign of SPARQL", 'Write " in its place'),
        ("SELECT * { ?s ?p ?o 。}", (1, 21), "。 (U+3002) is no sign", "Write . in its place"),
        ("SELECT * { ?s ?p ?o ； ?q ?r }", (1, 21), "； (U+FF1B) is no sign", "Write ; in its place"),
        ("SELECT * { ?s ?p 'a'@en–gb }", (1, 24), "– (U+2013) is no sign", "Write - in its place"),
        (r"SELECT * { FILTER(REGEX('1', '\d')) }", (1, 31), r"\d means nothing in a text", "written twice"),
        (r"SELECT ('\\d \uD800' AS ?x) {}", (1, 14), r"\uD800 is no character", "one that there is"),
        ("SELECT * {} LIMIT 99999999999999999999999", (1, 19), "too large", "The largest is 18446744073709551615"),
        ("SELECT * { FILTER(1 = 1 AND 2 = 2) }", (1, 25), "AND is not a word of SPARQL", "Write &&."),
        ("SELECT * { FILTER(1 == 1) }", (1, 22), "= is out of place", "Write =."),
        ("SELECT * { FILTER(1 <> 1) }", (1, 21), "<> is out of place", "Write !=."),
        ("SELECT COUNT(*) {}", (1, 8), "COUNT is out of place", "(COUNT(…) AS ?n)"),
        ("SELECT ?x, ?y {}", (1, 10), ", is out of place", "without commas"),
        ("SELECT * {} LIMIT 1;", (1, 20), "; is out of place", "Leave it out"),
        ("PREFIX x <urn:x> SELECT * {}", (1, 8), "x is not a word of SPARQL", "a prefix with its colon"),
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
        assert (problem["line"], problem["column"]) == place
        assert caret.strip() == "^"


def all_errors() -> list[type[errors.CnskgError]]:
    """Every class of the error tree, whichever module it stands in; tests may have errors of their own."""
    found, todo = [], [errors.CnskgError]
    while todo:
        found.append(todo.pop())
        todo += [below for below in found[-1].__subclasses__() if below.__module__.startswith("cnskg.")]
    return found


def make(kind: type[errors.CnskgError]) -> errors.CnskgError:
    """One error of a kind."""
    return kind(418, "no", hint="do") if kind is errors.ProtocolProblem else kind("no", hint="do")


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_each_error_has_one_shape(app: Flask, kind: type[errors.CnskgError]) -> None:
    """Every error of the tree becomes problem+json with its own status and type; 503 says when to come back."""
    error = make(kind)
    with app.test_request_context("/sparql"):
        answer = problems.response(error)
    problem = answer.json
    assert (answer.status_code, problem["status"]) == (error.status, error.status)
    assert (problem["detail"], problem["hint"]) == ("no", "do")
    assert problem["type"].endswith(error.kind)
    assert ("Retry-After" in answer.headers) == (error.status == 503)


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_each_error_has_its_exit_code(kind: type[errors.CnskgError], run: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the command line every error of the tree is two lines, what and how to mend it, and its own exit code."""
    error = make(kind)

    def refuse(**flags: object) -> None:
        raise error

    monkeypatch.setattr("cnskg.settings.load", refuse)
    outcome = run("serve")
    assert (outcome.code, outcome.out, outcome.err) == (error.exit_code, "", "cnskg: no\n  do\n")


def test_the_tree_is_drawn_as_it_is() -> None:
    """The tree at the top of the module names each error with its parent, its exit code and its status."""
    rows = re.findall(r"^    ([│├└─ ]*)(\w+) +exit (\d), (\w+)", errors.__doc__ or "", re.M)
    drawn, above = {}, []
    for branch, name, code, status in rows:
        above[len(branch) // 4 :] = [name]
        drawn[name] = (above[-2] if len(above) > 1 else "Exception", code, status)
    assert drawn == {
        kind.__name__: (
            kind.__base__.__name__,
            str(kind.exit_code),
            "4xx" if kind is errors.ProtocolProblem else str(kind.status),
        )
        for kind in all_errors()
    }


NOT_THERE = {
    "an address": "/nowhere",
    "an entity": "/id/nothing-of-the-kind",
    "a passage": "/passage/no/p1",
    "a graph": "/graph?graph=urn:no",
    "a statement": "/explain?s=id:cnsc&p=a&o=cns:Law",
}


@pytest.mark.parametrize("accept", ["", "application/json", "text/turtle", "application/problem+json, */*;q=0.1"])
@pytest.mark.parametrize("what", NOT_THERE)
def test_what_is_not_there_has_one_shape(client: FlaskClient, what: str, accept: str) -> None:
    """Whatever is asked for and not there, a data client gets the same problem: 404, not-found, a detail, a hint."""
    got = client.get(NOT_THERE[what], headers={"Accept": accept}, follow_redirects=True)
    assert (got.status_code, got.mimetype) == (404, "application/problem+json")
    assert got.json["type"] == f"{BASE}problem/not-found"
    assert (got.json["title"], got.json["status"]) == (errors.NotFound.title, 404)
    assert got.json["detail"] and got.json["hint"]


@pytest.mark.parametrize("what", NOT_THERE)
def test_what_is_not_there_is_a_page_for_people(client: FlaskClient, what: str) -> None:
    """A browser gets a page with the same status; only the graphs' own route, which has no pages, gives the problem."""
    got = client.get(NOT_THERE[what], headers={"Accept": BROWSER})
    assert got.status_code == 404
    assert got.mimetype == ("application/problem+json" if what == "a graph" else "text/html")


def test_kinds_are_distinct() -> None:
    """No two errors that go over HTTP share a problem type, so that clients can tell them apart."""
    assert {error for error in all_errors() if "kind" not in vars(error)} == OF_PYTHON
    kinds = [error.kind for error in all_errors() if error not in OF_PYTHON]
    assert len(kinds) == len(set(kinds))


def test_errors_of_python_are_of_the_type_above() -> None:
    """An error of the Python API has no page below /problem/; its type is that of the error that it is a case of."""
    told = list(problem_types.tree())
    assert not OF_PYTHON & set(told)
    assert {error.kind for error in OF_PYTHON} <= {error.kind for error in told}


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
    browser = {"Accept": BROWSER}
    page = client.get("/nowhere/<script>alert(1)</script>", headers=browser)
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "<script>" not in page.text
    assert client.get("/sparql?query=SELEC", headers=browser).mimetype == "application/problem+json"
