"""Tables of other data, and proposals made of them, on a small content folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.cli import Cli, Outcome

#: The Council of Examples began early in 2001 in the small content.
TABLE = """id,name@en,name@zh,type,date
http://www.wikidata.org/entity/Q901,Council of Examples,示例委员会,government agency,2001
http://www.wikidata.org/entity/Q902,Author Ann,,human,
http://www.wikidata.org/entity/Q903,Ann Author,,song,
http://www.wikidata.org/entity/Q904,Somebody Else,,human,
"""
Propose = Callable[..., Outcome]


@pytest.fixture
def propose(content: Path, run: Cli, tmp_path: Path) -> Propose:
    """Propose mappings for the small content out of a table, to a target called wikidata."""

    def proposed(text: str = TABLE, *more: str) -> Outcome:
        path = tmp_path / "there.csv"
        path.write_text(text, encoding="utf-8")
        return run("link", str(path), "--target", "wikidata", *more)

    return proposed
