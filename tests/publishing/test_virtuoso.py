"""A release in a real Virtuoso: loaded whole by both ways, and served from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cnskg.namespaces import GRAPH_ALL
from cnskg.publishing.publish import publish
from cnskg.publishing.targets import GraphStore, Update
from cnskg.query.formats import only
from cnskg.query.runner import Runner
from cnskg.release.folder import Release, current_release, switch_release
from cnskg.settings import Settings
from cnskg.web import served
from tests.support import virtuoso
from tests.support.datasets import GRAPHS, QUERIES
from tests.support.releases import FACT_COUNT, make_release, make_settings

pytestmark = [pytest.mark.slow, virtuoso.needed]
#: Virtuoso 7.2 has these otherwise: a computed truth is 1 or 0.
OTHERWISE = {"SELECT (EXISTS { GRAPH ?g { ?s cns:chairs ?o } } AS ?known) {}"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a service in front of a Virtuoso that holds the sample."""
    ours = make_settings(tmp_path_factory.mktemp("releases"))
    switch_release(ours, make_release(ours.build, "abc123").path)
    with virtuoso.running(tmp_path_factory.mktemp("virtuoso")) as url:
        sent = publish(current_release(ours), graphs(url), lambda *_: None)
        assert sent[GRAPH_ALL] == FACT_COUNT
        yield replace(ours, store=f"{url}/sparql")


def graphs(url: str) -> GraphStore:
    """The way in by the Graph Store Protocol."""
    return GraphStore(f"{url}/sparql-graph-crud-auth", f"{url}/sparql", virtuoso.USER, virtuoso.PASSWORD)


def test_it_says_which_release_it_holds(settings: Settings) -> None:
    """The service finds the release by the digest that the store has."""
    assert served.served(settings).digest == "abc123"


def test_queries_have_the_answers_of_our_own_workers(settings: Settings) -> None:
    """Every kind of dataset and form; what differs is on a list, and nothing on that list has become right."""
    release = current_release(settings)
    with Runner(settings, release) as ours, served.runner(settings) as theirs:
        different = {query for query in QUERIES if said(ours, query) != said(theirs, query)}
        assert [query for query in GRAPHS if said(ours, query) != said(theirs, query)] == []
    assert different == OTHERWISE


def said(runner: Runner, query: str) -> object:
    """The answer, in an order of its own."""
    try:
        result = runner.run(query, only("nt" if query.startswith(("CONSTRUCT", "DESCRIBE")) else "csv"))
    except Exception as error:
        return repr(error)
    return sorted(result.read().splitlines())


def test_a_second_release_takes_the_place_of_the_first(settings: Settings, tmp_path: Path) -> None:
    """By Update, too; a service of the first then says that it has another release behind it."""
    build = make_settings(tmp_path)
    fresh: Release = make_release(build.build, "def456", extra='id:new a cns:Law ; rdfs:label "New"@en .')
    url = settings.store.removesuffix("/sparql")
    update = Update(f"{url}/sparql-auth", f"{url}/sparql", virtuoso.USER, virtuoso.PASSWORD)
    try:
        with served.runner(settings) as before:
            publish(fresh, update, lambda *_: None)
            assert "another release" in str(said(before, "ASK {}"))
        with served.runner(replace(settings, build=build.build)) as after:
            assert said(after, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == [str(FACT_COUNT + 2).encode(), b"n"]
    finally:
        publish(current_release(settings), graphs(url), lambda *_: None)
