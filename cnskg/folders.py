"""The folders that are written to, releases and what is put by for a moment: looked at before a long run begins."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from .errors import UsageError
from .settings import Settings, env_name


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
    fresh.replace(path)
    shutil.rmtree(gone, ignore_errors=True)


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
