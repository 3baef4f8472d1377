"""Who may import whom: the web and the command line stand on top, each engine has its one place."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from cnskg.settings import PACKAGE

MODULES = sorted(PACKAGE.rglob("*.py"))
#: Third-party packages and the modules that may import them.
PLACES = {
    "flask": {"web"},
    "werkzeug": {"web"},
    "waitress": {"web"},
    "pyshacl": {"checks"},
    "owlready2": {"hermit.py", "handover.py"},
    "click": {"cli", "web"},
    "tqdm": {"cli"},
}
BASE = {"errors.py", "settings.py", "namespaces.py", "findings.py", "rdf.py", "nearest.py"}


def imports(path: Path) -> set[str]:
    """Names of the modules that a file imports: 'flask', '.errors', '..web'."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            module = (node.module or "").split(".")[0]
            if node.level:
                names = [module] if module else [alias.name for alias in node.names]
                found |= {"." * node.level + name for name in names}
            else:
                found.add(module)
    return found


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_engines_have_their_place(path: Path) -> None:
    """A third-party engine is imported only where it belongs."""
    for package, allowed in PLACES.items():
        if package in imports(path):
            assert place(path) in allowed


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_lower_never_imports_higher(path: Path) -> None:
    """Nothing but the command line and the server imports web or cli, and the base imports only the base."""
    used = {name.lstrip(".") for name in imports(path) if name.startswith(".")}
    if place(path) not in ("web", "cli", "__main__.py", "query"):
        assert not used & {"web", "cli"}
    if place(path) in BASE:
        assert used <= {name.removesuffix(".py") for name in BASE}


def test_modules_stay_small() -> None:
    """No module grows beyond what one can read in a sitting."""
    long = {p.name: n for p in MODULES if (n := len(p.read_text(encoding="utf-8").split("\n"))) > 320}
    assert long == {}
