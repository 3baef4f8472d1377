"""A release as one file, to be moved to where none can be made: packed, and unpacked only where it is whole."""

from __future__ import annotations

import gzip
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ..errors import ReleaseError, UsageError
from ..folders import beside, require_file, roomy
from ..settings import Settings
from .folder import LISTS, Release, listed, read_release, sha256

_MOST_FILES = 10_000  # in an archive; a release has some dozens
_MOST_BYTES = 1 << 34  # 16 GiB that an archive may hold, a hundred times what a release does


def pack(release: Release, target: Path) -> str:
    """Write the archive of a release, and its checksum beside it; the checksum. The same release, the same bytes.

    Whatever happens, what was there before is there still, or all of the new: never an archive beside the checksum of
    another.
    """
    require_file(target)
    checksum = checksum_file(target)
    with beside(checksum) as told, beside(target) as fresh:
        _write_archive(release, fresh)
        found = sha256(fresh)
        told.write_text(f"{found}  {target.name}\n", encoding="utf-8")
        checksum.unlink(missing_ok=True)
    return found


def _write_archive(release: Release, path: Path) -> None:
    made = int((release.path / "manifest.json").stat().st_mtime)
    with (
        path.open("wb") as file,
        gzip.GzipFile("", "wb", 6, file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for one in sorted(p for p in release.path.rglob("*") if p.is_file()):
            info = tarfile.TarInfo(f"{release.digest}/{one.relative_to(release.path).as_posix()}")
            info.size, info.mtime, info.mode = one.stat().st_size, made, 0o644
            with one.open("rb") as source:
                archive.addfile(info, source)


def checksum_file(archive: Path) -> Path:
    """Where the checksum of an archive stands, in the form of `sha256sum`."""
    return archive.with_name(archive.name + ".sha256")


def expected(archive: Path) -> str:
    """The checksum that stands beside an archive; empty where there is none."""
    beside = checksum_file(archive)
    return (beside.read_text(encoding="utf-8").split() or [""])[0] if beside.is_file() else ""


def unpack(settings: Settings, archive: Path, wanted: str) -> Release:
    """The release of an archive, put among the others. Raises ReleaseError where the archive or the release is bad.

    `wanted` is its checksum; without one, only the lists inside tell whether it is whole.
    """
    if wanted and sha256(archive) != wanted.lower():
        raise ReleaseError(f"{archive} has another checksum than {wanted}", hint="Fetch it again.")
    folder = settings.build / "releases"
    folder.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
    try:
        if not wanted:
            _require_intact(archive)
        with tarfile.open(archive, "r:gz") as opened, roomy(folder):
            for name, member in _members(opened, archive):
                _write(opened, member, aside / name)
        release = _whole(aside, archive)
        path = folder / release.digest
        if path.exists():
            raise UsageError(f"the release {release.digest} is there already", hint=f"`cnskg use {release.digest}`")
        aside.replace(path)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ReleaseError(f"{archive} is no whole archive: {error}", hint="Fetch it again.") from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    path.chmod(0o755)
    return read_release(path)


def _require_intact(archive: Path) -> None:
    """The bytes are those that were packed: a bit that flipped may read as the end. Raises what gzip raises."""
    left = _MOST_BYTES + _MOST_BYTES // 100  # the heads of files are small
    with gzip.open(archive, "rb") as packed:
        while left > 0 and (read := len(packed.read(1 << 20))):
            left -= read


def _members(opened: tarfile.TarFile, archive: Path) -> Iterator[tuple[PurePosixPath, tarfile.TarInfo]]:
    """The files of an archive by their names in the release. Raises ReleaseError for what no release has."""
    count = total = 0
    tops = set()
    for member in opened:
        top, *rest = PurePosixPath(member.name).parts
        tops.add(top)
        count, total = count + 1, total + member.size
        inside = (
            member.isreg()
            and rest
            and ".." not in rest
            and not member.name.startswith("/")
            and 0 <= member.mtime < 1 << 40
        )
        if not inside or len(tops) > 1 or count > _MOST_FILES or total > _MOST_BYTES:
            raise ReleaseError(f"{archive} is no archive of a release: {member.name!r}", hint="`cnskg pack` makes one.")
        yield PurePosixPath(*rest), member


def _write(opened: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> None:
    source = opened.extractfile(member)
    assert source is not None  # it is a regular file
    path.parent.mkdir(parents=True, exist_ok=True)
    with source, path.open("xb") as target:
        shutil.copyfileobj(source, target)
    os.utime(path, (member.mtime, member.mtime))  # the date of a release is that of its lists
    path.chmod(0o444 if path.parent.name == "store" else 0o644)


def _whole(folder: Path, archive: Path) -> Release:
    """The release that was unpacked. Raises ReleaseError where it is not exactly what its lists say."""
    try:
        release = read_release(folder, thorough=True)
    except ReleaseError as error:
        told = error.message.replace(folder.name, "that it holds")
        raise ReleaseError(f"{archive} is no whole release: {told}", hint="Fetch it again.") from None
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    plain = release.digest.isalnum() and release.digest.isascii()
    if not plain or there - set(LISTS) != listed(folder).keys():
        raise ReleaseError(f"{archive} holds more than a release", hint="`cnskg pack` makes an archive of one.")
    return release
