"""Four hundred names as in spreadsheets: none is matched wrongly, and the first candidate is nearly always right.

The lists (names.toml) were made before and apart from the matcher. What is measured is told by
`python -m tests.reconcile.test_names`.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click
import pytest
from flask.testing import FlaskClient

from cnskg.reconciling import types
from cnskg.release.folder import Release
from cnskg.web import create_app
from tests.support import ROOT
from tests.support.own_build import OURS, real_release

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


def asked(row: str, typed: bool, known: types.Types) -> dict[str, object]:
    """A row as a query: the name; or name, type and year, the type by its name in words."""
    if not typed:
        return {"query": row}
    name, kind, year = (part.strip() for part in row.split("|"))
    ids = {words.casefold(): one for one, words in known.names.items()}
    hints = [{"pid": "year", "v": year}] if year else []
    return {"query": name, "type": ids[kind.casefold()], "properties": hints}


def measure(client: FlaskClient, folder: Path) -> Measured:
    """Reconcile the list with the service on the release of a folder."""
    found, known = Measured(), types.of_release(folder)
    for table, rows in tomllib.loads(ROWS.read_text("utf-8")).items():
        batch = {row: asked(row, table == "typed", known) for row in rows}
        told = client.post("/reconcile", data={"queries": json.dumps(batch)}).get_json()
        for row, right in rows.items():
            _count(found, row, right.split(), told[row]["result"])
    return found


def _count(found: Measured, row: str, right: list[str], best: list[dict[str, Any]]) -> None:
    found.known, found.unknown = found.known + bool(right), found.unknown + (not right)
    first = best[0]["id"] if best else ""
    matches = [one["id"] for one in best if one["match"]]
    found.first += first in right
    found.matched += len(matches)
    found.rightly += sum(one in right for one in matches)
    if (right and first not in right) or any(one not in right for one in matches):
        found.wrong.append(
            f"{row}: {first or 'nothing'}{' (match)' if matches else ''}, not {' '.join(right) or 'any'}"
        )


@pytest.fixture(scope="module")
def measured(client: FlaskClient, real: Release) -> Measured:
    """The list, measured on the real release."""
    return measure(client, real.path)


def test_no_match_is_wrong(measured: Measured) -> None:
    """Whatever is matched is the thing that the label names; and names that are not in the graph match nothing."""
    assert measured.matched > 125
    assert measured.rightly == measured.matched, measured.wrong


def test_the_first_candidate_is_right(measured: Measured) -> None:
    """Of the names that are in the graph, nineteen in twenty have their thing as the first candidate."""
    assert measured.known + measured.unknown >= 380
    assert measured.first >= FIRST * measured.known, measured.wrong


def test_the_page_tells_what_was_measured(measured: Measured) -> None:
    """docs/spreadsheets.md has the figures of today: how many names, first candidates, matches."""
    page = " ".join((ROOT / "docs" / "spreadsheets.md").read_text("utf-8").split())
    for figure in (
        f"{measured.known + measured.unknown} names",
        f"{measured.known} in the graph, {measured.unknown} not",
        f"first candidate right {100 * measured.first / measured.known:.1f} %",
        f"matches {measured.matched}, right {measured.rightly}",
        f"recall of matches {100 * measured.rightly / measured.known:.1f} %",
    ):
        assert figure in page


if __name__ == "__main__":
    app = create_app(replace(OURS, rate=0.0))
    told = measure(app.test_client(), real_release().path)
    app.extensions["cnskg"].close()
    first, rightly = told.first / told.known, told.rightly / told.known
    click.echo(f"{told.known} names in the graph, {told.unknown} not; first candidate right {first:.1%}")
    click.echo(f"matches: {told.matched}, right {told.rightly}; recall of matches {rightly:.1%}")
    click.echo("\n".join(told.wrong))
