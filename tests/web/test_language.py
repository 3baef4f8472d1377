"""Pages in two languages: who says which, where links lead, what may be kept, and that nothing is left in English."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient

from cnskg.rdf import XSD
from cnskg.web import dates
from tests.support import browser, messages
from tests.support.content import Small
from tests.support.releases import app_with
from tests.support.resources import GRAPHS_MORE, MORE
from tests.support.service import running

PAGE = {"Accept": "text/html"}
CHINESE = {**PAGE, "Accept-Language": "zh-CN,en;q=0.8"}
#: A page of each kind.
KINDS = (
    "/", "/questions", "/ask", "/ask?q=organ", "/ask?q=zzz", "/question/q", "/search", "/search?q=cnsc",
    "/search?q=zzz",
    "/pictures", "/pictures/types", "/pictures/network", "/compare", "/query", "/query?query=ASK{}",
    "/query?query=SELECT*{?x?y?z}LIMIT 3", "/ontology", "/dataset", "/dumps/", "/quality", "/graph/asserted",
    "/problem/syntax", "/id/cnsc", "/id/cnsc?view=statements", "/passage/doc-c/p1", "/background/bg", "/rule/r",
    "/inference/i", "/explain?s=id:cnsc&p=a&o=cns:Organ", "/nothing",
)  # fmt: skip
_EMPTY = {"meta", "link", "input", "br"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app whose release has something for each kind of page."""
    with app_with(tmp_path_factory.mktemp("language"), MORE, GRAPHS_MORE, proxies=1) as app:
        yield app


class Said(HTMLParser):
    """What a page says in its own language: texts and labels that are not marked as of another one."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element, in its language or in that of what holds it."""
        told = {name: value or "" for name, value in attrs}
        language = told.get("lang", self.open[-1][1] if self.open else "")
        if language.startswith("zh"):
            self.texts += [told[name] for name in ("aria-label", "placeholder", "title") if name in told]
        if tag not in _EMPTY:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        """The end of an element, and of those in it that have none of their own."""
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """A text."""
        if self.open and self.open[-1][1].startswith("zh") and self.open[-1][0] not in ("script", "code", "pre"):
            self.texts.append(data.strip())


def test_a_page_is_in_the_language_that_the_client_prefers(client: FlaskClient) -> None:
    """The address alone answers by Accept-Language, says so, and is kept apart by it."""
    for asked, tag in (("zh-CN,en;q=0.8", "zh-Hans"), ("de,en;q=0.5,zh;q=0.3", "en"), ("zh;q=0", "en"), ("", "en")):
        got = client.get("/questions", headers={**PAGE, "Accept-Language": asked})
        assert f'<html lang="{tag}">' in got.text, asked
        assert got.headers["Content-Language"] == tag
        assert "accept-language" in {name.lower() for name in got.vary}
    chinese = client.get("/questions", headers=CHINESE)
    again = {"If-None-Match": chinese.headers["ETag"]}
    assert client.get("/questions", headers={**CHINESE, **again}).status_code == 304
    assert client.get("/questions", headers={**PAGE, **again}).status_code == 200


def test_an_address_may_say_the_language(client: FlaskClient) -> None:
    """Below /zh/ and /en/ the language is that of the address, whatever the client prefers, and caches need not ask."""
    for name, tag in (("zh", "zh-Hans"), ("en", "en")):
        got = client.get(f"/{name}/questions", headers={**PAGE, "Accept-Language": "en" if name == "zh" else "zh"})
        assert f'<html lang="{tag}">' in got.text
        assert "accept-language" not in {one.lower() for one in got.vary}
    assert client.get("/zh", headers=PAGE).status_code == 200
    assert client.get("/fr/questions", headers=PAGE).status_code == 404


@pytest.mark.parametrize("prefix", ["", "/kg"])
def test_links_keep_to_the_language_and_data_leaves_it_out(client: FlaskClient, prefix: str) -> None:
    """What leads from a page below /zh/ to pages stays there; data, styles and the switch are outside."""
    page = client.get("/zh/id/cnsc", headers={**PAGE, "X-Forwarded-Prefix": prefix}).text
    links = [html.unescape(one) for one in re.findall(r'(?:href|src|action)="(/[^"]*)"', page)]
    assert all(one.startswith(f"{prefix}/") for one in links)
    outside = {one.removeprefix(prefix) for one in links if not one.startswith(f"{prefix}/zh/")}
    assert {"/en/id/cnsc", "/static/style.css", "/id/cnsc.ttl"} <= outside
    assert all(re.match(r"/(en|static|sparql|id/cnsc\.\w+|favicon|r/)", one) for one in outside), outside
    assert f"{prefix}/zh/questions" in links
    assert f"<code>{prefix}/sparql</code>" in page


def test_one_link_leads_to_the_same_view_in_the_other_language(client: FlaskClient) -> None:
    """The switch keeps the question in the address; crawlers learn of all three addresses, and which is canonical."""
    page = client.get("/zh/search?q=%E5%AE%89%E5%85%A8&page=1", headers=PAGE).text
    assert '<a class="tongue" href="/en/search?q=%E5%AE%89%E5%85%A8&amp;page=1" lang="en"' in page
    page = client.get("/id/cnsc", headers=PAGE).text
    assert '<a class="tongue" href="/zh/id/cnsc" lang="zh-Hans" hreflang="zh-Hans">中文</a>' in page
    told = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page))
    host = "http://localhost"
    assert told == {
        "x-default": f"{host}/id/cnsc", "en": f"{host}/en/id/cnsc", "zh-Hans": f"{host}/zh/id/cnsc",
    }  # fmt: skip
    assert 'rel="canonical" href="https://w3id.org/cnskg/id/cnsc"' in client.get("/en/id/cnsc", headers=PAGE).text
    assert 'rel="canonical" href="https://w3id.org/cnskg/zh/id/cnsc"' in client.get("/zh/id/cnsc", headers=PAGE).text


def test_data_is_the_same_in_any_language(client: FlaskClient) -> None:
    """An answer to a query, a problem for programs and RDF say no language, and are the same below /zh/."""
    for address in ("/sparql?query=ASK{}", "/id/cnsc.ttl", "/id/nothing.ttl"):
        plain, below = client.get(address, headers={"Accept-Language": "zh"}), client.get(f"/zh{address}")
        assert plain.headers.get("ETag") == below.headers.get("ETag")
        assert "Content-Language" not in plain.headers
        assert "accept-language" not in {name.lower() for name in plain.vary}


@pytest.mark.parametrize("address", KINDS)
def test_nothing_of_the_interface_is_left_in_english(client: FlaskClient, address: str) -> None:
    """On a Chinese page no message stands in English, but within what is marked as English."""
    known = messages.read()
    english = {at[1].strip() for one in known if one.id for at in [messages.key(one)] if one.string != at[1]}
    texts = Said(client.get(f"/zh{address}", headers=PAGE).text).texts
    assert len(texts) > 5
    names = {"Person"} if address == "/ontology" else set()  # a class of the sample that has no label
    assert [text for text in texts if text in english - names] == []


@pytest.mark.parametrize("address", ["/", "/id/cnsc", "/questions", "/nothing"])
def test_chinese_pages_say_once_what_is_in_english_alone(client: FlaskClient, address: str) -> None:
    """Each Chinese page tells a reader of Chinese what it cannot give in Chinese; an English one has no need to."""
    told = [
        client.get(language + address, headers=PAGE).text.count("目前只有英文的内容") for language in ("/zh", "/en")
    ]
    assert told == [1, 0]


def test_a_text_in_english_is_found() -> None:
    """The look for what is left sees texts and labels of the page's language, and none that is marked."""
    page = '<html lang="zh"><a aria-label="Search">中</a><p lang="en">Facts</p><p>Query<br><b lang="en">All</b></html>'
    assert Said(page).texts == ["Search", "中", "Query"]


def test_a_label_is_in_the_language_of_the_page(client: FlaskClient) -> None:
    """A thing is called by its Chinese name where it has one; an English one is marked as such."""
    page = client.get("/zh/id/cnsc", headers=PAGE).text
    assert re.search(r"<h1>(中央国家安全委员会|<span lang=\"en\">)", page)
    assert re.search(r'lang="en"', page)


@pytest.mark.parametrize(
    ("slug", "english", "chinese"),
    [
        ("2013-41", "second half of 2013", "2013年下半年"),
        ("2013", "2013", "2013年"),
        ("2013-05", "May 2013", "2013年5月"),
        ("2013-05-07", "7 May 2013", "2013年5月7日"),
        ("2013-33", "first quarter of 2013", "2013年第一季度"),
        ("2013-23", "autumn 2013", "2013年秋季"),
        ("199X", "the 1990s", "20世纪90年代"),
        ("200X", "the 2000s", "21世纪头十年"),
        ("2013-03--2013-05", "March to May 2013", "2013年3月至5月"),
        ("2013--2017", "2013 to 2017", "2013年至2017年"),
        ("2013-11--2014-02", "November 2013 to February 2014", "2013年11月至2014年2月"),
    ],
)
def test_dates_are_in_words(app: Flask, slug: str, english: str, chinese: str) -> None:
    """A time is said in the words of the language, the year once."""
    for language, told in (("en", english), ("zh", chinese)):
        with app.test_request_context(headers={"Accept-Language": language}):
            assert dates.span(slug) == told


def test_a_literal_date_is_in_words(app: Flask) -> None:
    """A day of each year and the day of a moment are said in words, too."""
    with app.test_request_context(headers={"Accept-Language": "zh"}):
        assert dates.literal(ox.Literal("--04-15", datatype=ox.NamedNode(XSD + "gMonthDay"))) == "每年4月15日"
        moment = ox.Literal("2014-04-15T00:00:00Z", datatype=ox.NamedNode(XSD + "dateTime"))
        assert dates.literal(moment) == "2014年4月15日"


def test_crawlers_leave_queries_alone_in_any_language(client: FlaskClient) -> None:
    """What is closed to crawlers is closed below each language."""
    told = client.get("/robots.txt").text
    assert all(f"Disallow: {root}/query\n" in told for root in ("", "/en", "/zh"))


@pytest.mark.browser
@pytest.mark.slow
@browser.needed
def test_a_browser_shows_the_page_in_chinese(built_once: Small) -> None:
    """In a real browser the Chinese page stands with its words and its switch, and nothing is wrong with it."""
    settings = built_once.settings
    with (
        running(build=settings.build, content=settings.content) as service,
        browser.running() as chromium,
        chromium.tab() as tab,
    ):
        tab.open(f"{service.url}/zh/id/council")
        dom, console = tab.value("document.documentElement.outerHTML"), tab.console
    assert '<html lang="zh-Hans">' in dom
    assert 'aria-label="提示"' in dom  # what the script says is in the language, too
    assert 'href="/en/id/council"' in dom
    assert console == []
