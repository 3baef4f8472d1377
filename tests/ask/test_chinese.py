"""Questions in Chinese: compared with the Chinese wordings of ready ones, and answered by these wordings."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest
from flask.testing import FlaskClient

from cnskg.asking.hanzi import Hanzi
from cnskg.asking.matcher import Matcher, Ready
from cnskg.asking.words import in_chinese
from cnskg.web import ready
from tests.support import ROOT
from tests.support.asked import outcome

ASKED = tomllib.loads((ROOT / "tests/ask/chinese.toml").read_text(encoding="utf-8"))["asked"]
READY = [
    Ready("hotline", "举报热线由谁设立？举报有什么奖励？"),
    Ready("goods", "中国对哪些商品暂停进口？", ("澳大利亚",)),
    Ready("treaty", "条约由谁设立？"),
]
READER = Hanzi([one.wording for one in READY], {"安全部": "Ministry of Security"})


@pytest.mark.parametrize(
    ("asked", "found", "sure"),
    [
        ("举报热线由谁设立？举报有什么奖励？", "hotline", True),  # its own words
        ("举报能拿多少奖金？", "hotline", False),  # another word for the reward, and one that no wording has
        ("哪些产品被冻结？", "goods", True),  # goods and suspended in other words, and nothing else is asked
        ("澳洲哪些产品很贵？", "goods", False),  # of the same goods something that no wording asks
    ],
)
def test_hanzi_are_compared_by_pairs_and_usual_words(asked: str, found: str, sure: bool) -> None:
    """Other words for the same lead to a question; only where all that is asked stands in it is it sure."""
    match = Matcher(READY, READER).match(asked)
    assert match.nearest[0].slug == found
    assert match.sure is sure


def test_names_and_unread_hanzi_are_words() -> None:
    """A name is what it names, pairs that wordings have are words, and what none has is told as it was written."""
    assert list(READER.read("安全部的热线很贵吗")) == [
        ("安全部", "Ministry of Security"),
        ("热线", "热线"),
        ("很贵", "很贵"),
    ]
    assert "举报" in {word for _, word in READER.within("举报人")}


def test_a_name_in_hanzi_makes_no_question_in_chinese() -> None:
    """Who asks in English for a term in hanzi asks in English."""
    assert in_chinese("MERICS给企业提了哪些建议？")
    assert not in_chinese("How do authors translate 总体国家安全观?")
    assert not in_chinese("Who leads it?")


@pytest.mark.slow
def test_what_was_kept_apart_in_chinese_is_found(client: FlaskClient) -> None:
    """Nearly all have the right question among what is offered, and none is answered wrongly."""
    with client.application.test_request_context("/zh/ask"):
        got = Counter(map(outcome, ASKED))
    assert got["right"] + got["offered"] >= 16, got
    assert got["wrong"] == 0, got


def test_chinese_wordings_find_themselves(client: FlaskClient) -> None:
    """A ready question asked in its own Chinese words comes first, and is not taken for another."""
    with client.application.test_request_context("/zh/ask"):
        known, ask = ready.current(), ready.asking()
        some = list(known.questions.values())[::15]
        astray = [one.slug for one in some if known.match(one.wording_zh_hans, ask).nearest[0].slug != one.slug]
    assert astray == []


def test_what_is_offered_is_in_the_language_asked(client: FlaskClient) -> None:
    """Who asks in Chinese is offered questions in Chinese, on a page in English, too."""
    page = client.get("/en/ask", query_string={"q": "举报间谍能拿多少奖金？"}).text
    assert "国家安全举报热线由谁设立" in page
    assert 'lang="zh-Hans"' in page
