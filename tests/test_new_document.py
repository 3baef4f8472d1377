"""A new document: its text is taken out of what people save, and its card says how, so that others can do the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnskg.content.anchors import digest, fold
from cnskg.curation.extraction import extract, read_recipe
from cnskg.errors import CnskgError
from tests.support.cli import Cli
from tests.support.content import edit
from tests.support.pdf import pdf

PAGE = """<!doctype html><html><head><title>Memo – Site</title><script>var x = 1</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>The Memo &amp; More</h1><p>Ann <b>Auth</b>or wrote
this<br>in 2003.</p><ul><li>First</li><li>Second</li></ul><style>p {}</style></article>
<footer>Imprint</footer></body></html>"""
WORDS = "The Memo & More\n\nAnn Author wrote this in 2003.\n\n\tFirst\n\tSecond\n"
FACTS = ("--title", "The Memo & More", "--author", "id:ann-author", "--published", "2003-04")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A saved web page."""
    path = tmp_path / "saved page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_a_page_gives_the_words_of_its_article(page: Path) -> None:
    """What stands around an article is left out; its paragraphs are parted, and its words are not."""
    text, recipe = extract(page)
    assert text == WORDS
    assert (recipe.part, recipe.tool.split()[0]) == ("article", "selectolax")
    assert read_recipe(str(recipe)) == recipe
    assert extract(page, "footer")[0] == "Imprint\n"


def test_a_pdf_gives_its_words(tmp_path: Path) -> None:
    """The text of a PDF is taken out of it, whatever the file is called."""
    path = tmp_path / "memo"
    path.write_bytes(pdf([("A memo.", 20, 200, 12)]))
    text, recipe = extract(path)
    assert (text, recipe.tool.split()[0]) == ("A memo.\n", "pypdf")


@pytest.mark.parametrize(
    ("name", "data", "part", "told"),
    [
        ("a.txt", b" \n", "", "holds no words"),
        ("a.txt", "Café".encode("latin-1"), "", "not UTF-8 at byte 3"),
        ("a.doc", b"\xd0\x00", "", "not UTF-8"),
        ("a.txt", b"a\0b", "", "zero bytes"),
        ("a.pdf", b"%PDF-1.4 and no more", "", "no PDF that can be read"),
        ("a.html", PAGE.encode(), "li", "'li' stands 2 times"),
    ],
)
def test_what_has_no_text_is_refused(name: str, data: bytes, part: str, told: str, tmp_path: Path) -> None:
    """A file without words, or that is something else, is told by its name, with what to give instead."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CnskgError, match=told) as caught:
        extract(tmp_path / name, part)
    assert name in caught.value.message
    assert caught.value.hint


def test_a_document_from_page_to_verified_passage(content: Path, run: Cli, page: Path, tmp_path: Path) -> None:
    """The text lies with the others, the card is canonical and says how it was made; passages are made and verified."""
    made = run("new", "document", "memo", str(page), *FACTS, "--url", "https://example.org/memo")
    assert made.code == 0, made.err
    text = (tmp_path / "texts" / "memo.txt").read_text(encoding="utf-8")
    assert text == WORDS
    card = (content / "data" / "documents.ttl").read_text(encoding="utf-8")
    for piece in (digest(text), f"cns:textEnd {len(fold(text))} ", 'cns:title "The Memo & More"@en', "span:2003-04",
                  'cns:textRecipe "selectolax ', ", part article, 20"):  # fmt: skip
        assert piece in card
    assert run("fmt", "--check").code == 0
    assert run("new", "passage", "memo", "p001", "all", "The Memo", "Second", "--section", "1").code == 0
    verified = run("verify")
    assert "memo: 1 passages, 59 of 59 characters" in verified.out, verified.both
    assert verified.code == 0


@pytest.mark.parametrize(
    ("changes", "code", "told"),
    [
        ({"memo": "report"}, 1, "id:report is there already"),
        ({"memo": "The Memo"}, 2, "'The Memo' is no name"),
        ({"id:ann-author": "id:nobody"}, 2, "cnskg new entity people nobody"),
        ({"2003-04": "April 2003"}, 2, "Did you mean 2003-04"),
        ({"The Memo & More": "sv=Minnet"}, 2, "Give --name"),
        ({"https://example.org/memo": "example.org"}, 2, "from https:// on"),
        ({"cns:Article": "cns:Artikel"}, 2, "cns:Article"),
    ],
)
def test_nothing_is_written_where_something_is_amiss(
    changes: dict[str, str], code: int, told: str, content: Path, run: Cli, page: Path, tmp_path: Path
) -> None:
    """Each thing that cannot be is told with how to mend it, and neither text nor card is written."""
    before = (content / "data" / "documents.ttl").read_bytes()
    line = ["memo", str(page), *FACTS, "--url", "https://example.org/memo", "--class", "cns:Article"]
    outcome = run("new", "document", *(changes.get(word, word) for word in line))
    assert (outcome.code, outcome.out) == (code, "")
    assert told in outcome.err
    assert (content / "data" / "documents.ttl").read_bytes() == before
    assert [path.name for path in (tmp_path / "texts").iterdir()] == ["report.txt"]


def test_a_text_that_is_there_is_not_overwritten(content: Path, run: Cli, page: Path, tmp_path: Path) -> None:
    """A text of that name that somebody else has put there stays."""
    (tmp_path / "texts" / "memo.txt").write_text("mine", encoding="utf-8")
    assert "is there already" in run("new", "document", "memo", str(page), *FACTS).err
    assert (tmp_path / "texts" / "memo.txt").read_text(encoding="utf-8") == "mine"


def test_a_reader_makes_the_text_from_their_own_copy(content: Path, run: Cli, page: Path, tmp_path: Path) -> None:
    """Another copy of the page, with other things around, becomes the same text; one with other words is told."""
    assert run("new", "document", "memo", str(page), *FACTS).code == 0
    text = tmp_path / "texts" / "memo.txt"
    text.unlink()
    edit(page, "Home", "Home of today, with advertisements")
    outcome = run("extract", "memo", str(page))
    assert outcome.code == 0, outcome.err
    assert "the same words" in outcome.out
    assert text.read_text(encoding="utf-8") == WORDS
    edit(page, "in 2003", "in 2004")
    assert "is there already, with other words" in run("extract", "memo", str(page)).err
    text.unlink()
    outcome = run("extract", "memo", str(page))
    assert outcome.code == 1
    assert "It was made so: selectolax" in outcome.err


def test_one_document_is_verified_without_the_texts_of_others(
    content: Path, run: Cli, page: Path, tmp_path: Path
) -> None:
    """Who has the text of one document alone verifies that one; of a document without passages it is said."""
    assert run("new", "document", "memo", str(page), *FACTS).code == 0
    assert "no passage to verify" in run("verify", "--document", "memo").err
    assert run("new", "passage", "memo", "p001", "all", "The Memo", "Second", "--section", "1").code == 0
    (tmp_path / "texts" / "report.txt").unlink()
    assert run("verify").code == 2
    outcome = run("verify", "--document", "memo")
    assert outcome.code == 0, outcome.both
    assert "1 of 1 passages verified" in outcome.out
