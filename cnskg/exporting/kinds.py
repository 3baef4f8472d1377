"""A table for each kind of thing: a row a thing, its columns what is said of it, apart by status.

    iri  class  name_en  …  holder  holder_iri  …  post_inferred  post_inferred_iri  …  sources  sources_iri

A property has a column of values in words and, where they are things, one of IRIs in the same order. What is inferred
or editorial has columns of its own, with that at the end of the name.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from .. import namespaces as ns
from ..rdf import TYPE, XSD
from .base import insert
from .tables import BETWEEN, KINDS, THINGS, Column, Kind, Table, classes, create

#: Columns of each table before those of properties: the same as in `things`.
_HEAD = (
    Column("iri", "IRI", rows_of=THINGS.name),
    *(column for column in THINGS.columns if column.name not in ("iri", "table_name")),
    Column("other_names", "other names in English"),
    Column("other_names_zh", "other names in Chinese"),
)
_FOOT = (
    Column("sources", "passages and background sources that state something of it, by name"),
    Column("sources_iri", "the same, by IRI"),
)
#: Properties whose values stand in the first columns; and the types, which are in `class`.
_SHOWN = (ns.CNS + "description", TYPE)
_TYPES = {XSD + "integer": "integer", XSD + "boolean": "boolean", XSD + "decimal": "number"}


class Said(NamedTuple):
    """A property as the things of a kind have it, with one status."""

    iri: str
    status: str
    name: str
    things: int  # values that are things; the others are literals
    most: int  # values of one thing
    known: int  # values that are rows of `things`
    first: str  # datatype of the literals, the first and the last by name
    last: str

    @property
    def head(self) -> str:
        """The name of its column."""
        return column_of(self.iri, self.status)


@lru_cache
def column_of(name: str, status: str) -> str:
    """The name of the column of a property's values that have a status: cns:postIn is post_in, post_in_inferred."""
    words = re.sub("(?<=[a-z0-9])(?=[A-Z])", "_", name.removeprefix(ns.CNS)).lower()
    return words if status == "asserted" else f"{words}_{status}"


def fill(base: sqlite3.Connection) -> list[Table]:
    """Make the tables of all kinds that have things, and write their rows."""
    for kind in reversed(KINDS):
        marks = ", ".join("?" * len(kind.classes))
        base.execute(
            "UPDATE things SET table_name = ? WHERE iri IN "
            f"(SELECT subject FROM statements WHERE property = ? AND object IN ({marks}))",
            (kind.table, TYPE, *classes(kind)),
        )
    base.execute("CREATE INDEX things_table ON things (table_name)")
    used = {name for (name,) in base.execute("SELECT DISTINCT table_name FROM things")}
    return [_table(base, kind) for kind in KINDS if kind.table in used]


def _table(base: sqlite3.Connection, kind: Kind) -> Table:
    """The table of one kind, with its rows."""
    found = [Said(*row) for row in base.execute(_PROPERTIES, (kind.table, ns.CNS))]
    found = [said for said in found if said.iri not in _SHOWN]
    columns = (*_HEAD, *(column for said in found for column in _columns(said)), *_FOOT)
    table = Table(kind.table, kind.about, columns)
    base.execute(create(table))
    insert(base, table.name, _rows(base, table))
    return table


#: What the things of a kind have, by property and status.
_PROPERTIES = """
SELECT property, status, min(name), sum(things), max(number), sum(known), min(first), max(last) FROM (
  SELECT property, status, min(property_name) AS name, count(object) AS things, count(*) AS number,
    count(other.iri) AS known, min(ifnull(datatype, '')) AS first, max(ifnull(datatype, '')) AS last
  FROM statements JOIN things ON things.iri = subject LEFT JOIN things other ON other.iri = object
  WHERE things.table_name = ? AND substr(property, 1, length(?2)) = ?2
  GROUP BY property, status, subject
) GROUP BY property, status ORDER BY status = 'inferred', property, status
"""
_VALUES = """
SELECT subject, property, status, object, value FROM statements JOIN things ON iri = subject
WHERE table_name = ? ORDER BY subject, id
"""
_SOURCES = """
SELECT DISTINCT source_name, source FROM evidence JOIN statements ON statement = id
WHERE subject = ? AND kind != 'ours' ORDER BY source
"""
_NAMES = "SELECT label FROM labels WHERE thing = ? AND kind = 'other' AND language = ? ORDER BY label"


def _columns(said: Said) -> Iterator[Column]:
    """The columns of a property."""
    one = said.most == 1
    literal = not said.things and one and said.first == said.last
    about = f"{said.name} ({said.iri}), {said.status}"
    yield Column(said.head, about, _TYPES.get(said.first, "string") if literal else "string")
    if said.things:
        rows_of = THINGS.name if one and said.known == said.things else ""
        yield Column(f"{said.head}_iri", f"{about}, by IRI", rows_of=rows_of)


def _rows(base: sqlite3.Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """The rows, sorted by IRI."""
    heads = ", ".join(column.name for column in _HEAD[:-2])
    things = base.execute(f"SELECT {heads} FROM things WHERE table_name = ? ORDER BY iri", (table.name,))
    said = groupby(base.execute(_VALUES, (table.name,)), key=itemgetter(0))
    for head, (iri, values) in zip(things, said, strict=True):  # whatever is a thing has statements
        row: dict[str, list[Any]] = defaultdict(list)
        for _, name, status, thing, value in values:
            head_of = column_of(name, status)
            row[head_of].append(value)
            row[f"{head_of}_iri"].append(thing or "")
        row |= {"sources": [], "sources_iri": []}
        for name, source in base.execute(_SOURCES, (iri,)):
            row["sources"].append(name)
            row["sources_iri"].append(source)
        names = [_cell([n for (n,) in base.execute(_NAMES, (iri, tag))]) for tag in ("en", "zh-hans")]
        rest = table.columns[len(_HEAD) :]
        yield (*head, *names, *(_typed(_cell(row.get(c.name, [])), c.type) for c in rest))


def _cell(values: list[str]) -> str | None:
    """Several values in one cell; none for no value."""
    return BETWEEN.join(values) if values else None


def _typed(text: str | None, type: str) -> Any:
    """A cell as SQLite has it: a number as a number."""
    if text is None or type == "string":
        return text
    return int(text in ("true", "1")) if type == "boolean" else int(text) if type == "integer" else float(text)
