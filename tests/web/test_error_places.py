"""A syntax error is told at the token that is wrong: line and column in code points, from 1."""

from __future__ import annotations

import random
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from cnskg.content.files import Content
from cnskg.content.questions import read
from cnskg.namespaces import PREFIXES
from cnskg.query import grammar, hints, scopes, sparql_text
from cnskg.settings import Settings
from tests.support import suites

#: The wrong token stands after the mark.
MARK = "‸"
CASES = [
    ("SELECT * { ?s a cns:Law ‸] }", "] is out of place here", "Expected: "),
    ("SELECT * { ?s ‸'a' ?o }", "'a' is out of place here", "an IRI"),
    ("SELECT * { FILTER(1 ‸§ 2) }", "§ is out of place here", "="),
    ("SELECT * { FILTER(STRLEN(‸) > 1) }", ") is out of place here", "a variable"),
    ("SELECT * { FILTER(IF(1‸) > 1) }", ") is out of place here", "Expected: "),
    ("SELECT * { ?s ?p ?o } LIMIT ‸?x", "?x is out of place here", "a number"),
    ("SELECT * { ?s ?p ?o } LIMIT 1 ‸LIMIT 2", "LIMIT is out of place here", "OFFSET"),
    ("SELECT * { ?s ?p ‸<http://a b> }", "no IRI may hold", "%20"),
    ("SELECT * { ?s ?p ?o‸", "ends too early", "}"),
    ("ASK‸ ", "ends too early", "{"),
    ("ASK {} ‸ASK {}", "ASK is out of place here", "VALUES"),
    ("ASK { ?国家 ?安全 ?观 ‸) }", ") is out of place here", "}"),
    ("ASK {\r\n  ?s ?p '国家安全' .\r\n  ?s ‸) ?o\r\n}", ") is out of place here", "an IRI"),
    ("PREFIX a: <urn:a> # 国\r\nASK { ?s ‸zzz:b ?o }", "the prefix zzz: is not known", "PREFIX"),
    ("SELECT (1 AS ‸?x) { ?x ?p ?o }", "?x has a value from the pattern already", "new name"),
    ("SELECT (1 AS ‸?x) { { SELECT (2 AS ?x) {} } }", "?x has a value from the pattern already", "new name"),
    ("SELECT ?a ‸?a { ?a ?b ?c }", "?a is selected twice", "once"),
    ("SELECT ‸?s (COUNT(?o) AS ?n) { ?s ?p ?o }", "?s is neither grouped nor aggregated", "GROUP BY ?s"),
    ("SELECT ?s (‸?o + COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s", "?o is neither grouped", "SAMPLE(?o)"),
    ("SELECT ‸* { ?s ?p ?o } GROUP BY ?s", "SELECT * cannot go with GROUP BY", "Name"),
    ("SELECT * { ?s ?p ?o BIND(1 AS ‸?o) }", "?o is in use before this BIND", "FILTER"),
    ("SELECT * { VALUES (?x ?y) { (1 2) ‸(1) } }", "this row has 1 values for 2 variables", "UNDEF"),
    ('SELECT * { ?s ?p ‸"a }', "the text that begins here has no end", 'Close it with "'),
    ("SELECT * { ?s ?p ‸'a\n' }", "the text that begins here has no end", "between ''' and"),
    ("SELECT * { BIND(‸<http://no.such/f>(1) AS ?x) }", "there is no function <http://no.such/f>", "xsd:date"),
    ("SELECT (‸cns:f(1) AS ?x) {}", "there is no function <https://w3id.org/cnskg/ontology#f>", "xsd:date"),
    ("SELECT * { _:a ?p ?o OPTIONAL { ‸_:a ?q ?r } }", "_:a stands in another group already", "variable"),
]


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    before = text[:offset].split("\n")
    return len(before), len(before[-1]) + 1


@pytest.mark.parametrize(("marked", "detail", "hint"), CASES)
def test_the_place_is_that_of_the_wrong_token(client: FlaskClient, marked: str, detail: str, hint: str) -> None:
    """Over HTTP the problem names the line and column of the first token that cannot stand there, and what could."""
    query = marked.replace(MARK, "")
    problem = client.post("/sparql", data={"query": query}).get_json()
    assert (problem["line"], problem["column"]) == place(query, marked.index(MARK)), problem
    assert detail in problem["detail"]
    assert hint in problem["hint"]


def test_what_an_error_shows_has_an_end(client: FlaskClient) -> None:
    """A wrong token of any length is cut, and of what could stand in its place a dozen things are named."""
    problem = client.post("/sparql", data={"query": f"ASK {{ ?s '{'x' * 500}' ?o }}"}).get_json()
    assert problem["detail"] == f"'{'x' * 39}… is out of place here"
    problem = client.post("/sparql", data={"query": "ASK { § }"}).get_json()
    assert len(problem["hint"].removeprefix("Expected: ").split(", ")) == 12


def test_the_caret_stands_under_hanzi() -> None:
    """Under letters of double width the caret is moved by spaces of double width."""
    assert hints.excerpt("习a )", 1, 4) == "习a )\n\u3000  ^"


@pytest.fixture(scope="module")
def questions() -> list[str]:
    """The queries of the competency questions."""
    return [question.query for question in read(Content.read(Settings().content))]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_stray_sign_is_found_wherever_it_stands(questions: list[str], newline: str) -> None:
    """In any question, a sign that no query may hold is told at its own place, after hanzi and with CRLF, too."""
    chance = random.Random(7)
    for text in questions:
        query = f"# 总体国家安全观 🐉\n{text}".replace("\r", "").replace("\n", newline)
        token = chance.choice(list(sparql_text.tokens(query)))
        broken = f"{query[: token.start]}§ {query[token.start :]}"
        with pytest.raises(SyntaxError) as said:
            ox.Store().query(broken, prefixes=PREFIXES)
        problem = hints.syntax_problem(sparql_text.read(broken), str(said.value))
        assert (problem.extra["line"], problem.extra["column"]) == place(broken, token.start), broken


@pytest.mark.parametrize(("levels", "told"), [(40, "?a is selected twice"), (60, "the query stops making sense here")])
def test_what_is_nested_deeply_is_left_to_the_engine(levels: int, told: str) -> None:
    """The rules about names look at each token once a level: a text of many levels costs no time beside all others."""
    query = f"SELECT ?a ?a {{ {'{ ' * levels} ?a ?b ?c {'}' * levels} }}"
    assert told in str(hints.syntax_problem(sparql_text.read(query), "error at 1:1: expected x"))


def test_the_grammar_takes_what_the_engine_takes(questions: list[str]) -> None:
    """Every question is a query to the grammar and to the rules about names."""
    for text in questions:
        found = grammar.parse(list(sparql_text.tokens(text)))
        assert not isinstance(found, grammar.Stop), (text, found)
        assert scopes.offence(found) is None, text


@pytest.mark.skipif(not suites.ARCHIVE.exists(), reason="the W3C suites are not beside this checkout")
def test_the_grammar_agrees_with_the_syntax_suites(tmp_path: Path) -> None:
    """The W3C's good queries are queries to our grammar; of its bad ones one is left to the engine."""
    folder, wrong = suites.unpack(tmp_path), set()
    for manifest in sorted(folder.glob("sparql1?/*/manifest.ttl")):
        for case in suites.Manifest(manifest).cases():
            if "SyntaxTest" in case.kind and "Update" not in case.kind and case.query.suffix == ".rq":
                tokens = list(sparql_text.tokens(sparql_text.decode(case.query.read_text("utf-8"))))
                found = grammar.parse(tokens)
                refused = isinstance(found, grammar.Stop) or scopes.offence(found) is not None
                if refused != ("Negative" in case.kind):
                    wrong.add(case.query.name)
    assert wrong == {"syn-invalid-codepoint-escaped-bad-01.rq"}
