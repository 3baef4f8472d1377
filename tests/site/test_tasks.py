"""What people come for, done in a browser as they would: by typing, clicking and reading what can be seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import browser as browsers
from tests.support.browser import Browser, Tab

pytestmark = [pytest.mark.browser, pytest.mark.slow, browsers.needed]

#: how many presses of Tab may lead from the top of a page to what somebody is after
MOST_TABS = 120
#: what has the focus: its text, whether it can be seen, and whether it is marked as the place of the keyboard
_FOCUS = """(() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  return { name: one.textContent.trim() || one.name, visible: box.width > 0 && box.top < innerHeight && box.bottom > 0,
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 }; })()"""


@pytest.fixture
def tab(browser: Browser, site: str) -> Iterator[Tab]:
    """A tab with the front page."""
    with browser.tab() as one:
        one.open(f"{site}/")
        yield one


def search(tab: Tab, words: str) -> None:
    """Type words into the search box of a page, and press Enter."""
    tab.click("input[name=q]")
    tab.write(words)
    with tab.loading():
        tab.press("Enter")


def section(tab: Tab, title: str) -> str:
    """The text of a section of a page, as it is seen."""
    found: str = tab.value(
        "[...document.querySelectorAll('section')]"
        f".find(one => one.querySelector('h2')?.textContent.includes('{title}'))?.innerText ?? ''"
    )
    return found


def test_the_commission_is_found_by_pinyin_and_says_who_leads_it_and_why_we_know(tab: Tab) -> None:
    """From "guoan wei" to the commission, to its chair, to the passage that says so: a search and two clicks."""
    search(tab, "guoan wei")
    tab.follow("main a", "Central National Security Commission")
    assert tab.path == "/id/cnsc"
    lines = [line for line in section(tab, "Who leads it").split("\n") if line.startswith("Xi Jinping")]
    assert any("Chair of the Central National Security Commission" in line and "MERICS 2021" in line for line in lines)
    tab.follow("section a.psg", "MERICS 2021")
    assert tab.path.startswith("/passage/merics-2021/")
    assert "Xi Jinping" in tab.text


def test_an_inferred_fact_leads_to_its_passages(tab: Tab, site: str) -> None:
    """What follows says so and asks "why?"; the proof gives reasons, and one of them leads to a passage."""
    tab.open(f"{site}/id/cnsc")
    tab.follow("main a.why")
    assert tab.path.startswith("/explain?")
    assert "because" in tab.text
    tab.follow("main a[href*='/passage/']")
    assert tab.path.startswith("/passage/")


def test_two_authors_are_compared_on_the_bedrock(tab: Tab) -> None:
    """What the documents say on political security stands side by side, each claim with its own source."""
    search(tab, "political security")
    tab.follow("main a", "olitical security")
    assert tab.path == "/id/political-security"
    tab.follow("main a", "Compare what the documents say")
    cells = tab.value(
        "(rows => rows.slice(0, 2).map(row => [...row.cells].map(cell => cell.innerText)))"
        "([...document.querySelector('.compared').rows])"
    )
    said = dict(zip(*cells, strict=True))
    assert "bedrock" in said["MERICS 2022"]
    assert "fundamental" in said["Greitens 2023"]
    assert said["Shea 2021"] == "silent"


def test_who_denies_that_china_exports_its_model(tab: Tab) -> None:
    """Asked in words, it is answered in words, with who denies and where; the passage has his claim."""
    tab.click("main input[name=q]")
    tab.write("who denies that China exports its model")
    with tab.loading():
        tab.press("Enter")
    row = next(line for line in tab.text.split("\n") if line.startswith("Xiaoyu Pu\t"))
    assert "denies" in row
    assert "Pu 2022" in row
    tab.follow("tr:has(a[href$='/xiaoyu-pu']) a[href*='/passage/pu-2022/']")
    assert "does not export" in tab.text


def test_which_provisions_reach_beyond_the_borders(tab: Tab) -> None:
    """The question is on the front page with its answer, and its own page has a passage beside each law."""
    tab.follow("main a", "Which laws reach beyond the borders of China?")
    assert "Hong Kong National Security Law (2020)" in tab.value("document.querySelector('.answer').innerText")
    tab.follow("main table a", "Hong Kong National Security Law")
    assert tab.path == "/id/law-hong-kong-national-security-law-2020"
    assert "beyond" in tab.text


def test_the_network_as_of_two_dates(tab: Tab, site: str) -> None:
    """The network shows who held which post then, by the texts, and not who came later."""
    tab.follow("nav a", "Pictures")
    tab.follow("main a", "Who holds which post")
    drawn = {}
    for date, words in (("2022-06", "As of June 2022."), ("2023-06", "As of June 2023.")):
        tab.open(f"{site}/pictures/network?as-of={date}")
        assert words in tab.text
        drawn[date] = tab.value("document.querySelector('.picture svg').textContent")
    assert "Li Zhanshu" in drawn["2022-06"]
    for later in ("Chen Yixin", "Cai Qi", "Wang Xiaohong"):
        assert later not in drawn["2022-06"]
        assert later in drawn["2023-06"]


def reach(tab: Tab, name: str) -> None:
    """Press Tab until the focus is on what is called so; wherever the focus is meanwhile, it is seen and marked."""
    for _ in range(MOST_TABS):
        tab.press("Tab")
        focus = tab.value(_FOCUS)
        assert focus["visible"], focus
        assert focus["marked"], focus
        if focus["name"].startswith(name):
            return
    raise AssertionError(f"{MOST_TABS} presses of Tab on {tab.path} do not reach {name}")


def test_the_keyboard_alone_finds_who_leads_and_why(tab: Tab) -> None:
    """With Tab and Enter only: into the search box, past the head of each page, to the commission, to its evidence."""
    reach(tab, "q")
    tab.write("guoan wei")
    with tab.loading():
        tab.press("Enter")
    for name in ("Central National Security Commission", "MERICS 2021"):
        reach(tab, "To the content")
        tab.press("Enter")
        assert tab.value("document.activeElement.id") == "page-content"
        reach(tab, name)
        with tab.loading():
            tab.press("Enter")
    assert tab.path.startswith("/passage/merics-2021/")


def test_a_telephone_is_wide_enough(browser: Browser, site: str) -> None:
    """At 360 px the search, the answer and the evidence are reached without moving the page sideways."""
    with browser.tab(360) as tab:
        tab.open(f"{site}/")
        search(tab, "guoan wei")
        for link in ("Central National Security Commission", "MERICS 2021"):
            tab.follow("main a", link)
            assert tab.value("document.documentElement.scrollWidth") <= 360


def test_without_javascript_all_of_it_works(browser: Browser, site: str) -> None:
    """Search, question, proof, comparison and picture need no script."""
    with browser.tab(script=False) as tab:
        tab.open(f"{site}/")
        search(tab, "guoan wei")
        tab.follow("main a", "Central National Security Commission")
        tab.follow("main a.why")
        assert "because" in tab.text
        tab.open(f"{site}/ask?q=who+denies+that+China+exports+its+model")
        assert "Xiaoyu Pu" in tab.text
        tab.open(f"{site}/pictures/network?as-of=2023-06")
        tab.follow("main .choices a", "October 2022")
        assert tab.path == "/pictures/network?as-of=2022-10"
        tab.follow("nav a", "Compare")
        tab.follow("main a", "political security")
        assert "silent" in tab.text


def test_a_page_shows_hanzi_and_evidence(tab: Tab, site: str) -> None:
    """The page of a security type has its Chinese name and a link to the passage."""
    tab.open(f"{site}/id/political-security")
    assert "政治安全" in tab.text
    assert tab.value("!!document.querySelector('a[href^=\"/passage/merics-2022/\"]')")
