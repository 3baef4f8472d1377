"""A release: an immutable folder named by the digest of its inputs, and the link `current` to the one in use.

BUILD/current -> releases/<digest>
BUILD/releases/<digest>/manifest.json   digest, version, counts, files with sha256 and size
                        store/          the read-only Oxigraph store: default graph = deduplicated union of
                                        asserted and inferred; passages, background, build-made graphs named
                        dumps/          cnskg.ttl .nt (default graph), .trig .nq (all graphs), .jsonld
                        report.json     what validation and reasoning covered
                        void.ttl        VoID and DCAT description with generated counts
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import ReleaseError
from ..settings import Settings

REMEDY = "Run `cnskg build` (or `make build`) to make one."


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
        return self.path / "dumps"


def read_release(path: Path) -> Release:
    """The release in a folder. Raises ReleaseError where it is not whole."""
    try:
        manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
        sizes = manifest["files"] | _store_sizes(path)
        missing = [name for name, size in sizes.items() if _size(path / name) != size]
        manifest["digest"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(f"the release {path.name} is not readable ({type(error).__name__})", hint=REMEDY) from None
    if missing:
        raise ReleaseError(f"the release {path.name} is damaged: {missing[0]} is missing or cut short", hint=REMEDY)
    return Release(path, manifest)


def _store_sizes(path: Path) -> dict[str, int]:
    """Sizes of the store's files. Apart from the manifest, since a store's bytes differ by run."""
    listed = path / "store.json"
    return json.loads(listed.read_text(encoding="utf-8")) if listed.exists() else {}


def current_release(settings: Settings) -> Release:
    """The release in use. Raises ReleaseError where there is none or it is damaged."""
    link = settings.build / "current"
    if not link.exists():
        raise ReleaseError(f"there is no release under {settings.build}", hint=REMEDY)
    return read_release(link.resolve())


def switch_release(settings: Settings, path: Path) -> None:
    """Make a finished release the current one, by one rename."""
    link = settings.build / "current"
    fresh = settings.build / f".current-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(path.relative_to(settings.build))
    fresh.replace(link)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1
