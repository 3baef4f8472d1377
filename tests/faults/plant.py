"""Plant each fault of the table in a copy of the project, and see its test go red.

`python -m tests.faults.plant [WORD]` takes the faults whose gate holds WORD, or all. Exit code 1 where a fault is not
caught, or a test fails without one.
"""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.support import ROOT

TABLE = Path(__file__).with_name("faults.toml")
TOPS = (".ci", "cnskg", "tests", "ontology", "data", "shapes", "docs", "pyproject.toml", "README.md", "CONTRIBUTING.md",
        "CHANGELOG.md", "CITATION.cff", "Makefile", "constraints.txt", "LICENSE", "LICENSE-DATA")  # fmt: skip
LONGEST = 300  # seconds for one test; a fault that makes it hang is caught by that
AT_ONCE = 2


@dataclass(frozen=True)
class Fault:
    """One fault: the gate that it takes away, where, and the test that must notice."""

    gate: str
    file: str
    find: str
    put: str
    test: str


def faults() -> list[Fault]:
    """The table."""
    return [Fault(**row) for row in tomllib.loads(TABLE.read_text(encoding="utf-8"))["fault"]]


def copy(target: Path) -> Path:
    """The project without what is made of it."""
    for top in TOPS:
        source = ROOT / top
        if source.is_dir():
            shutil.copytree(source, target / top, ignore=shutil.ignore_patterns("__pycache__", "_content"))
        elif source.exists():
            shutil.copy(source, target / top)
    return target


def red(tree: Path, tests: Iterable[str]) -> bool:
    """Whether one of the tests fails in a tree. Raises RuntimeError where they cannot be run."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return True
    if done.returncode not in (0, 1):
        raise RuntimeError(f"pytest ended with {done.returncode}: {done.stdout[-800:]}")
    return done.returncode == 1


def caught(tree: Path, fault: Fault) -> bool:
    """Whether the named test goes red with the fault in the tree, which is mended again."""
    path = tree / fault.file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(fault.find, fault.put, 1), encoding="utf-8")
    try:
        return red(tree, [fault.test])
    finally:
        path.write_text(text, encoding="utf-8")


def main(wanted: str = "") -> int:
    """Print a line for each fault, then the figures; the exit code."""
    chosen = [fault for fault in faults() if wanted in fault.gate]
    with tempfile.TemporaryDirectory(prefix="cnskg-faults-") as folder:
        trees: queue.SimpleQueue[Path] = queue.SimpleQueue()
        for number in range(AT_ONCE):
            trees.put(copy(Path(folder) / str(number)))

        def one(fault: Fault) -> tuple[Fault, bool, float]:
            tree, began = trees.get(), time.monotonic()
            try:
                return fault, caught(tree, fault), time.monotonic() - began
            finally:
                trees.put(tree)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            sound = not red(copy(Path(folder) / "sound"), sorted({f.test for f in chosen}))
            missed = 0
            for fault, is_caught, seconds in pool.map(one, chosen):
                missed += not is_caught
                sys.stdout.write(
                    f"{'caught' if is_caught else 'MISSED'}  {seconds:5.1f} s  {fault.gate}  ({fault.test})\n"
                )
                sys.stdout.flush()
    sys.stdout.write(f"{len(chosen)} faults, {len(chosen) - missed} caught, {missed} missed; ")
    sys.stdout.write(f"without a fault all tests {'pass' if sound else 'DO NOT pass'}\n")
    return int(missed > 0 or not sound)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
