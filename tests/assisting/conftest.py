"""The small release behind the MCP server, asked with the protocol's own client in this process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cnskg.api.source import Local
from cnskg.assisting.door import Door
from cnskg.release.folder import read_release
from tests.support.assistant import Asked
from tests.support.content import Small


@pytest.fixture(scope="session")
def assistant(built_once: Small) -> Iterator[Asked]:
    """Calls tools on the small release."""
    door = Door(Local(built_once.settings, read_release(built_once.release)))
    yield Asked(door)
    door.kg.close()
