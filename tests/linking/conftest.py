"""Tables of other data, and proposals made of them, on a small content folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cli import Cli, Outcome
from tests.support.linking import TABLE, Propose


@pytest.fixture
def propose(content: Path, run: Cli, tmp_path: Path) -> Propose:
    """Propose mappings for the small content out of a table, to a target called wikidata."""

    def proposed(text: str = TABLE, *more: str) -> Outcome:
        path = tmp_path / "there.csv"
        path.write_text(text, encoding="utf-8")
        return run("link", str(path), "--target", "wikidata", *more)

    return proposed
