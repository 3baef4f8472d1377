"""Revisions of the checkout, asked of git itself: which there are, and the curated files of one."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

from ..errors import UsageError

#: What of a revision is read.
TOPS = ("data", "ontology")


def commit(root: Path, name: str) -> str:
    """The commit that a name means in the checkout around a folder; empty where there is none, or no checkout."""
    done = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return done.stdout.decode().strip() if done and not done.returncode else ""


def take(root: Path, found: str, folder: Path) -> None:
    """Write data/ and ontology/ of a commit into a folder. Raises UsageError where it has neither."""
    listed = _git(root, "ls-tree", "--name-only", found)
    tops = [top for top in TOPS if listed and top in listed.stdout.decode().splitlines()]
    packed = _git(root, "archive", "--format=zip", found, "--", *tops) if tops else None
    if not packed or packed.returncode:
        raise UsageError(f"the revision {found[:12]} has no ontology/ and data/", hint="Name one that has.")
    with zipfile.ZipFile(io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder)


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes] | None:
    """What git says in a folder; nothing where there is no git."""
    try:
        return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except OSError:
        return None
