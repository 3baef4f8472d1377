"""No query on our own data fails or errs for the engine's sake: those of the release, as the service runs them."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from cnskg.content import questions
from cnskg.content.files import Content
from cnskg.query import sparql_text, worker
from cnskg.query.direct import answer, cell
from cnskg.query.formats import only
from cnskg.query.job import Job
from cnskg.query.ordering import sort_key
from cnskg.query.result import Row
from cnskg.query.runner import Runner
from cnskg.release.folder import Release
from cnskg.settings import content_root
from tests.support.own_build import OURS

pytestmark = pytest.mark.slow
JSON = "application/sparql-results+json"


@pytest.fixture(scope="module")
def runner(real: Release) -> Iterator[Runner]:
    """Workers on the release of the real files."""
    with Runner(OURS, real) as runner:
        yield runner


def test_the_questions_are_answered_in_the_form_that_the_engine_sees(real: Release) -> None:
    """Each competency question has the same rows where a worker has put its calls and keys otherwise."""
    store = ox.Store.read_only(str(real.store))
    for question in questions.read(Content.read(content_root())):
        file = io.BytesIO()
        star = sparql_text.read(question.query).star()
        reply = worker.answer(store, Job(question.query, JSON, "text/turtle", 1 << 26, star=star), file)
        assert not reply.error, question.slug
        found = ox.parse_query_results(file.getvalue(), format=ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            rows = [str(bool(found)).lower()]
        else:
            rows = sorted(" | ".join(cell(row[name]) for name in found.variables) for row in found)
        assert rows == answer(store, question.query), question.slug


def rows_of(runner: Runner, query: str) -> list[Row]:
    """The rows of a SELECT, in its order."""
    result = runner.run(query, only("json"))
    with result.file:
        return list(result.table()[1])


ORDERED = {
    "SELECT ?o { ?q a cns:Quantity ; ?p ?o } ORDER BY ?o": False,
    "SELECT ?o { ?s ?p ?o } ORDER BY ?o": False,
    "SELECT ?o { ?s ?p ?o FILTER(isLiteral(?o)) } ORDER BY ?o": False,
    "SELECT DISTINCT ?o { ?s ?p ?o } ORDER BY DESC(?o)": True,
    "SELECT ?o FROM graph:asserted { ?s ?p ?o } ORDER BY DESC(?o)": True,
}


@pytest.mark.parametrize("query", ORDERED)
def test_every_value_of_the_release_can_be_sorted(runner: Runner, query: str) -> None:
    """Sorting by values of every kind ends no worker, and gives them in order."""
    keys = [sort_key(row["o"]) for row in rows_of(runner, query)]
    assert len(keys) > 100
    assert keys == sorted(keys, reverse=ORDERED[query])


def test_every_value_of_the_release_can_be_joined(runner: Runner) -> None:
    """GROUP_CONCAT, MIN and MAX over values of every kind have a value in each group without blank nodes."""
    query = """SELECT ?p (GROUP_CONCAT(DISTINCT ?o) AS ?g) (MIN(?o) AS ?a) (MAX(?o) AS ?b)
      { ?s ?p ?o FILTER(!isBlank(?o)) } GROUP BY ?p"""
    rows = rows_of(runner, query)
    assert len(rows) > 50
    assert all(set(row) == {"p", "g", "a", "b"} for row in rows)
