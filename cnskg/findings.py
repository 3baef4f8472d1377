"""A finding: one thing wrong with one file, as every check tells it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One thing wrong with one file: where, which rule, what was expected, how to mend it."""

    file: str
    line: int
    rule: str
    message: str
    hint: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        mend = f"\n  {self.hint}" if self.hint else ""
        return f"{where}: {self.severity}: {self.message} [{self.rule}]{mend}"
