"""The tests' own plumbing: shared code is imported in one way, from one place."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.support import ROOT

TESTS = ROOT / "tests"


def test_no_file_is_loaded_under_two_names() -> None:
    """No module is there twice, with two copies of each class and each constant."""
    files = [Path(m.__file__) for m in list(sys.modules.values()) if getattr(m, "__file__", None)]
    ours = Counter(path for path in files if path.is_relative_to(TESTS))
    assert ours[Path(__file__)] == 1
    assert {path.name: count for path, count in ours.items() if count > 1} == {}


@pytest.mark.parametrize("path", sorted(TESTS.rglob("conftest.py")), ids=lambda p: p.parent.name)
def test_conftests_hold_fixtures_only(path: Path) -> None:
    """What is not a fixture stands in tests/support, where any test can import it."""
    body = ast.parse(path.read_text(encoding="utf-8")).body[1:]
    others = [n for n in body if not isinstance(n, ast.Import | ast.ImportFrom | ast.FunctionDef)]
    functions = [n for n in body if isinstance(n, ast.FunctionDef)]
    assert others == []
    assert [f.name for f in functions if not any("fixture" in ast.unparse(d) for d in f.decorator_list)] == []


def test_helpers_are_imported_by_their_whole_name() -> None:
    """No test imports from a conftest, from another test file, or by a relative name."""
    wrong = []
    for path in TESTS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                name = "." * node.level + (node.module or "")
                last = name.rpartition(".")[2]
                if node.level or (name.startswith("tests.") and (last == "conftest" or last.startswith("test_"))):
                    wrong.append(f"{path.relative_to(TESTS)}:{node.lineno} {name}")
    assert wrong == []
