"""The SQLite file of an export: opened for one writer, and written in portions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from .. import namespaces as ns


def opened(path: Path) -> sqlite3.Connection:
    """A new file that only this process writes: no journal is needed, and what is put by for sorting goes to disk."""
    base = sqlite3.connect(path, isolation_level=None)
    for pragma in ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF", "temp_store = FILE"):
        base.execute(f"PRAGMA {pragma}")
    base.create_function("compact", 1, ns.compact, deterministic=True)
    return base


def insert(base: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]], at_once: int = 2000) -> None:
    """Write rows into a table, some at once, as many as fit well into memory."""
    left = iter(rows)
    while batch := list(islice(left, at_once)):
        base.execute("BEGIN")
        base.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(batch[0]))})', batch)
        base.execute("COMMIT")
