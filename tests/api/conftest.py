"""The small release, asked from Python: in its folder, at a service of ours, at an endpoint of another make."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import cnskg
from cnskg import KnowledgeGraph
from tests.support.content import Small
from tests.support.foreign import foreign
from tests.support.service import running


@pytest.fixture(scope="session")
def folder(built_once: Small) -> Iterator[KnowledgeGraph]:
    """The graph in its folder."""
    with cnskg.open(built_once.build) as kg:
        yield kg


@pytest.fixture(scope="session")
def service(built_once: Small) -> Iterator[str]:
    """The address of a service of ours on the small release."""
    with running(build=built_once.build) as one:
        yield one.url


@pytest.fixture(scope="session")
def other(built_once: Small) -> Iterator[str]:
    """The address of an endpoint of another make that holds the release: it knows no prefix and has no search."""
    with foreign(built_once.release / "store") as url:
        yield url


@pytest.fixture(params=["folder", "service", "other"])
def kg(request: pytest.FixtureRequest, folder: KnowledgeGraph) -> Iterator[KnowledgeGraph]:
    """The graph, by each way in which it is opened."""
    if request.param == "folder":
        yield folder
        return
    with cnskg.open(request.getfixturevalue(request.param)) as opened:
        yield opened
