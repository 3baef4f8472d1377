"""The pages in a real browser: they load nothing from elsewhere, log no error, and show hanzi."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

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
    "path", ["/", "/id/political-security", "/query", "/search?q=安全", "/ontology", "/pictures/network"]
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
