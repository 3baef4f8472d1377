"""A real service in a process of its own, on a free port of this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cnskg.settings import env_name
from tests.support.own_build import OURS

#: the module that serves, as `python -m` runs it
MODULE = "cnskg.web.server"
#: seconds within which a service starts, or says why it cannot, on a busy machine too
START_S = 60.0


@dataclass(frozen=True)
class Service:
    """A running service."""

    url: str
    process: subprocess.Popen[str]

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return self.process.pid


@contextmanager
def running(*words: str, log: Path = Path(os.devnull), ulimit: str = "", **settings: Any) -> Iterator[Service]:
    """The service from its first line of output to the end of the block; `words` instead of the module if given.

    What it logs goes to `log`; `ulimit` are words for the shell's command of that name.
    """
    command = _command(words)
    if ulimit:
        command = ["sh", "-c", f'ulimit {ulimit} && exec "$@"', "sh", *command]
    with log.open("w", encoding="utf-8") as lines:
        process = subprocess.Popen(command, env=_environment(settings), stdout=subprocess.PIPE, stderr=lines, text=True)
    try:
        yield Service(_address(process), process)
    finally:
        process.terminate()
        process.communicate(timeout=60)


def refusal(*words: str, **settings: Any) -> subprocess.CompletedProcess[str]:
    """Exit code and output of a service that cannot start."""
    return subprocess.run(
        _command(words), env=_environment(settings), capture_output=True, text=True, timeout=START_S, check=False
    )


def _command(words: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", *(words or (MODULE,))]


def _environment(settings: dict[str, Any]) -> dict[str, str]:
    """The environment with these settings alone; by default any port, no rate limit, the tests' build, and time."""
    given = {"port": 0, "rate": 0, "build": OURS.build, "deadline_s": OURS.deadline_s} | settings
    plain = {name: value for name, value in os.environ.items() if not name.startswith("CNSKG_")}
    return plain | {env_name(name): str(value) for name, value in given.items()}


def _address(process: subprocess.Popen[str]) -> str:
    """The URL that a service prints as soon as it listens."""
    assert process.stdout is not None
    timer = threading.Timer(START_S, process.kill)
    timer.start()
    line = process.stdout.readline()
    timer.cancel()
    assert line.startswith("Open http://"), f"the service did not start: {line!r}"
    return line.split()[1].rstrip("/")
