"""Time spans: EDTF, precision and bounds from the end of an IRI."""

from __future__ import annotations

from datetime import datetime

import pytest

from cnskg import namespaces as ns
from cnskg.content import timespans
from tests.support import turtle

CASES = [
    ("2014-04-15", "2014-04-15", "day", (2014, 4, 15), (2014, 4, 15)),
    ("2020-02", "2020-02", "month", (2020, 2, 1), (2020, 2, 29)),
    ("2014", "2014", "year", (2014, 1, 1), (2014, 12, 31)),
    ("197X", "197X", "decade", (1970, 1, 1), (1979, 12, 31)),
    ("2013-41", "2013-41", "half-year", (2013, 7, 1), (2013, 12, 31)),
    ("2019-23", "2019-23", "season", (2019, 9, 1), (2019, 11, 30)),
    ("2019-24", "2019-24", "season", (2019, 12, 1), (2020, 2, 29)),
    ("2021-34", "2021-34", "quarter", (2021, 4, 1), (2021, 6, 30)),
    ("2021--2025", "2021/2025", "interval", (2021, 1, 1), (2025, 12, 31)),
]


@pytest.mark.parametrize(("slug", "edtf", "precision", "first", "last"), CASES)
def test_bounds(slug: str, edtf: str, precision: str, first: tuple[int, ...], last: tuple[int, ...]) -> None:
    """Each form gives its EDTF, its precision, and its first and last day."""
    found = timespans.read(slug)
    assert found[:2] == (edtf, precision)
    assert found[2] == datetime(*first)  # type: ignore[arg-type]
    assert found[3].date() == datetime(*last).date()  # type: ignore[arg-type]


def test_what_lies_within_what() -> None:
    """Each span lies within each longer one that holds all of it: not within itself, nor in one that it only meets."""
    spans = {
        slug: timespans.read(slug) for slug in ("2014", "2014-04", "2014-04-15", "2014-40", "2013-12--2014-05", "201X")
    }
    assert timespans.within(spans) == {
        *(("2014-04-15", large) for large in spans if large != "2014-04-15"),
        *(("2014-04", large) for large in ("2014", "2014-40", "2013-12--2014-05", "201X")),
        *(("2014-40", large) for large in ("2014", "201X")),
        *((small, "201X") for small in ("2014", "2013-12--2014-05")),
    }


@pytest.mark.parametrize(
    ("slug", "around"),
    [
        ("2014-04-15", {"2014", "2014-04"}),
        ("2014-41", {"2014"}),
        ("2014", set()),
        ("201X", set()),
        ("2014-01--2015", set()),
    ],
)
def test_months_and_years_are_there_to_ask_for(slug: str, around: set[str]) -> None:
    """The month and year around a day, and the year around its parts, are in the calendar though no fact names them."""
    named = turtle.triples(f"id:x cns:when <{ns.TIME}{slug}> .")
    found = {t.subject.value.removeprefix(ns.TIME) for t in timespans.triples_of(named)}
    assert found == {slug} | around


REFUSED = {
    "2014-13": "no month, season, quarter or half 13",
    "2014-00": "no month or day 00",
    "2014-02-00": "no month or day 00",
    "2021--2022--2023": "two ends",
    "2014-02-30": "day",  # the standard library's words, which differ by version
    "late 2013": "not an EDTF form",
    "": "not an EDTF form",
    "14-04-15": "not an EDTF form",
    "2025--2021": "the end lies before the start",
    "2025--": "not an EDTF form",
}


@pytest.mark.parametrize("slug", REFUSED)
def test_other_forms_are_refused(slug: str) -> None:
    """What is no EDTF form that we know, or no date at all, is an error that says what is wrong with it."""
    with pytest.raises(ValueError, match=REFUSED[slug]):
        timespans.read(slug)
