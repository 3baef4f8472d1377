"""The releases that lie in the build folder: which there are, switching to one, and throwing old ones away."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from ..errors import NotFound, ReleaseError, UsageError
from ..settings import Settings
from .folder import Release, read_release, switch_release

_LEFT_S = 86_400.0  # seconds after which what a build left behind is that of one that broke off: none takes a day
#: How the names of folders begin that are no releases: not yet, or no more.
ASIDE = (".building-", ".gone-")


@dataclass(frozen=True)
class Kept:
    """One release in the build folder, whole or not."""

    path: Path
    version: str
    made: float  # seconds since the epoch
    size: int  # bytes
    current: bool
    damage: str  # what is wrong with it, if anything

    @property
    def digest(self) -> str:
        return self.path.name


def kept(settings: Settings) -> list[Kept]:
    """All releases, the newest first."""
    folder = settings.build / "releases"
    current = (settings.build / "current").resolve()
    places = [p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")] if folder.is_dir() else []
    return sorted((_look(path, path.resolve() == current) for path in places), key=lambda k: (-k.made, k.digest))


def _look(path: Path, current: bool) -> Kept:
    version, damage = "", ""
    try:
        version = str(read_release(path).manifest.get("version", ""))
    except ReleaseError as error:
        damage = error.message
    manifest = path / "manifest.json"
    made = (manifest if manifest.is_file() else path).stat().st_mtime
    return Kept(path, version, made, sum(p.stat().st_size for p in path.rglob("*") if p.is_file()), current, damage)


def find(settings: Settings, start: str) -> Kept:
    """The one release whose digest begins so. Raises NotFound, or UsageError where there are several."""
    all_of_them = kept(settings)
    found = [k for k in all_of_them if start and k.digest.startswith(start)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{len(found)} releases begin with {start}", hint=", ".join(k.digest for k in found))
    there = ", ".join(k.digest for k in all_of_them) or "none"
    raise NotFound(f"there is no release {start!r} under {settings.build}", hint=f"There: {there}.")


def use(settings: Settings, start: str) -> Release:
    """Switch to a release, which is read whole before. Raises NotFound, UsageError, ReleaseError."""
    release = read_release(find(settings, start).path, thorough=True)
    switch_release(settings, release.path)
    return release


def prune(settings: Settings, keep: int) -> list[Kept]:
    """Throw away all but the newest releases, the current one, and those that a service of this machine reads.

    What builds that broke off left behind goes, too.
    """
    gone = [k for k in kept(settings)[keep:] if not k.current and not is_held(k.path)]
    for one in gone:
        aside = one.path.with_name(f".gone-{os.getpid()}-{one.digest}")
        one.path.rename(aside)  # at once, so that nobody finds half a release under its name
        shutil.rmtree(aside)
    for left in (settings.build / "releases").glob(".*"):
        if left.name.startswith(ASIDE) and time.time() - left.stat().st_mtime > _LEFT_S:
            shutil.rmtree(left)
    return gone


def is_held(path: Path) -> bool:
    """Whether a process of this machine reads the release: see `folder.hold`."""
    try:
        handle = os.open(path / "manifest.json", os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
