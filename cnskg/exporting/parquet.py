"""The tables as Parquet, for notebooks and query engines: the same rows and columns, typed and compressed."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .facts import Facts
from .sheets import rows
from .tables import Column, Table

_TYPES = {"integer": pa.int64(), "boolean": pa.bool_(), "number": pa.float64()}


def write(folder: Path, facts: Facts, table: Table, group: int = 20_000) -> Path:
    """Write a table, a group of rows after the other. The same rows and the same pyarrow give the same bytes."""
    path = folder / "parquet" / f"{table.name}.parquet"
    path.parent.mkdir(exist_ok=True)
    schema = pa.schema([_field(column, number == 0 and table.keyed) for number, column in enumerate(table.columns)])
    left = rows(facts, table)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while some := list(islice(left, group)):
            arrays = [_array(values, field.type) for values, field in zip(zip(*some, strict=True), schema, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
    return path


def _array(values: tuple[Any, ...], kind: pa.DataType) -> pa.Array:
    """The values of a column; truth is 0 and 1 in SQLite."""
    return pa.array([None if v is None else bool(v) for v in values] if kind == pa.bool_() else values, kind)


def _field(column: Column, key: bool) -> pa.Field:
    """A column with what it holds in words."""
    kind = _TYPES.get(column.type, pa.string())
    return pa.field(column.name, kind, nullable=not key, metadata={"description": column.about})
