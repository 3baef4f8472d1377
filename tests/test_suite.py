"""The tests' own plumbing: shared code is imported in one way, from one place."""

from __future__ import annotations

import ast
import socket
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.canary import Canary
from tests.support.network import REACHING

TESTS = ROOT / "tests"


def test_no_file_is_loaded_under_two_names() -> None:
    """No module is there twice, with two copies of each class and each constant."""
    files = [Path(m.__file__) for m in list(sys.modules.values()) if getattr(m, "__file__", None)]
    ours = Counter(path for path in files if path.is_relative_to(TESTS))
    assert ours[Path(__file__)] == 1
    assert {path.name: count for path, count in ours.items() if count > 1} == {}


@pytest.mark.parametrize("path", sorted(TESTS.rglob("conftest.py")), ids=lambda p: p.parent.name)
def test_conftests_hold_fixtures_only(path: Path) -> None:
    """What is no fixture, and no hook that pytest calls, stands in tests/support, where any test can import it."""
    body = ast.parse(path.read_text(encoding="utf-8")).body[1:]
    others = [n for n in body if not isinstance(n, ast.Import | ast.ImportFrom | ast.FunctionDef)]
    functions = [n for n in body if isinstance(n, ast.FunctionDef) and not n.name.startswith("pytest_")]
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


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "example.invalid"])
@pytest.mark.parametrize("method", REACHING)
def test_no_test_reaches_the_network(method: str, address: str) -> None:
    """A connection or a packet to another machine fails the test that sends it, whatever catches errors on the way."""
    with socket.socket(type=socket.SOCK_DGRAM) as channel, pytest.raises(pytest.fail.Exception, match=address):
        getattr(channel, method)(*[b"x"] * (method == "sendto"), (address, 9))


def test_this_machine_may_be_reached() -> None:
    """A service on loopback can be asked."""
    with Canary() as canary, socket.create_connection(("127.0.0.1", canary.port)) as channel:
        assert channel.getpeername() == ("127.0.0.1", canary.port)


def test_a_test_that_hangs_is_ended(request: pytest.FixtureRequest) -> None:
    """Each test has a time within which it ends, and a mark where it needs longer."""
    assert 60 <= float(request.config.getini("timeout")) <= 600
    assert request.config.pluginmanager.hasplugin("timeout")


def test_what_runs_alone_is_run() -> None:
    """`make test` looks for tests that run alone in tests/hostile, and there are some."""
    marked = {path.parent for path in TESTS.rglob("test_*.py") if "@pytest.mark." + "alone" in path.read_text("utf-8")}
    assert marked == {TESTS / "hostile"}
