"""One export of the small release, and its parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnskg.exporting import export
from cnskg.release.folder import Release, read_release
from tests.support.content import Small


@pytest.fixture(scope="session")
def release(built_once: Small) -> Release:
    """The small release."""
    return read_release(built_once.release)


@pytest.fixture(scope="session")
def exported(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that can be made of it, to be read only."""
    folder = tmp_path_factory.mktemp("exported") / "all"
    export.run(release, [export.ALL], folder, lambda _: None)
    return folder
