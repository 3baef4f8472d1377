"""The mend that a message names is the one that its fault wants, not another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cli import Cli
from tests.support.content import edit, passage

CARDS = "data/entities/all.ttl"
#: A card that the invented content has, and how one of a person, a post and a tenure stand.
TENURE = """
id:post-chair a cns:Post ; skos:prefLabel "chair"@en ; cns:leadingPostOf id:council .
id:tenure a cns:Tenure ; skos:prefLabel "tenure"@en ; cns:holder {holder} ; cns:post {post} ; cns:asOf span:2002 .
"""


def added(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.mark.parametrize(
    ("fault", "mend"),
    [
        ("id:council skos:altLabel “the Council”@en .", 'write ", not what a word processor makes of it'),
        ('id:council skos:altLabel "the Council@en .\nid:council skos:altLabel "C"@en .', 'The closing " is missing'),
        ("<<<<<<< HEAD\n", "git left this line where two versions differ"),
        ('id:council skos:altLabel "C"@en ；', "is a full-width sign"),
        ('id:council skos:altLabel "理事会"@en-gb .', "Write zh-hans."),
        ('id:council cns:linkedTo "Ann Author"@en .', "Write id:ann-author."),
        ('id:council cns:linkedTo "Nobody"@en .', "Name the thing by its IRI"),
        (TENURE.format(holder="id:post-chair", post="id:ann-author"), "Are id:post-chair and id:ann-author"),
        (TENURE.format(holder="id:ann-author", post="id:council"), "Use another property, or mend the type."),
        (TENURE.format(holder="id:ann-author", post="id:post-chair") + "id:council cns:leadingPostOf id:post-chair .",
         "The other way round? id:post-chair cns:leadingPostOf id:council ."),
    ],
)  # fmt: skip
def test_the_mend_fits_the_fault(fault: str, mend: str, content: Path, run: Cli) -> None:
    """Quotation marks of word processors, other tags, names for things and swapped ends are told by what is meant."""
    added(passage(content, "p003"), fault)
    outcome = run("check")
    assert outcome.code == 1
    assert mend in outcome.out, outcome.out


def test_a_card_that_was_renamed_is_told_as_that(content: Path, run: Cli) -> None:
    """Where passages speak of a thing that a card had been of, the card under its new name says so."""
    edit(content / CARDS, "id:council\n", "id:councils\n")
    outcome = run("check", str(content / CARDS))
    assert "If it was id:council, which passages speak of, rename it there, too" in outcome.out, outcome.out


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("slug,Name\nx,y\n", "Did you mean name@en"),
        ("slug,name@en,adopted\nx,Law X,06/28/2001\n", "Write a time, year first, such as 2014-04-15,"),
        ("slug,name@en,adoptedBy\nx,Law X,Council of Exampels\n", "Did you mean Council of Examples? If not,"),
    ],
)
def test_a_table_is_told_what_its_cells_take(table: str, said: str, content: Path, run: Cli, tmp_path: Path) -> None:
    """Heads in capitals, dates of other countries and misspelt names are told in the words of a table."""
    path = tmp_path / "laws.csv"
    path.write_text(table, encoding="utf-8")
    outcome = run("import", str(path), "--as", "laws", "--passage", "report/p003")
    assert outcome.code == 1
    assert said in outcome.both, outcome.both


def test_an_apostrophe_of_a_spreadsheet_finds_the_name(content: Path, run: Cli, tmp_path: Path) -> None:
    """A name with a curly apostrophe finds the card whose name has a straight one."""
    edit(content / CARDS, '"Ann Author"@en', '"Ann Author"@en ; skos:altLabel "People\'s Ann"@en')
    path = tmp_path / "laws.csv"
    path.write_text("slug,name@en,linkedTo\nlaw-x,Law X,People’s Ann\n", encoding="utf-8")
    outcome = run("import", str(path), "--as", "laws", "--passage", "report/p003")
    assert outcome.code == 0, outcome.both


@pytest.mark.parametrize(
    ("here", "there", "rule"),
    [
        ("id:council cns:suborganOf id:board .", "id:board cns:suborganOf id:council .", "[round]"),
        ("id:act cns:adopted span:2051 .", "id:act cns:entersIntoForce span:2002 .", "[own-order]"),
    ],
)
def test_a_fault_is_told_in_the_file_that_made_it(here: str, there: str, rule: str, content: Path, run: Cli) -> None:
    """What only two files make wrong is told in the one that is judged, whichever of them that is."""
    added(passage(content, "p002"), f"\n{here}\n")
    added(passage(content, "p003"), f"\n{there}\n")
    for number in ("p002", "p003"):
        path = passage(content, number)
        told = [row for row in run("check", str(path)).out.split("\n") if rule in row]
        assert len(told) == 1, told
        assert f"{path.name}:" in told[0].partition(": error")[0]
