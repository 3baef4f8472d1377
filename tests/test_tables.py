"""Facts that come as a table: taken over whole or not at all, each finding with its row, and given back the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cnskg.content.files import Content
from cnskg.curation.exporting import export_table
from cnskg.curation.importing import import_table
from tests.support import ROOT
from tests.support.cli import Cli, Outcome
from tests.support.content import passage

LAWS = """slug,name@en,name@zh-hans,description@en,class,nameSource,adopted,entersIntoForce,adoptedBy,passage
law-rules,Rules Law,规则法,Law of 2001.,,https://example.org/rules,28 June 2001,2002,Council of Examples,report/p002
law-forms,"Forms, Law on",,Law of 2002.,Law,,2002-01,,council,
"""
POSTS = "slug,name@en,postIn\npost-chair,chair of the Council,示例委员会\n"
TENURES = """slug;name@en;holder;post;starts;asOf;timeText@en
tenure-author;Ann Author as chair;Ann Author;post-chair;2001-40;2002;since early 2001
"""
PEOPLE = "slug,name@en,other-name@en,memberOf\nbo-writer,Bo Writer,B. Writer | Writer the Elder,council\n"
TERMS = "slug,name@en,name@zh-hans,nameSource,usedBy\nterm-clear,clear rules,清楚规则,https://example.org/clear,ann-author\n"
LINKS = "thing,property,value,passage\nAnn Author,linkedTo,council,report/p001\ncouncil,cns:linkedTo,bo-writer,\n"
Take = Callable[..., Outcome]
ALL = {"laws": LAWS, "posts": POSTS, "tenures": TENURES, "people": PEOPLE, "terms": TERMS, "links": LINKS}


@pytest.fixture
def take(content: Path, run: Cli, tmp_path: Path) -> Take:
    """Write a table and import it."""

    def taken(text: str, form: str, *more: str) -> Outcome:
        path = tmp_path / f"{form}.csv"
        path.write_text(text, encoding="utf-8")
        return run("import", str(path), "--as", form, *more)

    return taken


def data(content: Path) -> dict[str, bytes]:
    """All that curators edit, as it is."""
    return {str(p): p.read_bytes() for p in sorted((content / "data").rglob("*")) if p.is_file() and p.name != ".lock"}


def filled(content: Path) -> None:
    """Take over a table of each form."""
    for form, text in ALL.items():
        done = import_table(content, f"{form}.csv", text.encode(), form, "report/p003")
        assert done.wrong == []
        assert done.statements


def test_rows_become_cards_and_facts(content: Path, run: Cli, take: Take) -> None:
    """Names go on a card, what is said into the row's passage; dates, names and slugs are read as people write them."""
    outcome = take(LAWS, "laws", "--passage", "report/p003")
    assert outcome.code == 0, outcome.both
    assert "13 new statements" in outcome.out
    cards = (content / "data" / "entities" / "laws.ttl").read_text(encoding="utf-8")
    assert 'skos:prefLabel "规则法"@zh-hans ;' in cards
    assert "adopted" not in cards
    facts = passage(content, "p002").read_text(encoding="utf-8")
    for piece in ("cns:adopted span:2001-06-28 ;", "cns:adoptedBy id:council ;", "cns:entersIntoForce span:2002 ."):
        assert piece in facts
    assert "id:law-forms\n    cns:adopted span:2002-01" in passage(content, "p003").read_text(encoding="utf-8")
    assert run("check").code == 0, run("check").out


@pytest.mark.parametrize("form", ALL)
def test_an_export_says_nothing_new(form: str, content: Path, run: Cli, take: Take) -> None:
    """What is exported of each form holds what was imported, and importing it again changes no byte."""
    filled(content)
    before = data(content)
    table = run("export", "--as", form)
    assert table.code == 0
    told = {"laws": "law-rules", "links": "bo-writer"}.get(form, ALL[form].split("\n")[1].split(",")[0].split(";")[0])
    assert told in table.out
    outcome = take(table.out, form)
    assert (outcome.code, outcome.out) == (0, "nothing new\n"), outcome.both
    assert data(content) == before
    assert run("fmt", "--check").code == 0


@pytest.mark.parametrize("form", ALL)
def test_an_export_makes_the_same_graph_anew(form: str, content: Path, run: Cli) -> None:
    """A table that was exported, taken over where its rows are missing, brings back each statement."""
    others = [one for one in ALL if list(ALL).index(one) < list(ALL).index(form)]
    for one in others:
        import_table(content, "t.csv", ALL[one].encode(), one, "report/p003")
    empty = data(content)
    import_table(content, "t.csv", ALL[form].encode(), form, "report/p003")
    full, table = data(content), export_table(Content.read(content), form)
    for name in full:
        Path(name).unlink()
    for name, text in empty.items():
        Path(name).write_bytes(text)
    assert import_table(content, "t.csv", table.encode(), form, "").wrong == []
    assert data(content) == full


def test_one_passage_may_be_exported(content: Path, run: Cli) -> None:
    """With --passage only what that passage says is in the table."""
    filled(content)
    table = run("export", "--as", "laws", "--passage", "report/p002")
    assert "law-rules" in table.out
    assert "law-forms" not in table.out


def test_all_that_is_wrong_is_told_and_nothing_is_written(content: Path, take: Take) -> None:
    """Each wrong cell is told with row, column and mend, those of good rows beside them are not written."""
    before = data(content)
    table = """slug,name@en,name@zh-hans,adopted,adoptedBy,class,passage
law-good,Good Law,,2001,council,,report/p002
Law Bad,Bad Law,,,,,report/p002
law-a,Another Law,Another,2001-13,Nobody at all,cns:Lawe,report/p2
law-b,Further Law,,2001,council,cns:Person,
"""
    outcome = take(table, "laws")
    assert outcome.code == 1
    for piece in (
        "row 3, column slug: 'Law Bad' is no slug",
        "row 4, column name@zh-hans: 'Another' is to be Chinese",
        "row 4, column adopted: 2001-13",
        "row 4, column adoptedBy: nothing has the slug or the name 'Nobody at all'",
        "row 4, column class: there is no class cns:Lawe\n  Near: cns:Law",
        "row 4, column passage: there is no passage 'report/p2'\n  Did you mean report/p00",
        "row 5, column adopted: the row has no passage",
        "row 5, column class: this is no cns:Law",
    ):
        assert piece in outcome.out, outcome.out
    assert "row 2" not in outcome.out
    assert "nothing was written" in outcome.err
    assert data(content) == before


def test_what_a_check_finds_is_told_by_row_and_nothing_is_written(content: Path, take: Take) -> None:
    """The checks run on the whole: order of dates, classes of both ends, names of other cards, each at its row."""
    before = data(content)
    assert take(POSTS, "posts", "--passage", "report/p003").code == 0
    between = data(content)
    table = """slug,name@en,holder,post,starts,ends
tenure-one,Ann Author as chair,Ann Author,post-chair,2001,2002
tenure-two,Ann Author as chair again,Ann Author,post-chair,2001-40,2000
tenure-three,the Council as chair,council,post-chair,,
"""
    outcome = take(table, "tenures", "--passage", "report/p003")
    assert outcome.code == 1
    assert "row 3, column ends: id:tenure-two ends before it starts" in outcome.out
    assert "[own-order]\n  Mend cns:ends, or cns:starts." in outcome.out
    assert "row 4, column holder: the object of cns:holder must be a cns:Person" in outcome.out
    assert "row 2" not in outcome.out
    again = take("slug,name@en\nexamples,Examples' Council\n", "people")
    assert "row 2, column name@en: id:examples and id:council" in again.out
    assert "have names that are alike" in again.out
    other = take("slug,name@en\nboard,Examples' Council\n", "people")
    assert "row 2, column name@en: id:council and id:board" in other.out
    assert data(content) == between != before


def test_the_shapes_judge_a_table_as_well(content: Path, take: Take) -> None:
    """A tenure without any time breaks a shape; its row is told, and nothing is written."""
    shutil.copy(ROOT / "shapes" / "tenure.ttl", content / "shapes")
    assert take(POSTS, "posts", "--passage", "report/p003").code == 0
    before = data(content)
    rows = "slug,name@en,holder,post\ntenure-author,Ann Author as chair,Ann Author,post-chair\n"
    outcome = take(rows, "tenures", "--passage", "report/p003")
    assert outcome.code == 1
    assert "row 2, column" in outcome.out
    assert "A tenure says when" in outcome.both
    assert "[tenure-time]" in outcome.both
    assert data(content) == before


def test_rows_change_nothing_that_is_there(content: Path, take: Take) -> None:
    """Another preferred name or date than the file's is refused with the place of what it says; both stay."""
    assert take(LAWS, "laws", "--passage", "report/p003").code == 0
    table = "slug,name@en,adopted,passage\nlaw-rules,Law of Rules,2001,report/p002\n"
    outcome = take(table, "laws")
    assert outcome.code == 1
    assert "row 2, column name@en: the file says 'Rules Law' already\n  Change data/entities/laws.ttl:" in outcome.out
    assert "row 2, column adopted: the file says 'span:2001-06-28' already" in outcome.out


@pytest.mark.parametrize(
    ("form", "head", "said"),
    [
        ("laws", "slug,adoptd", "row 1, column adoptd: there is no property 'adoptd'\n  Did you mean adopted"),
        ("laws", "slug,name", "row 1, column name: the column name has no language\n  Write name@en"),
        ("laws", "slugs,name@en", "row 1: there is no column 'slug'"),
        ("links", "thing,property,object", "row 1: there is no column 'value'"),
        ("laws", 'slug,"name@en', "is no table: line 3: unexpected end of data"),
    ],
)
def test_heads_are_told_before_rows(form: str, head: str, said: str, content: Path, take: Take) -> None:
    """A column that nothing knows is told at row 1, with what it may have meant."""
    outcome = take(f"{head}\nx,y,z\n", form)
    assert outcome.code == 1
    assert said in outcome.both


@pytest.mark.parametrize(
    ("table", "said", "hint"),
    [
        ("slug,a\nx,1\n", "there is no property 'a'", "`cnskg find` knows properties"),
        ("slug," + "q" * 5000 + "\nx,1\n", "there is no property 'qqq", "`cnskg find` knows properties"),
        (
            "slug,name@en\nx," + "y" * 100_001,
            "field larger than field limit",
            "A cell holds 100,000 characters at most",
        ),
        ('slug,name@en\nx,"y', "unexpected end of data", "Close the quotation mark"),
        ('slug,name@en\nx,"y"z"\n', "expected after", "write such a mark twice"),
        ("", "laws.csv is empty", "Its first row has the heads"),
        ("\n\n", "laws.csv is empty", "Its first row has the heads"),
        ("\nslug,name@en\n", "begins with an empty line", "Its first row has the heads"),
    ],
)
def test_what_is_no_table_is_told_with_what_mends_it(
    table: str, said: str, hint: str, content: Path, take: Take
) -> None:
    """Each way not to be a table has its own remedy, and none asks for what is so already or offers nothing."""
    outcome = take(table, "laws")
    assert outcome.code == 1
    assert said in outcome.both
    assert hint in outcome.both
    assert "Did you mean ?" not in outcome.both
    assert "UTF-8" not in outcome.both
    assert len(outcome.both) < 1000


def test_tables_are_read_as_spreadsheets_save_them(content: Path) -> None:
    """Semicolons, a byte order mark, CRLF, UTF-16 and empty rows make no difference."""
    told = POSTS.replace(",", ";").replace("\n", "\r\n") + ";;\r\n"
    assert import_table(content, "t.csv", POSTS.encode(), "posts", "report/p003").statements == 3
    for encoding in ("utf-8-sig", "utf-16"):
        again = import_table(content, "t.csv", told.encode(encoding), "posts", "report/p003")
        assert (again.files, again.wrong) == ([], [])


def test_misuse_of_tables_is_exit_code_2(content: Path, run: Cli, take: Take) -> None:
    """A passage, form or file that there is not is misuse."""
    assert take(LAWS, "laws", "--passage", "report/p9").code == 2
    assert run("import", "nowhere.csv", "--as", "laws").code == 2
    assert run("export", "--as", "lawes").code == 2
    assert run("export", "--as", "laws", "--passage", "report/p9").code == 2


def test_a_disk_that_is_full_leaves_all_as_it_was(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one of several files cannot be written, none is."""
    before, write_text = data(content), Path.write_text

    def full(path: Path, *args: str, **more: str) -> int:
        if path.name.startswith(".p00"):
            raise OSError(28, "No space left on device")
        return write_text(path, *args, **more)

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space"):
        import_table(content, "t.csv", LAWS.encode(), "laws", "report/p003")
    assert data(content) == before


def test_a_row_that_says_the_same_again_is_told(content: Path, take: Take) -> None:
    """Two rows of one content are told with both numbers, and nothing is written."""
    before = data(content)
    rows = "council,linkedTo,ann-author\nAnn Author,linkedTo,council\ncouncil,cns:linkedTo,Ann Author\n"
    outcome = take(f"thing,property,value\n{rows}", "links", "--passage", "report/p001")
    assert outcome.code == 1
    assert "row 4: the row says what row 2 says" in outcome.out
    assert data(content) == before


def test_a_row_within_another_is_told(content: Path, take: Take) -> None:
    """A row with less than another row of the same thing says nothing; one with more, of the same thing, is taken."""
    assert take(POSTS, "posts", "--passage", "report/p003").code == 0
    less = "slug,name@en,postIn,linkedTo\npost-chair,chair of the Council,council,\npost-chair,,council,ann-author\n"
    assert take(less, "posts", "--passage", "report/p003").code == 0
    before = data(content)
    outcome = take(f"{less}post-chair,,council,\n", "posts", "--passage", "report/p003")
    assert (outcome.code, data(content)) == (1, before)
    assert "row 4: the row says what row 2 says" in outcome.out


@pytest.mark.parametrize(
    ("form", "rows", "column"),
    [
        ("laws", "slug,name@en,adopted\nlaw-a,Law A,2001\nlaw-a,Law A,2003\n", "adopted"),
        ("people", "slug,name@en,memberOf\nbo,Bo Writer,council\nbo,Cy Reader,council\n", "name@en"),
    ],
)
def test_two_things_of_one_slug_are_told_by_their_rows(
    form: str, rows: str, column: str, content: Path, take: Take
) -> None:
    """Rows of one slug that differ in name or time name one another; nobody is told of events where there are none."""
    before = data(content)
    outcome = take(rows, form, "--passage", "report/p003")
    assert (outcome.code, data(content)) == (1, before)
    assert f"row 3, column {column}: row 2 is of id:" in outcome.out
    assert "another slug" in outcome.out
    assert "event" not in outcome.both


def test_what_a_spreadsheet_spoils_is_told_by_its_name(content: Path, take: Take) -> None:
    """A fault that a formula left, a column twice and a day as a number, with its date, are told; none is taken."""
    before = data(content)
    rows = "slug,name@en,description@en,adopted\n"
    assert "row 2, column description@en: #REF! is" in take(f"{rows}law-a,Law A,#REF!,2001\n", "laws").out
    assert "row 1, column name@en: the column stands twice" in take("slug,name@en,name@en\nbo,B W,C R\n", "people").out
    day = take(f"{rows}law-a,Law A,Law.,42186\n", "laws", "--passage", "report/p003")
    assert (day.code, "write 2015-07-01" in day.out) == (1, True)
    assert data(content) == before
