"""What is asked in two halves, of somebody's claims, of denials: how /ask fares on questions that were kept apart."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from cnskg.asking.halves import halves, kinds
from cnskg.asking.matcher import Matcher, Ready
from cnskg.asking.told import Sentences
from cnskg.asking.words import read
from tests.support import ROOT
from tests.support.asked import fared

ASKED = tomllib.loads((ROOT / "tests/ask/later.toml").read_text(encoding="utf-8"))["asked"]


@pytest.mark.slow
def test_what_was_kept_apart_is_answered(client: FlaskClient) -> None:
    """Half of them are answered, nearly all have what answers on the page, and none is answered wrongly."""
    pages = [(client.get("/ask", query_string={"q": one["question"]}).text, one.get("told", [])) for one in ASKED]
    got = Counter(fared(page, told) for page, told in pages)
    assert got["right"] >= 9, got
    assert got["right"] + got["found"] >= 16, got
    assert got["wrong"] == 0, got


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        ("Who proposed the pact and when?", ("Who proposed the pact", "When was Pact proposed")),
        ("When was the pact signed, and by whom?", ("When was the pact signed", "Who signed Pact")),
        ("When and by whom was the pact signed?", ("When was the pact signed", "Who signed Pact")),
        ("What is the pact and who put it forward?", ("What is the pact", "who put Pact forward")),
        ("Who leads the office, and since when?", ("Who leads the office",)),
        ("公约是何时由谁提出的?", ("公约是何时提出的", "公约是由谁提出的")),
        ("Who leads the peace and security office?", ()),
    ],
)
def test_two_questions_in_one_are_parted(asked: str, parts: tuple[str, ...]) -> None:
    """Each half is a question of its own, with the thing that the other names; what is one stays whole."""
    assert halves(asked, "Pact") == parts


def test_what_is_asked_for_is_known() -> None:
    """A time and a person are two kinds of answers, in both languages."""
    assert kinds("In which year, and by whom?") == kinds("何时由谁") == {"when", "who"}
    assert kinds("什么") == kinds("which law") == {"what"}


def test_words_are_told_as_they_were_written() -> None:
    """What is shown of a question are its own words, without the ending of an owner."""
    assert [written for written, _ in read("Putin's plans to invade, ministers' views")] == [
        *("Putin", "plans", "invade", "ministers", "views")
    ]


def test_a_name_does_not_drown_what_is_asked() -> None:
    """Where nothing is sure, a question that has the telling word is offered beside those that have the name."""
    ready = [Ready(f"office-{n}", f"Which office of the Ministry of Public Works is number {n}?") for n in range(4)]
    matcher = Matcher([*ready, Ready("hotline", "Who set up the hotline, and what reward is there?")])
    asked = "What does the hotline of the Ministry of Public Works offer?"
    assert "hotline" not in {one.slug for one in matcher.match(asked).nearest}
    assert "hotline" in {one.slug for one in matcher.match(asked, ["Ministry of Public Works"]).nearest}


def test_names_in_an_answer_find_it_weakly() -> None:
    """Who asks with the name of what is answered is offered the question, but never as if it were sure."""
    cases = [Ready("first", "Which Belizean was charged?"), Ready("second", "Which Canadian was charged?")]
    known = [cases[0], replace(cases[1], told=("Ann Lee",))]
    plain, found = (Matcher(ready).match("Why was Lee charged?", ["Lee"]) for ready in (cases, known))
    before, after = ({one.slug: one.score for one in match.nearest} for match in (plain, found))
    assert after["second"] > before["second"]
    assert not found.sure


def test_rare_words_find_a_sentence() -> None:
    """The sentence that holds the rarer words comes first; less than the share that is asked for is none."""
    known = Sentences({"camps": "China says that no camps exist.", "trade": "China says that trade grows."})
    assert list(known.best("Are there camps?")) == ["camps"]
    assert list(known.best("Are there camps?", among={"trade"})) == []


def test_claims_are_shown_with_their_sentences(client: FlaskClient) -> None:
    """Who is asked for by surname tells what he claims; a denial is found by its words; when unsure claims are near."""
    told = client.get("/ask?q=What does Yan say about young people?").text
    assert "What Yan Xuetong says" in told
    assert "overconfident" in told
    denied = client.get("/ask?q=Who denies that there are camps for Uighurs?").text
    assert "China says that no concentration camps for Uighurs exist." in denied
    near = client.get("/ask?q=Did Beijing know beforehand what Putin planned?").text
    assert "Claims that hold most of its words" in near
    assert "Beijing did not know beforehand" in near
