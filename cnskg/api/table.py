"""The answer to a query: rows with values of Python, by number and by name, and as a DataFrame of pandas."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from math import isfinite
from typing import TYPE_CHECKING, Any, overload

from ..errors import UsageError
from ..nearest import nearest
from .extras import require
from .values import PartialDate

if TYPE_CHECKING:
    import pandas as pd

#: Rows that a notebook shows of a table.
SHOWN = 20


#: Types of pandas -> those of Python that they hold.
_KINDS: dict[str, set[type]] = {"Int64": {int}, "float64": {int, float}, "boolean": {bool}, "string": {str}}


class Row:
    """One row: `.name`, `["name"]`, `[0]`, or `for law, day in table`. What is unbound is None."""

    __slots__ = ("_columns", "_values")

    def __init__(self, columns: Sequence[str], values: Iterable[Any]) -> None:
        self._columns, self._values = columns, tuple(values)

    def __getitem__(self, at: int | str) -> Any:
        return self._values[at if isinstance(at, int) else column(at, self._columns)]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._columns:  # what Python itself looks for is no column
            raise AttributeError(f"there is no column {name!r}; there: {', '.join(self._columns)}")
        return self._values[self._columns.index(name)]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Row | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._values)

    def keys(self) -> Sequence[str]:
        """The names of the columns, so that `dict(row)` is the row."""
        return self._columns

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{n}={v!r}' for n, v in zip(self._columns, self._values, strict=True))})"


class Table(Sequence[Row]):
    """All rows of an answer; `columns` are their names, `hints` what may be wrong with the question."""

    def __init__(
        self,
        columns: Sequence[str],
        rows: Iterable[Iterable[Any]],
        hints: Sequence[str] = (),
        names: Callable[[list[str]], dict[str, str]] = lambda _: {},
    ) -> None:
        self.columns, self.hints = list(columns), list(hints)
        self._rows = [Row(self.columns, row) for row in rows]
        self._names = names

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    @overload
    def __getitem__(self, at: str) -> list[Any]: ...
    def __getitem__(self, at: int | slice | str) -> Row | list[Row] | list[Any]:
        if isinstance(at, str):
            place = column(at, self.columns)
            return [row[place] for row in self._rows]
        return self._rows[at]

    def __len__(self) -> int:
        return len(self._rows)

    def df(self, *, names: bool = False) -> pd.DataFrame:
        """The rows as a DataFrame of pandas: things by their IRIs, or with `names` by what they are called.

        Days and moments become datetime64, whole numbers Int64, decimal numbers float64, partial dates their EDTF; a
        column with a value that does not fit, or moments with and without a zone, has the values of Python.
        """
        pandas = require("pandas")
        called = self._names(self._iris()) if names else {}
        columns = {name: [_cell(value, called) for value in self[name]] for name in self.columns}
        return pandas.DataFrame({name: _series(pandas, cells) for name, cells in columns.items()})

    def _iris(self) -> list[str]:
        return list(dict.fromkeys(v.iri for row in self._rows for v in row if _is_thing(v)))

    def __repr__(self) -> str:
        told = "".join(f"\n  hint: {hint}" for hint in self.hints)
        return f"<{len(self)} {'row' if len(self) == 1 else 'rows'}: {', '.join(self.columns)}>{told}"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        rows = (
            "".join(f"<td>{html.escape('' if v is None else str(v))}</td>" for v in row)
            for row in islice(self._rows, SHOWN)
        )
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        told = "".join(f"<p>hint: {html.escape(hint)}</p>" for hint in self.hints)
        return f"<table><tr>{head}</tr>{body}</table><p>{html.escape(repr(self).split(chr(10))[0])}</p>{told}"


def _is_thing(value: object) -> bool:
    return bool(getattr(value, "iri", "")) and not isinstance(value, PartialDate)


def _cell(value: Any, called: dict[str, str]) -> Any:
    """A value as a frame holds it."""
    if _is_thing(value):
        return called.get(value.iri) or value.iri
    if isinstance(value, Decimal):
        return float(value) if isfinite(float(value)) else value
    return str(value) if isinstance(value, str | PartialDate) else value


def _series(pandas: Any, cells: list[Any]) -> Any:
    """The cells of a column in the type of pandas that fits them all; as they are where none does."""
    made = pandas.Series(cells, dtype=object)
    found = {type(value) for value in cells if value is not None}
    if found and found <= {date, datetime}:
        aware = {getattr(value, "tzinfo", None) is not None for value in cells if value is not None}
        if len(aware) > 1:  # a day, or a moment of no zone, is not one of UTC
            return made
        try:
            return pandas.to_datetime(made, utc=aware.pop())
        except ValueError:  # before the year 1678, for older ones
            return made
    kind = next((kind for kind, types in _KINDS.items() if found and found <= types), object)
    try:
        return made.astype(kind)
    except OverflowError:  # a whole number of more than 64 bits
        return made


def column(name: str, columns: Sequence[str]) -> int:
    """Where a column stands. Raises UsageError, a KeyError too, with near names."""
    if name not in columns:
        raise NoColumn(f"there is no column {name!r}", hint=_near(name, columns))
    return columns.index(name)


def _near(name: str, columns: Sequence[str]) -> str:
    near = nearest(name, columns)
    return f"Near: {', '.join(near)}." if near else f"There: {', '.join(columns)}."


class NoColumn(UsageError, KeyError):
    """An answer has no column of this name."""

    __str__ = UsageError.__str__  # a KeyError would quote its message
