"""Text and values as curators type, paste and import them: stored plainly, or told with the place and the mend."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from cnskg.checks.datatypes import FORMS, plain_form
from cnskg.content import languages, timespans
from cnskg.content.characters import mended, oddities, told
from cnskg.content.languages import LANGUAGES, meant, misfit
from cnskg.rdf import XSD
from tests.support import ROOT
from tests.support.cli import Cli
from tests.support.content import add, edit, passage

#: A text, what is said of it, and the text without it.
ODD = [
    ("Political\u200b security", "U+200B ZERO WIDTH SPACE after 'Political'", "Political security"),
    ("\ufeffCouncil", "U+FEFF ZERO WIDTH NO-BREAK SPACE at the beginning", "Council"),
    ("Coun\u00adcil", "U+00AD SOFT HYPHEN after 'Coun'", "Council"),
    ("Council\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE at the end, after 'Council'", "Council"),
    ("a\x01b", "U+0001 (a control character) after 'a'", "ab"),
    ("Council ", "a space at the end, after 'Council'", "Council"),
    (" Council", "a space at the beginning", "Council"),
    ("two  spaces", "more than one space after 'two'", "two spaces"),
    ("a\nb", "a line break after 'a'", "a b"),
    ("a\u2028b", "a line break after 'a'", "a b"),
    ("a\tb", "U+0009 (a control character) after 'a'", "a b"),
    ("a\u00a0b", "U+00A0 NO-BREAK SPACE, which is no plain space, after 'a'", "a b"),
    ("国\u3000家", "U+3000 IDEOGRAPHIC SPACE, which is no plain space, after '国'", "国 家"),
    ("zhe\u0300ng", "'è' in another form than NFC after 'zh'", "zhèng"),
    ("\u2f08民", "U+2F08 KANGXI RADICAL MAN, which only looks like another, at the beginning", "人民"),
    ("Ｇ7", "U+FF27 FULLWIDTH LATIN CAPITAL LETTER G, which only looks like another, at the beginning", "G7"),
    ("\ufb01re", "U+FB01 LATIN SMALL LIGATURE FI, which only looks like another, at the beginning", "fire"),
    ("Caf\ufffd", "U+FFFD REPLACEMENT CHARACTER, which stands for one that was lost, at the", "Caf\ufffd"),
    ("\u0421hina", "U+0421 CYRILLIC CAPITAL LETTER ES in a word of Latin letters at the beginning", "\u0421hina"),
    ("Chin\u0430", "U+0430 CYRILLIC SMALL LETTER A in a word of Latin letters", "Chin\u0430"),
    ("Council\ufe0f", "U+FE0F VARIATION SELECTOR-16, which shows nothing,", "Council"),
    ("Coun\u3164cil", "U+3164 HANGUL FILLER, which shows nothing, after 'Coun'", "Council"),
]


@pytest.mark.parametrize(("text", "said", "plain"), ODD)
def test_what_nobody_sees_is_told_by_name_and_place(text: str, said: str, plain: str) -> None:
    """Each character is told with its number, its name and the words before it; and the text can be had without it."""
    assert told(text, oddities(text)[0]).startswith(said)
    assert mended(text) == plain


def test_a_place_is_told_by_the_last_words_before_it() -> None:
    """Of a long text only the last twenty characters before the place are shown."""
    text = "The comprehensive national security concept\u200b of the party"
    assert told(text, oddities(text)[0]) == "U+200B ZERO WIDTH SPACE after 'nal security concept'"


@pytest.mark.parametrize("text", [
    "Så gör – “2035” …", "总体国家安全观（试行）", "zǒngtǐ guójiā", "𪚥", "\U000323b0", "H₂O", "α particle", "Россия",
])  # fmt: skip
def test_plain_text_is_let_be(text: str) -> None:
    """Typographic marks, hanzi however rare, accents and other alphabets are seen by everybody."""
    assert oddities(text) == ()


@pytest.mark.parametrize("text", ["SELECT ?x {\n\t?x ?y ?z }", "a |  | b", "x "])
def test_layout_is_let_be_where_there_are_rows(text: str) -> None:
    """Queries have lines, and their answers empty cells."""
    assert oddities(text, layout=True) == ()
    assert oddities(text)


@pytest.mark.parametrize(("tag", "wanted"), [
    ("zh-cn", "zh-hans"), ("zh_CN", "zh-hans"), ("zh", "zh-hans"), ("cn", "zh-hans"), ("zh-latn", "zh-latn-pinyin"),
    ("en_US", "en"), ("en-gb", "en"), ("eng", "en"), ("se", "sv"), ("sv-se", "sv"), ("xx", ""),
])  # fmt: skip
def test_a_tag_is_told_by_the_one_that_is_meant(tag: str, wanted: str) -> None:
    """Tags of other tables lead to those of the project."""
    assert meant(tag) == wanted
    assert ("Write " in languages.remedy(tag)) is bool(wanted)


def test_the_languages_are_documented() -> None:
    """The tags that the tools take are those that the page for curators tells."""
    text = (ROOT / "docs" / "curating.md").read_text(encoding="utf-8")
    assert [tag for tag in LANGUAGES if f"`{tag}`" not in text] == []


@pytest.mark.parametrize(("text", "tag", "said"), [
    ("国家安全", "en", "the hanzi 国"), ("National Security", "zh-hans", "Latin letters"), ("H&M", "zh-hans", ""),
    ("zheng4zhi4", "zh-latn-pinyin", "g4"), ("guójiā'ānquán 20", "zh-latn-pinyin", ""), ("Россия", "sv", "Р"),
    ("1ª § 4", "de", ""),
])  # fmt: skip
def test_a_name_is_in_the_script_of_its_language(text: str, tag: str, said: str) -> None:
    """Hanzi are Chinese, Pinyin has marks for tones, the rest has Latin letters."""
    assert misfit(text, tag).startswith(said)
    assert bool(misfit(text, tag)) is bool(said)


@pytest.mark.parametrize(("value", "kind", "fits"), [
    ("2024-02-29", "date", True), ("2023-02-29", "date", False), ("-0043-03-15", "date", True),
    ("-0004-02-29", "date", True), ("1900-02-29", "date", False), ("2000-02-29", "date", True),
    ("2024-2-9", "date", False), ("28 June 2023", "date", False), ("2024-02-29T12:00", "dateTime", False),
    ("2024-02-29T24:00:00Z", "dateTime", True), ("2024-02-29T24:00:01Z", "dateTime", False),
    ("2024-02-29T12:00:00", "dateTimeStamp", False), ("2024-02-29T12:00:00+14:00", "dateTimeStamp", True),
    ("--02-30", "gMonthDay", False), ("--02-29", "gMonthDay", True), ("9" * 5000, "integer", True),
    ("9" * 5000, "nonNegativeInteger", True), ("-1", "nonNegativeInteger", False), ("128", "byte", False),
    ("12\n", "integer", False), ("٣", "integer", False), ("", "integer", False), ("1e3", "decimal", False),
    ("yes", "boolean", False), ("a b", "anyURI", False), ("INF", "double", True), ("", "string", True),
])  # fmt: skip
def test_the_form_of_a_value(value: str, kind: str, fits: bool) -> None:
    """A value fits its datatype by the letter: days that there are, digits that are ASCII, numbers of any length."""
    assert FORMS[XSD + kind].fits(value) is fits


@pytest.mark.parametrize(("value", "kind", "plain"), [
    ("01", "integer", "1"), ("+1", "integer", "1"), ("-0", "integer", "0"), ("-007", "integer", "-7"),
    ("1.50", "decimal", "1.5"), ("-.5", "decimal", "-0.5"), ("1.", "decimal", "1.0"), ("0", "boolean", "false"),
    ("10", "integer", "10"), ("1e3", "double", "1e3"), ("01", "string", "01"),
])  # fmt: skip
def test_the_plain_form_of_a_value(value: str, kind: str, plain: str) -> None:
    """One number has one form; the plain form of a plain form is itself."""
    assert plain_form(value, XSD + kind) == plain
    assert plain_form(plain, XSD + kind) == plain


@pytest.mark.parametrize(("text", "slug"), [
    ("28 June 2023", "2023-06-28"), ("June 28, 2023", "2023-06-28"), ("Sept. 2021", "2021-09"), ("2023", "2023"),
    ("2023-06-28T00:00:00Z", "2023-06-28"), ("2023年6月28日", "2023-06-28"), ("28/06/2023", ""), ("31 June 2023", ""),
    ("28 Xune 2023", ""), ("2023-00-05", ""), ("last spring", ""), ("0000", ""),
])  # fmt: skip
def test_a_date_in_words_leads_to_its_time(text: str, slug: str) -> None:
    """A date that is certain is told as the time to write; one that is not is left to the curator."""
    assert timespans.guess(text) == slug


@pytest.mark.parametrize(("value", "hint"), [
    ('"28 June 2023"', "Write span:2023-06-28. The words of the text go into cns:timeText."),
    ('"2023-06-28"^^xsd:date', "Write span:2023-06-28."),
    ('"early last year"', "Write a time, such as span:2014-04-15,"),
])  # fmt: skip
def test_a_literal_where_a_time_belongs(value: str, hint: str, content: Path, run: Cli) -> None:
    """A date as a literal is one finding that says which time to write."""
    add(passage(content, "p003"), f"\nid:council cns:ends {value} .\n")
    assert run("fmt").code == 0
    outcome = run("check")
    assert outcome.err == "cnskg: 1 findings\n"
    assert f"cns:ends takes an IRI, not a literal [wrong-kind]\n  {hint}" in outcome.out


@pytest.mark.parametrize("time", ["2023-02-30", "2023-13", "0000", "spring"])
def test_a_time_that_there_is_not_is_shown(time: str, content: Path, run: Cli) -> None:
    """A time that cannot be is told with itself and with the forms that there are."""
    add(passage(content, "p003"), f"\nid:council cns:ends span:{time} .\n")
    outcome = run("check")
    (row,) = [row for row in outcome.out.split("\n") if "bad-time" in row]
    assert time in row
    assert "Write a time that there is, such as span:2014-04-15" in outcome.out


@pytest.mark.parametrize(("words", "shown"), [(8, True), (30, False)])
def test_a_short_text_is_told_as_it_should_be(words: int, shown: bool, content: Path, run: Cli) -> None:
    """A text that fits a line is told without what nobody sees, to be typed anew; of a long one the place is enough."""
    text = "rules " * words + "Coun\u200bcil"
    add(passage(content, "p003"), f'\nid:council cns:hedgeWord "{text}"@en .\n')
    assert run("fmt").code == 0
    outcome = run("check")
    assert outcome.err == "cnskg: 1 findings\n"
    assert "cns:hedgeWord has U+200B ZERO WIDTH SPACE after 'les rules rules Coun' [unseen]\n  Type " in outcome.out
    assert (f"Type it anew, in plain characters: '{text.replace(chr(0x200B), '')}'." in outcome.out) is shown


@pytest.mark.parametrize(("text", "stored"), [
    ("Council of Example Matters ", "Council of Example Matters"),
    ("  Council \u00a0 of\nMatters", "Council of Matters"),
    (unicodedata.normalize("NFD", "Café Council"), "Café Council"),
])  # fmt: skip
def test_names_are_stored_plainly(text: str, stored: str, content: Path, run: Cli) -> None:
    """Spaces at the ends, rows of them and letters with loose accents are stored in their one plain form."""
    assert run("names", "council", f"en={text}").code == 0
    assert run("new", "entity", "all", "other", "cns:Law", "--name", "en=Law of Things", "--line", text).code == 0
    cards = (content / "data" / "entities" / "all.ttl").read_text(encoding="utf-8")
    assert f'skos:altLabel "{stored}"@en' in cards
    assert f'cns:description "{stored}"@en' in cards


REFUSED = [
    ("en=Coun\u200bcil", "U+200B ZERO WIDTH SPACE after 'Coun'"),
    ("en=\ufeffCouncil", "U+FEFF"),
    ("en=a\x01b", "U+0001"),
    ("en=\udcff", "U+DCFF"),
    ("en=国家", "the hanzi 国"),
    ("zh-latn-pinyin=guo2jia1", "a number for its tone"),
    ("zh-hans=State security", "no hanzi"),
    ("en_US=Council", "Write en."),
    ("zh-cn=委员会", "Write zh-hans."),
    ("toolonglanguage=Council", "There are en, zh-hans"),
    ("=Council", "''"),
    ("en=  ", "is no name"),
    ("Council", "Write LANGUAGE=TEXT"),
]


@pytest.mark.parametrize(("name", "said"), REFUSED)
def test_names_that_cannot_be_stored_are_refused(name: str, said: str, content: Path, run: Cli) -> None:
    """What nobody sees, no language, another script: misuse with its mend, nothing written, never a fault of ours."""
    cards = content / "data" / "entities" / "all.ttl"
    before = cards.read_bytes()
    for command in (
        ["names", "council", name],
        ["new", "entity", "all", "other", "cns:Law", "--name", name],
        ["new", "entity", "all", "other", "cns:Law", "--name", "en=Law of Things", "--alt", name],
    ):
        outcome = run(*command)
        assert outcome.code == 2, command
        assert said in outcome.err
        assert "fault of ours" not in outcome.err
    assert cards.read_bytes() == before


def test_a_name_is_borne_once(content: Path, run: Cli) -> None:
    """A name that the card has already, by its letters, is refused; so is a second preferred one in a language."""
    assert "is named 'Council of Examples' already" in run("names", "council", "en=Council  of Examples ").err
    outcome = run("names", "council", "--preferred", "en=Board")
    assert outcome.code == 1
    assert "the preferred name of id:council is 'Council of Examples'" in outcome.err
    assert run("names", "council", "--preferred", "sv=Rådet").code == 0


@pytest.mark.parametrize(("kind", "near"), [("al", "Did you mean all?"), ("organisation", "There are all.")])
def test_a_misspelt_kind_begins_no_file(kind: str, near: str, content: Path, run: Cli) -> None:
    """A file of cards that is not there is begun only by --new-kind; the near ones are told."""
    command = ["new", "entity", kind, "x", "cns:Law", "--name", "en=Law of Things"]
    outcome = run(*command)
    assert outcome.code == 2
    assert near in outcome.err
    assert run(*command, "--new-kind").code == 0
    assert (content / "data" / "entities" / f"{kind}.ttl").exists()


@pytest.mark.parametrize("slug", ["x\n", "X", "x--y", "国"])
def test_a_slug_is_plain(slug: str, content: Path, run: Cli) -> None:
    """A name of a file or thing has letters, digits and hyphens alone, no line break at its end either."""
    assert run("new", "entity", "all", slug, "cns:Law", "--name", "en=Law of Things").code == 2
    outcome = run("new", "passage", "report", "p009", slug, "The Example", "Report", "--section", "1")
    assert "is no passage name" in outcome.err


def test_like_names_are_told_with_both_files(content: Path, run: Cli) -> None:
    """Two cards of one name are told with the file and line of each."""
    add(passage(content, "p003"), "\nid:claim-rules cns:about id:rat .\n")
    (content / "data" / "entities" / "more.ttl").write_text(
        'id:rat a cns:StateOrgan ; skos:prefLabel "Council of the Examples"@en .\n', encoding="utf-8"
    )
    assert run("fmt").code == 0
    outcome = run("validate")
    row = "data/entities/more.ttl:5: error: id:rat and id:council (data/entities/all.ttl:10) have names that are alike"
    assert row in outcome.out


def validated(content: Path, seed: str) -> tuple[str, str]:
    """What `cnskg validate` says in a process of its own, its hashes seeded."""
    environment = {**os.environ, "CNSKG_CONTENT": str(content), "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "cnskg", "validate"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    return done.stdout, done.stderr


def test_validation_says_the_same_at_every_run(content: Path) -> None:
    """A message in two languages is told in English, ill-typed values by line, without a trace, whatever the hashes."""
    path = passage(content, "p003")
    long = "long " * 50
    values = '"2024-02-30"^^xsd:date , "abc"^^xsd:integer , "-0043-03-15"^^xsd:date , "01"^^xsd:integer'
    values += ' , "maybe"^^xsd:boolean'
    add(path, f'\nid:council cns:description "{long.strip()}"@en ; skos:note {values} .\n')
    said = 'sh:message "A description is one line of at most 200 characters."@en'
    edit(content / "shapes" / "entity.ttl", f"    {said} ;\n", f'    {said} , "说明为一行。"@zh-hans ;\n')
    (first, quiet), *others = (validated(content, seed) for seed in ("1", "2", "3"))
    assert [other[0] for other in others] == [first, first]
    assert all(row.startswith(("· ", "cnskg: ", "  Each line")) for row in quiet.strip().split("\n")), quiet
    assert "id:council: A description is one line of at most 200 characters. [entity-short-description]" in first
    assert "说明" not in first
    for said in ("'2024-02-30' has not the form of xsd:date", "'abc' has not the form of xsd:integer", "'01' is 1"):
        assert f": error: {said}" in first
        assert "data/passages/report/p003-rules.ttl:" in next(row for row in first.split("\n") if said in row)
    assert "'-0043" not in first
    assert first.count("two-parsers") == 0


def test_what_nobody_sees_is_one_finding_and_is_seen_after_fmt(content: Path, run: Cli) -> None:
    """A name with a space of no width is told once; `fmt` writes the space by its number, so that it is seen."""
    path = content / "data" / "entities" / "all.ttl"
    edit(path, '"Council of Examples"', '"Council\u200b of Examples"')
    outcome = run("check")
    assert outcome.err == "cnskg: 1 findings\n"
    assert "skos:prefLabel has U+200B ZERO WIDTH SPACE after 'Council' [unseen]" in outcome.out
    assert "Type it anew, in plain characters: 'Council of Examples'." in outcome.out
    assert run("fmt").code == 0
    edit(path, r"Council\u200B of", "Council of")
    assert run("check").code == 0
