"""Questions in words that the graph does not have, on what it does not have, and on what one thing's page tells."""

from __future__ import annotations

import html
import re
import tomllib

import pytest
from flask.testing import FlaskClient

from cnskg.asking.halves import kinds
from cnskg.asking.matcher import Matcher, Ready
from cnskg.web import asking, ready
from tests.support import ROOT

NOTHING = tomllib.loads((ROOT / "tests/ask/nothing.toml").read_text(encoding="utf-8"))["asked"]


def asked(client: FlaskClient, question: str) -> str:
    """What a page tells of a question, without its marks."""
    page = client.get("/ask", query_string={"q": question}, headers={"Accept": "text/html"}).text
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.partition("</h1>")[2])).split())


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What does article 107 of the Criminal Law cover?", "covers financing of acts against national security"),
        ("How did China respond to Australia?", "suspension of Australian beef imports"),
        ("Why did Beijing punish Lithuania?", "opening of a Taiwan Representative Office in Lithuania"),
        ("What led to the boycott campaign against H&M?", "H&M statements on sourcing from Xinjiang"),
        ("How does grid management work?", "each grassroots party worker answers for a set number of people"),
        ("Who is the foreign minister of China?", "Qin Gang"),
        ("Which countries have been bullied by China?", "Lithuania"),
        ("What should Europe do about China?", "We read this as: what Europe is called on to do"),
    ],
)
def test_what_is_asked_of_one_thing_is_told_in_a_line(client: FlaskClient, question: str, told: str) -> None:
    """What is done to whom and over what, what a law covers, how a thing works: a line, and where it stands."""
    page = asked(client, question)
    assert "We read this as" in page
    assert told in page


def test_what_somebody_says_is_told_by_his_name_and_by_the_words(client: FlaskClient) -> None:
    """After "according to" only claims count that hold what is asked; who warns of nothing named tells all."""
    assert "ten circles one within another" in asked(client, "What comes first for Xi according to Kevin Rudd?")
    assert "What Kevin Rudd says" not in asked(client, "What causes inflation in Xi's economy according to Kevin Rudd?")
    assert "What Zhang Baijia says" in asked(client, "What did Zhang Baijia warn of?")


def test_what_no_document_speaks_of_is_said_so(client: FlaskClient) -> None:
    """Where nothing here has a name that is asked of, the documents do not say it, whoever is named besides."""
    page = asked(client, "What does Yan Xuetong say about TikTok?")
    assert "The documents do not say. Nothing that is encoded of them speaks of TikTok." in page
    assert "Words that nothing here has: outranks." in asked(client, "Which security outranks all others?")


def test_nothing_is_sure_of_what_the_documents_do_not_tell(client: FlaskClient) -> None:
    """Thirty questions on the same things and people that the graph cannot answer: none is taken for another."""
    with client.application.test_request_context("/ask"):
        known, ask = ready.current(), ready.asking()
        sure = [one for one in NOTHING if asking.reply(one, known, ask).sure]
    assert sure == []


def test_other_words_for_the_same_are_tried(client: FlaskClient) -> None:
    """A question is read in words of the documents where its own say nothing, and the page tells in which."""
    page = asked(client, "Since when has the crackdown in Xinjiang been going on?")
    assert "words of the documents: since when has the security campaign in xinjiang been going on" in page


def test_the_kind_is_told_by_more_words() -> None:
    """Over what is why, too, which officials is who, in which city is where; according to whom is no who."""
    assert kinds("Why?") <= kinds("Over what was it stopped?") & kinds("What was it stopped for?")
    assert kinds("Which officials lead?") == {"who"}
    assert kinds("In which month, according to whom?") == kinds("哪年，据谁说？") == {"when"}
    assert kinds("In which city?") == {"where"}


def test_a_thing_that_a_question_is_about_is_known_by_any_of_its_names() -> None:
    """Another name of what the nearest question is about is no word left over; without that it is."""
    matcher = Matcher([Ready("meeting", "When did the commission first meet?"), Ready("law", "Which law?")])
    assert not matcher.match("When did the CNSC commission first meet?").sure
    assert matcher.match("When did the CNSC commission first meet?", ["CNSC"], lambda _: ["CNSC"]).sure
