"""The tables as CSV with a description of them, a Data Package (datapackage.org, version 2)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..release.folder import Release, sha256
from .facts import Facts
from .tables import KEYS, Column, Table

PACKAGE = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FOLDER = "tables"


def rows(facts: Facts, table: Table) -> Iterator[tuple[Any, ...]]:
    """The rows of a table in their order."""
    heads = ", ".join(f'"{head}"' for head in table.heads)
    yield from facts.base.execute(f'SELECT {heads} FROM "{table.name}" ORDER BY rowid')


def write(folder: Path, facts: Facts, table: Table) -> Path:
    """Write a table as CSV (RFC 4180 but for line ends): UTF-8, a head, empty cells for what is not known."""
    path = folder / FOLDER / f"{table.name}.csv"
    path.parent.mkdir(exist_ok=True)
    flags = [n for n, column in enumerate(table.columns) if column.type == "boolean"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.heads)
        for row in rows(facts, table):
            writer.writerow(_flagged(row, flags) if flags else row)
    return path


def _flagged(row: tuple[Any, ...], flags: list[int]) -> list[Any]:
    """A row with its truth values as Table Schema spells them."""
    words = {0: "false", 1: "true"}
    return [words.get(cell, cell) if n in flags else cell for n, cell in enumerate(row)]


def package(folder: Path, release: Release, tables: Iterable[Table]) -> Path:
    """Write the description of the tables that lie in the folder."""
    about = release.dataset
    told: dict[str, Any] = {
        "$schema": PROFILE,
        "name": "cnskg" if about.get("name") == "cnskg" else "graph",
        "id": release.digest,
        "title": about.get("title", ""),
        "description": about.get("about", ""),
        "version": str(release.manifest.get("version", "")),
    }
    if about.get("license"):
        told["licenses"] = [{"path": about["license"], "title": about.get("license_name") or about["license"]}]
    if about.get("creator"):
        told["contributors"] = [{"title": about["creator"], "roles": ["publisher"]}]
    told["resources"] = [_resource(folder, table) for table in tables]
    path = folder / PACKAGE
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _resource(folder: Path, table: Table) -> dict[str, Any]:
    place = f"{FOLDER}/{table.name}.csv"
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.keyed:
        schema["primaryKey"] = [table.heads[0]]
    if keys := [_foreign(column) for column in table.columns if column.rows_of]:
        schema["foreignKeys"] = keys
    return {
        "name": table.name.replace("_", "-"),
        "path": place,
        "title": table.name.replace("_", " "),
        "description": f"A row is {table.about}.",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": (folder / place).stat().st_size,
        "hash": f"sha256:{sha256(folder / place)}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.about}
    if column.name == "iri" or column.rows_of == "things":
        told["format"] = "uri"
    return told


def _foreign(column: Column) -> dict[str, Any]:
    return {
        "fields": [column.name],
        "reference": {"resource": column.rows_of, "fields": [KEYS[column.rows_of]]},
    }
