"""What a release is made of, and the digest of it, which names the release: one name in a checkout and in a wheel."""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path

import pyoxigraph as ox

from .. import __version__
from ..content.listing import walk
from ..settings import PACKAGE, TOPS
from .folder import Release

CODE = (".py", ".rq", ".rule")
#: Rooms of the package that only read releases: what they hold decides nothing of what stands in one.
READERS = (
    "api", "asking", "assisting", "cli", "comparing", "enriching", "exporting", "linking", "query", "reconciling",
    "tenures", "web",
)  # fmt: skip


def input_files(content: Path) -> list[Path]:
    """The curated files, whose bytes decide what a release holds."""
    return sorted(p for p in walk(content, *TOPS) if p.is_file())


def code_files(package: Path) -> list[Path]:
    """The code and rules that make a release out of the curated files. A new room counts unless it is a reader."""
    found = (p for p in package.rglob("*") if p.suffix in CODE and p.is_file())
    return sorted(p for p in found if p.relative_to(package).parts[0] not in (*READERS, "_content"))


def input_digest(content: Path, package: Path = PACKAGE) -> str:
    """The digest of all inputs: names and bytes of files and code, versions of what reads them."""
    return _digest(content, input_files(content), package)


def facts_digest(content: Path, package: Path = PACKAGE) -> str:
    """The digest of all inputs but the competency questions, which ask a release and add nothing to its facts."""
    asked = content / "data" / "questions"
    return _digest(content, [p for p in input_files(content) if not p.is_relative_to(asked)], package)


def _digest(content: Path, curated: list[Path], package: Path) -> str:
    readers = " ".join(f"{name} {metadata.version(name)}" for name in ("opencc", "pypinyin"))
    total = hashlib.sha256(f"cnskg {__version__} pyoxigraph {ox.__version__} {readers}".encode())
    for root, files in ((content, curated), (package, code_files(package))):
        for path in files:
            total.update(path.relative_to(root).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def staleness(release: Release, expected: str) -> str:
    """What a release is behind in; empty where it is that of the expected digest."""
    if release.digest == expected:
        return ""
    version = release.manifest.get("version")
    if version != __version__:
        return f"it was built by cnskg {version}, and this is {__version__}"
    return f"the curated files or the code have changed since; what is here now would give {expected}"
