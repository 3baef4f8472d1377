"""A short soak: mixed requests from several clients while workers are killed."""

from __future__ import annotations

from pathlib import Path

import pytest
from service_fixtures import server_process
from service_load import soak


@pytest.mark.slow
def test_no_answer_is_wrong_or_lost_while_workers_are_killed(hostile_build: Path) -> None:
    """Six hundred mixed requests, each checked, with a worker killed every half second: all come out right."""
    with server_process(hostile_build) as (url, pid):
        outcome = soak(url, pid, 600)["outcome"]
    killed = outcome.pop("killed", 0)
    assert outcome == {"right": 600}
    assert killed > 0
