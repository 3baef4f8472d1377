"""A command line, run in this process: what it gave."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

from cnskg import cli


@dataclass(frozen=True)
class Outcome:
    """What a command line gave."""

    code: int
    out: str
    err: str

    @property
    def both(self) -> str:
        """Output and errors."""
        return self.out + self.err


Cli = Callable[..., Outcome]


def call(*arguments: str) -> Outcome:
    """Run a command line: exit code, output, errors."""
    out, err = _stream("strict"), _stream("backslashreplace")
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = cli.run(list(arguments))
        except SystemExit as stop:
            code = int(stop.code or 0)
    return Outcome(code, _text(out), _text(err))


def _stream(errors: str) -> io.TextIOWrapper:
    """A stream that takes text and bytes, as those of a process do."""
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors=errors, newline="")


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
