"""Each check of quality finds the fault that was planted for it, and nothing where it was not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.quality import queries, report
from cnskg.release import store
from cnskg.release.folder import Release
from tests.support.turtle import HEAD

SAMPLES = tomllib.loads((Path(__file__).parent / "samples.toml").read_text(encoding="utf-8"))
CHECKS = {query.name: query for query in queries.checks()}
PLANTED = [(name, text) for name, sample in SAMPLES.items() for text in sample["fails"]]


def released(text: str) -> ox.Store:
    """A release that holds the graphs of the text, their union as its default graph."""
    made = ox.Store()
    made.load(HEAD + text, format=ox.RdfFormat.TRIG)
    made.extend([ox.Quad(q.subject, q.predicate, q.object) for q in made])
    return made


def test_each_check_has_its_samples() -> None:
    """No check is without a planted fault, and no sample without its check."""
    assert SAMPLES.keys() == CHECKS.keys()


@pytest.mark.parametrize("name", CHECKS)
def test_each_query_says_what_it_is(name: str) -> None:
    """A check has title, reason, source and one of two severities; its file is called as a rule is."""
    head = CHECKS[name].head
    assert head.keys() == {"title", "reason", "source", "severity"}
    assert head["severity"] in ("error", "warning")
    assert all(head[key].endswith(".") for key in ("title", "reason"))


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_right_passes(name: str) -> None:
    """A release without the fault has no finding."""
    assert report.run(released(SAMPLES[name]["passes"]), CHECKS[name]) == []


@pytest.mark.parametrize(("name", "text"), PLANTED, ids=[f"{n}-{i}" for i, (n, _) in enumerate(PLANTED)])
def test_a_planted_fault_is_found(name: str, text: str) -> None:
    """The node with the fault is found, once for each detail."""
    found = report.run(released(text), CHECKS[name])
    assert ns.expand(SAMPLES[name]["node"]) in {node for node, _ in found}


def test_the_release_has_no_error(real: Release) -> None:
    """No check of severity error finds anything in the release of the curated files."""
    told = report.report(store.opened(real.store))
    assert {one["check"]: one["found"] for one in told["checks"] if one["found"] and one["severity"] == "error"} == {}
