"""Batches that were fetched already, each in a file of its own, so that an interrupted run goes on where it was.

They lie among what is made, under the digest of all that decides what is asked; the file that the run writes in the end
is the only thing that anybody reads.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from ..folders import beside


@dataclass(frozen=True)
class Kept:
    """What one batch gave: statements as N-Triples, what was left out and why, and when it was fetched."""

    statements: list[str]
    left_out: dict[str, int]
    at: str


class Progress:
    """The batches of one run."""

    def __init__(self, above: Path, parts: Iterable[str]) -> None:
        digest = hashlib.sha256(json.dumps(list(parts)).encode()).hexdigest()[:16]
        self.folder = above / "enriching" / digest

    def batch(self, number: int) -> Kept | None:
        """A batch that is there, and whole."""
        try:
            return Kept(**json.loads(self._path(number).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def keep(self, number: int, kept: Kept) -> None:
        """Put a batch by, whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        put(self._path(number), json.dumps(asdict(kept), ensure_ascii=False).encode())

    def clear(self) -> None:
        """Forget all batches."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:05d}.json"


def put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    with beside(path) as fresh:
        fresh.write_bytes(data)
