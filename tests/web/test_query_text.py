"""Reading a query's text: what reaches out is found in every spelling, and nothing else is taken for it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cnskg.errors import CnskgError
from cnskg.query import sparql_text
from cnskg.query.binding import bind
from cnskg.query.sparql_text import reaches_out, read
from cnskg.web import protocol

#: Port 1 is one that the engine's HTTP client refuses by itself: it says so, and no connection is made.
PORT_1 = "http://127.0.0.1:1/"

REACHING = [
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE<http://127.0.0.1:1/>{?s ?p ?o} }",
    "SELECT * { SERVICE # why\n SILENT # not\n <http://127.0.0.1:1/> #\n { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<http://127.0.0.1:1/>{?s ?p ?o} }",
    "SELECT * { BIND(<http://127.0.0.1:1/> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <http://127.0.0.1:1/> } SERVICE SILENT $x{ ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:1/> SELECT * { SERVICE:{?a ?b ?c} }",
    "PREFIX : <http://127.0.0.1:1/> SELECT * { SERVICE:a{?a ?b ?c} }",
    "PREFIX SILENT: <http://127.0.0.1:1/> SELECT * { SERVICE SILENT:a{?a ?b ?c} }",
    "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1:1/>{?a ?b ?c} }",
    "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:1/>{?a ?b ?c} }",
    "SELECT * { FILTER(1<'x>')SERVICE<http://127.0.0.1:1/>{?s ?p ?o}#'\n}",
    "SELECT * { VALUES ?x {'''a'} SERVICE <http://127.0.0.1:1/> {?s ?p ?o} #\\q'''\n}",
    "SELECT * { { { SELECT * { OPTIONAL { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } } } } }",
    "ASK { FILTER EXISTS { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } }",
    "ASK { ?s ?p ?o MINUS { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } }",
    "DESCRIBE ?s { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { S\\U00000045RVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "BASE <http://127.0.0.1:1/> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "SELECT * { SERVICE <\\u0068ttp://127.0.0.1:1/> { ?s ?p ?o } }",
]
HARMLESS = [
    "SELECT ?service { ?service ?p ?o }",
    "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> SELECT * { ?x a sd:Service ; sd:service ?y }",
    "SELECT * { ?s ?p ?o } # SERVICE <http://x/> { ?s ?p ?o }",
    'SELECT * { ?s ?p "SERVICE <http://x/> { ?s ?p ?o }" }',
    "SELECT * { ?s ?p '''it's SERVICE <http://x/> { ?s ?p ?o }''' }",
    "SELECT * { GRAPH <http://x/service:a> { ?s ?p ?o } }",
    "PREFIX service: <urn:x:> SELECT * { ?s service:provider ?o }",
    "SELECT * { ?s ?p 'service'@en . FILTER(?a<?b) }",
]


@pytest.mark.parametrize("query", REACHING)
def test_what_reaches_out_is_found(query: str) -> None:
    """A SERVICE clause is found in every spelling that the engine or the specification takes for one."""
    assert reaches_out(query)


@pytest.mark.parametrize("query", HARMLESS)
def test_what_only_looks_like_it_passes(query: str) -> None:
    """The word in names, strings, comments and IRIs is no SERVICE clause."""
    assert not reaches_out(query)


def store() -> ox.Store:
    """One triple, so that joins with what follows are evaluated."""
    found = ox.Store()
    found.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("o")))
    return found


STORE = store()


def engine_reaches_out(query: str) -> bool:
    """Whether the engine, evaluating this, tries to call an endpoint."""
    try:
        result = STORE.query(query)
        if not isinstance(result, ox.QueryBoolean):
            for _ in result:
                pass
    except (SyntaxError, ValueError):
        return False
    except (OSError, RuntimeError) as error:
        return "port 1" in str(error) or "service" in str(error).lower()
    return False


def test_the_engine_still_says_so() -> None:
    """What the two tests below ask of the engine, it tells: of clauses that it takes for SERVICE, and of no others."""
    told = {query for query in REACHING if engine_reaches_out(query)}
    assert len(told) >= 12
    assert REACHING[0] in told
    assert not any(engine_reaches_out(query) for query in HARMLESS)


PIECES = st.sampled_from(
    [
        *"{}()<>'\"#\\.;,?$:@^|&=!*+-/ \n\t",
        *("SERVICE", "service", "SILENT", f"<{PORT_1}>", "?s ?p ?o", "{?s ?p ?o}", "'x>'", "<'x>", "'''", '"""', "''"),
        *(
            "FILTER(1",
            "FILTER('b'<",
            "VALUES ?x {",
            "OPTIONAL {",
            "UNION",
            "MINUS",
            "true",
            "1",
            "1.",
            "a:b",
            ":a",
            "_:b",
        ),
        *(
            "GRAPH ?g",
            "BIND(1 AS ?z)",
            "\\q",
            "\\u0053",
            "\\'",
            "@en",
            "^^",
            "<a>",
            "<<",
            ">>",
            "#'\n",
            "SELECT * {",
            "EXISTS",
        ),
    ]
)
CLAUSE = st.builds(
    "{}{}{}{}{}{}".format,
    st.sampled_from(["SERVICE", "service", "sErViCe"]),
    st.sampled_from(["", " ", "\n", "#c\n", " # '\n", "SILENT", " SILENT ", "#\nsilent"]),
    st.sampled_from([f"<{PORT_1}>", ":a", "SILENT:a", "s:", "?x", "$x"]),
    st.sampled_from(["", " ", "#{\n", "\t"]),
    st.sampled_from(["{?s ?p ?o}", "{}", "{ ?s ?p ?o . { ?a ?b ?c } }"]),
    st.sampled_from(["", "#'\n", "#'''\n", '#"\n', "#>\n"]),
)
HEAD = f"PREFIX : <{PORT_1}> PREFIX SILENT: <{PORT_1}> PREFIX s: <{PORT_1}> PREFIX a: <urn:a:> "
QUERY = st.builds(
    lambda before, clause, after: f"{HEAD}SELECT * {{ {''.join(before)}{clause}{''.join(after)} }}",
    st.lists(PIECES, max_size=6),
    CLAUSE,
    st.lists(PIECES, max_size=4),
)


@settings(max_examples=1500, deadline=None)
@given(QUERY)
@example(f"SELECT * {{ FILTER(1<'x>')SERVICE<{PORT_1}>{{?s ?p ?o}}#'\n}}")
def test_no_query_that_the_engine_would_federate_passes(query: str) -> None:
    """Fuzzed around a SERVICE clause: what makes the engine call out is found before evaluation."""
    if engine_reaches_out(query):
        assert reaches_out(query)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_soup_that_the_engine_would_federate_does_not_pass(body: str) -> None:
    """The same for a soup of tokens."""
    query = f"{HEAD}SELECT * {{ {body} }}"
    if engine_reaches_out(query):
        assert reaches_out(query)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_reading_never_fails(text: str) -> None:
    """Any text is read without an error, and its tokens stand where they say."""
    query = read(text)
    assert all(text[t.start : t.end] == t.text for t in query.tokens)
    reaches_out(text)
    sparql_text.services(query)
    query.star()
    query.iris()


#: Texts made to be slow, of a length that is about eight times the number.
SLOW: list[Callable[[int], str]] = [
    lambda n: "service<a" * n,
    lambda n: "service a:a" * n,
    lambda n: "'''a" * 2 * n + "service",
    lambda n: "<" * 8 * n + "service",
    lambda n: "service " * n,
    lambda n: "a." * 4 * n + "service",
    lambda n: "{" * 8 * n,
    lambda n: "service#" * n,
    lambda n: '\\u0022"' * n + "service",
    lambda n: 'service "' + '\\"' * 4 * n,
    lambda n: "service" + "'''\\" * 2 * n,
    lambda n: "service?a." * n,
    lambda n: "service:a." * n,
    lambda n: "service." * n,
    lambda n: "<servicea" * n,
    lambda n: "<a'service#" * n,
    lambda n: "service a" * n,
    lambda n: "@a-" * 3 * n + "service",
    lambda n: "a:" + "." * 8 * n + "service",
    lambda n: "_:a" + "." * 8 * n + "service",
    lambda n: "service" + " " * 8 * n,
    lambda n: "service" + "#\n" * 4 * n,
    lambda n: "service " * n + "{",
    lambda n: "<a>" * 3 * n + "service",
]


def work(text: str) -> float:
    """Processor seconds to read a text: the least of several runs, so that what else the machine does counts little."""

    def once() -> float:
        began = time.thread_time()
        reaches_out(text)
        read(text)
        return time.thread_time() - began

    return min(once() for _ in range(3))


@pytest.mark.parametrize("made", SLOW, ids=lambda made: made(1))
def test_reading_is_linear(made: Callable[[int], str]) -> None:
    """Four times the text takes about four times the work to read, and not the sixteen of a quadratic reading."""
    ratios = (work(made(4000)) / work(made(1000)) for _ in range(5))
    assert any(ratio < 8 for ratio in ratios)


def test_from_is_found_with_its_prefixes() -> None:
    """FROM and FROM NAMED are resolved against BASE and prefixes, and only where they stand before the pattern."""
    query = read("BASE <http://b/> PREFIX x: <urn:x:> SELECT * FROM x:a FROM NAMED <c> FROM <d> { ?s ?p 'FROM <e>' }")
    assert (query.from_default, query.from_named) == (["urn:x:a", "http://b/d"], ["http://b/c"])


@given(st.text(max_size=40), st.text(max_size=20))
def test_bound_values_stay_values(text: str, other: str) -> None:
    """Whatever text is bound, the engine reads one literal with exactly that text."""
    query = bind("SELECT (STR(?a) AS ?x) { BIND(?v AS ?a) FILTER(?w = ?w) }", {"v": text, "w": other})
    assert [row["x"].value for row in ox.Store().query(query)] == [text]


@pytest.mark.parametrize("bad", ["urn:a b", "urn:x>y", "", "urn:a{b}", "urn:x\ny"])
def test_what_is_no_iri_is_not_bound_as_one(bad: str) -> None:
    """Text that could end its angle brackets is no IRI, so it cannot be bound as one."""
    with pytest.raises(ValueError):
        bind("ASK { ?v ?p ?o }", {"v": ox.NamedNode(bad)})


@pytest.mark.parametrize(
    "value", [ox.NamedNode("urn:x?a#b"), ox.Literal("a'\"\\", language="en"), ox.Literal("01"), True, 7, 0.5, "二\n"]
)
def test_each_kind_of_value_is_bound_as_itself(value: object) -> None:
    """A term arrives as that term, a value of Python's as the literal that stands for it, in CONSTRUCT as in SELECT."""
    wanted = value if isinstance(value, ox.NamedNode | ox.Literal) else ox.Literal(value)
    query = bind("CONSTRUCT { <urn:s> <urn:p> ?v } WHERE { VALUES ?x { ?v } }", {"v": value})
    assert [triple.object for triple in ox.Store().query(query)] == [wanted]


@given(
    st.sampled_from(["GET", "HEAD", "POST", "QUERY", "PUT", "X"]),
    st.sampled_from(
        ["", protocol.FORM, protocol.QUERY, protocol.UPDATE, "text/plain", ";", f"{protocol.QUERY};charset=x"]
    ),
    st.one_of(st.binary(max_size=60), st.sampled_from([b"query=a", b"query=a&query=b", b"timeout=nan&query=a", b"%"])),
    st.one_of(st.binary(max_size=60), st.sampled_from([b"query=a&update=b", b"query=%ff", b"ASK {}"])),
)
def test_any_request_is_read_or_refused(method: str, content_type: str, query_string: bytes, body: bytes) -> None:
    """Whatever comes in, the request parser gives a request or an error of ours with a 4xx status."""
    try:
        found = protocol.read(method, content_type, query_string, body)
        assert found.query is None or found.query.strip()
    except CnskgError as error:
        assert 400 <= error.status < 500
