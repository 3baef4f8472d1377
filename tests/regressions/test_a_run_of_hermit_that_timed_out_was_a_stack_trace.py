"""On an ontology that HermiT cannot settle, `cnskg reason` and `cnskg build` ended in a stack trace after ten minutes.

The time limit was there, and its exception nobody's. It is an error in words now, with a way to go on.
"""

from __future__ import annotations

import pytest

from cnskg.reasoning import hermit
from tests.support.cli import Cli
from tests.support.content import Small


@pytest.mark.parametrize("command", [("reason",), ("build", "--force")])
def test_a_timeout_is_a_clear_error(
    command: tuple[str, ...], small_copy: Small, run: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HermiT at work for too long is ended, and said to be so, with a way out."""
    monkeypatch.setattr(hermit, "TIMEOUT", 0.01)
    outcome = run(*command)
    assert outcome.code == 2
    assert "HermiT did not come to an end in 0.01 s" in outcome.err
    assert "--no-referee" in outcome.err
    assert "Traceback" not in outcome.both
