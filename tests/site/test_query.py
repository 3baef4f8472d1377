"""The page for queries in a browser: an example is run, changed and shared, a fault is marked, a run cancelled."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest

from cnskg.release.folder import switch_release
from frontend import bundle
from tests.support import axe, node
from tests.support import browser as browsers
from tests.support.browser import Browser, Tab
from tests.support.http import fetch
from tests.support.releases import make_release, make_settings
from tests.support.resources import GRAPHS_MORE, MORE
from tests.support.service import running

bundled = pytest.mark.skipif(
    not bundle.fresh(), reason="the editor is not bundled: `python -m frontend.bundle` does that"
)
pytestmark = [pytest.mark.browser, pytest.mark.slow, browsers.needed, bundled]

SLOW = "SELECT (COUNT(*) AS ?n) { GRAPH <urn:noise> { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }"
#: bytes that the page weighs with its editor, compressed
MOST_BYTES = 200_000
QUERY = "document.querySelector('textarea[name=query]').value"
TOLD = "document.querySelector('[data-told]').textContent"
RESULT = "document.getElementById('result').innerText"
COMPLETIONS = "[...document.querySelectorAll('[role=option]')].map(one => one.querySelector('code').textContent)"
FOCUS = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service on the sample, with one ready question, and much noise for queries that take long."""
    folder = tmp_path_factory.mktemp("queried")
    release = make_release(folder, "sample", MORE, noise=3000, graphs=GRAPHS_MORE)
    switch_release(make_settings(folder), release.path)
    with running(build=folder, deadline_s=120) as one:
        yield one.url


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """A tab that is thrown away."""
    with browser.tab() as one:
        yield one


def opened(tab: Tab, address: str) -> None:
    """Open a page for queries, and wait for its editor."""
    tab.open(address)
    tab.until("!!document.querySelector('.yasqe')")


def written(tab: Tab, query: str) -> None:
    """Put the keyboard into the editor, and another query in place of the one there."""
    tab.value("document.querySelector('.CodeMirror').CodeMirror.setValue('')")
    tab.click(".CodeMirror-lines")
    tab.write(query)


def run(tab: Tab) -> str:
    """Run the query by the keyboard; what is told of it."""
    key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "modifiers": 2}
    tab.value("document.querySelector('[data-told]').textContent = ''")
    tab.ask("Input.dispatchKeyEvent", type="keyDown", **key)
    tab.ask("Input.dispatchKeyEvent", type="keyUp", **key)
    told: str = tab.until(f"document.querySelector('[data-cancel]').hidden && {TOLD}")
    return told


def test_an_example_is_run_changed_and_shared(tab: Tab, service: str) -> None:
    """An example is found by a word and answered; changed and run, its address opens the same, and leads back."""
    opened(tab, f"{service}/query")
    tab.click(".examples summary")
    tab.value("document.querySelector('.examples input').focus()")
    tab.write("organ is")
    tab.until("document.querySelector('.examples [role=status]').textContent === '1 found'")
    tab.follow(".examples a", "Is it an organ?")
    tab.until("!!document.querySelector('.yasqe')")
    assert tab.path == "/query?question=q"
    assert "The answer is yes" in tab.value(RESULT)
    written(tab, "SELECT ?organ { ?organ a cns:Organ }")
    assert run(tab).startswith("1 row in 0.0")
    assert "Central National Security Commission id:cnsc" in tab.value(RESULT)
    shared, shown = tab.path, tab.value(RESULT)
    assert shared.startswith("/q/1")
    assert tab.value("document.querySelector('[data-share]').getAttribute('href')") == shared
    with tab.loading():
        tab.value("history.back()")
    tab.until("!!document.querySelector('.yasqe')")
    assert tab.value(QUERY) == "ASK { id:cnsc a cns:Organ }"
    opened(tab, service + shared)
    assert tab.value(QUERY) == "SELECT ?organ { ?organ a cns:Organ }"
    tab.until(TOLD)
    assert re.sub(r"0\.\d+ s", "", tab.value(RESULT)) == re.sub(r"0\.\d+ s", "", shown)


def test_an_error_marks_its_token(tab: Tab, service: str) -> None:
    """What the service refuses is marked in the editor, told, led to, and no longer marked once it is mended."""
    marked = "[...document.querySelectorAll('.refused')].map(one => one.textContent).join('')"
    opened(tab, f"{service}/query")
    written(tab, "SELECT * {\n  ?x rdfs:label '国' ; skoss:y ?z }")
    assert run(tab) == "The query is not valid SPARQL"
    assert tab.value(marked) == "skoss:y"
    assert "the prefix skoss: is not known" in tab.value(RESULT)
    tab.click("#result button", "Go to line 2, column 23")
    assert tab.value(FOCUS) == "SPARQL query"
    tab.write("x")
    assert tab.value(marked) == ""
    assert len(tab.console) == 1 and "status of 400" in tab.console[0]  # the browser's own word for the answer


def test_a_run_is_cancelled(tab: Tab, service: str) -> None:
    """A run can be cancelled; the service stops, too, and the next query is answered."""
    stopped = 'cnskg_problems_total{kind="cancelled"} 1.0'
    opened(tab, f"{service}/query")
    written(tab, SLOW)
    tab.click("form.editor button", "Run")
    tab.until("!document.querySelector('[data-cancel]').hidden")
    tab.click("[data-cancel]")
    assert tab.until(f"document.querySelector('[data-cancel]').hidden && {TOLD}").startswith("Cancelled after")
    assert tab.value("document.activeElement.textContent") == "Run"
    while stopped not in fetch(f"{service}/metrics").body.decode():
        time.sleep(0.05)
    written(tab, "ASK {}")
    assert run(tab).startswith("The answer is yes in ")


def test_the_keyboard_goes_in_and_out(tab: Tab, service: str) -> None:
    """Tab goes into the editor, out at its end and back at its start; nothing is typed by it, no list holds it."""
    opened(tab, f"{service}/query")
    before = tab.value(QUERY)
    tab.value("document.querySelector('.examples summary').focus()")
    tab.press("Tab")
    assert tab.value(FOCUS) == "SPARQL query"
    assert "leaves the editor" in tab.value(
        "document.getElementById(document.activeElement.getAttribute('aria-describedby')).innerText"
    )
    tab.press("Tab")
    assert tab.value(FOCUS) == "Run"
    assert tab.value(QUERY) == before


def test_names_are_completed(tab: Tab, service: str) -> None:
    """Terms that fit the place come first, things by their names; the list has a name, and Escape closes it."""
    opened(tab, f"{service}/query")
    written(tab, "SELECT * { ?x a cns:")
    assert "cns:Organ" in tab.until(f"{COMPLETIONS}.length && {COMPLETIONS}")
    assert axe.findings(tab) == []
    tab.press("Escape")
    assert tab.value(COMPLETIONS) == []
    assert tab.value(FOCUS) == "SPARQL query"
    tab.write("Organ ; cns:chai")
    assert tab.until(f"{COMPLETIONS}.length && {COMPLETIONS}") == ["cns:chairedBy", "cns:chairs"]
    tab.press("Enter")
    tab.write(" id:jinp")
    assert tab.until(f"{COMPLETIONS}.length && {COMPLETIONS}") == ["id:xi-jinping"]
    tab.press("Enter")
    tab.write(" }")
    assert tab.value(QUERY) == "SELECT * { ?x a cns:Organ ; cns:chairedBy id:xi-jinping }"
    assert run(tab).startswith("1 row")
    tab.click("[data-declare]")
    assert tab.value(QUERY).splitlines()[:2] == [
        "PREFIX cns: <https://w3id.org/cnskg/ontology#>",
        "PREFIX id: <https://w3id.org/cnskg/id/>",
    ]
    assert run(tab).startswith("1 row")
    assert [one for one in tab.asked if not one.startswith(service)] == []
    assert tab.value("localStorage.length") == 0


@node.needed
@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o }", "DESCRIBE id:cnsc", "SELECT * { ?s skoss:p ?o }"])
def test_nobody_is_kept_off_it(tab: Tab, service: str, query: str) -> None:
    """axe finds nothing on it, wide and narrow, light and dark, examples open; it fits, and weighs what it may."""
    for width, dark in ((1280, False), (1280, True), (360, False), (360, True)):
        tab.look(width, dark)
        opened(tab, f"{service}/query?query={query}")
        assert tab.weight < MOST_BYTES
        tab.value("document.querySelector('.examples').open = true")
        assert tab.value("document.documentElement.scrollWidth") <= width
        assert axe.findings(tab) == []


def test_without_a_script_the_form_does_it(browser: Browser, service: str) -> None:
    """Without scripts the text area is sent, the answer and the links are there, and nothing that would not work."""
    with browser.tab(script=False) as tab:
        tab.open(f"{service}/query?question=q")
        assert "The answer is yes" in tab.text
        for words in ("Cancel", "Write out", "leaves the editor", "Find an example"):
            assert words not in tab.text
        tab.follow("form.editor button", "Run")
        assert tab.path == "/query?query=ASK+%7B+id%3Acnsc+a+cns%3AOrgan+%7D&facts=all"
        assert "The answer is yes" in tab.text
