"""Links to open data: SSSOM mapping files under data/links/, read row by row and turned into triples.

Format: Simple Standard for Sharing Ontological Mappings (SSSOM) 1.0, TSV with a YAML-like header of `#` lines.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..errors import ContentError
from ..findings import Finding

COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification")
PREDICATES = {f"skos:{p}Match" for p in ("exact", "close", "related", "broad", "narrow")} | {"owl:sameAs"}
JUSTIFICATIONS = {"semapv:ManualMappingCuration", "semapv:MappingReview", "semapv:LexicalMatching"}
HEADER = ("mapping_set_id", "license", "mapping_set_version", "curie_map")


@dataclass(frozen=True)
class Mapping:
    """One row: our entity, how it relates, the foreign identifier."""

    file: str
    line: int
    subject: str
    predicate: str
    object: str


def mapping_files(root: Path) -> list[Path]:
    """The mapping files, sorted."""
    return sorted((root / "data" / "links").glob("*.sssom.tsv"))


def read(root: Path, path: Path) -> tuple[list[Mapping], list[Finding]]:
    """The mappings of a file, and what is wrong with it."""
    name = path.relative_to(root).as_posix()
    lines = path.read_text(encoding="utf-8").split("\n")
    head = [row[1:].strip() for row in lines if row.startswith("#")]
    body = [(i + 1, row) for i, row in enumerate(lines) if row.strip() and not row.startswith("#")]
    found = [
        Finding(name, 1, "sssom-header", f"the header lacks {key}", "See the other files under data/links/.")
        for key in HEADER
        if not any(row.startswith(f"{key}:") for row in head)
    ]
    curies = {
        k.strip(): v.strip().strip('"')
        for k, _, v in (row.partition(": ") for row in head)
        if v.strip().startswith(('"http', "http"))
    }
    curies |= {p: iri for p, iri in ns.PREFIXES.items()}
    if not body:
        return [], [*found, Finding(name, 0, "sssom-empty", "there is no mapping", "Remove the file, or fill it.")]
    columns = body[0][1].split("\t")
    missing = [c for c in COLUMNS if c not in columns]
    if missing:
        return [], [*found, Finding(name, body[0][0], "sssom-columns", f"the column {missing[0]} is missing")]
    mappings = []
    for line, row in body[1:]:
        values = dict(
            zip(columns, next(csv.reader(io.StringIO(row), delimiter="\t", quoting=csv.QUOTE_NONE)), strict=False)
        )
        wrong = list(row_findings(name, line, values, curies))
        found += wrong
        if not wrong:
            ends = (_expand(values["subject_id"], curies), _expand(values["object_id"], curies))
            mappings.append(Mapping(name, line, ends[0], ns.expand(values["predicate_id"]), ends[1]))
    return mappings, found


def _expand(curie: str, curies: dict[str, str]) -> str:
    prefix, _, local = curie.partition(":")
    return curies[prefix] + local


def row_findings(name: str, line: int, values: dict[str, str], curies: dict[str, str]) -> Iterator[Finding]:
    """What is wrong with a row."""
    for column in COLUMNS:
        if not values.get(column):
            yield Finding(name, line, "sssom-row", f"{column} is empty", "Every column of a mapping is filled.")
    if values.get("predicate_id") not in PREDICATES:
        hint = f"Use one of {', '.join(sorted(PREDICATES))}."
        yield Finding(name, line, "sssom-predicate", f"{values.get('predicate_id')!r} is no mapping predicate", hint)
    if values.get("mapping_justification") not in JUSTIFICATIONS:
        hint = f"Use one of {', '.join(sorted(JUSTIFICATIONS))}."
        yield Finding(name, line, "sssom-justification", "the justification is not known", hint)
    for column in ("subject_id", "object_id"):
        prefix = (values.get(column) or "").partition(":")[0]
        if prefix not in curies:
            yield Finding(name, line, "sssom-curie", f"the prefix {prefix!r} of {column} is not in the curie_map")


def triples(root: Path) -> set[ox.Triple]:
    """All mappings as triples. Raises ContentError where a file is wrong."""
    result = set()
    for path in mapping_files(root):
        mappings, wrong = read(root, path)
        if wrong:
            raise ContentError(str(wrong[0]), hint="Mend the row, or remove it.")
        for m in mappings:
            result.add(ox.Triple(ox.NamedNode(m.subject), ox.NamedNode(m.predicate), ox.NamedNode(m.object)))
    return result
