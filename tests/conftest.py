"""Fixtures for all tests. Policy: the smallest content that shows the behaviour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from cnskg.release import build
from cnskg.release.folder import Release
from cnskg.web import create_app
from tests.support.cli import Cli, Outcome, call
from tests.support.content import Small, make_small, use
from tests.support.network import forbid
from tests.support.own_build import OURS, real_release
from tests.support.service import running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, else in the order that is there: none is left for one worker at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[None]:
    """Nothing is fetched while tests run."""
    with pytest.MonkeyPatch.context() as patch:
        forbid(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def own_build() -> Iterator[None]:
    """Nothing that a test runs switches the release in use, nor runs out of time for want of a processor."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CNSKG_BUILD", str(OURS.build))
        patch.setenv("CNSKG_DEADLINE_S", str(OURS.deadline_s))
        yield


@pytest.fixture(scope="session")
def real() -> Release:
    """The release of the real files, built where it is not there yet; settings point to it."""
    return real_release()


@pytest.fixture(scope="session")
def client(real: Release) -> Iterator[FlaskClient]:
    """The service on the real release; tests of a folder may have one on a small release."""
    app = create_app(replace(OURS, rate=0.0))
    yield app.test_client()  # not as a context, which would leave the last request, and its language, to other tests
    app.extensions["cnskg"].close()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run a command line in this process: exit code, output, errors."""

    def run(*arguments: str, **environment: str) -> Outcome:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return call(*arguments)

    return run


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small content folder of its own, with its source text, made with the curator's tools; settings point to it."""
    small = make_small(tmp_path)
    use(small, monkeypatch)
    return small.content


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """The small content and its release: one for all tests, and so to be read only."""
    small = make_small(tmp_path_factory.mktemp("small"))
    build.run(small.settings)
    return small


@pytest.fixture
def small(built_once: Small, monkeypatch: pytest.MonkeyPatch) -> Small:
    """The small content with its release, to be read only; settings point to it."""
    use(built_once, monkeypatch)
    return built_once


@pytest.fixture
def small_copy(built_once: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    """The same as a copy, to be changed and damaged; settings point to it."""
    copy = built_once.copy(tmp_path / "copy")
    use(copy, monkeypatch)
    return copy


@pytest.fixture(scope="session")
def site(real: Release) -> Iterator[str]:
    """The base URL of `cnskg serve` on the real release."""
    with running("cnskg", "serve", "--port", "0") as service:
        yield service.url
