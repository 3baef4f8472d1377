"""Claims of a kind by who makes them, who did a thing, which of a class, how many: what is sure on /ask, what not."""

from __future__ import annotations

import html
import re
import tomllib
from collections import Counter

import pytest
from flask.testing import FlaskClient

from cnskg.asking.counting import counts, kind_asked_for, listed
from cnskg.asking.halves import kinds
from cnskg.asking.matcher import Limits, Matcher, Ready
from cnskg.asking.naming import Naming
from cnskg.web import asking, claimed, ready
from tests.support import ROOT
from tests.support.asked import fared

DESK = tomllib.loads((ROOT / "tests/ask/desk.toml").read_text(encoding="utf-8"))["asked"]
UNSURE = ("We are not sure", "Its page does not tell it", "No ready question is near")


def told(client: FlaskClient, question: str) -> str:
    """What a page tells of a question, without its marks."""
    page = client.get("/ask", query_string={"q": question}, headers={"Accept": "text/html"}).text
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.partition("</h1>")[2])).split())


@pytest.mark.parametrize(
    ("question", "title", "said"),
    [
        (
            "What does Shea recommend?",
            "What Jamie Shea recommends or demands",
            "transatlantic allies should welcome China",
        ),
        ("Shea有何建议？", "What Jamie Shea recommends or demands", "transatlantic allies should welcome China"),
        (
            "Greitens's recommendations",
            "What Sheena Chestnut Greitens recommends",
            "a strategy in which it moves first",
        ),
        ("What does Legarda think companies should do?", "What Helena Legarda calls on companies", "companies 1"),
        ("What does Pu forecast?", "What Xiaoyu Pu forecasts", "the paradox of national security"),
        ("What does Greitens deny?", "What Sheena Chestnut Greitens denies", "would not win over everyone"),
        (
            "Which claims does Shea leave open?",
            "What Jamie Shea leaves open",
            "will Beijing back the US on North Korea",
        ),
        ("Which organs does Xi control?", "What Xi Jinping leads, or led", "Central National Security Commission"),
        ("谁设立了国安委？", "Who set up the Central National Security Commission", "Xi Jinping"),
        ("谁提出了全球安全倡议", "Who put the Global Security Initiative forward", "China , Xi Jinping"),
    ],
)
def test_claims_of_a_kind_and_doers_are_told(client: FlaskClient, question: str, title: str, said: str) -> None:
    """Who recommends, forecasts, denies or did a thing is answered surely, by just that."""
    page = told(client, question)
    assert title in page
    assert said in page
    assert not any(words in page for words in UNSURE)


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("Who proposed National Security Education Day?", "Its page does not tell it"),
        ("What does Li Zhanshu recommend?", "Its page does not tell it"),
        ("Which companies has China sanctioned?", "Its page does not tell it"),
        ("What do the authors of MERICS 2022 want Europe to do?", "What MERICS 2022 recommends or demands"),
    ],
)
def test_what_is_not_told_is_not_sure(client: FlaskClient, question: str, near: str) -> None:
    """Who carries a thing out did not propose it, other claims are no recommendations, groups no companies."""
    page = told(client, question)
    assert near in page
    assert any(words in page for words in UNSURE)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many members has the CNSC?", "4, of those that the documents name: Cai Qi , Li Qiang , Xi Jinping"),
        ("How many countries has China coerced?", "4, of those that the documents name:"),
        ("有多少部法律？", "13, of those that the documents name. Laws with their dates"),
    ],
)
def test_how_many_counts_what_the_documents_name(client: FlaskClient, question: str, said: str) -> None:
    """A number is of those that are named, and says so."""
    assert said in told(client, question)


@pytest.mark.slow
def test_what_a_desk_asks_is_not_answered_wrongly(client: FlaskClient) -> None:
    """Of twenty questions written after it all what is sure is right, and of what nobody tells nothing is sure."""
    with client.application.test_request_context("/ask"):
        known, ask = ready.current(), ready.asking()
        sure = [one for one in DESK if asking.reply(one["question"], known, ask).sure]
    pages = [(client.get("/ask", query_string={"q": one["question"]}).text, one.get("told", [])) for one in sure]
    got = Counter(fared(page, words) for page, words in pages)
    assert got["right"] >= 7, got
    assert got["wrong"] == 0, got


def test_how_many_is_which_with_a_number() -> None:
    """How many of some is the question for which; how many there are in all names a kind and nothing else."""
    assert listed("How many members has it?") == "Which members has it?"
    assert listed("它有多少名成员") == "它有哪些成员"
    assert listed("Which members has it?") == ""
    assert counts("how many laws does the graph hold", ("laws",))
    assert counts("图谱收录了多少部法律", ("法律",))
    assert not counts("how many laws did china pass", ("laws",))
    assert not counts("how many laws are there", ())


def test_of_what_class_is_asked() -> None:
    """Which states, 哪些公司: a class; a word that is none tells nothing; which actors asks who."""
    assert kinds("To which actors?") == kinds("以哪些行为体为受众？") == {"who"}
    assert kind_asked_for("which countries has @ hit") == kind_asked_for("@ 制裁了哪些国家") == "State"
    assert kind_asked_for("which measures has @ taken") == ""


def test_a_question_that_asks_for_much_more_is_not_meant() -> None:
    """Two words that stand in a long question are no reason to take it for that one."""
    long = Ready(
        "long", "Where Pu denies that China exports its model of politics, which claims of Greitens narrow this?"
    )
    other = Ready("other", "Which law?")
    assert not Matcher([long, other], limits=Limits(own=0.4)).match("What does Greitens deny?").sure
    assert Matcher([long, other], limits=Limits(own=0.0)).match("What does Greitens deny?").sure


def test_names_in_letters_are_read_within_hanzi() -> None:
    """No space parts a name in letters from hanzi."""
    assert Naming([("Shea", "shea")]).read("Shea有何建议").text == "@ 有何建议"


def test_every_kind_can_be_asked_for_in_each_shape() -> None:
    """Each kind of claims has its two forms, all words in their places."""
    forms = [form for one in claimed.facets() for form in one["forms"]]
    assert len(claimed.names()) == 10
    assert not [form for form in forms if "VERB" in form or "NOUN" in form]
