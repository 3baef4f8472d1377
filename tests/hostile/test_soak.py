"""A short soak: mixed requests from several clients while workers are killed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.load import soak
from tests.support.service import running


@pytest.mark.slow
@pytest.mark.alone
def test_no_answer_is_wrong_or_lost_while_workers_are_killed(hostile_build: Path) -> None:
    """Six hundred mixed requests, each checked, with a worker killed every half second: all come out right."""
    with running(build=hostile_build) as service:
        outcome = soak(service.url, service.pid, 600)["outcome"]
    killed = outcome.pop("killed", 0)
    assert outcome == {"right": 600}
    assert killed > 0
