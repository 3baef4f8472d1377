"""Each check of quality finds the fault that was planted for it, and nothing where it was not."""

from __future__ import annotations

import pytest

from cnskg import namespaces as ns
from cnskg.quality import queries, report
from cnskg.release import store
from cnskg.release.folder import Release
from tests.support import faults_page
from tests.support.planted_releases import SAMPLES, found, released

CHECKS = {query.name: query for query in queries.checks()}
PAGE = faults_page.DOCS.read_text(encoding="utf-8")


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


@pytest.mark.parametrize("name", SAMPLES)
def test_a_planted_fault_is_found(name: str) -> None:
    """In each release with a fault its node is found, and what is told of it is on the page of faults."""
    told = found(CHECKS[name])
    assert told
    for text, one in told.items():
        assert ns.expand(SAMPLES[name]["node"]) in {node["node"] for node in one["found"]}, text
    assert faults_page.quality(CHECKS[name], told) in PAGE


def test_the_release_has_no_error(real: Release) -> None:
    """No check of severity error finds anything in the release of the curated files."""
    told = report.report(store.opened(real.store))
    assert {one["check"]: one["found"] for one in told["checks"] if one["found"] and one["severity"] == "error"} == {}
