"""The labelled queries on the real release: what is wanted comes first, or at least stands where everybody looks."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from cnskg.namespaces import BASE, ID
from cnskg.release.folder import Release
from cnskg.search.searcher import Searcher, of_release

QUERIES: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("queries.toml").read_text(encoding="utf-8"))


@cache
def place(searcher: Searcher, typed: str, wanted: str) -> int | None:
    """At which place something wanted stands among what is found, or else may be meant; None where it does not."""
    found = searcher.find(typed)
    shown = [hit.entry.iri for hit in found.hits or found.meant]
    iris = [(BASE if "/" in one or "#" in one else ID) + one for one in wanted.split()]
    return min((shown.index(iri) for iri in iris if iri in shown), default=None)


def places(release: Release) -> list[int | None]:
    """The places of all that is wanted."""
    searcher = of_release(release.path)
    return [place(searcher, typed, wanted) for kind in QUERIES.values() for typed, wanted in kind.items()]


def test_there_are_enough_queries_of_each_kind() -> None:
    """Three hundred and more, of every kind that people type."""
    assert sum(map(len, QUERIES.values())) >= 300
    assert min(map(len, QUERIES.values())) >= 7


def test_what_is_wanted_exists(real: Release) -> None:
    """Each wanted thing is in the index, so that no query is lost because an id has changed."""
    known = {entry.iri for entry in of_release(real.path).entries}
    wanted = {one for kind in QUERIES.values() for all_of in kind.values() for one in all_of.split()}
    assert {one for one in wanted if (BASE if "/" in one or "#" in one else ID) + one not in known} == set()


@pytest.mark.parametrize(("within", "least"), [(1, 0.95), (5, 0.99)])
def test_what_is_wanted_is_found(real: Release, within: int, least: float) -> None:
    """What is wanted comes first in 95 of 100 queries, and in the first five in 99."""
    found = places(real)
    right = [at for at in found if at is not None and at < within]
    assert len(right) / len(found) >= least, f"{len(right)} of {len(found)}"
