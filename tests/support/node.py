"""The one client in JavaScript, Comunica, run by the Node.js of a wheel.

`python -m tests.support.node` (as `make clients` does) installs what tests/clients/package-lock.json pins into
tests/clients/node_modules, and fails where that fails.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from frontend import bundle
from tests.support import ROOT

FOLDER = ROOT / "tests" / "clients"
#: npm writes it last, so it is there only after a whole installation
INSTALLED = FOLDER / "node_modules" / ".package-lock.json"
#: tests that need it; `make test` installs it before, and stops where it cannot
needed = pytest.mark.skipif(not INSTALLED.exists(), reason="Comunica is not installed: `make clients` does that")


def run(code: str, *arguments: str) -> str:
    """What a module of JavaScript prints, given its text; its imports, if any, come from tests/clients/node_modules."""
    words = [bundle.node(), "--input-type=module", "-", *arguments]
    done = subprocess.run(words, cwd=FOLDER, input=code, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    return done.stdout


if __name__ == "__main__":
    sys.exit(bundle.npm_ci(FOLDER))
