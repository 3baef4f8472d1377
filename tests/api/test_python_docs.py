"""The page and the notebook on Python run as they stand, on the release of the real files.

The cells of the notebook are run here one after the other: they are plain Python, and a kernel with its client, as
nbclient takes, would bring some thirty packages to test nothing more.
"""

from __future__ import annotations

import ast
import json
import re
from typing import Any

import pytest

import cnskg
from cnskg.release.folder import Release
from tests.support import ROOT

PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.S)
NOTEBOOK = json.loads((ROOT / "docs" / "python.ipynb").read_text(encoding="utf-8"))
CELLS = ["".join(cell["source"]) for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]


def run(pieces: list[str]) -> dict[str, Any]:
    """What pieces of code leave behind, run in turn; the last value of each is looked at, as notebooks do."""
    known: dict[str, Any] = {}
    for piece in pieces:
        tree = ast.parse(piece)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "<piece>", "exec"), known)
        if last is not None:
            shown = eval(compile(ast.Expression(last.value), "<piece>", "eval"), known)
            assert shown is None or repr(shown)
    known["kg"].close()
    return known


@pytest.mark.slow
def test_the_page_runs(real: Release) -> None:
    """Each block of docs/python.md runs after those before it, and finds what it says."""
    known = run(BLOCKS)
    assert len(known["laws"]) > 10
    assert known["xi"].claims
    assert known["why"].holds
    assert known["network"].number_of_edges() > 10


@pytest.mark.slow
def test_the_notebook_runs(real: Release) -> None:
    """Each cell of the notebook runs after those before it, and finds what it says."""
    known = run(CELLS)
    assert known["denied"]
    assert known["stated"]
    assert len(known["graph"]) > 20


def test_the_notebook_keeps_no_answers() -> None:
    """The notebook is kept without output, which would be of another release by tomorrow."""
    assert all(not cell["outputs"] for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code")


def test_the_page_names_what_there_is() -> None:
    """Whatever the page calls `cnskg.…` is offered."""
    named = set(re.findall(r"`cnskg\.([A-Za-z]+)", PAGE))
    assert named
    assert named <= set(dir(cnskg))
