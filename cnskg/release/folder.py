"""A release: an immutable folder named by the digest of its inputs, and the link `current` to the one in use.

BUILD/current -> releases/<digest>
BUILD/releases/<digest>/manifest.json   digest, version, counts, files with size and sha256, what each dump holds
                        store.json      the same of the store's files, whose bytes differ by run
                        store/          the read-only Oxigraph store: default graph = deduplicated union of
                                        asserted and inferred; passages, background, build-made graphs named
                        dumps/          the same in RDF files, each also with .gz: which and what is in `dumps.py`
                        report.json     what validation and reasoning covered
                        quality.json    what the checks of quality find, and the figures of each document
                        rules.json      what the shapes ask of things of each class, in words (cnskg/release/rules.py)
                        search.sqlite   the index of all that can be found (cnskg/search/index.py)
                        shape.json      which kinds of nodes stand where, for hints (cnskg/release/shape.py)
                        void.ttl        VoID and DCAT description with generated counts
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import ReleaseError
from ..settings import Settings

#: What the manifest says of a file: size in bytes, sha256 in hex.
Entry = dict[str, Any]
#: The two lists of a release's files, which do not list themselves.
LISTS = ("manifest.json", "store.json")
DUMPS = "dumps"  # folder of a release
QUALITY = "quality.json"
RULES = "rules.json"
REMEDY = (
    "`cnskg build` makes one, `cnskg unpack` takes one from an archive, `cnskg releases` lists those that are there."
)


@dataclass(frozen=True)
class Release:
    """One finished release."""

    path: Path
    manifest: dict[str, Any]

    @property
    def digest(self) -> str:
        return str(self.manifest["digest"])

    @property
    def store(self) -> Path:
        return self.path / "store"

    @property
    def dumps(self) -> Path:
        return self.path / DUMPS

    @property
    def dataset(self) -> dict[str, Any]:
        """What the folder of content says of itself (`content/dataset.py`): title, licence and the like."""
        return self.manifest.get("dataset", {})

    @property
    def questions(self) -> dict[str, Any]:
        """Where its ready questions stand on the pages (`content/subjects.py`); nothing where it does not say."""
        return self.manifest.get("questions", {})

    def dump_entry(self, name: str) -> Entry | None:
        """What the manifest says of a file among the dumps; None for one that is not there, whatever its name."""
        return self.manifest["files"].get(f"{DUMPS}/{name}")


def listing(folder: Path, *parts: str) -> dict[str, Entry]:
    """Size and digest of each file of the parts (files or folders) of a release, by its path in it."""
    tops = [folder / part for part in parts]
    files = [p for top in tops for p in ([top] if top.is_file() else sorted(top.rglob("*"))) if p.is_file()]
    return {p.relative_to(folder).as_posix(): {"size": p.stat().st_size, "sha256": sha256(p)} for p in files}


def read_release(path: Path, *, thorough: bool = False) -> Release:
    """The release in a folder, with the sizes of its files checked; `thorough` reads them and checks their digests.

    Raises ReleaseError where it is not whole.
    """
    try:
        manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
        files = listed(path)
        manifest["digest"]
        broken = [name for name, entry in files.items() if not _is_whole(path / name, entry, thorough)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(f"the release {path.name} is not readable ({type(error).__name__})", hint=REMEDY) from None
    if broken:
        raise ReleaseError(f"the release {path.name} is damaged: {broken[0]} is not what was written", hint=REMEDY)
    return Release(path, manifest)


def listed(path: Path) -> dict[str, Entry]:
    """What the two lists of a release say of its files. Raises what reading them may raise."""
    manifest, store = (
        json.loads((path / name).read_text(encoding="utf-8")) for name in ("manifest.json", "store.json")
    )
    files: dict[str, Entry] = manifest["files"] | store
    return files


def _is_whole(path: Path, entry: Entry, thorough: bool) -> bool:
    """Whether a file is there in its size, and where that is asked, with its bytes."""
    if not path.is_file() or path.stat().st_size != entry["size"]:
        return False
    return not thorough or sha256(path) == entry["sha256"]


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def has_current(settings: Settings) -> bool:
    """Whether the link to a release in use is there, and leads somewhere. Raises ReleaseError where nobody can tell."""
    try:
        return (settings.build / "current").exists()
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        hint = "Set CNSKG_BUILD to the folder that holds them."
        raise ReleaseError(f"releases under {settings.build} cannot be read: {why}", hint=hint) from None


def current_release(settings: Settings) -> Release:
    """The release in use. Raises ReleaseError where there is none or it is damaged."""
    if not has_current(settings):
        raise ReleaseError(f"there is no release under {settings.build}", hint=REMEDY)
    return read_release((settings.build / "current").resolve())


def hold(release: Release) -> int | None:
    """A file descriptor that keeps `cnskg prune` of this machine from the release until it is closed."""
    try:
        held = os.open(release.path / "manifest.json", os.O_RDONLY)
    except OSError:
        return None
    with contextlib.suppress(OSError):  # a file system without locks, where nobody can tell
        fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    return held


def switch_release(settings: Settings, path: Path) -> None:
    """Make a finished release the current one, by one rename."""
    link = settings.build / "current"
    fresh = settings.build / f".current-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(path.relative_to(settings.build))
    fresh.replace(link)
