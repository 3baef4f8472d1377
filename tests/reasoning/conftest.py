"""The small graph that exercises every pattern, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cnskg.content.files import Content
from cnskg.explaining import contradictions
from cnskg.explaining.from_release import Ask
from cnskg.explaining.search import Built
from cnskg.query.direct import ask_store
from cnskg.reasoning import derive, hermit
from cnskg.reasoning.derive import Inferred
from cnskg.reasoning.hermit import Report
from tests.support.sample import make_content, store_of
from tests.support.turtle import HEAD


@pytest.fixture(scope="session")
def sample_content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The sample's files."""
    return Content.read(make_content(tmp_path_factory.mktemp("content")))


@pytest.fixture(scope="session")
def inferred(sample_content: Content) -> Inferred:
    """What follows from the sample, which contradicts itself nowhere."""
    result = derive.derive(sample_content)
    contradictions.require(result)
    return result


@pytest.fixture(scope="session")
def verdict(inferred: Inferred) -> Report:
    """HermiT's verdict on the sample, which it is given in parts as in a build; not to be changed."""
    return hermit.check(inferred)


@pytest.fixture(scope="session")
def built(inferred: Inferred) -> Built:
    """Explanations of what follows from the sample."""
    return Built(inferred)


@pytest.fixture
def planted(tmp_path: Path) -> Callable[[str], Content]:
    """The sample's files with one more passage, whose Turtle is given."""

    def plant(text: str) -> Content:
        folder = make_content(tmp_path / "planted")
        path = folder / "data" / "passages" / "doc-b" / "p099-planted.ttl"
        passage = 'psg:doc-b\\/p099 a cns:Passage ; cns:document id:doc-b ; cns:section "9 Planted" .\n'
        path.write_text(HEAD + passage + text, encoding="utf-8")
        return Content.read(folder)

    return plant


@pytest.fixture(scope="session")
def ask(inferred: Inferred) -> Iterator[Ask]:
    """Questions to a store of the sample."""
    yield ask_store(store_of(inferred.content, inferred))
