"""`cnskg --help` took twenty-five times as long as Python itself, and `cnskg serve` loaded the reasoner.

Every command was imported to list it, and with them every engine, the validator and the web framework. A command is
imported when it is called, and imports what it needs.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"rdflib", "pyshacl", "owlready2", "flask", "waitress", "pyoxigraph", "rapidfuzz", "tqdm", "prometheus_client"}
#: A command line, and those of the heavy packages that it may load.
LINES = {
    "--help": set(),
    "--version": set(),
    "no-such-command": set(),
    "settings": {"pyoxigraph", "rapidfuzz"},
    "query --help": {"pyoxigraph", "rapidfuzz"},
    "explain --help": {"pyoxigraph", "rapidfuzz", "tqdm"},
    "new --help": {"pyoxigraph", "rapidfuzz"},
    "fmt --help": {"pyoxigraph", "rapidfuzz"},
    "check --help": {"pyoxigraph", "rapidfuzz"},
    "names --help": {"pyoxigraph", "rapidfuzz"},
    "fmt --check": {"pyoxigraph", "rapidfuzz"},
    "check data/documents.ttl": {"pyoxigraph", "rapidfuzz"},
    "find security": {"pyoxigraph", "rapidfuzz"},
}


def loaded(line: str, before: str = "") -> set[str]:
    """The heavy packages that a fresh interpreter has loaded after some code and a command line."""
    told = "print('\\n' + ' '.join(sys.modules))"
    code = f"import sys; from cnskg.cli import run\n{before}\ntry: run({line.split()!r})\nfinally: {told}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return HEAVY & set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("line", LINES)
def test_imports_what_it_needs(line: str) -> None:
    """A command line loads no engine that it does not use."""
    assert loaded(line) <= LINES[line]


def test_serving_a_finished_release_needs_no_reasoner(tmp_path: Path) -> None:
    """A service on a release that is there loads its engine and Flask, and nothing that only a build needs."""
    (tmp_path / "current").mkdir()
    found = loaded(f"serve --build {tmp_path}", "from cnskg.web import server; server.main = lambda settings: 0")
    assert {"flask", "pyoxigraph"} <= found
    assert not {"owlready2", "pyshacl", "rdflib"} & found
