"""Two hundred names as in spreadsheets: none is matched wrongly, and the first candidate is nearly always right.

The list (names.toml) was made from the cards alone, before and apart from the matcher. What is measured is told by
`python -m tests.reconcile.test_names`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import click
import pytest

from cnskg.reconciling import matching, types
from cnskg.reconciling.asked import Hint, Query
from cnskg.search import searcher
from tests.support.own_build import real_release

ROWS = Path(__file__).with_name("names.toml")
#: How many of the names that are in the graph must come first, of all of them.
FIRST = 0.95


@dataclass
class Measured:
    """What became of the list: how many names, right ones among the matches and the first candidates, and the wrong."""

    known: int = 0
    unknown: int = 0
    first: int = 0
    matched: int = 0
    rightly: int = 0
    wrong: list[str] = field(default_factory=list)


def asked(row: str, typed: bool) -> Query:
    """A row as a query: the name; or name, type and year."""
    if not typed:
        return Query(row)
    name, kind, year = (part.strip() for part in row.split("|"))
    return Query(name, (kind,) if kind else (), hints=(Hint("year", (year,)),) if year else ())


def measure(folder: Path) -> Measured:
    """Reconcile the list with a release. Years are left to the tests of the service: names and types decide here."""
    found, search, known = Measured(), searcher.of_release(folder), types.of_release(folder)
    for table, rows in tomllib.loads(ROWS.read_text("utf-8")).items():
        for row, right in rows.items():
            query = asked(row, table == "typed")
            some = matching.candidates(search, query, known)
            best = matching.judged(some, query, known, {}, lambda _: False)
            _count(found, row, right.split(), best)
    return found


def _count(found: Measured, row: str, right: list[str], best: list[matching.Candidate]) -> None:
    found.known, found.unknown = found.known + bool(right), found.unknown + (not right)
    first = best[0].id if best else ""
    matches = [one.id for one in best if one.match]
    found.first += first in right
    found.matched += len(matches)
    found.rightly += sum(one in right for one in matches)
    if (right and first not in right) or any(one not in right for one in matches):
        found.wrong.append(
            f"{row}: {first or 'nothing'}{' (match)' if matches else ''}, not {' '.join(right) or 'any'}"
        )


@pytest.fixture(scope="module")
def measured() -> Measured:
    """The list, measured on the real release."""
    return measure(real_release().path)


def test_no_match_is_wrong(measured: Measured) -> None:
    """Whatever is matched is the thing that the label names; and names that are not in the graph match nothing."""
    assert measured.matched > 80
    assert measured.rightly == measured.matched, measured.wrong


def test_the_first_candidate_is_right(measured: Measured) -> None:
    """Of the names that are in the graph, nineteen in twenty have their thing as the first candidate."""
    assert measured.known + measured.unknown >= 200
    assert measured.first >= FIRST * measured.known, measured.wrong


if __name__ == "__main__":
    told = measure(real_release().path)
    click.echo(
        f"{told.known} names in the graph, {told.unknown} not; first candidate right {told.first / told.known:.1%}"
    )
    click.echo(f"matches: {told.matched}, right {told.rightly}; recall of matches {told.rightly / told.known:.1%}")
    click.echo("\n".join(told.wrong))
