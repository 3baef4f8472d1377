"""The curator's tools: they make what is asked, and refuse rather than overwrite."""

from __future__ import annotations

import fcntl
import io
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from cnskg.checks.like_names import pairs
from cnskg.content.anchors import fold
from cnskg.content.dataset import PLACE
from cnskg.content.files import Content
from cnskg.curation import cards, coverage, form, passages
from cnskg.curation.writing import locked, write
from tests.support.cli import Cli
from tests.support.content import TEXT, folded_digest, passage


def test_new_passage_fills_its_header(content: Path) -> None:
    """A new passage has its document, section, anchor, offsets and digest, and states nothing yet."""
    text = passage(content, "p002").read_text(encoding="utf-8")
    start = fold(TEXT).index("The Council")
    end = fold(TEXT).index("chairs the board.") + len("chairs the board.")
    for piece in (
        f"cns:charStart {start} ;",
        f"cns:charEnd {end} ;",
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
        "--new-kind",
    )
    assert made.code == 0, made.err
    assert run("names", "id:law-rules", "en=Law on Rules").code == 0
    text = (content / "data" / "entities" / "laws.ttl").read_text(encoding="utf-8")
    assert 'skos:altLabel "Law on Rules"@en' in text
    assert run("fmt", "--check").code == 0
    assert "id:law-rules" in run("find", "规则法").out
    assert "id:law-rules" in run("find", "law on rules").out


def test_new_entity_says_where_a_name_is_found(content: Path, run: Cli) -> None:
    """A card with a Chinese name says at once on which page it is, so that the check of names is content."""
    given = ("new", "entity", "all", "li-ming", "cns:Person", "--name", "en=Li Ming", "--name", "zh-hans=李明")
    assert run(*given, "--name-source", "https://example.org/li").code == 0
    assert 'cns:nameSource "https://example.org/li"' in (content / "data" / "entities" / "all.ttl").read_text("utf-8")
    assert "unsourced-name" not in run("check", "data/entities/all.ttl").both


def test_new_entity_refuses_a_like_name(content: Path, run: Cli) -> None:
    """A name that another card bears is refused, with the card to use."""
    outcome = run("new", "entity", "all", "examples", "cns:StateOrgan", "--name", "en=Council of Example")
    assert outcome.code == 1
    assert "id:council is named" in outcome.err


@pytest.mark.parametrize(
    "name", ["en=COUNCIL‑of–Examples", "en=Examples, Council of", "zh-Hans=示例委員會", "sv=Council of Examples"]
)
def test_new_entity_knows_a_name_in_any_spelling(name: str, content: Path, run: Cli) -> None:
    """Hyphens, case, order, script and language make no other name: the card that has it is told."""
    outcome = run("new", "entity", "all", "examples", "cns:StateOrgan", "--name", name)
    assert outcome.code == 1
    assert "id:council is named" in outcome.err


@pytest.mark.parametrize(
    ("first", "second"), [("en=Chen Yixin", "zh-Hans=陈一新"), ("zh-Hans=陳一新", "en=Chen Yixin")]
)
def test_new_entity_knows_a_name_by_how_it_is_read(first: str, second: str, content: Path, run: Cli) -> None:
    """A name in hanzi and the same name in letters are one, whichever came first; --different says otherwise."""
    assert run("new", "entity", "all", "chen-yixin", "cns:Person", "--name", first).code == 0
    again = ("new", "entity", "all", "chen", "cns:Person", "--name", second)
    outcome = run(*again)
    assert outcome.code == 1
    assert "id:chen-yixin is named" in outcome.err
    assert run(*again, "--different").code == 0


def test_new_entity_takes_a_homophone(content: Path, run: Cli) -> None:
    """Names that are read alike and written with other characters are two names."""
    law = ("--name", "en=rule by law", "--name", "zh-Hans=法制", "--name", "zh-Latn-pinyin=fǎzhì")
    assert run("new", "entity", "all", "by-law", "cns:Field", *law).code == 0
    assert run("new", "entity", "all", "of-law", "cns:Field", "--name", "en=Fazhi", "--name", "zh-Hans=法治").code == 0


def test_a_name_is_added_to_one_card(content: Path, run: Cli) -> None:
    """A name that another card has, in hanzi, pinyin or another spelling, is not given twice unless one is sure."""
    for name in ("en=COUNCIL–of Examples", "zh-hans=示例委員會", "zh-latn-pinyin=Shìlì wěiyuánhuì"):
        outcome = run("names", "ann-author", name)
        assert outcome.code == 1, name
        assert "id:council is named" in outcome.err
    card = ("new", "entity", "all", "x", "cns:StateOrgan", "--name", "en=Board")
    assert "id:council is named" in run(*card, "--alt", "zh-hans=示例委員會").err
    assert "capitals make no other name" in run("names", "council", "en=council of examples").err
    assert run("names", "ann-author", "en=Council-of-Examples", "--different").code == 0


def test_find_says_no(content: Path, run: Cli) -> None:
    """Where no card has such a name, find lists nothing, says how to make one, and its exit code is 1."""
    for nobody in ("Lin Haiyan", "Bureau for Security Education", "–"):
        outcome = run("find", nobody)
        assert (outcome.code, outcome.out) == (1, "")
        assert f"no card has a name like '{nobody}'" in outcome.err
        assert "Make it: cnskg new entity" in outcome.err


def test_find_asks_about_typing_errors(content: Path, run: Cli) -> None:
    """A name that is nearly one is not given as found; the card is named in the hint."""
    outcome = run("find", "Ann Auhtor")
    assert (outcome.code, outcome.out) == (1, "")
    assert "Did you mean id:ann-author (Ann Author)?" in outcome.err


def test_find_lists_what_a_screen_shows(content: Path, run: Cli) -> None:
    """Of many cards with a word the first dozen are listed, the bearer of the name before all others."""
    path = content / "data" / "entities" / "all.ttl"
    many = "".join(f'id:plan-{n} a cns:Plan ; skos:prefLabel "plan number {n}"@en .\n' for n in range(20))
    path.write_text(
        path.read_text(encoding="utf-8") + many + 'id:z a cns:Plan ; skos:prefLabel "Plan"@en .\n', encoding="utf-8"
    )
    lines = run("find", "plan").out.splitlines()
    assert len([line for line in lines if " id:" in line]) == 12
    assert lines[0].split()[:2] == ["100", "id:z"]


def test_find_lists_terms_below_the_cards(content: Path, run: Cli) -> None:
    """Classes and properties are found by their names and definitions; few of them, since cards are wanted first."""
    assert " cns:StateOrgan " in run("find", "legislature").out
    assert " cns:replaces " in run("find", "replaces a law").out
    assert run("find", "security").out.count(" cns:") == 4


def test_find_looks_for_several_at_once(content: Path, run: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each argument and each line of the input is looked for by itself; one without a hit is told (exit code 1)."""
    outcome = run("find", "Council of Examples", "Ann Author")
    assert outcome.code == 0
    assert [line for line in outcome.out.splitlines() if line[0] == "#"] == ["# Council of Examples", "# Ann Author"]
    monkeypatch.setattr("sys.stdin", io.StringIO("Ann Author\n\nLin Haiyan\n–\n"))
    outcome = run("find", "-")
    assert outcome.code == 1
    assert "# Ann Author\n100  id:ann-author " in outcome.out
    assert "no card has a name like 'Lin Haiyan', '–'" in outcome.err


def test_new_entity_refuses_an_unknown_class(content: Path, run: Cli) -> None:
    """A class that the ontology lacks is refused with the nearest ones."""
    outcome = run("new", "entity", "all", "x", "cns:StateOrgann", "--name", "en=Something else")
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


NAME = [ox.Literal("Board of Examples", language="en")]
#: Each tool that writes, at work.
WRITERS: dict[str, Callable[[Path, Path], object]] = {
    "a card": lambda root, _: cards.new_entity(root, cards.NewCard("all", "b", ("cns:Organ",), NAME, []), sure=True),
    "a name": lambda root, _: cards.add_names(root, "council", NAME),
    "the form": lambda root, _: form.format_file(root, root / "data" / "entities" / "all.ttl", check=False),
    "a passage": lambda root, texts: passages.new_passage(
        root, texts, passages.NewPassage("report", "p004", "more", "1", "It is led", "the board.")
    ),
}


@pytest.mark.parametrize("tool", WRITERS)
def test_one_tool_writes_at_a_time(tool: str, content: Path, tmp_path: Path) -> None:
    """A tool that writes waits while another one is at work, so that neither loses what the other has written."""
    cards_file = content / "data" / "entities" / "all.ttl"
    cards_file.write_text(cards_file.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    passage(content, "p002").unlink()  # room for another one
    before = {path: path.read_bytes() for path in content.rglob("*.ttl")}
    work = threading.Thread(target=WRITERS[tool], args=(content, tmp_path / "texts"))
    with (content / "data" / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        work.start()
        work.join(0.5)
        assert work.is_alive()
        assert {path: path.read_bytes() for path in content.rglob("*.ttl")} == before
    work.join(30)
    assert not work.is_alive()
    assert {path: path.read_bytes() for path in content.rglob("*.ttl")} != before


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """Who reads a file while it is written has the old one whole; a write that fails leaves it as it was."""
    path = tmp_path / "data" / "cards.ttl"
    write(path, "old\n" * 10_000)
    with path.open(encoding="utf-8") as reader:
        write(path, "new\n")
        assert reader.read() == "old\n" * 10_000
    assert path.read_text(encoding="utf-8") == "new\n"
    with pytest.raises(UnicodeEncodeError):
        write(path, "half of it, \ud800")
    assert path.read_text(encoding="utf-8") == "new\n"


def test_coverage_is_told_in_lines_and_as_json(content: Path, run: Cli) -> None:
    """The same figures for people and for programs; with the source texts, their paragraphs too."""
    lines = run("report", "coverage").out
    assert "report: 3 passages, 15 statements, 1 claims, 1 propositions\n" in lines
    assert "  claims: Assessment 1" in lines
    assert lines.startswith("[####################] 100 % of report\n")
    (one,) = json.loads(run("report", "coverage", "--json").out)
    assert (one["document"], one["passages"], one["paragraphs"]) == ("report", 3, 0)
    (one,) = json.loads(run("report", "coverage", "--json", str(content.parent / "texts")).out)
    assert one["paragraphs"] == 3


def test_coverage_shows_how_far_each_document_is(content: Path, run: Cli) -> None:
    """A bar shows what passages and omissions take up of each text; the text need not be there."""
    passage(content, "p002").unlink()
    assert run("report", "coverage").out.startswith("[#########...........] 48 % of report\n")
    for one in (content / "data" / "passages" / "report").iterdir():
        one.unlink()
    assert run("report", "coverage").out.startswith("[....................] 0 % of report\n")


def test_a_rule_is_shown_with_what_is_right_and_wrong(content: Path, run: Cli) -> None:
    """`cnskg rules` lists every rule, those of the shapes too; with a name, its samples; a wrong name has near ones."""
    listed = run("rules").out
    assert all(name in listed for name in ("unknown-term", "impossible-order", "claim-sentence", "gap"))
    shown = run("rules", "undescribed").out
    assert "Everything that a statement speaks of has a type somewhere." in shown
    assert "Passes:\n    id:x a cns:Law" in shown
    assert "Fails (object):\n" in shown
    outcome = run("rules", "undescribd")
    assert outcome.code == 2
    assert "Near: undescribed" in outcome.err


def test_a_post_may_be_called_after_its_ministry(content: Path, run: Cli) -> None:
    """Minister and ministry are near and never one thing; by the very same name they are still asked about."""
    assert run("new", "entity", "all", "works", "cns:StateOrgan", "--name", "en=Ministry of Works").code == 0
    assert run("new", "entity", "all", "post-works", "cns:Post", "--name", "en=Minister of Works").code == 0
    assert run("names", "post-works", "en=Ministers of Works").code == 0
    found = pairs(Content.read(content))
    assert not any("post-works" in pair for pair in found)
    assert run("new", "entity", "all", "post-c", "cns:Post", "--name", "en=Minister of Work").code == 1
    assert run("new", "entity", "all", "post-d", "cns:Post", "--name", "en=Ministry of Works").code == 1


@pytest.mark.parametrize(("name", "code"), [("Council of Exampl", 1), ("Council of Exams", 0)])
def test_how_like_a_taken_name_is(name: str, code: int, content: Path, run: Cli) -> None:
    """A name with two letters less than a taken one is refused; one with three less is another name."""
    assert run("new", "entity", "all", "b", "cns:StateOrgan", "--name", f"en={name}").code == code


def test_a_passage_that_reaches_into_another_is_refused(content: Path, run: Cli) -> None:
    """An overlap counts from either side: here the new passage begins before the old one and ends within it."""
    passage(content, "p001").unlink()
    outcome = run("new", "passage", "report", "p009", "more", "The Example", "in early 2001.", "--section", "1")
    assert outcome.code == 1
    assert "overlaps p002-council.ttl" in outcome.err


def test_a_card_is_never_made_twice(content: Path, run: Cli) -> None:
    """--different is about like names: an id that has its card is refused all the same."""
    cards_file = content / "data" / "entities" / "all.ttl"
    before = cards_file.read_bytes()
    outcome = run("new", "entity", "all", "council", "cns:StateOrgan", "--name", "en=Another", "--different")
    assert outcome.code == 1
    assert "id:council has a card already" in outcome.err
    assert cards_file.read_bytes() == before


def test_fmt_check_writes_nothing(content: Path, run: Cli) -> None:
    """A look at the form of a file leaves the file as it is; without --check it is mended."""
    path = passage(content, "p003")
    path.write_text("# a note\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    before = path.read_bytes()
    assert run("fmt", "--check").code == 1
    assert path.read_bytes() == before
    assert run("fmt").code == 0
    assert path.read_bytes() != before


def test_who_holds_the_lock_holds_it_alone(content: Path) -> None:
    """Of two tools that want to write at once the second waits until the first is done."""
    done: list[str] = []

    def second() -> None:
        with locked(content):
            done.append("second")

    with locked(content):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.3)
        done.append("first")
    thread.join(20)
    assert done == ["first", "second"]


def test_paragraphs_are_parted_by_lines_without_words(content: Path, tmp_path: Path) -> None:
    """A line that holds nothing but spaces parts paragraphs as an empty one does."""
    path = tmp_path / "texts" / "report.txt"
    path.write_text(TEXT.replace("\n\n", "\n \t\n"), encoding="utf-8")
    found = coverage.run(Content.read(content))
    coverage.count_paragraphs(found, replace(Content.read(content), texts=tmp_path / "texts"))
    assert [one.paragraphs for one in found] == [3]


def test_a_check_of_nothing_is_no_success(content: Path, run: Cli, tmp_path: Path) -> None:
    """A folder without a data file was not checked, and the exit code says so."""
    (content / "data" / "background").mkdir()
    outcome = run("check", str(content / "data" / "background"))
    assert outcome.code == 1
    assert "no file was checked" in outcome.err


def test_a_new_passage_says_when_it_was_made_and_by_whom(content: Path, run: Cli) -> None:
    """A passage is of the day on which it is made, a first reading, and of the publisher that the folder names."""
    passage(content, "p003").unlink()
    (content / PLACE).write_text('publisher = "https://example.org/us"', encoding="utf-8")
    days = [date.today()]
    assert (
        run("new", "passage", "report", "p004", "rules", "Ann Author argues", "be right.", "--section", "1").code == 0
    )
    days.append(date.today())
    text = passage(content, "p004").read_text(encoding="utf-8")
    assert any(f"cns:encodedOn span:{day.isoformat()} ;" in text for day in days)
    assert "cns:reviewStatus id:reading-first ;" in text
    assert "prov:wasAttributedTo <https://example.org/us> ;" in text
