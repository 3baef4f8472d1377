"""Which ready question is found for what newcomers ask in their own words: the figures that the documents tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from cnskg.asking.matcher import English, Limits, Match, Matcher, Ready
from cnskg.asking.words import stem, words
from cnskg.content.subjects import PLACE, Subject, Subjects, read_subjects
from cnskg.errors import ContentError
from cnskg.web import ready
from tests.support import ROOT

ASKED: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/ask/asked.toml").read_text(encoding="utf-8"))["asked"]
READY = [
    Ready("chair", "Who chairs the National Security Commission?", ("CNSC", "chairs")),
    Ready("laws", "Which laws reach beyond the borders of China?", ("extraterritorial",)),
    Ready("laws-again", "Which laws are known beyond the borders?", (), frozenset({"id:law"})),
]


@pytest.fixture(scope="module")
def match(client: FlaskClient) -> Callable[[str], Match]:
    """The matcher of the real release."""

    def match(text: str) -> Match:
        with client.application.test_request_context("/ask"):
            return ready.current().match(text, ready.asking())

    return match


def test_the_right_question_is_found(match: Callable[[str], Match]) -> None:
    """Of what something answers most finds it first and nearly all among three; what is sure is rarely wrong."""
    assert len(ASKED) == 60
    found = [(one["wanted"], match(one["question"])) for one in ASKED]
    answerable = [(wanted, [near.slug for near in got.nearest]) for wanted, got in found if wanted]
    first = sum(slugs[:1] != [] and slugs[0] in wanted for wanted, slugs in answerable)
    offered = sum(bool(set(slugs) & set(wanted)) for wanted, slugs in answerable)
    sure = [(wanted, got.nearest[0].slug) for wanted, got in found if got.sure]
    wrong = [slug for wanted, slug in sure if slug not in wanted]
    assert first >= 0.8 * len(answerable)
    assert offered >= 0.95 * len(answerable)
    assert len(sure) >= 20
    assert len(wrong) <= 1


def test_what_nothing_answers_is_never_sure(match: Callable[[str], Match]) -> None:
    """A question that the graph cannot answer gets no answer as if it could."""
    assert [one["question"] for one in ASKED if not one["wanted"] and match(one["question"]).sure] == []


def test_every_question_finds_itself(match: Callable[[str], Match], client: FlaskClient) -> None:
    """Each ready question, asked in its own words, is offered; two that say the same stand side by side."""
    with client.application.test_request_context("/ask"):
        questions = ready.current().questions
    astray = [slug for slug, one in questions.items() if slug not in {near.slug for near in match(one.wording).nearest}]
    assert astray == []


def test_every_question_has_its_subject(client: FlaskClient) -> None:
    """The subjects name only questions that there are, and all but a few are under one."""
    told = read_subjects(ROOT)
    named = {slug for one in told.subjects for slug in one.questions}
    there = {path.stem for path in (ROOT / "data" / "questions").glob("*.ttl")}
    assert (named | set(told.front)) - there == set()
    assert len(there - named) < 0.1 * len(there)
    assert len(told.front) == 8


def test_words_of_one_meaning_are_one() -> None:
    """Endings, spellings and words of one meaning make no difference; words that say nothing are left out."""
    assert words("Which laws reached abroad?") == words("law reach overseas")
    assert stem("colour") == stem("colors") == stem("color")
    assert words("Who invaded?") == words("whom: the invasion")


def test_hanzi_are_parted_by_the_names_that_are_known() -> None:
    """A question in Chinese is read by the names of things and common words; the rest stays unread."""
    assert words("国安委主席是谁", {"国安委": "CNSC"}) == words("CNSC chair who")
    found = Matcher(READY, English({"国安委": "CNSC"})).match("国安委主席是谁")
    assert found.nearest[0].slug == "chair"
    assert "熊猫" in Matcher(READY).match("熊猫谁").unknown


def test_two_questions_with_one_answer_do_not_make_unsure() -> None:
    """A lead is needed over a question that is answered otherwise, not over the same one in other words."""
    text = "Which laws are known beyond the borders?"
    twin = Ready("twin", "Which laws are known beyond any borders?", (), frozenset({"id:law"}))
    other = Ready("other", "Which laws are known beyond any borders?", (), frozenset({"id:other"}))
    assert Matcher([*READY, twin]).match(text).sure
    assert not Matcher([*READY, other]).match(text).sure


def test_no_answer_is_sure_where_a_word_is_left_over() -> None:
    """However near a question is, a word that is not met may be the one that counts."""
    near = Matcher(READY, limits=Limits(sure=0.1, lead=0.0))
    assert near.match("Who chairs the commission?").sure
    assert not near.match("Who chairs the commission of pandas?").sure


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("front = 1", "something else"),
        ("back = []", "something else"),
        ("[[subject]]\nquestions = []", "a subject is"),
        ("[[subject]]\nname = 'a'\napart = 'yes'", "a subject is"),
        ("[[subject]]\nname = 'a'\nquestions = ['x', 'x']", "x stands under two subjects"),
        ("front = ", "not valid TOML"),
    ],
)
def test_subjects_that_are_none_are_refused(text: str, said: str, tmp_path: Path) -> None:
    """What is not made as it must be is refused, with the file."""
    (tmp_path / PLACE).parent.mkdir(parents=True)
    (tmp_path / PLACE).write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=said):
        read_subjects(tmp_path)


def test_a_folder_may_have_no_subjects(tmp_path: Path) -> None:
    """Without the file there are none; with it they come in their order."""
    assert read_subjects(tmp_path) == Subjects()
    (tmp_path / PLACE).parent.mkdir(parents=True)
    text = "front = ['x']\n[[subject]]\nname = 'laws'\nname-zh-hans = '法律'\nquestions = ['x']\n"
    (tmp_path / PLACE).write_text(text, encoding="utf-8")
    assert read_subjects(tmp_path) == Subjects(("x",), (Subject("laws", "法律", ("x",)),))


def test_an_answer_of_another_thing_is_not_sure(client: FlaskClient) -> None:
    """Who asks of the commission is not given its office: a query that is sure speaks of all that is named."""
    with client.application.test_request_context("/ask"):
        found = ready.current().match("Who has headed the Central National Security Commission?", ready.asking())
    assert not found.sure or found.nearest[0].slug == "who-leads-the-cnsc"
    told = client.get("/ask?q=who leads the national security commission", headers={"Accept": "text/html"}).text
    assert '/question/who-leads-the-cnsc">' in told
    assert re.search(r'class="answer">\s*<a [^>]+>Xi Jinping</a>\.', told)
