"""What a command line gives when the tests run it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


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
