"""Which files under a content folder are curated, which are an editor's or a system's leavings, and which are neither.

Leavings (lock files, backups, hidden files) are passed over by every reader; what is neither is a finding, since
somebody believes that it is read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..settings import TOPS

#: How the names of backups end: of editors, of merges, of patches.
BACKUPS = ("~", ".bak", ".old", ".orig", ".swo", ".swp", ".tmp")
#: What systems leave in folders without a leading dot.
SYSTEM = {"Thumbs.db", "desktop.ini", "Icon\r", "__MACOSX"}
#: What an ending is made of that was meant to be ".ttl": .tll, .tt, .TTL.
ENDING = re.compile(r"\.[tl]{2,4}", re.IGNORECASE)
#: Files for people, which nothing reads.
NOTES = (".md",)
#: Where editors of ontologies (Protégé, the OWL API) look up which file holds which module.
CATALOG = ("ontology", "catalog-v001.xml")


def ignored(name: str) -> bool:
    """Whether a name is that of a hidden file, an editor's lock or backup, or a system's leaving."""
    between = name.startswith("#") and name.endswith("#")
    return between or name.startswith(".") or name.endswith(BACKUPS) or name in SYSTEM


def kept(paths: Iterable[Path]) -> list[Path]:
    """The paths that are not to be passed over, sorted."""
    return sorted(path for path in paths if not ignored(path.name))


def walk(root: Path, *tops: str) -> Iterator[Path]:
    """Every file below the tops that is not to be passed over; a link to a folder counts as a file, not followed."""
    for top in tops:
        for folder, below, files in os.walk(root / top):
            links = [name for name in below if (Path(folder) / name).is_symlink()]
            below[:] = [name for name in below if not ignored(name) and name not in links]
            here = Path(folder)
            yield from (here / name for name in sorted((*files, *links)) if not ignored(name))


def turtle_paths(root: Path) -> list[Path]:
    """The Turtle files of ontology and data, sorted, wherever below data/ they lie."""
    found = [p for p in walk(root, "ontology", "data") if p.suffix == ".ttl"]
    return sorted(p for p in found if not _stray(parts(root, p)))


def table_paths(root: Path) -> list[Path]:
    """The tables among the data, sorted: of links, and of what was looked at and is different."""
    found = [p for p in walk(root, "data") if p.name.endswith(".tsv")]
    return sorted(p for p in found if not _stray(parts(root, p)))


def enrichment_paths(root: Path) -> list[Path]:
    """The files of what was fetched from elsewhere, sorted."""
    return kept((root / "data" / "enrichment").glob("*.nq"))


def table_and_shape_paths(root: Path) -> list[Path]:
    """The files that are no Turtle of ontology or data, and are read all the same: tables, enrichment, shapes."""
    shapes = [p for p in walk(root, "shapes") if p.suffix == ".ttl"]
    return sorted([*table_paths(root), *enrichment_paths(root), *(p for p in shapes if not _stray(parts(root, p)))])


def turtle_below(folder: Path) -> list[Path]:
    """The Turtle files below a folder, sorted."""
    return [p for p in sorted(walk(folder, "")) if p.suffix == ".ttl"]


def stray_paths(root: Path) -> list[Path]:
    """The files that nothing reads, and that are neither leavings nor notes, sorted."""
    return sorted(p for p in walk(root, *TOPS) if _stray(parts(root, p)))


def misspelt_paths(root: Path) -> list[Path]:
    """The stray files that would be read, were the endings of their names not misspelt."""
    return [p for p in stray_paths(root) if ENDING.fullmatch(p.suffix)]


def _stray(names: tuple[str, ...]) -> bool:
    name = names[-1]
    if name.endswith(NOTES) or names == CATALOG:
        return False
    if names[0] != "data":
        return len(names) != 2 or not name.endswith(".ttl")
    if names in (("data", "dataset.toml"), ("data", "questions", "subjects.toml")):
        return False
    if names[1] == "enrichment":
        return len(names) != 3 or not name.endswith(".nq")
    if names == ("data", "different.tsv") or (names[1] == "links" and len(names) == 3):
        return names[1] == "links" and not name.endswith(".sssom.tsv")
    return not name.endswith(".ttl")


def parts(root: Path, path: Path) -> tuple[str, ...]:
    """The names from the root down to a path below it; `relative_to` takes ten times as long."""
    return path.parts[len(root.parts) :]


def shown(root: Path, path: Path) -> str:
    """The name of a file as messages tell it, printable whatever bytes it is made of."""
    return "/".join(parts(root, path)).encode("utf-8", "backslashreplace").decode()
