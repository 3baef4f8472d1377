"""Mistyped questions, pinyin and other transliterations; words that only carry a question; what joins two things."""

from __future__ import annotations

import csv
import io
import tomllib
from collections import Counter

import pytest
from flask.testing import FlaskClient

from cnskg.asking.halves import kinds
from cnskg.asking.light import is_light
from cnskg.asking.matcher import Matcher, Ready
from cnskg.asking.naming import Naming
from cnskg.search.errors import mended
from cnskg.web.facets import with_article
from tests.support import ROOT
from tests.support.asked import fared

FRESH = tomllib.loads((ROOT / "tests/ask/fresh.toml").read_text(encoding="utf-8"))["asked"]
READY = [
    Ready("summit", "How many countries were at the Peace summit?", (), frozenset({"108"})),
    Ready("laws", "Which laws reach beyond borders?", (), frozenset({"id:one | id:two"})),
    Ready("more-laws", "Which laws reach beyond borders, and how?", (), frozenset({"id:one | id:two | id:p"})),
    Ready("dates", "When was the spy law revised, according to which source?", (), frozenset({"2023"})),
]


def put_right(text: str) -> str:
    """A text put right by a few words."""
    return mended(
        text,
        {"security", "bank"}.__contains__,
        lambda word: {"securty": "security", "bnak": "bank"}.get(word, ""),
        lambda joined: {"guojiaanquan": "national security", "anquan": "security"}.get(joined, ""),
        lambda run: {"巴特鲁舍夫": "帕特鲁舍夫", "哪些法律": "另些法律", "克拉": "卡拉"}.get(run, ""),
    )


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("What is securty?", "What is security?"),
        ("Securty now", "Security now"),
        ("the bnak", "the bnak"),  # so short a word may be any other
        ("what is guojia anquan?", "what is national security?"),
        ("anquan", "anquan"),  # two syllables stand in too many names
        ("guojia, anquan", "guojia, anquan"),
        ("陈文清 巴特鲁舍夫", "陈文清 帕特鲁舍夫"),
        ("哪些法律", "哪些法律"),  # no sounds of a foreign name
        ("克拉", "克拉"),
    ],
)
def test_what_is_mistyped_is_put_right(text: str, right: str) -> None:
    """A typing error, a name in pinyin and one in another transliteration; what is short or like nothing stays."""
    assert put_right(text) == right


def test_a_word_that_only_carries_a_question_costs_no_certainty() -> None:
    """It may be left over where nothing competes; what is counted, a name, a denial or a word of the field may not."""
    matcher = Matcher(READY)
    assert matcher.match("How many countries attended the Peace summit?").sure
    assert matcher.match("Which laws let it reach beyond borders?").sure  # the other has the same answer, and more
    for text in ("How many people were at the Peace summit?", "How many countries did not attend the Peace summit?"):
        assert not matcher.match(text).sure
    assert is_light("attended")
    assert not is_light("Let")
    assert not is_light("sanctioned")


def test_the_number_and_the_time_that_are_asked_for_find_their_question() -> None:
    """How many, and the number of, lead to a question that counts; what a source says so adds asks for nothing."""
    ready = [Ready("one", "Which type replaced which type?"), Ready("two", "How many types has each list?")]
    assert Matcher(ready).match("number of types").nearest[0].slug == "two"
    assert kinds(READY[3].wording) == {"when"}
    assert not kinds("What did the revised spy law change?") <= kinds(READY[3].wording)


def test_a_law_is_not_named_in_laws() -> None:
    """A name ends where a usual word begins with its last character: 国家安全法律 is of laws, 国家安全法 is one."""
    naming = Naming([("国家安全法", "law"), ("国家安全", "topic"), ("National Security", "topic")])
    assert naming.read("哪些国家安全法律").named == ("topic",)
    assert naming.read("国家安全法是什么").named == ("law",)


def test_names_stand_with_their_article() -> None:
    """Organs, laws and unions have one, people and countries none."""
    assert with_article("Office of the Commission") == "the Office of the Commission"
    assert with_article("Data Security Law (2021)") == "the Data Security Law (2021)"
    assert with_article("Xi Jinping") == "Xi Jinping"


def test_mistyped_questions_are_answered(client: FlaskClient) -> None:
    """The page says how it read them, and never that the documents do not say."""
    for asked in ("docment no 9", "zongti guojia anquan", "Why did China punish Lituania?"):
        page = client.get("/ask", query_string={"q": asked}).text
        assert "We read this as: " in page
        assert "We are not sure" not in page
        assert "the documents do not say" not in page


def test_what_joins_two_things_is_offered(client: FlaskClient) -> None:
    """Where a question on two things is not sure, their relations, events and claims stand below what is offered."""
    page = client.get("/zh/ask", query_string={"q": "全球安全倡议和总体国家安全观有什么关系"}).text
    assert "同时涉及两者的论断" in page
    assert "/passage/" in page.partition("同时涉及两者的论断")[0]  # each offer has its sources
    assert "2023年5月" in client.get("/zh/ask", query_string={"q": "陈文清 巴特鲁舍夫 会面"}).text


def test_the_table_of_an_answer_is_what_the_page_shows(client: FlaskClient) -> None:
    """Names, not addresses of terms; a column of evidence; and a file that is called for what it holds."""
    reply = client.get("/ask.csv", query_string={"q": "When was the Global Security Initiative announced?"})
    assert 'filename="cnskg-when-gsi.csv"' in reply.headers["Content-Disposition"]
    head, *rows = csv.reader(io.StringIO(reply.text))
    assert head == ["what", "when", "evidence"]
    assert "April 2022" in rows[0][1]
    assert "Greitens 2023" in rows[0][2]
    assert client.get("/ask.csv?q=fish").text.split() == ["evidence"]


@pytest.mark.slow
def test_what_was_written_before_is_answered(client: FlaskClient) -> None:
    """Of forty fresh questions most are answered or offered; on an English page none that nothing answers is sure."""
    pages = [(client.get("/ask", query_string={"q": one["question"]}).text, one["told"]) for one in FRESH]
    got = Counter(fared(page, told) for page, told in pages)
    assert got["right"] >= 10, got
    assert got["right"] + got["found"] >= 34, got
    assert got["wrong"] <= 2, got
