"""The pages on the real release: what a person sees, and that hostile addresses stay harmless."""

from __future__ import annotations

import html
import re

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from cnskg.release.folder import Release
from cnskg.settings import PACKAGE

PAGE = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address, headers=PAGE)
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    return answer.get_data(as_text=True)


def test_front_page_counts_and_asks(client: FlaskClient, real: Release) -> None:
    """The front page has the counts of the release, its documents by name, and eight questions with their answers."""
    text = page(client, "/")
    counts = real.manifest["counts"]
    assert f"{counts['entities']:,}" in text
    for document in ("MERICS 2021", "MERICS 2022", "Pu 2022", "Greitens 2023", "Shea 2021"):
        assert f">{document}</a>" in text
    answered = text.split("Questions and answers")[1].split("All questions")[0]
    assert len(re.findall(r'<dt><a href="/question/', answered)) == 8
    assert ">Political security</a>" in answered
    assert len(re.findall(r'<dd>.*class="psg"', answered)) == 8
    assert len(text.encode()) < 150_000


def test_every_ready_question_is_answered(client: FlaskClient) -> None:
    """The list leads to all questions by subject; an answer has names for codes and a passage for nearly each row."""
    listed = re.findall(r'<li><a href="(/question/[^"]+)"', page(client, "/questions"))
    assert len(listed) == len(set(listed)) > 300
    rows = backed = 0
    for address in listed[::24]:
        text = page(client, address)
        body = text.split('<p class="answer">')[1].split("<details>")[0]
        assert not re.search(r">(id|span|psg|time):|\b\d{4}-[2-4]\d\b", body), address
        cells = re.findall(r"<tr>(?!<th).*?</tr>", body, re.S) or [body]
        rows += len(cells)
        backed += sum('class="psg"' in cell for cell in cells)
    assert backed > 0.8 * rows


def test_a_question_of_a_newcomer_is_answered(client: FlaskClient) -> None:
    """Asked in other words, in English or Chinese, the answer is there with its passage and how it was read."""
    for asked in ("who is in charge of the ministry of state security", "国安委的副主席是谁？"):
        text = client.get("/ask", query_string={"q": asked}, headers=PAGE).text
        assert "We read this as the question above" in text
        assert 'class="psg" href="/passage/greitens-2023/' in text
    text = client.get("/ask", query_string={"q": "How tall is Xi Jinping?"}, headers=PAGE).text
    assert "We are not sure" in text
    assert "Not in the nearest question: tall" in text


def test_query_page_answers_every_form(client: FlaskClient) -> None:
    """SELECT gives a table, ASK a word, CONSTRUCT and DESCRIBE Turtle, and a broken query its place."""
    assert "1 row" in page(client, "/query?query=SELECT * { ?x a cns:BedrockSecurity }")
    assert "<strong>yes</strong>" in page(client, "/query?query=ASK { ?x a cns:BedrockSecurity }")
    assert "<strong>no</strong>" in page(client, "/query?query=ASK { id:cnsc a cns:BedrockSecurity }")
    assert "id:political-security" in page(client, "/query?query=DESCRIBE id:political-security")
    broken = page(client, "/query?query=ASK { ?x skoss:y ?z }", 400)
    assert "the prefix skoss: is not known" in broken
    assert re.search(r"<pre[^>]*>ASK \{ \?x skoss:y \?z \}\n {9}\^</pre>", broken)


@pytest.mark.slow
def test_every_link_of_the_front_page_leads_somewhere(client: FlaskClient) -> None:
    """No link of the front page is dead."""
    for address in set(re.findall(r'href="(/[^"]*)"', page(client, "/"))):
        with client.get(html.unescape(address), headers=PAGE) as answer:
            assert answer.status_code in (200, 303), address


def test_query_page_selects_asserted_and_inferred(client: FlaskClient) -> None:
    """The page asks all facts, the asserted or the inferred ones alone, and its links to CSV do the same."""
    address = "/query?query=SELECT * { ?x a cns:BedrockSecurity }&facts="
    assert ">1 row" in page(client, address + "all")
    assert ">1 row" in page(client, address + "inferred")
    text = page(client, address + "asserted")
    assert ">0 rows" in text
    found = re.search(r'href="(/sparql[^"]+format=csv)"', text)
    assert found
    assert client.get(html.unescape(found[1])).data == b"x\r\n"
    assert "Kinds: all, asserted, inferred" in page(client, address + "other", 400)


def test_entity_has_evidence_and_reasons(client: FlaskClient) -> None:
    """A security type shows its names in three scripts, evidence on asserted facts and a reason on inferred ones."""
    text = page(client, "/id/political-security")
    for piece in ("political security", "政治安全", "zhèngzhì ānquán", "bedrock", "inferred – why?"):
        assert piece in text
    assert re.search(r"<h1>\s*political security", text)
    assert re.search(r'href="/passage/merics-2022/p\d+"', text)


def test_passage_leads_into_the_publication(client: FlaskClient) -> None:
    """A passage shows where it stands, a deep link with a text fragment, and what it states."""
    found = sorted(set(re.findall(r'href="(/passage/merics-2022/p\d+)"', page(client, "/id/political-security"))))
    texts = (html.unescape(page(client, address)) for address in found)
    [text] = [text for text in texts if "#:~:text=A%20hierarchy%20of" in text]
    assert "2.1 What Xi" in text
    assert "https://merics.org/en/report/" in text
    assert "has tier" in text


def test_why_is_answered(client: FlaskClient) -> None:
    """The reason behind an inferred fact can be opened from the page; each leads to a passage or a cited source."""
    found = re.findall(r'class="why" href="([^"]+)"', page(client, "/id/political-security"))
    assert found
    for address in found[:5]:
        text = page(client, html.unescape(address))
        assert "<h2>Because</h2>" in text
        assert re.search(r'class="psg" href="/(passage/[a-z0-9-]+/p\d+|background/[a-z0-9-]+)"', text)


def test_what_we_compare_is_told_as_ours(client: FlaskClient) -> None:
    """A finding between two claims is inferred; its explanation leads to the comparison, which has the reason."""
    claim = page(client, "/id/claim-pu-regime-always-top?view=statements")
    why = re.search(r'id/claim-gr-growth-once-first"[^\n]*class="why" href="([^"]+conflictsWith[^"]+)"', claim)
    assert why
    text = page(client, html.unescape(why[1]))
    assert "because the curators find so on comparing the two" in html.unescape(re.sub("<[^>]+>", "", text))
    assert 'href="/background/comparison"' in text
    reason = "the safety of the regime has always stood first"
    assert reason in page(client, "/id/comparison-pu-regime-always-top-with-gr-growth-once-first")


TURTLE = {
    "ontology": "/ontology",
    "profile": "/id/political-security",
    "entity": "/id/political-security?view=statements",
    "question": "/question/reasoning-bedrock-type",
    "passage": "/passage/merics-2022/",
    "dataset": "/dataset",
    "graph": "/graph/asserted",
    "term": "/term/Organ",
    "problem_type": "/problem/syntax",
}


@pytest.mark.parametrize("address", TURTLE.values())
def test_links_to_turtle_give_turtle(client: FlaskClient, address: str) -> None:
    """Whatever a page calls Turtle is Turtle for a browser, too, and holds the triples of the page."""
    if address.startswith("/passage"):
        address = re.findall(rf'href="({address}p\d+)"', page(client, "/id/political-security"))[0]
    found = re.findall(r'href="([^"]+)"[^>]*>Turtle<', page(client, address))
    assert len(found) == 1
    answer = client.get(html.unescape(found[0]), headers=PAGE)
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    triples = list(ox.parse(answer.data, format=ox.RdfFormat.TURTLE))
    assert len(triples) == int(answer.headers.get("X-Cnskg-Rows", len(triples))) > 0


def test_no_template_has_a_turtle_link_that_is_not_tried() -> None:
    """The links to Turtle are all of one macro, which the pages of the test above use."""
    templates = {t.stem: t.read_text(encoding="utf-8") for t in (PACKAGE / "web" / "templates").glob("*.html")}
    assert not [name for name, text in templates.items() if re.search(r"<a\b(?:(?!</a>).)*Turtle", text, re.S)]
    assert {name for name, text in templates.items() if "formats()" in text} == {*TURTLE, "macros"}


#: What people type, and what they mean.
MEANT = {
    "總體國家安全觀": "comprehensive-national-security",
    "國家安全法": "law-national-security-law-2015",
    "習近平": "xi-jinping",
    "国安委": "cnsc",
    "guo an wei": "cnsc",
    "政治安全": "political-security",
    "zhèngzhì ānquán": "political-security",
    "zhe\u0300ngzhi\u0300 a\u0304nqua\u0301n": "political-security",
    "zhengzhi anquan": "political-security",
    "zheng4zhi4 an1quan2": "political-security",
    "“Peaceful China”": "term-peaceful-china",
    "Counter‑Espionage Law": "law-counter-espionage-law-2014",
    "Counter Espionage  Law": "law-counter-espionage-law-2014",
    "Ｐｏｌｉｔｉｃａｌ　ｓｅｃｕｒｉｔｙ": "political-security",
    "Political Sec": "political-security",
    "Xi, Jinping": "xi-jinping",
    "陈一新": "chen-yixin",
    "US": "united-states",
    "CNSC": "cnsc",
    "ccp": "ccp",
    "CIA": "cia",
    "Uighurs": "uyghurs",
}


@pytest.mark.parametrize("typed", MEANT)
def test_search_finds_what_is_meant_first(client: FlaskClient, typed: str) -> None:
    """Scripts, pinyin, abbreviations, signs and variant spellings all lead to the thing, before all others."""
    text = client.get("/search", query_string={"q": typed}, headers=PAGE).text
    assert re.findall(r'<li><a href="([^"]+)"', text)[0] == f"/id/{MEANT[typed]}"


@pytest.mark.parametrize("kind", ["text/turtle", "application/ld+json", "application/n-triples"])
def test_entities_dereference_as_rdf(client: FlaskClient, kind: str) -> None:
    """The same address gives RDF where RDF is asked for."""
    answer = client.get("/id/political-security", headers={"Accept": kind})
    assert answer.status_code == 200
    assert answer.mimetype == kind
    assert "政治安全".encode() in answer.data or b"\\u653F" in answer.data


def test_unknown_entity_is_404(client: FlaskClient) -> None:
    """An entity that there is not is a 404 with a way on and near names, as a page and as problem+json."""
    assert "Search for “nothing of the kind”" in page(client, "/id/nothing-of-the-kind", 404)
    assert 'href="/id/xi-jinping"' in page(client, "/id/xi-jinpin", 404)
    assert 'href="/id/law-counter-espionage-law-2023"' in page(client, "/id/counter-espionage-law", 404)
    answer = client.get("/id/nothing-of-the-kind", headers={"Accept": "text/turtle"})
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "address",
    [
        "/id/<script>alert(1)</script>",
        "/id/x> } DROP ALL { <y",
        "/search?q=<script>alert(1)</script>",
        "/search?q=%22%29%29%20%7D%20SELECT",
        "/query?query=SELECT%20%22<script>alert(1)</script>%22",
        "/passage/../../etc/passwd",
    ],
)
def test_what_a_visitor_sends_is_escaped(client: FlaskClient, address: str) -> None:
    """Markup and SPARQL in an address come back escaped or refused, never as markup."""
    answer = client.get(address, headers=PAGE)
    assert answer.status_code in (200, 400, 404)
    assert b"<script>alert" not in answer.data
    assert b"Traceback" not in answer.data


def test_a_passage_says_when_it_was_encoded_and_which_reading_it_passed(client: FlaskClient) -> None:
    """The page of a passage has the day of its encoding and its stage of review, in words."""
    assert "Encoded on 24 November 2026; second reading." in page(client, "/passage/pu-2022/p030")
