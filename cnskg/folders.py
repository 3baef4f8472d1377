"""The folders that are written to, releases and what is put by for a moment: looked at before a long run begins."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .errors import UsageError
from .settings import Settings, env_name

#: What the system says where there is no room, or no more of it for this user or this file.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def unwritable(folder: Path) -> str:
    """Why a file cannot be put into a folder, which is made where it is not there; empty where it can."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0" * 4096)
    except OSError as error:
        return (error.strerror or type(error).__name__).lower()
    return ""


def put(path: Path, fresh: Path) -> None:
    """Put a folder in the place of one that may be there, which is away for no longer than a rename takes."""
    gone = path.with_name(f".gone-{fresh.name}")
    with contextlib.suppress(FileNotFoundError):
        path.rename(gone)
    try:
        fresh.replace(path)
    except BaseException:  # one who stops it, too, does not want to be left with nothing
        with contextlib.suppress(OSError):
            gone.replace(path)
        raise
    shutil.rmtree(gone, ignore_errors=True)


def require_file(path: Path) -> None:
    """A file may come into this place. Raises UsageError for what is there and is no file: it cannot be replaced."""
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is no file", hint="Name a file.")


@contextlib.contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Where to write a file, so that it is whole or as it was: a name beside its own, which it takes when it is done.

    Through a link the file is written that it leads to. Raises UsageError for a folder, a device or a pipe.
    """
    require_file(path)
    place = Path(os.path.realpath(path))
    fresh = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    try:
        with roomy(path):
            yield fresh
            fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)


@contextlib.contextmanager
def roomy(place: Path) -> Iterator[None]:
    """What is written within goes to a place, which is named where there is no room for it: a write knows no name."""
    try:
        yield
    except Exception as error:
        number = _no_room(error)
        if number is None or getattr(error, "filename", None):
            raise
        raise OSError(number, os.strerror(number), str(place)) from None


def _no_room(error: Exception) -> int | None:
    """The number of an error that tells of a lack of room; the store tells it in words alone, SQLite in its own way."""
    if getattr(error, "sqlite_errorname", "") == "SQLITE_FULL":  # without loading SQLite into each command
        return errno.ENOSPC
    if not isinstance(error, OSError):
        return None
    if error.errno is not None:
        return error.errno if error.errno in NO_ROOM else None
    return next((number for number in NO_ROOM if os.strerror(number).lower() in str(error).lower()), None)


def require_build(settings: Settings) -> None:
    """A release may be written. Raises UsageError that names the setting."""
    if why := unwritable(settings.build):
        raise UsageError(
            f"releases cannot be written to {settings.build}: {why}",
            hint=f"Set {env_name('build')} to a folder of yours.",
        )


def use_temporary(settings: Settings) -> Path:
    """Settle where temporary files go: the system's folder, else `tmp/` among the releases. Raises UsageError.

    A TMPDIR that cannot be written does not make files go where nobody asked for them, such as the working folder.
    """
    wanted = os.environ.get("TMPDIR")
    places = [Path(wanted)] if wanted else [Path("/tmp"), Path("/var/tmp")]
    ours = settings.build / "tmp"
    for place in (*places, ours):
        if (place is ours or os.access(place, os.W_OK)) and not unwritable(place):
            tempfile.tempdir = str(place)
            return place
    raise UsageError(
        f"temporary files can be written neither to {' nor to '.join(map(str, (*places, ours)))}",
        hint=f"Set TMPDIR or {env_name('build')} to a folder of yours.",
    )
