"""How long the curator's check of one file takes, beside that of all files in the same run: the best of several.

One file is right, so that pySHACL need not be loaded; one breaks shapes. Processor time counts: others may be at work.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import copytree

from tests.support import ROOT

PASSAGE = Path("data") / "passages" / "greitens-2023"
TIMES = 5


def seconds(content: Path, *arguments: str) -> float:
    """Processor time of one check."""
    before = os.times()
    environment = {**os.environ, "CNSKG_CONTENT": str(content), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "cnskg", "check", *arguments]
    subprocess.run(command, cwd=content, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Print a table."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder)
        for name in ("ontology", "data", "shapes"):
            copytree(ROOT / name, content / name)
        first, second, *_ = sorted((content / PASSAGE).glob("*.ttl"))
        second.write_text(second.read_text(encoding="utf-8").replace("cns:sha256", "cns:x"), encoding="utf-8")
        lines = {"all files": ["data"], "one, right": [str(first)], "one, with a fault": [str(second)]}
        best = dict.fromkeys(lines, float("inf"))
        for _ in range(TIMES):
            for name, arguments in lines.items():
                best[name] = min(best[name], seconds(content, *arguments))
    for name, took in best.items():
        sys.stdout.write(f"{name:20} {took:6.2f} s  {took / best['all files']:5.2f} of the whole\n")


if __name__ == "__main__":
    main()
