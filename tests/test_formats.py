"""Every competency question gives the same rows in JSON and in one of XML, CSV and TSV, by turns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from cnskg import settings
from cnskg.content import questions
from cnskg.content.files import Content, Kind
from cnskg.query.formats import only
from cnskg.query.runner import Runner
from cnskg.release.folder import Release
from tests.support.own_build import OURS

ROOT = settings.content_root()
QUESTIONS = questions.read(Content.read(ROOT, Kind.QUESTIONS))
JSON = "application/sparql-results+json"
OTHERS = ("application/sparql-results+xml", "text/tab-separated-values", "text/csv")
PARSERS = {
    JSON: ox.QueryResultsFormat.JSON,
    OTHERS[0]: ox.QueryResultsFormat.XML,
    OTHERS[1]: ox.QueryResultsFormat.TSV,
}
#: Each question with one other format, by turns: a format writes what the rows hold, whichever question they answer.
TURNS = [(q, OTHERS[i % len(OTHERS)]) for i, q in enumerate(q for q in QUESTIONS if "ASK" not in q.query)]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def runner(real: Release) -> Iterator[Runner]:
    with Runner(OURS, real) as one:
        yield one


def rows(runner: Runner, query: str, kind: str) -> list[list[str]]:
    """The rows of a query in a format, sorted, each cell as CSV writes it."""
    data = runner.run(query, only(kind)).read()
    if kind == "text/csv":
        found = list(csv.reader(io.StringIO(data.decode(), newline="")))[1:]
        return sorted(["_:" if c.startswith("_:") else c for c in row] for row in found)
    answer = ox.parse_query_results(data, format=PARSERS[kind])
    return sorted([cell(row[i]) for i in range(len(answer.variables))] for row in answer)  # type: ignore[union-attr]


def cell(value: object) -> str:
    """A term as CSV writes it: its text alone; a blank node as one of its kind, since its name is free."""
    return "_:" if isinstance(value, ox.BlankNode) else str(getattr(value, "value", ""))


@pytest.mark.parametrize(("question", "other"), TURNS, ids=lambda one: getattr(one, "slug", one))
def test_same_rows_in_every_format(question: questions.Question, other: str, runner: Runner) -> None:
    """Two formats tell the same rows."""
    found = rows(runner, question.query, JSON)
    assert found
    assert rows(runner, question.query, other) == found
