"""The build: what a release holds, that it is made whole or not at all, and that it is the same each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg import settings
from cnskg.errors import ReleaseError
from cnskg.release.dumps import DUMPS
from cnskg.release.folder import current_release
from tests.support.cli import Cli
from tests.support.content import Small, edit, passage

DETERMINISTIC = (
    *(f"dumps/{name}{ending}" for name in DUMPS for ending in ("", ".gz")),
    "void.ttl",
    "report.json",
)


def count(store: ox.Store, query: str) -> int:
    """The one number that a query asks for."""
    return int(next(iter(store.query(query, prefixes=ns.PREFIXES)))[0].value)  # type: ignore[union-attr,index,arg-type]


@pytest.fixture(scope="module")
def store(built_once: Small) -> ox.Store:
    """The store of the small release."""
    return ox.Store.read_only(str(built_once.release / "store"))


def test_release_is_named_by_its_inputs(small_copy: Small, run: Cli) -> None:
    """The same inputs give the same release; a changed file gives another one, and both stay on disk."""
    first = small_copy.release
    made = first.stat().st_mtime_ns
    assert run("build").code == 0
    assert (small_copy.release, first.stat().st_mtime_ns) == (first, made)
    edit(passage(small_copy.content, "p003"), "Clarity counts", "Clearness counts")
    assert run("build").code == 0
    assert small_copy.release != first
    assert first.is_dir()


def test_a_fact_of_two_passages_counts_once(store: ox.Store) -> None:
    """A fact that two passages state is one triple of the default graph with two pieces of evidence."""
    assert count(store, "SELECT (COUNT(*) AS ?n) { id:council cns:starts ?t }") == 1
    evidence = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { id:council cns:starts ?t } FILTER(STRSTARTS(STR(?g), STR(psg:))) }"
    assert count(store, evidence) == 2


def test_what_is_claimed_is_a_graph_and_no_fact(store: ox.Store) -> None:
    """What a claim contends stands in its graph alone, which the list calls qualified, as the claim has a hedge."""
    pattern = "{ id:ann-author cns:pursues id:council }"
    graphs = store.query(f"SELECT ?g {{ GRAPH ?g {pattern} }}", prefixes=ns.PREFIXES)
    assert [row[0].value for row in graphs] == [ns.ID + "claim-rules"]  # type: ignore[union-attr,index]
    assert not store.query(f"ASK {pattern}", prefixes=ns.PREFIXES)
    listed = (
        "ASK { ?claim cns:graphOf ?claim ; cns:stance cns:contends ; cns:qualified true ; cns:claimant id:ann-author }"
    )
    assert store.query(listed, prefixes=ns.PREFIXES)


def test_asserted_and_inferred_stay_apart(store: ox.Store) -> None:
    """What a file states is asserted, what follows is inferred, and no triple is both."""
    ask = "ASK {{ GRAPH graph:{} {{ id:council a cns:{} }} }}"
    assert store.query(ask.format("asserted", "StateOrgan"), prefixes=ns.PREFIXES)
    assert store.query(ask.format("inferred", "Organ"), prefixes=ns.PREFIXES)
    assert not store.query(ask.format("asserted", "Organ"), prefixes=ns.PREFIXES)
    both = "ASK { GRAPH graph:asserted { ?s ?p ?o } GRAPH graph:inferred { ?s ?p ?o } }"
    assert not store.query(both, prefixes=ns.PREFIXES)


def test_times_are_computed(store: ox.Store) -> None:
    """A time span has its EDTF, its precision and its bounds."""
    query = "SELECT ?p ?a ?b { id:council cns:starts ?t . ?t cns:precision ?p ; cns:earliest ?a ; cns:latest ?b }"
    rows = [[v.value for v in row] for row in store.query(query, prefixes=ns.PREFIXES)]  # type: ignore[union-attr]
    assert rows == [["half-year", "2001-01-01T00:00:00", "2001-06-30T23:59:59"]]


def test_manifest_counts_are_true(built_once: Small, store: ox.Store) -> None:
    """The numbers of the manifest are those of the store."""
    counts = json.loads((built_once.release / "manifest.json").read_text(encoding="utf-8"))["counts"]
    assert counts["triples"] == count(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert counts["passages"] == 3
    assert (counts["claim_graphs"], counts["claimed"]) == (1, 1)
    assert counts["classes"]["cns:Claim"] == count(store, "SELECT (COUNT(?x) AS ?n) { ?x a cns:Claim }")


def test_void_counts_are_true(built_once: Small, store: ox.Store) -> None:
    """The description parses and counts the triples that there are."""
    void = ox.Store()
    void.load((built_once.release / "void.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    told = count(void, "SELECT ?n { ?d a dcat:Dataset ; void:triples ?n }")
    assert told == count(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")


def test_the_facts_with_their_graphs_are_all_facts(built_once: Small) -> None:
    """What the dump of stated facts holds in all its graphs but the questions is, each once, the default graph."""
    dumps = built_once.release / "dumps"
    stated = ox.parse(path=str(dumps / "cnskg-facts.nq"), format=ox.RdfFormat.N_QUADS)
    facts = {quad.triple for quad in stated if quad.graph_name != ox.NamedNode(ns.GRAPH_QUESTIONS)}
    once = [quad.triple for quad in ox.parse(path=str(dumps / "cnskg.nt"), format=ox.RdfFormat.N_TRIPLES)]
    assert (len(once), facts) == (len(set(once)), set(once))


@pytest.mark.slow
def test_same_input_same_bytes(content: Path, tmp_path: Path) -> None:
    """Two builds under different hash seeds give the same dumps, description and report, byte for byte."""
    seen = []
    for seed in ("1", "2"):
        target = tmp_path / f"build-{seed}"
        environment = os.environ | {"PYTHONHASHSEED": seed, "CNSKG_BUILD": str(target)}
        command = [sys.executable, "-m", "cnskg", "build"]
        subprocess.run(command, check=True, env=environment, capture_output=True)
        folder = (target / "current").resolve()
        seen.append([folder.name, *[(folder / name).read_bytes() for name in DETERMINISTIC]])
    assert seen[0] == seen[1]


def test_no_release(content: Path, run: Cli, tmp_path: Path) -> None:
    """A query without a release is told what to run."""
    query = tmp_path / "q.rq"
    query.write_text("ASK {}", encoding="utf-8")
    outcome = run("query", str(query))
    assert outcome.code == 2
    assert "there is no release" in outcome.err
    assert "cnskg build" in outcome.err


def test_query_formats(small: Small, run: Cli, tmp_path: Path) -> None:
    """`cnskg query` answers as a table, CSV and JSON; CURIEs in the table, hanzi kept in line."""
    query = tmp_path / "q.rq"
    query.write_text("SELECT ?x ?n { ?x a cns:StateOrgan ; skos:prefLabel ?n } ORDER BY ?n", encoding="utf-8")
    table = run("query", str(query))
    assert table.code == 0, table.err
    assert table.out.split("\n")[2:5] == ["id:council  Council of Examples", "id:council  示例委员会", "(2 rows)"]
    assert run("query", str(query), "-f", "csv").out.split("\r\n")[1] == f"{ns.ID}council,Council of Examples"
    assert json.loads(run("query", str(query), "-f", "json").out)["head"]["vars"] == ["x", "n"]


def test_query_errors_teach(small: Small, run: Cli, tmp_path: Path) -> None:
    """A query that is not SPARQL is exit code 1, with line and column and no stack trace."""
    query = tmp_path / "q.rq"
    query.write_text("SELECT * {\n ?x skoss:prefLabel ?y }", encoding="utf-8")
    outcome = run("query", str(query))
    assert outcome.code == 1
    assert "skos" in outcome.err
    assert "Traceback" not in outcome.both


def test_damaged_manifest(small_copy: Small) -> None:
    """A release whose manifest is not JSON is refused in words."""
    (small_copy.release / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(ReleaseError, match="not readable"):
        current_release(settings.load())
