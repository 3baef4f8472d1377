"""A document from a PDF: titles, columns, lists and tables come out as paragraphs, and lead to passages."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from cnskg.content.anchors import fold
from cnskg.curation.extraction import extract
from tests.support.cli import Cli
from tests.support.pdf import Placed, pdf

FIRST = """
    Norland set up its Harbour Watch|in March 2019 by a law of its|parliament, for the time being.
    Its four duties are worded so that|nearly every ship can be stopped:
"""
SECOND = """
    Critics say that the third duty is|the one that matters. It lets the|watch ask for any paper.
    Fees rose in each of the years|that followed, as the ministry has
"""
ROWS = [("Harbour", "2019", "2020"), ("Eastwick", "1.2", "2.4"), ("Port of the Old King", "7.0", "7.7")]
#: What comes out, block by block.
TEXT = """Ports, Watchmen and the Price of Calm

By Mira Holm

3 June 2022

1. A new office

Norland set up its Harbour Watch in March 2019 by a law of its parliament, for the time being.

Its four duties are worded so that nearly every ship can be stopped:

\t• keeping warships out of the harbours and of the roads
\t• looking into cargo

Critics say that the third duty is the one that matters. It lets the watch ask for any paper.

Fees rose in each of the years that followed, as the ministry has

Norland Notes 1

published in its yearly reports.

Table 1: Fees by harbour

Harbour\t2019\t2020
Eastwick\t1.2\t2.4
Port of the Old King\t7.0\t7.7

Source: Ministry of Trade

2. What will follow

Nothing has changed since.

Norland Notes 2
"""


def column(paragraphs: str, x: float, y: float) -> Iterator[Placed]:
    """Paragraphs below one another, the lines of each parted by bars, with some room between paragraphs."""
    for paragraph in paragraphs.strip().split("\n"):
        for line in paragraph.strip().split("|"):
            yield line, x, y, 10
            y -= 12
        y -= 8


def pages() -> tuple[list[Placed], list[Placed]]:
    """A title with its by-line, a list below the first of two columns, a foot on each page, a table on the second."""
    first: list[Placed] = [
        ("Ports, Watchmen and the Price of Calm", 50, 740, 20),
        ("By Mira Holm", 50, 710, 10),
        ("3 June 2022", 50, 690, 10),
        ("1. A new office", 50, 660, 14),
        *column(FIRST, 50, 640),
        ("•", 60, 556, 10),
        ("keeping warships out of the", 72, 556, 10),
        ("harbours and of the roads", 72, 544, 10),
        ("•", 60, 532, 10),
        ("looking into cargo", 72, 532, 10),
        *column(SECOND, 320, 640),
        ("Norland Notes 1", 50, 30, 8),
    ]
    second: list[Placed] = [
        ("published in its yearly reports.", 50, 740, 10),
        ("Table 1: Fees by harbour", 50, 700, 10),
    ]
    for at, row in enumerate(ROWS):
        second += [(cell, x, 680 - 14 * at, 10) for cell, x in zip(row, (50, 300, 400), strict=True)]
    second += [("Source: Ministry of Trade", 50, 630, 8), ("2. What will follow", 50, 600, 14)]
    return first, [*second, ("Nothing has changed since.", 50, 580, 10), ("Norland Notes 2", 50, 30, 8)]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A PDF as it was saved."""
    path = tmp_path / "note.pdf"
    path.write_bytes(pdf(*pages()))
    return path


def test_paragraphs_come_out_of_a_pdf(saved: Path) -> None:
    """Lines become paragraphs, lists and tables; no word is lost, moved or joined to another."""
    text, recipe = extract(saved)
    assert recipe.tool.startswith("pypdf ")
    assert text == TEXT
    assert fold(text) == fold(" ".join(words for page in pages() for words, *_ in page))


def test_each_proposal_is_a_whole(saved: Path, content: Path, run: Cli) -> None:
    """The title goes with its by-line, a list with what leads to it, a table with caption and source; pages part no
    sentence, and no by-line, caption or foot names a section."""
    line = ("--title", "Ports, Watchmen and the Price of Calm", "--author", "ann-author", "--published", "2022-06-03")
    assert run("new", "document", "note", str(saved), *line).code == 0
    proposed = []
    for _ in range(12):
        told = run("new", "passage", "note", "--next").out.split("\n")[1]
        if not told:
            break
        command = shlex.split(told)
        proposed.append((command[2], command[9], f"{command[6]} – {command[7]}"))
        assert run(*command[1:]).code == 0
    assert proposed == [
        ("passage", "Ports, Watchmen and the Price of Calm", "Ports, Watchmen and – 3 June 2022"),
        ("passage", "1. A new office", "1. A new – the time being."),
        ("passage", "1. A new office", "Its four duties – looking into cargo"),
        ("passage", "1. A new office", "Critics say that – for any paper."),
        ("passage", "1. A new office", "Fees rose in – its yearly reports."),
        ("passage", "1. A new office", "Table 1: Fees – Ministry of Trade"),
        ("passage", "2. What will follow", "2. What will – has changed since."),
        ("omission", "2. What will follow", "Norland Notes 2 – Norland Notes 2"),
    ]
    assert run("verify", "--document", "note").code == 0
