"""Links to open data: SSSOM mapping files under data/links/, read row by row and turned into triples.

Format: Simple Standard for Sharing Ontological Mappings (SSSOM) 1.0, TSV with a YAML-like header of `#` lines.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..errors import ContentError
from .decoding import read_file, refusal
from .listing import kept, shown

CURIES = "curie_map"
ENDING = ".sssom.tsv"
#: The column, and the word in it, of a mapping that somebody looked at and refused.
MODIFIER, NOT = "predicate_modifier", "Not"
LONGEST_CELL = 100_000  # characters of a cell, a hundred times a long comment; what has more is no table


@dataclass(frozen=True)
class Row:
    """One mapping, as written: its line, and its cells by column."""

    line: int
    cells: dict[str, str]

    @property
    def refused(self) -> bool:
        """Whether it says that the two were looked at and are not so related."""
        return self.cells.get(MODIFIER, "") == NOT


@dataclass(frozen=True)
class MappingFile:
    """One mapping file: its header, the prefixes that it declares beside ours, its columns and rows."""

    name: str
    header: dict[str, str]
    prefixes: dict[str, str]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def first(self) -> int:
        """The line of the names of the columns."""
        return self.rows[0].line - 1 if self.rows else 1

    @property
    def target(self) -> str:
        """What it links to: the name of the file, without folder and endings."""
        return self.name.rpartition("/")[2].removesuffix(ENDING)

    def expand(self, curie: str) -> str:
        """The IRI of a CURIE; nothing where its prefix is not known."""
        prefix, _, local = curie.partition(":")
        return self.prefixes[prefix] + local if prefix in self.prefixes else ""


def mapping_paths(root: Path) -> list[Path]:
    """Where the mapping files lie, sorted."""
    return kept((root / "data" / "links").glob(f"*{ENDING}"))


def mapping_files(root: Path) -> list[MappingFile]:
    """The mapping files, sorted by name."""
    return [read(root, path) for path in mapping_paths(root)]


def read(root: Path, path: Path) -> MappingFile:
    """A mapping file as it is written."""
    lines = read_file(root, path).text.split("\n")
    head = [row.removeprefix("#") for row in lines if row.startswith("#")]
    header, curies = _header(head)
    csv.field_size_limit(LONGEST_CELL)
    body = csv.DictReader(lines[len(head) :], delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
    try:
        rows = tuple(Row(len(head) + body.line_num, {k: v for k, v in row.items() if k}) for row in body)
    except csv.Error as error:
        raise refusal(shown(root, path), len(head) + body.line_num, f"no table: {error}", "Mend the row.") from None
    return MappingFile(shown(root, path), header, curies | ns.PREFIXES, tuple(body.fieldnames or ()), rows)


def _header(rows: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The keys of a header, and the prefixes that stand indented below its curie_map."""
    header: dict[str, str] = {}
    curies: dict[str, str] = {}
    block = ""
    for row in rows:
        name, _, value = (part.strip().strip('"') for part in row.partition(":"))
        if not row.startswith(" "):
            header[name], block = value, name
        elif block == CURIES:
            curies[name] = value
    return header, curies


def triples(root: Path) -> set[ox.Triple]:
    """All mappings as triples but those that are refused.

    Raises ContentError at a row that does not say what is mapped to what.
    """
    return {t for file in mapping_files(root) for t in _triples(file)}


def _triples(file: MappingFile) -> Iterator[ox.Triple]:
    for row in file.rows:
        nodes = [file.expand(row.cells.get(f"{end}_id", "")) for end in ("subject", "predicate", "object")]
        if not all(nodes):
            raise ContentError(f"{file.name}:{row.line}: a prefix is not known", hint="`cnskg validate` says more.")
        if row.refused:
            continue
        try:
            yield ox.Triple(*(ox.NamedNode(node) for node in nodes))
        except ValueError as error:
            raise refusal(file.name, row.line, f"no IRI: {error}", "`cnskg validate` says more.") from None
