"""Without the extra `build`, one still asks, explains, serves and keeps releases; what needs it says so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cnskg.cli.edge import EXTRA
from tests.support.content import Small

#: An interpreter in which what the extra brings is not installed.
WITHOUT = f"""
import sys
class Missing:
    def find_spec(self, name, *_):
        if name.partition(".")[0] in {EXTRA!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Missing())
"""


def light(code: str) -> subprocess.CompletedProcess[str]:
    """Python code where the extra is not installed."""
    return subprocess.run([sys.executable, "-c", WITHOUT + code], capture_output=True, text=True)


def command(*words: str) -> subprocess.CompletedProcess[str]:
    """A command line where the extra is not installed."""
    return light(f"from cnskg.cli import run; sys.exit(run({list(words)!r}))")


@pytest.mark.parametrize(
    "line",
    ["query -e ASK{}", "explain id:council a cns:StateOrgan", "releases", "settings", "find council", "check",
     "reason --no-referee", "prune --keep 3"],
)  # fmt: skip
def test_what_needs_no_more(line: str, small: Small) -> None:
    """Asking, explaining, finding, checking and keeping releases need neither Java nor a validator."""
    done = command(*line.split())
    assert done.returncode == 0, done.stderr


def test_a_release_is_served(small: Small) -> None:
    """The whole service comes up and answers."""
    done = light(
        "from cnskg.settings import load; from cnskg.web import create_app, server; app = create_app(load(workers=1));"
        "print(app.test_client().get('/sparql?query=ASK%7B%7D').status_code); app.extensions['cnskg'].close()"
    )
    assert done.stdout == "200\n", done.stderr


@pytest.mark.parametrize("line", ["build", "validate", "reason", "serve --port 0 --build-if-stale"])
def test_what_needs_the_extra_says_so(line: str, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One message names what to install, or where else a release comes from."""
    if line.startswith("serve"):
        monkeypatch.setenv("CNSKG_BUILD", str(tmp_path / "empty"))
    done = command(*line.split())
    assert done.returncode == 2
    assert "pip install 'cnskg[build]'" in done.stderr
    assert "cnskg unpack" in done.stderr
    assert "fault of ours" not in done.stderr
