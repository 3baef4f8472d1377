"""Accept headers: the most specific range counts, then q, then our order."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnskg.errors import NotAcceptable
from cnskg.query.formats import GRAPHS, ROWS
from cnskg.web.negotiate import choose, prefers_html

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
        ("text/csv;header=present, text/tab-separated-values;q=0.1", "text/tab-separated-values"),
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
