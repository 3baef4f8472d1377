"""A folder of exported files: its list, its checksums and its part of a catalogue; and where the service looks for it.

BUILD/exports/<digest>/export.json   the release, and of each file size, SHA-256, media type and what it holds
                       dcat.ttl      the same as DCAT distributions
                       SHA256SUMS    the same in the form of `sha256sum`
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from .. import namespaces as ns
from ..release.distributions import File, distribution
from ..release.folder import Entry, Release, sha256

LIST, CATALOGUE, SUMS = "export.json", "dcat.ttl", "SHA256SUMS"


class Made(NamedTuple):
    """A file that was made: where it lies, its media type, what it holds."""

    path: Path
    media_type: str
    holds: str


def place(release: Release) -> Path:
    """Where a service looks for what was exported of a release: beside the releases."""
    return release.path.parent.parent / "exports" / release.digest


def prune(build: Path) -> list[str]:
    """Throw away what was exported of releases that a build folder has no more; their digests.

    Whatever else lies there stays: only folders that have the list of an export are ours.
    """
    found = sorted(path.parent for path in (build / "exports").glob(f"*/{LIST}"))
    gone = [folder for folder in found if not folder.is_symlink() and not (build / "releases" / folder.name).exists()]
    for folder in gone:
        (folder / LIST).unlink()  # first, so that a service offers nothing that is on its way out
        shutil.rmtree(folder)
    return [folder.name for folder in gone]


def finish(folder: Path, release: Release, made: Iterable[Made]) -> None:
    """Write the list, the catalogue and the checksums of the files of a folder."""
    found = [_file(folder, one) for one in made]
    license = str(release.dataset.get("license", ""))
    triples = [triple for file in found for triple in distribution(file, license)]
    used = {p: ns.PREFIXES[p] for p in ("dcat", "dcterms", "rdf", "spdx", "xsd")}
    ox.serialize(triples, folder / CATALOGUE, format=ox.RdfFormat.TURTLE, prefixes=used)
    files = {f.path: {**f.entry, "media_type": f.media_type, "holds": f.holds} for f in found}
    told = {"release": release.digest, "version": release.manifest.get("version"), "files": files}
    (folder / LIST).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sums = {file.path: file.entry["sha256"] for file in found}
    sums |= {name: sha256(folder / name) for name in (CATALOGUE, LIST)}
    text = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    (folder / SUMS).write_text(text, encoding="utf-8")


def _file(folder: Path, made: Made) -> File:
    entry: Entry = {"size": made.path.stat().st_size, "sha256": sha256(made.path)}
    return File(made.path.relative_to(folder).as_posix(), made.media_type, made.holds, entry)


def served(release: Release) -> dict[str, Entry]:
    """The files that were exported of a release where a service looks for them, by path; those only that are not
    among its dumps."""
    path = place(release) / LIST
    try:
        state = path.stat()
        found = _listed(path, state.st_mtime_ns, state.st_ino)
    except (OSError, ValueError, KeyError):  # there is none, or it is just being replaced
        return {}
    return {name: entry for name, entry in found.items() if not release.dump_entry(name)}


@lru_cache(8)
def _listed(path: Path, changed: int, inode: int) -> dict[str, Entry]:
    """The list of a folder; read again where it was replaced."""
    del changed, inode
    files: dict[str, Entry] = json.loads(path.read_text(encoding="utf-8"))["files"]
    return files


def catalogue(release: Release) -> list[ox.Triple]:
    """The distributions of the files that are served besides the dumps."""
    license = str(release.dataset.get("license", ""))
    files = (File(name, e["media_type"], e["holds"], e) for name, e in served(release).items())
    return [triple for file in files for triple in distribution(file, license)]
