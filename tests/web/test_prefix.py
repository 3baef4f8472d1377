"""Behind a proxy that puts the service below a prefix, everything stays below it."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urldefrag, urlsplit

import pytest
from flask.testing import FlaskClient

from cnskg.web import create_app
from tests.support.content import Small

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"

#: The one address that leads nowhere; its page has links, too.
NOWHERE = "/kg/nothing"
#: Addresses of one kind that are followed: their pages come out of one template and one way of making links.
MOST = 25
#: The same pages once more, in a language that the address says: tests/web/test_language.py.
TONGUES = ("/kg/en/", "/kg/zh/")


@pytest.fixture(scope="module")
def client(built_once: Small) -> Iterator[FlaskClient]:
    """The service on a small release, which believes one proxy."""
    app = create_app(replace(built_once.settings, proxies=1, rate=0.0))
    yield app.test_client()
    app.extensions["cnskg"].close()


def links(page: str) -> set[str]:
    """Where a page leads, what it loads and where its forms go."""
    return {html.unescape(link) for link in re.findall(r'(?:href|src|action)="([^"]*)"', page)}


def below(client: FlaskClient, address: str, told: str) -> set[str]:
    """What the answer at an address of a service below /kg leads to that is not another host's."""
    with client.get(address.removeprefix("/kg"), headers={"Accept": BROWSER, "X-Forwarded-Prefix": told}) as got:
        assert got.status_code in (200, 303) or address.startswith(NOWHERE), address
        found = links(got.text) if got.mimetype == "text/html" else set()
        found |= {got.location} if got.location else set()
        found |= set(re.findall(r"<([^>]*)>", got.headers.get("Link", "")))
    own = {urldefrag(link.removeprefix("http://localhost")).url for link in found}
    return {link for link in own if link and not link.startswith(("http://", "https://"))}


def kind(address: str) -> tuple[str, ...]:
    """What sort of answer an address has: its first part and what is asked of it; its last ending."""
    split = urlsplit(address.removeprefix("/kg/"))
    ending = split.path.rpartition("/")[2].partition(".")[2] if not split.path.startswith("dumps") else ""
    return (split.path.partition("/")[0], ending, *sorted(parse_qs(split.query, keep_blank_values=True)))


def crawl(client: FlaskClient, told: str, most: int) -> set[str]:
    """Where the pages lead, from the front page on, and of each kind of address so many followed, always the same."""
    todo, seen, followed = ["/kg/", NOWHERE], {"/kg/", NOWHERE}, Counter[tuple[str, ...]]()
    for address in todo:
        followed[kind(address)] += 1
        if followed[kind(address)] > most:
            continue
        own = below(client, address, told)
        assert {link for link in own if not link.startswith("/kg/")} == set(), address
        # below a permanent address stand the same pages once more: those that all pages lead to are enough
        found = {link for link in own - seen if not link.startswith("/kg/r/") or address in ("/kg/", "/kg/about")}
        todo += sorted(link for link in found if not link.startswith(TONGUES))
        seen |= own
    return seen


@pytest.mark.slow
@pytest.mark.parametrize(("told", "most"), [("/kg", MOST), ("kg/", 2), ("//kg", 2)])
def test_no_link_leaves_the_prefix(client: FlaskClient, told: str, most: int) -> None:
    """From the front page on, no link, form, redirect or style sheet leads out of the prefix or nowhere."""
    seen = crawl(client, told, most)
    kinds = {urlsplit(address).path.removeprefix("/kg/").partition("/")[0] for address in seen}
    assert {
        "",
        "id",
        "passage",
        "static",
        "query",
        "search",
        "ontology",
        "explain",
        "graph",
        "sparql",
        "dataset",
        "dumps",
    } <= kinds


def test_redirects_and_hints_stay_below_the_prefix(client: FlaskClient) -> None:
    """Data, too, is below the prefix: redirects, what the service says of itself, what it advises."""
    prefix = {"X-Forwarded-Prefix": "/kg"}
    for address in ("/dumps", "/.well-known/void", "/id//cnsc"):
        assert urlsplit(client.get(address, headers={**prefix, "Accept": BROWSER}).location).path.startswith("/kg/")
    assert client.get("/sparql", headers={**prefix, "Accept": BROWSER}).location == "/kg/query"
    assert b"<http://localhost/kg/sparql>" in client.get("/sparql", headers=prefix).data
    assert "\nDisallow: /kg/query\n" in client.get("/robots.txt", headers=prefix).text
    for address in ("/id/nothing", "/nothing", "/explain"):
        assert "/kg/" in client.get(address, headers=prefix).json["hint"]


@pytest.mark.parametrize("told", ["/国", "/a b", "/a?b", "/é", '/"><script>'])
def test_a_prefix_that_is_none_breaks_nothing(client: FlaskClient, told: str) -> None:
    """What would have to be percent-encoded is no prefix: links stay as they are without one, headers, too."""
    header = {"X-Forwarded-Prefix": told.encode().decode("latin-1"), "Accept": "text/html"}
    for path in ("/ontology", "/", "/dataset"):
        answer = client.get(path, headers=header)
        assert answer.status_code == 200
        assert 'href="/static/' in answer.text
        assert all(link.startswith("</") for link in answer.headers.get("Link", "</").split(", "))
