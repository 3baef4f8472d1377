"""The line that says an answer: few rows are joined, what orders them does not show, figures have limit and unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
import pytest
from flask import Flask

from cnskg import namespaces as ns
from cnskg.rdf import XSD, Node
from cnskg.web import headlines
from cnskg.web.answering import Answer, Line, bounds_of
from cnskg.web.evidence import Behind
from cnskg.web.naming import Names


@pytest.fixture(autouse=True)
def on_a_page() -> Iterator[None]:
    """Links are written for the address of a page."""
    with Flask(__name__).test_request_context("/"):
        yield


def node(text: str) -> Node:
    """A number, a relation (`cns:…`), or else a thing of that name."""
    if text.isdecimal():
        return ox.Literal(text, datatype=ox.NamedNode(XSD + "integer"))
    return ox.NamedNode(ns.expand(text) if text.startswith("cns:") else ns.ID + text.replace(" ", "_"))


def answer(asked: str, columns: str, *rows: str, bounds: tuple[str, ...] = ()) -> Answer:
    """An answer whose cells stand between bars."""
    cells = [tuple(node(cell) for cell in row.split("|")) for row in rows]
    iris = {one.value for row in cells for one in row if isinstance(one, ox.NamedNode)}
    called = {iri: {"en": iri.rpartition("/")[2].rpartition("#")[2].replace("_", " ")} for iri in iris}
    lines = tuple(Line(row, Behind()) for row in cells)
    return Answer(tuple(columns.split()), lines, len(lines), names=Names(called), asked=asked, bounds=bounds)


def said(told: dict[str, Any]) -> str:
    """A headline as one reads it, with brackets as pages have them."""
    groups = []
    for one in told["groups"]:
        tails = [[cell.text for cell in tail] for tail in one.tails]
        rows = [" ".join(t) if one.read_on or len(t) < 2 else f"{t[0]} ({', '.join(t[1:])})" for t in tails]
        heads = ", ".join(cell.text for cell in one.heads)
        groups.append(": ".join(filter(None, (heads, ", ".join(rows)))))
    return "; ".join(groups) or ", ".join(one.text for one in told["sentence"])


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (answer("Which is what?", "type tier", "food|basis", "peace|bedrock"), "Food: basis; peace: bedrock"),
        (answer("Which is what?", "type tier", "food|basis", "food|aim"), "Food"),  # the other column was not asked for
        (answer("Of what is it which?", "type tier", "food|basis", "food|aim"), "Food: basis, aim"),
        (answer("Who?", "who post since", "Ann|chair|May", "Bo|seat|June"), "Ann: chair (May); Bo: seat (June)"),
        (
            answer("Who wants what?", "who relation what", "Ann|cns:joins|pact", "Bo|cns:leaves|pact"),
            "Ann: joins pact; Bo: leaves pact",
        ),
        (answer("How many?", "list number", "old|11", "new|16"), "Old: eleven; new: 16"),
        (answer("In which order?", "order area", "1|sea", "2|air"), "Sea, air"),
    ],
)
def test_rows_are_joined_so_that_values_keep_what_they_are_of(given: Answer, line: str) -> None:
    """Two answering columns are told row by row, one alone as a list; relations are read on end."""
    assert said(headlines.headline(given)).startswith(line)


def test_many_or_long_rows_are_not_joined() -> None:
    """More rows than one reads on end, or longer ones, are told by one column as before."""
    rows = [f"type {n}|tier {n}" for n in range(headlines.MOST_ROWS + 1)]
    assert len(rows) == 7
    assert headlines.joined(answer("Which is what?", "type tier", *rows)) == []
    assert len(headlines.joined(answer("Which is what?", "type tier", *rows[1:]))) == 6
    long = ["a" * 50, "b" * 50, "c" * 50, "d" * 51]
    assert headlines.MOST_JOINED == 400
    assert headlines.joined(answer("Which?", "type tier", *(f"{one}|{one}" for one in long))) == []


def test_what_many_rows_share_is_not_told_before_them() -> None:
    """Up to two columns in which all rows are alike stand before the others; of more nobody sees what is whose."""
    two = answer("When and where, and who?", "when where who", "May|Oslo|Ann", "May|Oslo|Bo")
    assert said(headlines.headline(two)) == "May, Oslo: Ann, Bo"
    assert headlines.MOST_SHARED == 2
    three = answer("When, where, why and who?", "when where why who", "May|Oslo|pact|Ann", "May|Oslo|pact|Bo")
    assert headlines.joined(three) == []


def test_a_figure_has_its_limit_and_unit() -> None:
    """Digits stand in groups but for years, a bound is said, and the unit stands behind its number."""
    one = answer("What reward?", "organ amount unit", "ministry|100000|Chinese yuan", bounds=("", "atMost", ""))
    assert said(headlines.headline(one)) == "Ministry, at most 100,000 Chinese yuan"
    assert headlines.figure(node("9999")) == "9999"
    assert headlines.figure(node("10000")) == "10,000"
    assert headlines.figure(ox.Literal("10000")) == ""
    assert said(headlines.headline(answer("How long?", "place number unit", "Oslo|600|word"))) == "Oslo, 600 words"


def test_limits_are_read_from_the_query() -> None:
    """A variable that is a limit is known by its property, under the name that it is given, too."""
    query = "SELECT (xsd:integer(?most) AS ?amount) ?n { ?q cns:atMost ?most ; cns:value ?n . ?r cns:atLeast ?least }"
    assert bounds_of(query) == {"most": "atMost", "amount": "atMost", "least": "atLeast"}


def test_days_that_are_told_as_text_are_words() -> None:
    """A day of each year and a day in the extended format are dates though they are plain text."""
    told = [headlines.shown(ox.Literal(text), Names()) for text in ("--04-15", "2021-01-05", "2021")]
    assert [one.text for one in told if one] == ["15 April, every year", "5 January 2021", "2021"]
