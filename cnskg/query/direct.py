"""Questions of our own to a store in this process: for commands and tests, never for what a stranger sends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from ..namespaces import PREFIXES, compact
from ..rdf import Node
from . import binding

Row = dict[str, Node]


def open_folder(folder: Path) -> ox.Store:
    """The store in a folder, to be read only."""
    return ox.Store.read_only(str(folder))


def ask_folder(folder: Path) -> Callable[..., list[Row]]:
    """Rows from a store folder, opened read-only."""
    return ask_store(open_folder(folder))


def ask_store(store: ox.Store) -> Callable[..., list[Row]]:
    """Rows from an open store: a function of a SELECT query and of values for some of its variables."""

    def ask(query: str, /, **values: binding.Value) -> list[Row]:
        solutions = store.query(binding.bind(query, values), prefixes=PREFIXES)
        if not isinstance(solutions, ox.QuerySolutions):
            raise ValueError("not a SELECT query")
        names = [v.value for v in solutions.variables]
        return [{n: row[n] for n in names if row[n] is not None} for row in solutions]

    return ask


def answer(store: ox.Store, query: str) -> list[str]:
    """The rows of a SELECT or the word of an ASK, sorted, as the files of the competency questions write them."""
    found = store.query(query, prefixes=PREFIXES)
    if isinstance(found, ox.QueryBoolean):
        return [str(bool(found)).lower()]
    if not isinstance(found, ox.QuerySolutions):
        raise ValueError("neither a SELECT nor an ASK query")
    names = [v.value for v in found.variables]
    return sorted(" | ".join(cell(row[name]) for name in names) for row in found)


def cell(value: Node | ox.BlankNode | ox.Triple | None) -> str:
    """A value as the expected rows write it: a CURIE, or the text of a literal; nothing where it is unbound."""
    if value is None:
        return ""
    return compact(value.value) if isinstance(value, ox.NamedNode) else str(value.value)


def complaint(query: str) -> str:
    """What the engine says against a query; nothing where it takes it. Nothing is read, and nobody is called."""
    try:
        ox.Store().query(query, prefixes=PREFIXES)
    except SyntaxError as error:
        return str(error)
    return ""
