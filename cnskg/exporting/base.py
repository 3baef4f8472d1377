"""The SQLite file of an export: opened for one writer, and written in portions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from .. import namespaces as ns


class Base(sqlite3.Connection):
    """A connection that tells what ended a function of ours, such as Ctrl-C: SQLite says that one failed, not why."""

    ended: BaseException | None = None

    def add_function(self, name: str, work: Callable[[str], str]) -> None:
        """A function of one value for statements."""

        def kept(value: str) -> str:
            try:
                return work(value)
            except BaseException as why:
                self.ended = why
                raise

        self.create_function(name, 1, kept, deterministic=True)

    def execute(self, *words: Any) -> sqlite3.Cursor:
        """As ever, but with the error of the function."""
        try:
            return super().execute(*words)
        except sqlite3.Error:
            why, self.ended = self.ended, None
            if why is None:
                raise
            raise why from None


def opened(path: Path) -> sqlite3.Connection:
    """A new file that only this process writes: no journal is needed, and what is put by for sorting goes to disk."""
    base = sqlite3.connect(path, isolation_level=None, factory=Base)
    for pragma in ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF", "temp_store = FILE"):
        base.execute(f"PRAGMA {pragma}")
    base.add_function("compact", ns.compact)
    return base


def insert(base: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]], at_once: int = 2000) -> None:
    """Write rows into a table, some at once, as many as fit well into memory."""
    left = iter(rows)
    while batch := list(islice(left, at_once)):
        base.execute("BEGIN")
        base.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(batch[0]))})', batch)
        base.execute("COMMIT")
