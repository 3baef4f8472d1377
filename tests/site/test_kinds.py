"""One page of each kind, in a browser: nobody is kept off it, nothing is logged, little is sent, nothing runs out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request

import pytest
from flask.testing import FlaskClient

from cnskg.web.profiles import all_profiles
from tests.support import axe, node, vnu
from tests.support import browser as browsers
from tests.support.browser import Browser, Tab
from tests.support.http import fetch
from tests.support.site_pages import KINDS, NO_PAGES, PAGES, address

pytestmark = [pytest.mark.browser, pytest.mark.slow, browsers.needed, node.needed]

#: bytes that a page may weigh, with all that it loads; the query page has an editor
MOST_BYTES = 150_000
HEAVY = ("/query",)
WIDE, NARROW = 1280, 360
#: what axe finds by colours and places; its other rules read the page, which is the same at each width and by night
LAID_OUT = ("color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block")


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    """One tab for all pages, each of which is loaded whole: it has no cache."""
    with browser.tab() as one:
        yield one


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind_is_sound(tab: Tab, site: str, kind: str) -> None:
    """axe finds nothing, wide and light, narrow and dark; the console is empty; the page is light and fits."""
    tab.look(WIDE)
    tab.open(address(kind, site))
    # the browser itself logs that an answer is an error, and it is to be one
    assert [row for row in tab.console if "status of 404" not in row or "no-such-thing" not in kind] == []
    assert [one for one in tab.asked if not one.startswith((site, "data:"))] == []
    assert tab.weight < MOST_BYTES or kind.startswith(HEAVY)
    assert axe.findings(tab) == []
    tab.look(NARROW, dark=True)
    assert tab.value("document.documentElement.scrollWidth") <= NARROW
    assert axe.findings(tab, *LAID_OUT) == []


def test_the_pages_are_valid_html(site: str, tmp_path: Path) -> None:
    """The Nu HTML checker has no error to tell of any of them."""
    for number, kind in enumerate(KINDS):
        told = fetch(Request(address(kind, site), headers={"Accept": "text/html"}))
        (tmp_path / f"{number}.html").write_bytes(told.body)
    found = vnu.errors(tmp_path)
    assert [f"{KINDS[int(one.partition('.')[0])]}: {one}" for one in found] == []


def test_every_route_and_profile_has_a_page_here(client: FlaskClient) -> None:
    """A new kind of page is looked at, too: each route stands in the list of pages or among those that have none."""
    rules = {rule.rule for rule in client.application.url_map.iter_rules() if rule.endpoint != "static"}
    assert rules == set(PAGES) | NO_PAGES
    assert set(PAGES) & NO_PAGES == set()
    assert {f"fullest {one.name}" for one in all_profiles()} <= set(KINDS)
