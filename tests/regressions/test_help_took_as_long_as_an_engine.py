"""`cnskg --help` took twenty-five times as long as Python itself, and `cnskg serve` loaded the reasoner to serve.

Every command was imported to list it, and with them every engine, the validator and the web framework. A command is
imported when it is called, and imports what it needs. Modules are counted here, since times differ by machine.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

#: Modules that Python loads by itself are some thirty, help needs some 110, and all commands together 540.
MOST_FOR_HELP = 200


def modules(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after some code."""
    told = f"import sys\ntry:\n {code}\nfinally:\n print('\\n' + ' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_help_loads_little() -> None:
    """The list of commands needs the table of their names, and no command."""
    found = modules("from cnskg.cli import run; run(['--help'])")
    assert "cnskg.cli" in found
    assert len(found) < MOST_FOR_HELP


def test_serving_a_finished_release_needs_no_reasoner(tmp_path: Path) -> None:
    """A service on a release that is there loads its engine and Flask, and nothing that only a build needs."""
    (tmp_path / "current").mkdir()
    stub = "from cnskg.web import server; server.main = lambda settings: 0"
    found = modules(f"{stub}; from cnskg.cli import run; run(['serve', '--build', {str(tmp_path)!r}])")
    assert {"flask", "pyoxigraph", "cnskg.cli.serving"} <= found
    assert {"owlready2", "pyshacl", "rdflib", "cnskg.release.build"} & found == set()
