"""The page of quality is made of the queries, and what it says of foreign checks is so."""

from __future__ import annotations

import re

import pytest

from cnskg.checks import registry
from cnskg.quality import queries
from tests.support import ROOT, quality_table
from tests.support.quality_table import FOREIGN, LEFT

HELD = {name for checks in registry.everything(ROOT).values() for name in (check.name for check in checks)}
HELD |= {query.name for query in queries.checks()}
ROWS = [(source, name, by) for source, held in FOREIGN.items() for name, by in held.items()]
#: What sources call themselves in the heads of queries, and in the table.
SOURCES = {"ROBOT": "ROBOT report", "OOPS!": "OOPS!", "FOOPS!": "FOOPS!", "FIBO": "FIBO hygiene", "qSKOS": "qSKOS"}


def test_the_page_is_made_of_the_queries() -> None:
    """Each check, figure and foreign check stands on the page, as the files have it."""
    assert quality_table.DOCS.read_text(encoding="utf-8") == quality_table.page()


@pytest.mark.parametrize(("source", "name", "by"), ROWS, ids=[f"{s}-{n}" for s, n, _ in ROWS])
def test_what_holds_a_foreign_check_is_there(source: str, name: str, by: str) -> None:
    """A foreign check is held by rules, queries or tests that there are, or is left out for a reason."""
    if by.startswith(LEFT):
        assert len(by) > len(LEFT) + 20, f"{source} {name}"
        return
    assert [one for one in by.split() if one not in HELD and not (ROOT / one).is_file()] == []


def test_no_query_repeats_a_rule() -> None:
    """No check of quality is called as a rule is."""
    rules = {check.name for checks in registry.everything(ROOT).values() for check in checks}
    assert rules & {query.name for query in queries.checks()} == set()


@pytest.mark.parametrize("query", queries.checks(), ids=lambda q: q.name)
def test_a_source_is_in_the_table(query: queries.Query) -> None:
    """Each foreign check that a query names as its source stands in the table, held by that query."""
    for part in query.head["source"].split("; "):
        source, _, names = part.partition(" ")
        if source == "SKOS":  # the recommendation itself
            continue
        for name in re.split(r", ", names):
            assert query.name in FOREIGN[SOURCES[source]][name].split(), f"{source} {name}"
