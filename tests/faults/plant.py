"""Plant each fault of the table in a copy of the project, and see its test go red.

`python -m tests.faults.plant [WORD]` takes the faults whose gate holds WORD, or all. Exit code 1 where a fault is not
caught, or a test fails without one. A copy uses the releases of this checkout, so that a fault in what only reads them
builds none; `make build` before makes the one of the present files.
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

from tests.support import ROOT, own_build

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
    lend(target, (own_build.THEIRS, own_build.OURS.build))
    return target


def lend(tree: Path, builds: Iterable[Path]) -> None:
    """Let a copy use the releases of build folders, by their digests: it takes the one of its own files, if any."""
    shelf = tree / "build" / "releases"
    shelf.mkdir(parents=True)
    for release in (path for build in builds for path in (build / "releases").glob("[0-9a-f]*")):
        if release.is_dir() and not (shelf / release.name).exists():
            (shelf / release.name).symlink_to(release.resolve())


def outcome(tree: Path, tests: Iterable[str]) -> str:
    """How tests end in a tree: green, red, or hung. Raises RuntimeError where they cannot be run."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    environment["CNSKG_BUILD"] = str(tree / "build")
    try:
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return "hung"
    if done.returncode not in (0, 1):
        raise RuntimeError(f"pytest ended with {done.returncode}: {(done.stdout + done.stderr)[-800:]}")
    return "red" if done.returncode else "green"


def planted(tree: Path, fault: Fault) -> str:
    """How the named test ends with the fault in the tree, which is mended again."""
    path = tree / fault.file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(fault.find, fault.put, 1), encoding="utf-8")
    try:
        return outcome(tree, [fault.test])
    finally:
        path.write_text(text, encoding="utf-8")


def main(wanted: str = "") -> int:
    """Print a line for each fault, then the figures; the exit code."""
    chosen = [fault for fault in faults() if wanted in fault.gate]
    with tempfile.TemporaryDirectory(prefix="cnskg-faults-") as folder:
        trees: queue.SimpleQueue[Path] = queue.SimpleQueue()
        for number in range(AT_ONCE):
            trees.put(copy(Path(folder) / str(number)))

        def one(fault: Fault) -> tuple[Fault, str, float]:
            tree, began = trees.get(), time.monotonic()
            try:
                return fault, planted(tree, fault), time.monotonic() - began
            finally:
                trees.put(tree)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            sound = outcome(copy(Path(folder) / "sound"), sorted({f.test for f in chosen})) == "green"
            missed = 0
            for fault, end, seconds in pool.map(one, chosen):
                missed += end == "green"
                word = {"red": "caught", "green": "MISSED"}.get(end, end)
                sys.stdout.write(f"{word}  {seconds:5.1f} s  {fault.gate}  ({fault.test})\n")
                sys.stdout.flush()
    sys.stdout.write(f"{len(chosen)} faults, {len(chosen) - missed} caught, {missed} missed; ")
    sys.stdout.write(f"without a fault all tests {'pass' if sound else 'DO NOT pass'}\n")
    return int(missed > 0 or not sound)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
