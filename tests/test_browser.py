"""The pages in a real browser: they load nothing from elsewhere, log no error, and show hanzi."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import ROOT, node
from tests.support.content import Small
from tests.support.service import running

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=8000",
    "--enable-logging=stderr",
)  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine"),
]


def look(address: str, folder: Path) -> tuple[str, str]:
    """The page as the browser made it, and what it logged."""
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={folder}", "--dump-dom", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout, "\n".join(row for row in done.stderr.split("\n") if "CONSOLE" in row)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/id/political-security",
        "/query",
        "/questions",
        "/ask?q=bedrock",
        "/search?q=安全",
        "/ontology",
        "/pictures/network",
    ],
)
def test_page_works_without_errors(site: str, tmp_path: Path, path: str) -> None:
    """Each page renders with its style, in the browser's own negotiation, without an error in the console."""
    dom, console = look(site + path, tmp_path)
    assert "<h1>" in dom
    assert "style.css" in dom
    assert console == ""
    assert 'src="http' not in dom


def test_entity_page_shows_hanzi_and_evidence(site: str, tmp_path: Path) -> None:
    """The bedrock's page has its Chinese name and a link to the passage."""
    dom, _ = look(site + "/id/political-security", tmp_path)
    assert "政治安全" in dom
    assert "/passage/merics-2022/" in dom


@pytest.fixture(scope="module")
def small_site(built_once: Small) -> Iterator[str]:
    """The base URL of the service on the small release."""
    with running(build=built_once.settings.build, content=built_once.settings.content) as service:
        yield service.url


def typed(address: str, folder: Path, words: str, *keys: str) -> dict[str, Any]:
    """What a page has become after words were typed into its search box and keys pressed."""
    code = (ROOT / "tests" / "support" / "typing.mjs").read_text(encoding="utf-8")
    told: dict[str, Any] = json.loads(node.run(code, str(CHROMIUM), str(folder), address, words, *keys))
    return told


def test_names_are_offered_to_the_keyboard(small_site: str, tmp_path: Path) -> None:
    """The box is a combobox: what is offered is counted aloud, the arrows name one of it, Escape leaves the words."""
    told = typed(f"{small_site}/", tmp_path / "a", "coun", "ArrowDown")
    assert told["expanded"] == "true"
    assert told["active"] == told["options"][0]
    assert told["active"].startswith("Council of Examples")
    assert told["said"] == f"{len(told['options'])} suggestions"
    told = typed(f"{small_site}/", tmp_path / "b", "coun", "ArrowDown", "Escape")
    assert (told["expanded"], told["active"], told["path"]) == ("false", "", "/")


def test_enter_opens_what_was_chosen_or_sends_the_words(small_site: str, tmp_path: Path) -> None:
    """Enter on a suggestion opens its page; Enter in the box searches for what is typed, as without a script."""
    assert typed(f"{small_site}/", tmp_path / "a", "coun", "ArrowDown", "Enter")["path"] == "/id/council"
    assert typed(f"{small_site}/", tmp_path / "b", "coun", "Enter")["path"] == "/search?q=coun"
    told = typed(f"{small_site}/", tmp_path / "c", "coun", "ArrowDown", "ArrowUp", "Enter")
    assert told["path"] == "/search?q=coun"
