"""Which files of a content folder change: asked of the file system again and again, which every system can answer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from ..content.listing import walk
from ..settings import TOPS

#: Seconds between two looks: shorter than somebody waits after saving, and no load.
PAUSE_S = 0.5
Stamps = dict[Path, tuple[int, int]]


def stamps(root: Path) -> Stamps:
    """When each curated file was written, and its size; a file that vanishes meanwhile is not there."""
    found = {}
    for path in walk(root, *TOPS):
        try:
            about = path.stat()
        except OSError:
            continue
        found[path] = (about.st_mtime_ns, about.st_size)
    return found


def changes(root: Path) -> Iterator[list[Path]]:
    """The files that were written, made or removed since the last look, each time that there are some; without end."""
    before = stamps(root)
    while True:
        time.sleep(PAUSE_S)
        now = stamps(root)
        found = sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
        before = now
        if found:
            yield found
