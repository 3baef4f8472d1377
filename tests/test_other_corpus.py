"""Another corpus builds, serves and answers with the project's ontology and shapes, and carries nothing of ours."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from tests.support import ROOT
from tests.support.http import ask, fetch
from tests.support.service import running

FOLDER = Path("tests") / "corpora" / "northern-union"
README = (ROOT / FOLDER / "README.md").read_text(encoding="utf-8")
COMMANDS = "".join(re.findall(r"```sh\n(.*?)```", README, re.S))


def is_ours(node: object) -> bool:
    """Whether a node is a thing that some card describes."""
    return isinstance(node, ox.NamedNode) and node.value.startswith(ns.ID)


def solutions(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    """The rows of a query as text."""
    found = store.query(query, prefixes=ns.PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(value.value for value in row) for row in found]  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A copy of what the README's commands use, after they have run, and what they said; the service comes later."""
    place = tmp_path_factory.mktemp("checkout")
    for name in ("ontology", "shapes", FOLDER):
        shutil.copytree(ROOT / name, place / name)
    (place / "bin").mkdir()
    command = place / "bin" / "cnskg"  # the one of this checkout, whichever is installed
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cnskg "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    plain = {name: value for name, value in os.environ.items() if not name.startswith("CNSKG_")}
    path = {"PATH": f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    script = COMMANDS.replace("cnskg serve\n", "")
    done = subprocess.run(["bash", "-e", "-c", script], cwd=place, env=plain | path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return place / "northern", done.stdout


@pytest.mark.slow
def test_the_commands_of_its_readme_run(told: tuple[Path, str]) -> None:
    """Validation finds nothing, every passage is in its text, and the graph answers and explains."""
    said = told[1]
    for piece in (" 0 errors, 0 warnings", "6 of 6 passages verified", "id:nu-energy-security", "three-tasks"):
        assert piece in said
    assert "cnskg serve\n" in COMMANDS


@pytest.mark.slow
def test_it_carries_nothing_of_ours(told: tuple[Path, str]) -> None:
    """No link, card, question or name of this project stands in the release, in whatever graph.

    Stages of review are everybody's: the ontology itself declares them.
    """
    release = (told[0] / "build" / "current").resolve()
    store = ox.Store.read_only(str(release / "store"))
    graphs = {graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}
    assert ns.GRAPH_LINKS not in graphs
    assert {graph for graph in graphs if graph.startswith((ns.PSG, ns.BG))} == {
        f"{ns.PSG}three-tasks/p{number:03}" for number in range(1, 7)
    }
    cards = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "data" / "entities").glob("*.ttl"))
    named = {node.value.removeprefix(ns.ID) for quad in store for node in (quad.subject, quad.object) if is_ours(node)}
    assert named
    shared = {"reading-first", "reading-second", "reading-settled"}
    assert named & set(re.findall(r"^id:(\S+)", cards, re.M)) == shared
    described = "".join((release / name).read_text(encoding="utf-8") for name in ("void.ttl", "manifest.json"))
    assert "China" not in described
    assert "Security of the Northern Union" in described


@pytest.mark.slow
def test_its_questions_have_their_answers(told: tuple[Path, str]) -> None:
    """Its questions, asked of its release, give what they expect, an inferred one among them."""
    store = ox.Store.read_only(str(told[0] / "build" / "current" / "store"))
    asked = solutions(
        store,
        "SELECT ?query (GROUP_CONCAT(?row; separator='\\n') AS ?rows) "
        "{ GRAPH graph:questions { ?q cns:sparql ?query ; cns:expects ?row } } GROUP BY ?query",
    )
    assert len(asked) == 2
    for query, rows in asked:
        found = {" | ".join(map(ns.compact, row)) for row in solutions(store, query)}
        assert found == set(rows.split("\n"))


@pytest.mark.slow
def test_it_is_served(told: tuple[Path, str]) -> None:
    """The last command of the README serves it: pages under its own title, and answers."""
    folder = {"content": told[0] / "content", "build": told[0] / "build"}
    with running("cnskg", "serve", **folder) as service:
        query = "ASK { id:commission-of-the-union a cns:InternationalOrgan ; cns:organOf id:northern-union }"
        answer = ask(service.url, query, "application/sparql-results+json")
        front = fetch(urllib.request.Request(f"{service.url}/", headers={"Accept": "text/html"}))
    assert answer.json["boolean"] is True
    page = front.body.decode()
    assert "<h1>Security of the Northern Union</h1>" in page
    assert "passages of 1 document " in page
    assert "China" not in page
