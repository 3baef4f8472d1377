"""Accept headers: the most specific range counts, then q, then our order."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnskg.errors import NotAcceptable, UsageError
from cnskg.query.formats import GRAPHS, ROWS
from cnskg.web.negotiate import choice, choose, prefers_html

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.5, */*;q=0.1", "text/csv"),
        ("*/*, application/sparql-results+json;q=0", "application/sparql-results+xml"),
        ("application/*;q=0.5, application/json;q=0.9", "application/json"),
        ("APPLICATION/SPARQL-RESULTS+XML", "application/sparql-results+xml"),
        ("text/csv; charset=utf-8", "text/csv"),
        ("text/csv;header=present, application/json;q=0.5", "text/csv"),
        ('application/sparql-results+json;version="1.2, or so"', "application/sparql-results+json"),
        ("nonsense, text/csv", "text/csv"),
        ("text/csv;q=2, text/tab-separated-values;q=0.1", "text/tab-separated-values"),
        (BROWSER, "application/xml"),
    ],
)
def test_choice(accept: str, chosen: str) -> None:
    """Each header gets the format that RFC 9110 says."""
    assert choose(accept, ROWS).media_type == chosen


@pytest.mark.parametrize("accept", ["image/png", "text/csv;q=0", "text/turtle", "*/csv", "text/csv;q=x", "*/*;q=0"])
def test_nothing_fits(accept: str) -> None:
    """Where nothing fits there is an error that lists the offers, not some other format."""
    with pytest.raises(NotAcceptable) as caught:
        choose(accept, ROWS)
    assert "text/csv" in caught.value.extra["offered"]


@given(st.text(max_size=80))
def test_any_header_is_answered_or_refused(accept: str) -> None:
    """Whatever stands in the header, the outcome is an offer or NotAcceptable."""
    with contextlib.suppress(NotAcceptable):
        assert choose(accept, GRAPHS) in GRAPHS


@pytest.mark.parametrize(
    ("accept", "page"),
    [(BROWSER, True), ("", False), ("*/*", False), ("text/turtle, text/html;q=0.5", False), ("text/html", True)],
)
def test_who_wants_a_page(accept: str, page: bool) -> None:
    """Browsers want pages; clients that name data as strongly do not."""
    assert prefers_html(accept) is page


@pytest.mark.parametrize(
    ("names", "rows", "graphs"),
    [
        ("tsv text/tab-separated-values tsv", "text/tab-separated-values", ""),
        ("json application/sparql-results+json srj", "application/sparql-results+json", ""),
        ("CSV text/csv;header=present", "text/csv", ""),
        ("csv-excel", "text/csv", ""),
        ("json-ld application/ld+json,application/x-json+ld jsonld", "", "application/ld+json"),
        ("rdf+xml application/rdf+xml rdf", "", "application/rdf+xml"),
        ("xml", "application/sparql-results+xml", "application/rdf+xml"),
        ("json", "application/sparql-results+json", "application/ld+json"),
        ("turtle ttl application/turtle", "", "text/turtle"),
        ("n3", "", "text/n3"),
        ("text/n3", "", "text/n3"),
        ("text/rdf+n3 n3 turtle", "", "text/rdf+n3"),
        ("application/x-turtle", "", "application/x-turtle"),
        ("text/plain", "", "text/plain"),
        ("nt n-triples ntriples", "", "application/n-triples"),
        ("nq n-quads", "", "application/n-quads"),
        ("trig application/x-trig", "", "application/trig"),
    ],
)
def test_names_of_formats_that_clients_send(names: str, rows: str, graphs: str) -> None:
    """Several names, and lists of them, for one format are taken; where a form of query lacks it, it is refused."""
    for offers, wanted in ((ROWS, rows), (GRAPHS, graphs)):
        chosen = choice(names.split(), "image/png")
        if wanted:
            assert chosen(offers).media_type == wanted
        else:
            with pytest.raises((NotAcceptable, UsageError)):
                chosen(offers)


def test_a_plus_that_became_a_space() -> None:
    """`application/rdf+xml` that was not percent-encoded arrives with a space, and is known all the same."""
    assert choice(["application/rdf xml"], "")(GRAPHS).media_type == "application/rdf+xml"
    assert choice(["", " "], "text/csv")(ROWS).media_type == "text/csv"


@pytest.mark.parametrize(
    ("one", "other"), [("csv", "json"), ("csv", "csv-excel"), ("csv", "turtle"), ("xml,tsv", "xml")]
)
def test_two_formats_are_refused(one: str, other: str) -> None:
    """Names that mean different things are an error that has them both, whatever stands in Accept."""
    with pytest.raises(UsageError, match=f"given as {one.split(',')[0]} and as {other if ',' not in one else 'tsv'}\n"):
        choice([one, other], "text/csv")(ROWS)


def test_an_unknown_format_is_told_the_known_ones() -> None:
    """One name that nobody knows is 406 with the names that are known, even beside one that is."""
    with pytest.raises(NotAcceptable) as caught:
        choice(["csv", "parquet"], "")
    assert "parquet" in str(caught.value)
    assert "csv-excel" in caught.value.hint
