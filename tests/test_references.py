"""What the pages and the code say of files, modules and names is so, also after something has moved."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Set
from pathlib import Path

import pytest

from cnskg.settings import PACKAGE
from tests.support import ROOT

PAGES = (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))
#: Where files are named: pages, what runs the checks, and the package with its comments and docstrings.
TEXTS = (*PAGES, ROOT / "Makefile", ROOT / ".ci" / "run", ROOT / "pyproject.toml", *PACKAGE.rglob("*.py"))
ROOMS = "|".join(sorted(p.parent.name for p in PACKAGE.glob("*/__init__.py")))
#: A path from the checkout, such as docs/modelling.md, or from the package, such as release/build.py; `*` is filled in.
PATH = re.compile(rf"(?<![\w/.<>-])(?:(?:cnskg|tests|docs)/[\w./*-]*[\w*/][<…]?|(?:{ROOMS})/[\w*]+\.(?:py|rule|ttl))")
#: A name with its module, such as `words.explanation`, or with its room, such as `release.folder`; no file's name.
DOTTED = re.compile(
    r"`([a-z_]+)\.(?!(?:py|pyi|bib|ttl|tll|nt|nq|trig|jsonld|toml|md|html|txt|json|css|js|tsv|csv|sqlite|owl|ofn|rq)`)(\w+)(?:\(\))?`"
)
#: An example on a page.
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
#: What only an installed package has, and what is planted in samples.
PACKED = ("cnskg/_content/", "docs/council.md")


def named_paths(text: str) -> Iterator[str]:
    """The paths that a text names; of one that is left open, such as docs/<topic>.md, the folder."""
    for path in PATH.findall(text):
        if not path.startswith(PACKED):
            yield path.rpartition("/")[0] if path.endswith(("<", "…")) else path


def exists(path: str) -> bool:
    """Whether there is such a file, from the checkout or from the package."""
    return any(any(root.glob(path.rstrip("/"))) for root in (ROOT, PACKAGE))


@pytest.fixture(scope="module")
def known() -> dict[str, set[str]]:
    """By module what its file defines or imports, by room its modules, and what the package itself offers."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        room, module = path.parent.name, path.stem
        found.setdefault(room, set()).add(module)
        body = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        found.setdefault(module, set()).update(_defined(body))
    offered = ast.walk(ast.parse((PACKAGE / "__init__.pyi").read_text(encoding="utf-8")))
    found["cnskg"].update(alias.name for node in offered if isinstance(node, ast.ImportFrom) for alias in node.names)
    return found


def _defined(nodes: Iterator[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def stale_paths(text: str) -> list[str]:
    """The paths that a text names and that are not there."""
    return [path for path in named_paths(text) if not exists(path)]


def variables(path: Path) -> set[str]:
    """The names that the examples of a page bind, in Python."""
    code = "".join(BLOCK.findall(path.read_text(encoding="utf-8"))) if path in PAGES else ""
    return set(_defined(ast.walk(ast.parse(code))))


def stale_names(text: str, known: dict[str, set[str]], bound: Set[str] = frozenset()) -> list[str]:
    """The names in a text whose module or room is not there, or does not hold them.

    What other packages hold is their own, and so is what the variables of a page's examples have.
    """
    found = [(a, b) for a, b in DOTTED.findall(text) if a not in bound and b not in known.get(a, set())]
    return [f"{a}.{b}" for a, b in found if a in known or not re.search(rf"\bimport\b.*\b{a}\b", text)]


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_what_is_named_is_there(path: Path, known: dict[str, set[str]]) -> None:
    """Each file, folder and module member that a text names exists."""
    text = path.read_text(encoding="utf-8")
    assert stale_paths(text) == []
    assert stale_names(text, known, variables(path)) == []


def test_enough_is_named() -> None:
    """The patterns find what the texts name: an empty list of finds would prove nothing."""
    found = [path for text in TEXTS for path in named_paths(text.read_text(encoding="utf-8"))]
    assert len(found) > 60
    assert {"cnskg/release/build.py", "release/build.py", "docs/modelling.md", "tests/regressions"} <= set(found)


STALE = [
    "see cnskg/handover.py",
    "`tests/reasoning/test_doors.py`",
    "docs/why.md",
    "checks/vocabulary.py",
    "cnskg/web/*.rb",
]


@pytest.mark.parametrize("text", STALE)
def test_a_stale_path_is_found(text: str) -> None:
    """What has moved or gone is told."""
    assert len(stale_paths(text)) == 1


@pytest.mark.parametrize("text", ["`clash.require`", "`derive.materialise`", "`release.sources`"])
def test_a_stale_name_is_found(text: str, known: dict[str, set[str]]) -> None:
    """A module that is gone is told, and so is a name that a module does not have."""
    assert len(stale_names(text, known)) == 1
    assert len(stale_names(text, known, {"kg", "laws"})) == 1
