"""The table of faults is whole: no gate of a registry lacks its fault, and no row has gone stale."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields

import pytest

from cnskg import errors
from cnskg.checks import registry
from cnskg.query import sandbox
from cnskg.settings import PACKAGE, Settings
from tests.faults.plant import Fault, faults
from tests.support import ROOT

FAULTS = faults()


def numbers() -> Iterator[str]:
    """Each named number of the package that is a limit, a threshold or a period: `limit: query.pool._TICK`."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                value = node.value
                if isinstance(value, ast.Constant) and type(value.value) in (int, float):
                    yield f"limit: {module}.{node.targets[0].id}"


def problems(root: type[errors.CnskgError] = errors.CnskgError) -> Iterator[str]:
    """Each kind of error in the tree: `problem: busy`."""
    yield f"problem: {root.kind}"
    for below in root.__subclasses__():
        if below.__module__.startswith("cnskg."):  # a test may have errors of its own
            yield from problems(below)


def settings() -> Iterator[str]:
    """Each setting: `setting: workers`."""
    yield from (f"setting: {one.name}" for one in fields(Settings))


def steps() -> Iterator[str]:
    """Each step that the build announces: `step: reasoning`. Those of validation are the groups of checks."""
    for node in ast.walk(ast.parse((PACKAGE / "release" / "build.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "step":
            yield f"step: {ast.literal_eval(node.args[0])}"
    yield from (f"group: {name}" for name in registry.GROUPS)


def rules() -> Iterator[str]:
    """Each system call that the filter of a worker knows: `sandbox: execve`."""
    yield from (f"sandbox: {name}" for _, calls in sandbox.MACHINES.values() for name in calls)


REGISTRIES = {"limits": numbers, "problems": problems, "settings": settings, "steps": steps, "rules": rules}


@pytest.mark.parametrize("registry", REGISTRIES)
def test_no_gate_lacks_its_fault(registry: str) -> None:
    """Whatever a registry holds has a fault in the table, planted for it and for nothing else."""
    gates = set(REGISTRIES[registry]())
    assert gates
    assert gates - {fault.gate for fault in FAULTS} == set()


def test_no_fault_is_for_a_gate_that_is_gone() -> None:
    """A gate that was renamed or removed takes its fault along."""
    known = {gate for registry in REGISTRIES.values() for gate in registry()}
    kinds = {"limit", "problem", "setting", "step", "group"}
    named = {fault.gate for fault in FAULTS if fault.gate.partition(":")[0] in kinds}
    assert {gate.partition(" (")[0] for gate in named} - known == set()


def test_each_gate_stands_once() -> None:
    """No two rows have one name, so that a line of the report says which."""
    assert [gate for gate, count in Counter(f.gate for f in FAULTS).items() if count > 1] == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.gate)
def test_the_row_fits(fault: Fault) -> None:
    """What the fault takes out stands once in its file, and the test that it names is there."""
    assert (ROOT / fault.file).read_text(encoding="utf-8").count(fault.find) == 1
    assert fault.put != fault.find
    name, _, rest = fault.test.partition("::")
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    assert rest.partition("[")[0] in {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
