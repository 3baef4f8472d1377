"""A complete answer to a query, as bytes or as terms."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, cast

import pyoxigraph as ox

from ..errors import QueryError
from ..rdf import Node
from .formats import Format

CHUNK = 1 << 16  # bytes read at a time

#: What a SELECT with a filled cell has in it, by the format: in two of them all that is not a bound of a cell.
_FILLED = {
    "application/sparql-results+json": re.compile(rb'"bindings":.*"value"', re.DOTALL),
    "application/sparql-results+xml": re.compile(rb"<binding"),
    "text/csv": re.compile(rb'\n[^\n]*[^,"\r\n]'),
    "text/tab-separated-values": re.compile(rb"\n[^\n]*[^\t\r\n]"),
}

#: The column in which Virtuoso 7 answers ASK: one row with a 1 for yes, no row for no.
_YES_COLUMN = "__ASK_RETVAL"

#: One row of an answer: the variables that it binds, and their terms.
Row = dict[str, Node]


@dataclass
class Result:
    """One complete answer: a file positioned at its start, and what is known of it. Close it when read."""

    file: IO[bytes]
    size: int  # of the file, and so without the format's head
    rows: int
    format: Format
    form: str  # rows, boolean or graph
    elapsed: float  # seconds
    missing_graphs: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)

    @property
    def media_type(self) -> str:
        return self.format.media_type

    def chunks(self) -> Iterator[bytes]:
        """The bytes, a bounded buffer at a time; closes the file at the end."""
        with self.file:
            if self.format.head:
                yield self.format.head
            while part := self.file.read(CHUNK):
                yield part

    def read(self) -> bytes:
        """All the bytes."""
        return b"".join(self.chunks())

    def table(self, most: int | None = None) -> tuple[list[str], Iterator[Row]]:
        """The columns of a SELECT in SPARQL JSON, and its rows, for which the file is read as they are taken.

        With `most`, only the rows that are whole within so many bytes. Raises QueryError for another form of query.
        """
        found = self._parsed(self.file if most is None else cast(IO[bytes], Window(self.file, most)))
        if not isinstance(found, ox.QuerySolutions):
            raise QueryError("the answer has no rows", hint="Ask with SELECT.")
        names = [variable.value for variable in found.variables]
        rows = found if most is None or self.size <= most else _whole(found)
        return names, ({name: value for name in names if (value := row[name]) is not None} for row in rows)

    def truth(self) -> bool:
        """The word of an ASK in SPARQL JSON. Raises QueryError for another form of query."""
        found = self._parsed(self.file)
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        if [variable.value for variable in found.variables] != [_YES_COLUMN]:
            raise QueryError("the answer is no yes or no", hint="Ask with ASK.")
        return any(str(getattr(row[0], "value", "")) == "1" for row in found)

    def nothing(self) -> bool:
        """Whether nothing was found: no row, no triple, or no for an ASK. The file stays at its start."""
        if self.form != "boolean":
            return self.rows == 0
        said = self.file.read()
        self.file.seek(0)
        return b"true" not in said.lower()

    def bare(self) -> bool:
        """Whether a SELECT gave rows in which no cell is filled, as far as a short answer shows it."""
        filled = _FILLED.get(self.format.engine)
        if filled is None or self.size > CHUNK:
            return False
        said = self.file.read()
        self.file.seek(0)
        return filled.search(said) is None

    def _parsed(self, file: IO[bytes]) -> ox.QuerySolutions | ox.QueryBoolean:
        return ox.parse_query_results(file, format=ox.QueryResultsFormat.JSON)


class Window:
    """The first bytes of a file, and no more of it."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._left = file, size

    def read(self, size: int = -1) -> bytes:
        """As files have it."""
        part = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(part)
        return part


def _whole(rows: ox.QuerySolutions) -> Iterator[ox.QuerySolution]:
    """The rows before the edge of a window, where the answer ends in the middle of one."""
    with contextlib.suppress(SyntaxError):
        yield from rows
