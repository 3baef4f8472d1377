"""One service on the sample release for the clients that are tried on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cnskg.release.folder import switch_release
from tests.support.releases import make_release, make_settings
from tests.support.service import running


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running service on the sample release."""
    folder = tmp_path_factory.mktemp("clients")
    switch_release(make_settings(folder), make_release(folder, "sample").path)
    with running(build=folder) as service:
        yield service.url


@pytest.fixture(scope="session")
def endpoint(base: str) -> str:
    """Its SPARQL endpoint."""
    return f"{base}/sparql"
