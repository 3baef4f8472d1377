"""Proposals as a mapping file (SSSOM) with a column for the curator's decision; and what was decided, taken over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from .. import namespaces as ns
from ..checks.check import run_all
from ..checks.mappings import CHECKS
from ..content.characters import tidy
from ..content.files import Content, Kind
from ..content.mappings import ENDING, MODIFIER, NOT, MappingFile, read
from ..curation.writing import SLUG, locked, write_all
from ..errors import ContentError, UsageError
from .ours import Links, Target
from .proposing import Proposal

DECISION = "decision"
YES, NO = "yes", "no"
#: The columns of a mapping file, in their order; some are there only if a row has them.
COLUMNS = ("subject_id", "subject_label", "predicate_id", MODIFIER, "object_id", "object_label",
           "mapping_justification", "confidence", "object_source", "comment")  # fmt: skip
OPTIONAL = (MODIFIER, "confidence")
_LICENSE = "https://creativecommons.org/licenses/by/4.0/"
_PREFIXES = {"semapv": "https://w3id.org/semapv/vocab/", "id": ns.ID} | {
    name: ns.PREFIXES[name] for name in ("rdfs", "schema", "skos")
}
Cells = dict[str, str]


@dataclass
class Taken:
    """What became of proposals: how many were accepted, refused and left open, and the file that they went into."""

    accepted: int = 0
    refused: int = 0
    left: int = 0
    path: Path = field(default_factory=Path)


def proposals(found: Iterable[Proposal], target: Target, source: str) -> str:
    """Proposals as a mapping file, whose column `decision` is empty."""
    rows = [_row(one, target, source) for one in found]
    about = f"Proposed mappings to {target.name}; none holds yet"
    head = _head(f"proposals/{target.name}", {**_PREFIXES, target.prefix: target.base}, about)
    return _text(head, (DECISION, *COLUMNS), rows)


def _row(one: Proposal, target: Target, source: str) -> Cells:
    iri = one.thing.iri
    node = f"{target.prefix}:{iri.removeprefix(target.base)}" if iri.startswith(target.base) else iri
    return {
        "subject_id": ns.compact(one.ours.iri),
        "subject_label": one.ours.entry.label,
        "predicate_id": "skos:exactMatch" if one.ours.concept else "schema:sameAs",
        "object_id": node,
        "object_label": tidy(one.thing.label),
        "mapping_justification": "semapv:LexicalMatching",
        "confidence": f"{one.confidence:.2f}",
        "object_source": source,
        "comment": tidy("; ".join(one.reasons)),
    }


def accept(root: Path, path: Path) -> Taken:
    """Take over what was decided: `yes` into data/links/, `no` as a refused mapping; the rest stays in the file.

    Raises ContentError, and writes nothing, where a decision is neither, or what was accepted breaks a check.
    """
    if not path.is_file():
        raise UsageError(f"there is no file {path}", hint="`cnskg link FILE|ENDPOINT --to FILE` writes one.")
    whole = path.resolve()
    file = read(whole.parent, whole)
    target = file.header.get("mapping_set_id", "").rpartition("/")[2]
    decided = [(_decision(file, row.line, row.cells), row.cells) for row in file.rows]
    if DECISION not in file.columns or not SLUG.fullmatch(target):
        raise ContentError(
            f"{path.name} is no file of proposals", hint="`cnskg link FILE|ENDPOINT --to FILE` makes one."
        )
    done = Taken(path=root / "data" / "links" / f"{target}{ENDING}")
    fresh = [_decided(cells, word) for word, cells in decided if word]
    done.refused = sum(1 for word, _ in decided if word == NO)
    done.accepted, done.left = len(fresh) - done.refused, len(decided) - len(fresh)
    if fresh:
        with locked(root):
            _write(root, file, target, fresh, whole, [cells for word, cells in decided if not word])
    return done


def _decision(file: MappingFile, line: int, cells: Cells) -> str:
    word = cells.get(DECISION, "").strip().casefold()
    if word not in ("", YES, NO):
        raise ContentError(f"{file.name}:{line}: {word!r} is no decision", hint="Write yes, no, or nothing.")
    return word


def _decided(cells: Cells, word: str) -> Cells:
    """A row as it is written down once somebody has looked at it."""
    kept = {name: cells.get(name, "") for name in COLUMNS}
    return kept | {"mapping_justification": "semapv:MappingReview", MODIFIER: NOT if word == NO else ""}


def _write(root: Path, file: MappingFile, target: str, fresh: list[Cells], whole: Path, left: list[Cells]) -> None:
    path = root / "data" / "links" / f"{target}{ENDING}"
    old = path.read_text(encoding="utf-8") if path.exists() else None
    there = Links.read(root).files.get(target)
    prefixes = (file.prefixes if there is None else there.prefixes) | _PREFIXES
    rows = [_moved(cells, file, prefixes) for cells in fresh]
    known = [dict(row.cells) for row in there.rows] if there else []
    head = _header_of(old) if old else _head(target, {**_used(file, rows), **_PREFIXES}, f"Mappings to {target}")
    every = sorted(known + rows, key=lambda cells: (cells["subject_id"], cells["object_id"]))
    columns = _columns(every, there.columns if there else ())
    texts = {path: _text(head, columns, every)}
    write_all(texts)
    _judge(root, path, old)
    rest = _header_of(whole.read_text(encoding="utf-8"))
    write_all({whole: _text(rest, file.columns, left)})


def _moved(cells: Cells, file: MappingFile, prefixes: dict[str, str]) -> Cells:
    """A row with its object under a prefix of the file that it goes into."""
    iri = file.expand(cells["object_id"]) or cells["object_id"]
    fits = [(len(base), name) for name, base in prefixes.items() if base and iri.startswith(base)]
    prefix = max(fits, default=(0, ""))[1]
    return cells | {"object_id": f"{prefix}:{iri.removeprefix(prefixes[prefix])}" if prefix else cells["object_id"]}


def _used(file: MappingFile, rows: list[Cells]) -> dict[str, str]:
    names = {cells["object_id"].partition(":")[0] for cells in rows}
    return {name: base for name, base in file.prefixes.items() if name in names}


def _judge(root: Path, path: Path, old: str | None) -> None:
    """The checks of mappings on what was written; where one finds something, the file is as it was."""
    content = Content.gather(root, Kind.ONTOLOGY, Kind.ENTITIES, Kind.DOCUMENTS)
    name = str(path.relative_to(root))
    found = [one for one in run_all(content, CHECKS) if one.file == name]
    if found:
        if old is None:
            path.unlink()
        else:
            write_all({path: old})
        told = "\n".join(f"  {one.message}: {one.hint}" for one in found)
        raise ContentError(f"nothing was taken over:\n{told}", hint="Mend the rows of the proposals.")


def _columns(rows: Sequence[Cells], there: Sequence[str]) -> list[str]:
    """The columns that the file has or the rows need, those that SSSOM knows in their order."""
    needed = {name for name in COLUMNS if name not in OPTIONAL or any(cells.get(name) for cells in rows)} | {*there}
    return [name for name in COLUMNS if name in needed] + [name for name in there if name not in COLUMNS]


def _header_of(text: str) -> list[str]:
    """The lines of a header, its version being of today."""
    lines = [line for line in text.split("\n") if line.startswith("#")]
    return [_version() if line.startswith("#mapping_set_version") else line for line in lines]


def _version() -> str:
    return f'#mapping_set_version: "{datetime.now(UTC).date().isoformat()}"'


def _head(name: str, prefixes: dict[str, str], about: str) -> list[str]:
    head = [f"#mapping_set_id: {ns.BASE}links/{name}", _version(), f"#mapping_set_description: {about}"]
    return [*head, f"#license: {_LICENSE}", "#curie_map:", *(f"#  {k}: {v}" for k, v in sorted(prefixes.items()))]


def _text(head: Iterable[str], columns: Sequence[str], rows: Iterable[Cells]) -> str:
    lines = ["\t".join(columns), *("\t".join(cells.get(name, "") for name in columns) for cells in rows)]
    return "\n".join([*head, *lines]) + "\n"
