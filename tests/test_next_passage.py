"""What no passage covers yet: proposed stretch by stretch, until every word of a text belongs somewhere."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from cnskg.curation.blocks import is_heading
from cnskg.curation.stretches import next_stretch
from tests.support.cli import Cli
from tests.support.content import passage

LONG = " ".join(f"This is sentence number {n} of the long one." for n in range(60))
TEXT = f"""Skip to content

The Memo

1. Beginnings

Ann Author wrote it in 2003.

Ann Author wrote it in 2003, and then again.

{LONG}

Share
"""


@pytest.fixture
def memo(content: Path, run: Cli, tmp_path: Path) -> Path:
    """A new document without a passage; its text."""
    path = tmp_path / "memo.txt"
    path.write_text(TEXT, encoding="utf-8")
    made = run("new", "document", "memo", str(path), "--title", "Memo", "--author", "ann-author", "--published", "2003")
    assert made.code == 0, made.err
    return path


def test_proposals_lead_through_a_text(memo: Path, run: Cli) -> None:
    """Each proposed command makes a passage; in the end every word is covered, and the passages are verified."""
    sections = []
    for _ in range(20):
        lines = run("new", "passage", "memo", "--next").out.splitlines()
        if len(lines) == 1:
            break
        command = shlex.split(lines[1])
        sections.append(command[-1])
        made = run(*command[1:])
        assert made.code == 0, made.err
    assert lines == ["memo: every word belongs to a passage or an omission"]
    assert sections[0] == "1. Beginnings"
    assert len(sections) == 6
    assert sections[-1].startswith("It states nothing"), "the line at the end heads nothing, and is an omission"
    outcome = run("verify")
    assert outcome.code == 0, outcome.both
    assert "9 of 9 passages verified" in outcome.out


def test_a_heading_goes_with_what_it_heads(memo: Path, content: Path, tmp_path: Path) -> None:
    """Headings are part of the stretch that they head; a paragraph too like the next one is taken with it."""
    found = next_stretch(content, tmp_path / "texts", "memo")
    assert found is not None
    assert (found.passage.number, found.passage.slug, found.passage.first) == (
        "p001",
        "1-beginnings",
        "Skip to content",
    )
    assert found.passage.last == "it in 2003."
    assert found.words == 13
    assert is_heading("2.1 What Xi wants")
    assert not is_heading("Xi wants more.")
    assert not is_heading("and " * 20)


@pytest.mark.parametrize("foot", ["12", "Page 3 of 20", "https://example.org/memo", "© Example Press"])
def test_the_foot_of_a_page_is_an_omission(foot: str, content: Path, run: Cli, tmp_path: Path) -> None:
    """A number of a page, an address or a notice amid the text is proposed to be left out, and what follows is not."""
    text = f"{foot}\n\nAnn Author wrote it in 2003, and then again."
    made = ("new", "document", "note", str(tmp_path / "note.txt"), "--title", "Note", "--author", "ann-author")
    (tmp_path / "note.txt").write_text(text, encoding="utf-8")
    assert run(*made, "--published", "2003").code == 0
    command = shlex.split(run("new", "passage", "note", "--next").out.splitlines()[1])
    assert command[:5] == ["cnskg", "new", "omission", "note", "o001"]
    assert run(*command[1:]).code == 0
    assert "cnskg new passage note p001 ann-author" in run("new", "passage", "note", "--next").out


def test_a_long_paragraph_is_proposed_in_whole_sentences(memo: Path, content: Path, run: Cli, tmp_path: Path) -> None:
    """A paragraph beyond what one reads at a time ends at a sentence."""
    words = ("Skip to content", "and then again.", "--section", "1")
    assert run("new", "passage", "memo", "p001", "start", *words).code == 0
    found = next_stretch(content, tmp_path / "texts", "memo")
    assert found is not None
    assert found.words < 300
    assert found.passage.last.endswith("long one.")
    assert found.passage.section == "1"


def test_a_gap_between_passages_is_proposed(content: Path, run: Cli) -> None:
    """What lies between two passages is proposed alone, under a number that is free."""
    passage(content, "p002").unlink()
    out = run("new", "passage", "report", "--next").out
    assert "p004 the-council-of-examples 'The Council of' 'chairs the board.' --section 1" in out


def test_an_omission_says_why(memo: Path, content: Path, run: Cli) -> None:
    """A stretch that states nothing is left out with its reason; the next proposal begins after it."""
    line = ["memo", "o001", "navigation", "Skip to content", "Skip to content", "--section", "Page head"]
    assert run("new", "omission", *line).code == 2
    assert run("new", "omission", *line, "--reason", "Navigation of the page.").code == 0
    text = (content / "data" / "passages" / "memo" / "o001-navigation.ttl").read_text(encoding="utf-8")
    assert "a cns:Omission ;" in text
    assert 'cns:omissionReason "Navigation of the page."@en' in text
    assert run("fmt", "--check").code == 0
    assert "'The Memo 1.'" in run("new", "passage", "memo", "--next").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("memo", "--next", "--section", "1"), "takes DOCUMENT alone"),
        (("memo", "p001"), "SLUG FIRST LAST --section is missing"),
        (("mamo", "--next"), "data/documents.ttl does not give cns:textEnd of id:mamo"),
    ],
)
def test_what_is_missing_is_told(words: tuple[str, ...], told: str, memo: Path, run: Cli) -> None:
    """A command that lacks something says what, and what proposes it."""
    outcome = run("new", "passage", *words)
    assert outcome.code == 2
    assert told in outcome.err


def test_another_text_is_not_proposed(memo: Path, run: Cli, tmp_path: Path) -> None:
    """Of a text with other words nothing is proposed, since its passages could not be made."""
    (tmp_path / "texts" / "memo.txt").write_text("Other words.", encoding="utf-8")
    outcome = run("new", "passage", "memo", "--next")
    assert outcome.code == 1
    assert "other words than its digest says" in outcome.err
