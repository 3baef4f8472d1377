"""Tables as CSV: of each column with nodes the names and the IRIs, several of one cell in one order."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox
from flask import Response

from ..rdf import Node
from .naming import Names

#: A row by column: nodes, or a text.
Row = Mapping[str, Sequence[Node] | str]


def as_csv(columns: Sequence[str], rows: Iterable[Row], names: Names, plain: Iterable[str] = ()) -> Response:
    """A table; columns that are `plain` hold texts alone."""
    texts = set(plain)
    file = io.StringIO()
    write = csv.writer(file).writerow
    write([head for column in columns for head in ([column] if column in texts else [column, f"{column}_iri"])])
    for row in rows:
        write([cell for column in columns for cell in _cells(row.get(column, ()), column in texts, names)])
    return Response(file.getvalue(), content_type="text/csv; charset=utf-8")


def _cells(held: Sequence[Node] | str, plain: bool, names: Names) -> list[str]:
    if isinstance(held, str):
        return [held] if plain else [held, ""]
    texts = "; ".join(_text(node, names) for node in held)
    return [texts] if plain else [texts, " ".join(node.value for node in held if isinstance(node, ox.NamedNode))]


def _text(node: Node, names: Names) -> str:
    return str(node) if isinstance(node, ox.BlankNode) else names.of(node).text


def iris(rows: Iterable[Row]) -> set[str]:
    """The IRIs in rows, which have names."""
    cells = (cell for row in rows for cell in row.values() if not isinstance(cell, str))
    return {node.value for cell in cells for node in cell if isinstance(node, ox.NamedNode)}
