"""How long a command takes to start, beside a bare interpreter in the same run: the best of several, as a ratio."""

from __future__ import annotations

import subprocess
import sys
import time

LINES = {
    "python -c pass": ["-c", "pass"],
    "import cnskg": ["-c", "import cnskg"],
    "import cnskg; cnskg.open": ["-c", "import cnskg; cnskg.open"],
    "cnskg --help": ["-m", "cnskg", "--help"],
    "cnskg query --help": ["-m", "cnskg", "query", "--help"],
    "cnskg check --help": ["-m", "cnskg", "check", "--help"],
    "cnskg serve --help": ["-m", "cnskg", "serve", "--help"],
    "cnskg validate --help": ["-m", "cnskg", "validate", "--help"],
}
TIMES = 9


def seconds(arguments: list[str]) -> float:
    """Wall time of one start."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def main() -> None:
    """Print a table."""
    best = dict.fromkeys(LINES, float("inf"))
    for _ in range(TIMES):  # in turn, so that a busy moment of the machine falls on all of them
        for name, arguments in LINES.items():
            best[name] = min(best[name], seconds(arguments))
    bare = best["python -c pass"]
    for name, took in best.items():
        sys.stdout.write(f"{name:24} {1000 * took:7.0f} ms  {took / bare:5.1f} x\n")


if __name__ == "__main__":
    main()
