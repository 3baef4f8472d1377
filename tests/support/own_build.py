"""The build folder of the tests, inside the one in use: what they build and switch to is not what a curator uses."""

from __future__ import annotations

import os
from pathlib import Path

from cnskg import settings
from cnskg.release import build, shelf
from cnskg.release.folder import Release
from cnskg.release.inputs import input_digest
from cnskg.settings import Settings

THEIRS = settings.load().build
#: seconds that a query may take where a test does not ask for less: a machine on which all tests run at once is slow
PATIENCE_S = 240.0
#: each process of a run has its own, since what is switched to is one for a folder
OURS = Settings(build=THEIRS / "tests" / os.environ.get("PYTEST_XDIST_WORKER", "alone"), deadline_s=PATIENCE_S)
#: releases kept there: one of another state of the files may be wanted again
KEPT = 2


def real_release(known: Settings = OURS, theirs: Path = THEIRS) -> Release:
    """The release of the real files: a link to the one that is in use or was, where there is one; else built."""
    digest = input_digest(known.content)
    mine, made = known.build / "releases" / digest, theirs / "releases" / digest
    if made.is_dir() and not mine.exists():
        mine.parent.mkdir(parents=True, exist_ok=True)
        mine.unlink(missing_ok=True)  # a link to a release that was thrown away
        mine.symlink_to(made)
    release = build.run(known)
    _forget(known, digest)
    return release


def _forget(known: Settings, digest: str) -> None:
    """Throw away what is linked to and gone, and all but the newest that were built here."""
    for link in (known.build / "releases").iterdir():
        if link.is_symlink() and link.name != digest:
            link.unlink()
    shelf.prune(known, KEPT)
