"""A release whose dump had other bytes of the same length counted as whole, even to `cnskg build`.

The manifest promised digests and held sizes alone. A start still looks at sizes, since it has to be quick; a build that
finds a release of its inputs reads all of it, and makes it anew where a byte is wrong.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cnskg.errors import ContentError
from cnskg.release import build
from tests.support.cli import Cli
from tests.support.content import Small


@pytest.fixture
def noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop a build that finds its release wanting, before it takes seconds to make another."""

    def compile_graphs(root: Path, step: build.Step) -> build.Compiled:
        raise ContentError("here it is made anew")

    monkeypatch.setattr(build, "compile_graphs", compile_graphs)


@pytest.mark.parametrize("name", ["dumps/cnskg.trig", "store/CURRENT", "report.json"])
def test_a_build_notices(small_copy: Small, run: Cli, noticed: None, name: str) -> None:
    """One byte that is another makes the build say that the release is damaged, and make it anew."""
    assert run("build").code == 0
    path = small_copy.release / name
    path.chmod(0o644)
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])
    outcome = run("build")
    assert "the release of these inputs is damaged; building it anew" in outcome.err
    assert "here it is made anew" in outcome.err
