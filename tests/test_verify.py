"""`cnskg verify` at its door: what stands in the graph of the sources' own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cli import Cli
from tests.support.content import edit, passage

SENTENCE = "Clarity counts for more than length in rules."
NINE = "Ann Author argues that clear rules matter more than"


def test_nine_words_of_the_source_are_told_and_eight_are_not(content: Path, run: Cli) -> None:
    """Nine words in a row of a source are told with file, line, statement, document, words and mend; eight pass."""
    path = passage(content, "p003")
    edit(path, SENTENCE, f"{NINE.removesuffix(' than')} once.")
    assert run("verify").code == 0
    edit(path, f"{NINE.removesuffix(' than')} once.", f"{NINE} once.")
    outcome = run("verify")
    line = next(i for i, row in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if NINE in row)
    assert outcome.code == 1
    assert (
        f"p003-rules.ttl:{line}: error: cns:sentence of id:claim-rules has 9 words in a row of the text of report: "
        f"'{NINE.lower()}' [taken-words]\n  Say it in words of your own;"
    ) in outcome.out
    assert "2 of 3 passages verified" in outcome.out


@pytest.mark.parametrize("name", ["README.md", "docs/more.md", "data/note.md", "shapes/note.md"])
def test_pages_are_looked_through(name: str, content: Path, run: Cli) -> None:
    """A page of the project holds no sentence of a source, even over lines; no passage is lost by it."""
    path = content / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("# A page\n\nHere " + NINE.replace("clear ", "clear\n") + " …\n", encoding="utf-8")
    outcome = run("verify")
    assert outcome.code == 1
    assert f"{name}:3: error: the page has 9 words in a row" in outcome.out
    assert "3 of 3 passages verified" in outcome.out


def test_titles_and_names_carry_over(content: Path, run: Cli) -> None:
    """The name on a card may be as long as it is, and stand in a description, though the text has it, too."""
    path = content / "data" / "entities" / "all.ttl"
    edit(path, '"Council of Examples"@en', f'"{NINE}"@en')
    edit(path, "Chair of the Council of Examples.", f"Chair of {NINE}.")
    assert run("verify").code == 0
