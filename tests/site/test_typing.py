"""The search box while somebody types: names are offered, to the keyboard and to those who listen; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import browser as browsers
from tests.support.browser import Browser, Tab
from tests.support.content import Small
from tests.support.service import running

pytestmark = [pytest.mark.browser, pytest.mark.slow, browsers.needed]

_TOLD = """(box => ({
    expanded: box.getAttribute("aria-expanded"),
    active: document.getElementById(box.getAttribute("aria-activedescendant"))?.textContent ?? "",
    options: [...document.querySelectorAll("[role=option]")].map(one => one.textContent),
    said: document.querySelector("[role=status]")?.textContent,
}))(document.querySelector("[role=combobox]"))"""


@pytest.fixture(scope="module")
def small_site(built_once: Small) -> Iterator[str]:
    """The base URL of the service on the small release."""
    with running(build=built_once.settings.build, content=built_once.settings.content) as service:
        yield service.url


@pytest.fixture
def tab(browser: Browser, small_site: str) -> Iterator[Tab]:
    """The front page, with "coun" typed into its search box, and what is offered for it."""
    with browser.tab() as one:
        one.open(f"{small_site}/")
        one.until("!!document.querySelector('[role=combobox]')")
        one.value("document.querySelector('[role=combobox]').focus()")
        one.write("coun")
        one.until("document.querySelectorAll('[role=option]').length")
        yield one


def told(tab: Tab, *keys: str) -> dict[str, Any]:
    """What the box says of itself after some keys."""
    tab.press(*keys)
    found: dict[str, Any] = tab.value(_TOLD)
    return found


def entered(tab: Tab, *keys: str) -> str:
    """Where some keys and Enter lead."""
    tab.press(*keys)
    with tab.loading():
        tab.press("Enter")
    return tab.path


def test_names_are_offered_to_the_keyboard(tab: Tab) -> None:
    """The box is a combobox: what is offered is counted aloud, the arrows name one of it, Escape leaves the words."""
    said = told(tab, "ArrowDown")
    assert said["expanded"] == "true"
    assert said["active"] == said["options"][0]
    assert said["active"].startswith("Council of Examples")
    assert said["said"] == f"{len(said['options'])} suggestions"
    said = told(tab, "Escape")
    assert (said["expanded"], said["active"], tab.path) == ("false", "", "/")


def test_enter_opens_what_was_chosen(tab: Tab) -> None:
    """Enter on a suggestion opens its page."""
    assert entered(tab, "ArrowDown") == "/id/council"


def test_enter_in_the_box_sends_the_words(tab: Tab) -> None:
    """Enter in the box searches for what is typed, as without a script."""
    assert entered(tab) == "/search?q=coun"


def test_back_in_the_box_enter_sends_the_words(tab: Tab) -> None:
    """Where the arrows have led back into the box, the words are what counts."""
    assert entered(tab, "ArrowDown", "ArrowUp") == "/search?q=coun"
