"""A real service in its own process for the hostile tests, with limits that are reached soon."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cnskg.release.folder import switch_release
from tests.support.releases import make_release, make_settings
from tests.support.service import running


@pytest.fixture(scope="session")
def hostile_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder with enough triples for queries that never end."""
    folder = tmp_path_factory.mktemp("hostile")
    switch_release(make_settings(folder), make_release(folder, "hostile", noise=3000).path)
    return folder


@pytest.fixture(scope="session")
def service(hostile_build: Path) -> Iterator[str]:
    """The base URL of a service with a deadline of three seconds and little memory."""
    limits = {"deadline_s": 3, "memory_mb": 1024, "result_mb": 8, "slow_after_s": 0.3, "workers": 2, "slow_workers": 8}
    with running(build=hostile_build, **limits) as started:
        yield started.url
