"""Questions of our own to a store in this process: for commands and tests, never for what a stranger sends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from ..namespaces import PREFIXES
from ..rdf import Node
from . import binding

Row = dict[str, Node]


def ask_folder(folder: Path) -> Callable[..., list[Row]]:
    """Rows from a store folder, opened read-only."""
    return ask_store(ox.Store.read_only(str(folder)))


def ask_store(store: ox.Store) -> Callable[..., list[Row]]:
    """Rows from an open store: a function of a SELECT query and of values for some of its variables."""

    def ask(query: str, /, **values: binding.Value) -> list[Row]:
        solutions = store.query(binding.bind(query, values), prefixes=PREFIXES)
        if not isinstance(solutions, ox.QuerySolutions):
            raise ValueError("not a SELECT query")
        names = [v.value for v in solutions.variables]
        return [{n: row[n] for n in names if row[n] is not None} for row in solutions]

    return ask
