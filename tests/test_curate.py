"""The curator's tools: they make what is asked, and refuse rather than overwrite."""

from __future__ import annotations

from pathlib import Path

from tests.support.cli import Cli
from tests.support.content import TEXT, folded_digest, passage


def test_new_passage_fills_its_header(content: Path) -> None:
    """A new passage has its document, section, anchor, offsets and digest, and states nothing yet."""
    text = passage(content, "p002").read_text(encoding="utf-8")
    start = TEXT.index("The Council")
    end = TEXT.index("chairs the board.") + len("chairs the board.")
    for piece in (
        f"cns:start {start} ;",
        f"cns:end {end} ;",
        folded_digest(start, end),
        'cns:startsWith "The Council of"',
    ):
        assert piece in text


def test_new_passage_refuses_an_overlap(content: Path, run: Cli) -> None:
    """A passage that overlaps another one is refused by name, and no file is written."""
    before = sorted(content.rglob("*.ttl"))
    outcome = run("new", "passage", "report", "p009", "more", "It is led", "more than long ones.", "--section", "1")
    assert outcome.code == 1
    assert "overlaps p002-council.ttl" in outcome.err
    assert sorted(content.rglob("*.ttl")) == before


def test_new_passage_refuses_a_taken_id(content: Path, run: Cli) -> None:
    """An id is given once."""
    outcome = run("new", "passage", "report", "p002", "again", "The Example", "Report", "--section", "1")
    assert outcome.code == 2
    assert "is taken by p002-council.ttl" in outcome.err


def test_new_passage_says_which_words_are_lost(content: Path, run: Cli) -> None:
    """Words that the text does not have are told, with what to check."""
    outcome = run("new", "passage", "report", "p009", "x", "The Counsel of", "board.", "--section", "1")
    assert outcome.code == 1
    assert "'The Counsel of' stand 0 times" in outcome.err


def test_new_passage_of_an_unknown_document(content: Path, run: Cli) -> None:
    """A document that is not listed is told, with where documents stand."""
    outcome = run("new", "passage", "memo", "p001", "x", "The", "board.", "--section", "1")
    assert outcome.code == 2
    assert "data/documents.ttl" in outcome.err


def test_new_entity_and_names(content: Path, run: Cli) -> None:
    """A card is added in canonical form; later names join it; both are found by search in any language."""
    made = run(
        "new",
        "entity",
        "laws",
        "law-rules",
        "cns:Law",
        "--name",
        "en=Rules Law",
        "--name",
        "zh-Hans=规则法",
        "--line",
        "A law.",
    )
    assert made.code == 0, made.err
    assert run("names", "law-rules", "en=Law on Rules").code == 0
    text = (content / "data" / "entities" / "laws.ttl").read_text(encoding="utf-8")
    assert 'skos:altLabel "Law on Rules"@en' in text
    assert run("fmt", "--check").code == 0
    assert "id:law-rules" in run("find", "规则法").out
    assert "id:law-rules" in run("find", "law on rules").out


def test_new_entity_refuses_a_like_name(content: Path, run: Cli) -> None:
    """A name that another card bears is refused, with the card to use."""
    outcome = run("new", "entity", "organs", "examples", "cns:StateOrgan", "--name", "en=Council of Example")
    assert outcome.code == 1
    assert "id:council is named" in outcome.err


def test_new_entity_refuses_an_unknown_class(content: Path, run: Cli) -> None:
    """A class that the ontology lacks is refused with the nearest ones."""
    outcome = run("new", "entity", "organs", "x", "cns:StateOrgann", "--name", "en=Something else")
    assert outcome.code == 2
    assert "cns:StateOrgan" in outcome.err


def test_fmt_check_names_the_file_and_the_command(content: Path, run: Cli) -> None:
    """`fmt --check` fails on a file that is not canonical, and `fmt` repairs it without changing what it says."""
    path = passage(content, "p003")
    path.write_text(path.read_text(encoding="utf-8") + "\n# a note\n", encoding="utf-8")
    outcome = run("fmt", "--check")
    assert outcome.code == 1
    assert "p003-rules.ttl" in outcome.out
    assert "cnskg fmt" in outcome.err
    assert run("fmt").code == 0
    assert run("fmt", "--check").code == 0


def test_misuse_is_exit_code_2(content: Path, run: Cli) -> None:
    """An unknown option, command or setting is misuse: exit code 2 and a message."""
    assert run("fmt", "--nonsense").code == 2
    assert run("nonsense").code == 2
    outcome = run("check", CNSKG_TYPO="1")
    assert outcome.code == 2
    assert "unknown setting CNSKG_TYPO" in outcome.err
