"""A command imports what it needs and nothing else: help knows no engine, a query no reasoner and no validator."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cnskg.cli import COMMANDS, cli

HEAVY = {"rdflib", "pyshacl", "owlready2", "flask", "waitress", "pyoxigraph", "rapidfuzz", "tqdm", "prometheus_client"}
HEAVY.add("mcp")
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
    "names --help": {"pyoxigraph", "rapidfuzz"},
    "check --help": {"pyoxigraph", "rapidfuzz"},
    "mcp --help": {"pyoxigraph", "rapidfuzz"},
    "fmt --check": {"pyoxigraph", "rapidfuzz"},
    "check data/documents.ttl": {"pyoxigraph", "rapidfuzz", "rdflib", "pyshacl"},
    "find security": {"pyoxigraph", "rapidfuzz"},
}


def loaded(line: str) -> set[str]:
    """The heavy packages that a fresh interpreter has loaded after a command line."""
    code = f"import sys; from cnskg.cli import run; run({line.split()!r}); print('\\n' + ' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return HEAVY & set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("line", LINES)
def test_imports_what_it_needs(line: str) -> None:
    """A command line loads no engine that it does not use."""
    assert loaded(line) <= LINES[line]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_is_true(name: str) -> None:
    """Each name in the list leads to the command of that name, which explains itself at length."""
    with cli.make_context("cnskg", ["--help"], resilient_parsing=True) as context:
        command = cli.get_command(context, name)
    assert command is not None
    assert command.name == name
    assert command.help
    assert COMMANDS[name].help.endswith(".")
