"""What a curator decided on proposals, taken over as one: all of it is judged before any of it is written.

Both files are made ready beside the old ones and then put in their place, the mappings first. Whatever stops that in
between leaves decisions that stand in both; the same command again finds them there, and clears them away.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ..checks.check import run_all
from ..checks.mappings import CHECKS
from ..content.decoding import read_file
from ..content.files import Content, Kind
from ..content.mappings import ENDING, MODIFIER, NOT, MappingFile, mapping_paths, read
from ..curation.writing import SLUG, locked, write_all
from ..errors import ContentError, UsageError
from .sssom import COLUMNS, DATE, DECISION, NO, PREFIXES, YES, Cells, columns_of, head_of, header_of, text_of, today


@dataclass
class Taken:
    """What became of proposals: how many were accepted, refused and left open, and the file that they went into.

    `stood` is how many of those that were decided stood there before.
    """

    accepted: int = 0
    refused: int = 0
    left: int = 0
    stood: int = 0
    path: Path = field(default_factory=Path)


def accept(root: Path, path: Path) -> Taken:
    """Take over what was decided: `yes` into data/links/, `no` as a refused mapping; the rest stays in the file.

    Raises ContentError, and writes nothing, where a decision is neither, or what was accepted breaks a check.
    """
    if not path.is_file():
        raise UsageError(f"there is no file {path}", hint="`cnskg link FILE|ENDPOINT --to FILE` writes one.")
    with locked(root):
        return _accept(root, path.resolve())


def _accept(root: Path, whole: Path) -> Taken:
    file = read(whole.parent, whole)
    target = file.header.get("mapping_set_id", "").rpartition("/")[2]
    decided = [(decision(file, row.line, row.cells), row.cells) for row in file.rows]
    if DECISION not in file.columns or not SLUG.fullmatch(target):
        raise ContentError(
            f"{whole.name} is no file of proposals", hint="`cnskg link FILE|ENDPOINT --to FILE` makes one."
        )
    fresh = [_decided(cells, word) for word, cells in decided if word]
    left = [cells for word, cells in decided if not word]
    refused = sum(1 for word, _ in decided if word == NO)
    done = Taken(len(fresh) - refused, refused, len(left), path=root / "data" / "links" / f"{target}{ENDING}")
    if not fresh:
        return done
    text, done.stood = _joined(root, done.path, file, fresh)
    texts = {done.path: text} if done.stood < len(fresh) else {}
    _judge(root, texts)
    rest = header_of(read_file(whole.parent, whole).text)
    write_all(texts | {whole: text_of(rest, file.columns, left)})
    return done


def require_undecided(path: Path) -> None:
    """Raises UsageError where new proposals would take the place of anything but proposals that nobody has decided."""
    if not path.exists():
        return
    hint = "Name another file with --to, or remove this one."
    try:
        file = read(path.resolve().parent, path.resolve())
    except ContentError:
        raise UsageError(f"{path} is there already, and is no file of proposals", hint=hint) from None
    if DECISION not in file.columns:
        raise UsageError(f"{path} is there already, and is no file of proposals", hint=hint)
    count = sum(1 for row in file.rows if row.cells.get(DECISION, "").strip())
    if count:
        told = "1 decision" if count == 1 else f"{count} decisions"
        first = f"`cnskg link --accept {path}` takes them over; then ask again."
        raise UsageError(f"{path} holds {told} not yet taken over", hint=f"{first} Or name another file with --to.")


def decision(file: MappingFile, line: int, cells: Cells) -> str:
    """What stands in the column for it: yes, no or nothing. Raises ContentError for anything else."""
    word = cells.get(DECISION, "").strip().casefold()
    if word not in ("", YES, NO):
        raise ContentError(f"{file.name}:{line}: {word!r} is no decision", hint="Write yes, no, or nothing.")
    return word


def _decided(cells: Cells, word: str) -> Cells:
    """A row as it is written down once somebody has looked at it."""
    kept = {name: cells.get(name, "") for name in COLUMNS}
    told = {"mapping_justification": "semapv:MappingReview", DATE: today(), MODIFIER: NOT if word == NO else ""}
    return kept | told


def _joined(root: Path, path: Path, file: MappingFile, fresh: list[Cells]) -> tuple[str, int]:
    """The text of a mapping file with these rows in it, and how many of them it had already."""
    there = read(root, path) if path.exists() else None
    prefixes = (file.prefixes if there is None else there.prefixes) | PREFIXES
    rows = [_moved(cells, file, prefixes) for cells in fresh]
    known = [dict(row.cells) for row in there.rows] if there else []
    said = {_said(cells, prefixes) for cells in known}
    new = [cells for cells in rows if _said(cells, prefixes) not in said]
    head = header_of(read_file(root, path).text) if there else _new_head(path, file, rows)
    every = sorted(known + new, key=lambda cells: (cells["subject_id"], cells["object_id"]))
    return text_of(head, columns_of(every, there.columns if there else ()), every), len(rows) - len(new)


def _new_head(path: Path, file: MappingFile, rows: list[Cells]) -> list[str]:
    target = path.name.removesuffix(ENDING)
    return head_of(target, {**_used(file, rows), **PREFIXES}, f"Mappings to {target}")


def _said(cells: Cells, prefixes: dict[str, str]) -> tuple[str, ...]:
    """What a row says: its ends and how they are related, as IRIs, and whether that is refused."""
    ends = (cells.get(f"{end}_id", "").partition(":") for end in ("subject", "predicate", "object"))
    return (*(prefixes.get(prefix, f"{prefix}:") + local for prefix, _, local in ends), cells.get(MODIFIER, ""))


def _moved(cells: Cells, file: MappingFile, prefixes: dict[str, str]) -> Cells:
    """A row with its object under a prefix of the file that it goes into."""
    iri = file.expand(cells["object_id"]) or cells["object_id"]
    fits = [(len(base), name) for name, base in prefixes.items() if base and iri.startswith(base)]
    prefix = max(fits, default=(0, ""))[1]
    return cells | {"object_id": f"{prefix}:{iri.removeprefix(prefixes[prefix])}" if prefix else cells["object_id"]}


def _used(file: MappingFile, rows: list[Cells]) -> dict[str, str]:
    names = {cells["object_id"].partition(":")[0] for cells in rows}
    return {name: base for name, base in file.prefixes.items() if name in names}


def _judge(root: Path, texts: dict[Path, str]) -> None:
    """Raises ContentError where the checks of mappings find something in files as they would be.

    They look at a copy of data/links/, so that nothing has been written where somebody stops them.
    """
    content = Content.gather(root, Kind.ONTOLOGY, Kind.ENTITIES, Kind.DOCUMENTS)
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        _copied({path: read_file(root, path).text for path in mapping_paths(root)} | texts, root, copy)
        names = {path.relative_to(root).as_posix() for path in texts}
        found = [one for one in run_all(replace(content, root=copy), CHECKS) if one.file in names]
    if found:
        told = "\n".join(f"  {one.message}: {one.hint}" for one in found)
        raise ContentError(f"nothing was taken over:\n{told}", hint="Mend the rows of the proposals.")


def _copied(texts: dict[Path, str], root: Path, copy: Path) -> None:
    for path, text in texts.items():
        to = copy / path.relative_to(root)
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(text, encoding="utf-8")
