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
    "waitress": {"serve.py"},
    "pyshacl": {"validate.py"},
    "owlready2": {"hermit.py", "handover.py"},
    "click": {"cli", "serve.py"},
    "tqdm": {"cli"},
}
BASE = {"errors.py", "settings.py", "namespaces.py", "calendar.py", "text.py"}


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


#: From facts to what follows; and from there to why. The first knows nothing of the second.
DERIVING = ("axioms", "ruleset", "engine", "facts", "materialise", "handover", "hermit")
EXPLAINING = ("proofs", "explain", "whynot", "inferences", "names", "words", "forms", "clash", "lookup", "doors")


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
    if place(path) not in ("web", "cli", "serve.py", "__main__.py"):
        assert not used & {"web", "cli"}
    if place(path) in BASE:
        assert used <= {name.removesuffix(".py") for name in BASE}


@pytest.mark.parametrize("name", DERIVING)
def test_deriving_knows_nothing_of_explaining(name: str) -> None:
    """What follows is found without a word on why, or on how a contradiction is told; explaining builds on it."""
    used = {module.lstrip(".") for module in imports(PACKAGE / f"{name}.py")}
    assert not used & {*EXPLAINING, "validate", "check"}


@pytest.mark.parametrize("name", DERIVING + EXPLAINING)
def test_reasoning_has_no_import_to_hide(name: str) -> None:
    """Its modules form no circle, so each imports all of ours at its top."""
    tree = ast.parse((PACKAGE / f"{name}.py").read_text(encoding="utf-8"))
    inner = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.level and n not in tree.body]
    assert inner == []


def test_modules_stay_small() -> None:
    """No module grows beyond what one can read in a sitting."""
    long = {p.name: n for p in MODULES if (n := len(p.read_text(encoding="utf-8").split("\n"))) > 320}
    assert long == {}
