"""`cnskg verify` at its door: what stands in the graph of the sources' own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnskg.checks.printed_names import printed
from cnskg.checks.verbatim import words
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
        f"'{NINE}' [taken-words]\n  Say it in words of your own;"
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


def test_a_sentence_does_not_pass_as_a_name(content: Path, run: Cli) -> None:
    """What a source says in a sentence is told in the name on a card, too, and wherever else that card is named."""
    path = content / "data" / "entities" / "all.ttl"
    edit(path, '"Council of Examples"@en', f'"{NINE.title()}"@en')
    edit(path, "Chair of the Council of Examples.", f"Chair of {NINE}.")
    outcome = run("verify")
    assert outcome.err.startswith("cnskg: 2 findings")
    assert "error: skos:prefLabel of id:council has 9 words in a row of the text of report" in outcome.out
    assert "Give a shorter name, or one of your own words." in outcome.out


def test_no_more_than_eight_words_are_quoted(content: Path, run: Cli) -> None:
    """Words of a source that are given as quoted are told from the ninth on."""
    path = passage(content, "p003")
    edit(path, "cns:claimant id:ann-author ;", f'cns:claimant id:ann-author ;\n    cns:quotedWords "{NINE}"@en ;')
    assert "error: cns:quotedWords of id:claim-rules has 9 words in a row" in run("verify").out
    edit(path, NINE, NINE.removesuffix(" than"))
    assert run("verify").code == 0


def name_of(count: int) -> str:
    """A name of so many words."""
    return " ".join(["Board", *(f"Member{i}" for i in range(1, count))])


@pytest.mark.parametrize(("property_", "most"), [("skos:altLabel", 12), ("cns:title", 25)])
def test_names_and_titles_carry_over(property_: str, most: int, content: Path, run: Cli) -> None:
    """What a source writes as a name or sets off as a title carries over, unless it is longer than such things are."""
    path, card = content.parent / "texts" / "report.txt", content / "data" / "entities" / "all.ttl"
    text = path.read_text(encoding="utf-8")
    for count in (most, most + 1):
        path.write_text(f"{text}\n{name_of(count)}\n", encoding="utf-8")
        before = card.read_text(encoding="utf-8")
        card.write_text(f'{before}\nid:council {property_} "{name_of(count)}"@en .\n', encoding="utf-8")
        assert ("has 13 words" in run("verify").out or "has 26 words" in run("verify").out) == (count > most)
        card.write_text(before, encoding="utf-8")


def test_what_a_text_prints_as_a_name() -> None:
    """Titles are set off by quotation marks, brackets, emphasis and ends of lines; names are written with capitals."""
    text = printed(
        "1. On Rules\n\nShe read *On a rule* and “All rules”, by the\nHead of the Board (see Rules now). On it.\n"
    )
    titles = (
        "On Rules",
        "1. On Rules",
        "On a rule",
        "All rules",
        "see Rules now",
        "On it",
        "She read",
        "rules",
        "by the",
    )
    assert [one for one in titles if text.is_title(words(one))] == list(titles[:5])
    assert text.is_title(words("On"), cut=True)
    assert not text.is_title(words("Head of"), cut=True)
    names = ("Head of the Board", "On Rules", "the Head of the Board", "by the Head of", "She read On")
    assert [one for one in names if text.is_name(words(one))] == list(names)
    assert not text.is_name(words("and All rules"))


def test_what_was_not_verified_is_told(content: Path, run: Cli) -> None:
    """With one document chosen, the others that have passages are named, and whose text is not there; else none is."""
    one = passage(content, "p003")
    other = content / "data" / "passages" / "memo" / one.name
    other.parent.mkdir()
    other.write_text(one.read_text(encoding="utf-8").replace("report", "memo"), encoding="utf-8")
    outcome = run("verify", "--document", "report")
    assert "not verified: the passages of memo\n" in outcome.out, outcome.both
    assert "words may be theirs: the texts of memo\n" in outcome.out
    assert "not verified" not in run("verify").out


def test_words_of_another_document_are_told_where_its_text_is_at_hand(content: Path, run: Cli) -> None:
    """Of one document verified alone, a sentence pasted from another is told as that one's; its own names are free."""
    theirs = "Every board of the second text keeps a careful list"
    (content.parent / "texts" / "memo.txt").write_text(f"{theirs} of all.", encoding="utf-8")
    card = content / "data" / "documents.ttl"
    written = card.read_text(encoding="utf-8")
    card.write_text(written + written[written.index("id:report") :].replace("report", "memo"), encoding="utf-8")
    path = passage(content, "p003")
    edit(path, SENTENCE, f"{theirs}.")
    outcome = run("verify", "--document", "report")
    assert "cns:sentence of id:claim-rules has 10 words in a row of the text of memo" in outcome.out, outcome.both
    (content.parent / "texts" / "memo.txt").unlink()
    assert run("verify", "--document", "report").code == 0


def test_a_lost_anchor_is_told_with_the_words_that_are_there(content: Path, run: Cli) -> None:
    """Where offsets and digest still hold, the words that the anchor should have are told, and no more than eight."""
    path = passage(content, "p003")
    edit(path, 'cns:startsWith "Ann Author argues', 'cns:startsWith "Anne Author argued')
    outcome = run("verify")
    assert outcome.code == 1
    assert "By its offsets and digest the passage has there: 'Ann Author argues" in outcome.out, outcome.out
    assert len(outcome.out.split("there: '")[1].split("'")[0].split()) <= 8
