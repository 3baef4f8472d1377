"""SERVICE takes along the values that it is joined with, in batches, and means the same as without them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from cnskg.query.runner import Runner
from cnskg.release.folder import Release
from tests.support import ROOT
from tests.support.releases import make_release, runner_for
from tests.support.wikidata import PREFIXES, WD, Wikidata

LINKED = f"""
id:xi-jinping schema:sameAs <{WD}Q15031> . id:other a cns:Person ; rdfs:label "Other"@en ; schema:sameAs <{WD}Q8> .
id:third a cns:Person ; rdfs:label "Third"@en . id:cnsc schema:sameAs <{WD}Q10> . id:china schema:sameAs <{WD}Q148> .
"""
SHAPES = {
    "before": "?x schema:sameAs ?item . SERVICE <W> { ?item wdt:P27 ?state }",
    "after": "SERVICE <W> { ?item wdt:P27 ?state } ?x a cns:Person ; schema:sameAs ?item",
    "between": "?x schema:sameAs ?item . SERVICE <W> { ?item wdt:P27 ?state } . ?x a cns:Person",
    "optional": "?x a cns:Person OPTIONAL { ?x schema:sameAs ?item SERVICE <W> { ?item wdt:P569 ?born } }",
    "inside optional": "?x schema:sameAs ?item OPTIONAL { SERVICE <W> { ?item wdt:P569 ?born } }",
    "optional then joined": "?x schema:sameAs ?item OPTIONAL { SERVICE <W> { ?item wdt:P27 ?y } } ?y schema:sameAs ?z",
    "bound later": "?x a cns:Person OPTIONAL { ?x schema:sameAs ?item } SERVICE <W> { ?item wdt:P27 ?s }",
    "union": "?x schema:sameAs ?item { SERVICE <W> { ?item wdt:P27 ?y } } UNION { SERVICE <W> { ?item wdt:P297 ?y } }",
    "filter before": "?x schema:sameAs ?item FILTER(?state = wd:Q148) SERVICE <W> { ?item wdt:P27 ?state }",
    "filter within": "?x schema:sameAs ?item SERVICE <W> { ?i wdt:P27 ?state FILTER(!BOUND(?item)) }",
    "optional within": "?x schema:sameAs ?item SERVICE <W> { ?s wdt:P297 ?c OPTIONAL { ?item wdt:P569 ?born } }",
    "subquery": "?x schema:sameAs ?item { SELECT ?item ?s { SERVICE <W> { ?item wdt:P27 ?s } } LIMIT 9 }",
    "subquery within": "?x schema:sameAs ?i SERVICE <W> { SELECT ?i (MAX(?o) AS ?n) { ?i wdt:P27 ?o } GROUP BY ?i }",
    "minus": "?x schema:sameAs ?item MINUS { ?x a cns:Person . SERVICE <W> { ?item wdt:P571 ?y } }",
    "exists": "?x schema:sameAs ?item FILTER EXISTS { SERVICE <W> { ?item wdt:P27 ?y } }",
    "graph": "GRAPH ?g { ?x a cns:Person SERVICE <W> { ?item wdt:P27 ?y } } ?x schema:sameAs ?item",
    "two": "?x schema:sameAs ?item SERVICE <W> { ?item wdt:P27 ?s } SERVICE <W> { ?s wdt:P297 ?code }",
    "values": "VALUES ?item { wd:Q15031 wd:Q9 } SERVICE <W> { ?item wdt:P569 ?born }",
    "bound": "?x schema:sameAs ?item BIND(wd:Q148 AS ?state) SERVICE <W> { ?item wdt:P27 ?state }",
    "nothing shared": "?x a cns:Law . SERVICE <W> { ?state wdt:P297 ?code }",
    "literals": "BIND('XX' AS ?code) ?x schema:sameAs ?state SERVICE <W> { ?state wdt:P297 ?code }",
}


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The sample with links to the stand-in's items."""
    return make_release(tmp_path_factory.mktemp("linked"), "linked", LINKED)


@pytest.fixture(scope="module")
def afar() -> Iterator[Wikidata]:
    with Wikidata() as found:
        yield found


@pytest.fixture(scope="module")
def runner(linked: Release, afar: Wikidata) -> Iterator[Runner]:
    with runner_for(linked, afar.url) as one:
        yield one


def rows(runner: Runner, pattern: str, url: str) -> list[str]:
    """The rows of a pattern, in an order of their own."""
    found = runner.rows(f"{PREFIXES} SELECT * {{ {pattern.replace('<W>', f'<{url}>')} }}")
    return sorted(str(sorted((name, str(value)) for name, value in row.items())) for row in found)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_answer_is_the_same_with_and_without(
    runner: Runner, afar: Wikidata, shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever a clause stands, its values taken along change no row of the answer."""
    pushed = rows(runner, SHAPES[shape], afar.url)
    monkeypatch.setattr("cnskg.query.federation.beside", lambda *_: None)
    assert pushed == rows(runner, SHAPES[shape], afar.url)
    assert pushed


def test_what_is_asked_is_narrowed(runner: Runner, afar: Wikidata) -> None:
    """The endpoint is asked for our three items, not for all that it has; the second clause for what the first gave."""
    afar.queries.clear()
    rows(runner, SHAPES["two"], afar.url)
    items, states = (re.findall(r"VALUES \(\?(\w+)\) \{ (.*?) \}", query) for query in afar.queries)
    assert items[0][0] == "item"
    assert sorted(re.findall(r"Q\d+", items[0][1])) == ["Q10", "Q148", "Q15031", "Q8"]
    assert states == [("s", f"(<{WD}Q148>)")]


def test_values_go_in_batches(linked: Release, afar: Wikidata) -> None:
    """So many values a call, one call after another, and all rows are there; with none there is no call."""
    with runner_for(linked, afar.url, service_batch=3) as runner:
        afar.queries.clear()
        assert len(rows(runner, SHAPES["before"], afar.url)) == 2
        assert [query.count(WD) for query in afar.queries] == [3, 1]
        afar.queries.clear()
        assert rows(runner, "?x cns:chairedBy ?item ; schema:sameAs ?item SERVICE <W> { ?item ?p ?o }", afar.url) == []
        assert afar.queries == []


def test_what_is_too_much_to_ask_for_goes_by_itself(linked: Release, afar: Wikidata) -> None:
    """Where our own side has more values than rows are taken, the clause is sent as it is written."""
    with runner_for(linked, afar.url, service_rows=3) as runner:
        afar.queries.clear()
        assert len(rows(runner, SHAPES["before"], afar.url)) == 2
        assert "VALUES" not in afar.queries[0]


def test_we_say_who_we_are(linked: Release, afar: Wikidata) -> None:
    """The User-Agent is that of the settings."""
    with runner_for(linked, afar.url, agent="mine (me@example.org)") as runner:
        rows(runner, SHAPES["values"], afar.url)
    assert afar.agents[-1] == "mine (me@example.org)"


def examples() -> list[str]:
    """The queries to Wikidata that the page on HTTP shows."""
    text = (ROOT / "docs" / "http-api.md").read_text(encoding="utf-8").split("## SERVICE")[1].split("\n## ")[0]
    return re.findall(r"```sparql\n(.*?)```", text, re.S)


@pytest.mark.parametrize("query", examples())
def test_the_documented_examples_work(runner: Runner, afar: Wikidata, query: str) -> None:
    """What the page on HTTP shows gives rows, asked of a stand-in of the same shape."""
    found = runner.rows(query.replace("https://query.wikidata.org/sparql", afar.url))
    assert found
    assert all("item" not in row or row["item"].value.startswith(WD) for row in found)
