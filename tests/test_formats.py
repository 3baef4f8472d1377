"""Every competency question gives the same rows in JSON, XML, CSV and TSV."""

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
KINDS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def runner(real: Release) -> Iterator[Runner]:
    with Runner(OURS, real) as one:
        yield one


def rows(data: bytes, kind: ox.QueryResultsFormat) -> list[list[str]]:
    answer = ox.parse_query_results(data, format=kind)
    return sorted([cell(row[i]) for i in range(len(answer.variables))] for row in answer)  # type: ignore[union-attr]


def cell(value: object) -> str:
    """A term as CSV writes it: its text alone; a blank node as one of its kind, since its name is free."""
    return "_:" if isinstance(value, ox.BlankNode) else str(getattr(value, "value", ""))


@pytest.mark.parametrize("question", [q for q in QUESTIONS if "ASK" not in q.query], ids=lambda q: q.slug)
def test_same_rows_in_every_format(question: questions.Question, runner: Runner) -> None:
    """The four formats tell the same rows."""
    found = [rows(runner.run(question.query, only(kind)).read(), parser) for kind, parser in KINDS.items()]
    text = runner.run(question.query, only("text/csv")).read().decode()
    plain = list(csv.reader(io.StringIO(text, newline="")))[1:]
    found.append(sorted(["_:" if c.startswith("_:") else c for c in row] for row in plain))
    assert found[0]
    assert all(one == found[0] for one in found[1:])
