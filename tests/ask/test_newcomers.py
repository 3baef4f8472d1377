"""What analysts ask in their own words, of ready questions and of single things: how many get a right answer."""

from __future__ import annotations

import tomllib
from collections import Counter
from typing import Any

import pytest
from flask.testing import FlaskClient

from cnskg.asking.facets import Asked, Facet, Facets
from cnskg.asking.naming import Naming
from cnskg.web import facets
from tests.support import ROOT
from tests.support.asked import outcome

ASKED: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/ask/newcomers.toml").read_text(encoding="utf-8"))["asked"]
NAMES = Naming(
    [
        ("Office of the Central National Security Commission", "office"),
        ("Central National Security Commission", "commission"),
        ("National Security", "topic"),
        ("Ministry of Public Security of China", "ministry"),
        ("National Intelligence Law (2017)", "law"),
        ("中华人民共和国国家情报法", "law"),
        ("中华人民共和国主席", "president"),
        ("criticism", "criticism"),
        ("US", "states"),
    ]
)
FORMS = Facets(
    [
        Facet("says", ("what does & say of @",)),
        Facet("leaders", ("who leads @", "谁领导@")),
        Facet("critics", ("criticism of @",)),
    ]
)


def test_what_analysts_ask_is_answered(client: FlaskClient) -> None:
    """Most get the answer, nearly all find it among what is offered, and hardly one gets another's."""
    assert len(ASKED) == 60
    with client.application.test_request_context("/ask"):
        got = Counter(map(outcome, ASKED))
    assert got["right"] >= 42, got
    assert got["right"] + got["offered"] >= 54, got
    assert got["wrong"] <= 2, got


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Who leads the Central National Security Commission Office?", ("Who leads", "Cai Qi")),
        ("Who heads the Ministry of Public Security?", ("Who leads the Ministry of Public Security", "Wang Xiaohong")),
        ("When was the National Intelligence Law adopted?", ("dopted 27 June 2017", "in force since 28 June 2017")),
        ("Who criticises zero-COVID?", ("Katja Drinhausen", "MERICS 2022")),
        ("公安部部长是谁？", ("Wang Xiaohong", "Greitens 2023")),
        (
            "Who leads the United Nations?",
            ("We read this as: who leads the United Nations. Its page does not tell it",),
        ),
    ],
)
def test_one_thing_is_answered_from_its_page(client: FlaskClient, asked: str, told: tuple[str, ...]) -> None:
    """A question on one thing has its answer, its evidence, and how it was read; or that nothing is told."""
    page = client.get("/ask", query_string={"q": asked}, headers={"Accept": "text/html"}).text
    assert "We read this as" in page
    for words in told:
        assert words in page


def test_long_names_are_found_whole() -> None:
    """The longest name is meant, its words in any order, without the state and the year that stand beside it."""
    assert NAMES.read("Who leads the Central National Security Commission Office?").named == ("office",)
    assert NAMES.read("Who leads the Central National Security Commission's rival?").named == ("commission",)
    assert NAMES.read("the Ministry of Public Security, the National Intelligence Law").named == ("ministry", "law")
    assert NAMES.read("国家情报法是什么").text == "@ 是什么"
    assert NAMES.read("tell us of the US").text == "tell of the @"


def test_what_stands_in_a_name_is_told() -> None:
    """In the name of an office its commission is named, too, and not the office itself."""
    assert NAMES.read("Office of the Central National Security Commission").named == ("office",)
    assert NAMES.within("Office of the Central National Security Commission") == ("commission",)
    assert NAMES.within("National Security") == ()


def test_a_vice_post_is_not_the_post() -> None:
    """In hanzi the post stands whole within the name of its vice, and is not what is meant."""
    assert NAMES.read("主席是谁").named == ("president",)
    assert NAMES.read("副主席是谁").named == ()


def test_a_question_is_read_only_as_a_whole() -> None:
    """One word more may be the one that counts, so that nothing is read; who speaks is told from what of."""
    office = NAMES.read("who leads the CNSC and the National Security")
    assert FORMS.read(office.text, office.named) == []
    assert FORMS.read("who leads the @", ("office",)) == [Asked("leaders", "office")]
    assert FORMS.read("谁领导 @", ("office",)) == [Asked("leaders", "office")]
    assert FORMS.read("what does @ say of the @", ("pu", "topic")) == [Asked("says", "topic", "pu")]
    criticism = NAMES.read("criticism of the National Security", frozenset({"criticism"}))
    assert FORMS.read(criticism.text, criticism.named) == [Asked("critics", "topic")]


def test_each_facet_is_asked_for_and_said() -> None:
    """The queries of the facets are whole: what is said of a row is a column, and every form has its thing."""
    for one in facets.known()[0].values():
        head = one.section.query.partition("{")[0]
        assert all(f"?{name} " in f"{head} " for name in one.sentence), one.name
        assert {part for fact in one.section.facts for part in fact if part.startswith("?")} <= {
            "?entity",
            *head.split(),
        }, one.name
    assert all(roles.count("@") == 1 for _, _, roles in facets.known()[1].forms)
