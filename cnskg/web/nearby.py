"""Things whose names or ids are near to those of an address at which there is nothing: spelt alike, or of its words.

What merely has a word in common with it is not near, and is not told.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import namespaces as ns
from ..folding import fold
from ..nearest import ratio
from ..search.entries import Entry
from ..search.searcher import LIKE, of_release
from .state import here


def things(iri: str, most: int = 3) -> list[tuple[str, str]]:
    """IRI and name of the nearest things, best first; none where nothing is near. A passage is of its document."""
    space, _, rest = iri.removeprefix(ns.BASE).partition("/")
    parts = [part for part in rest.split("/") if part]
    if space not in ("id", "passage") or not parts:
        return []
    asked = fold(parts[0 if space == "passage" else -1].replace("-", " ").replace("_", " "))
    found = []
    for entry in of_release(here().release.path).entries:
        if entry.iri.startswith(ns.ID) and (like := max((_like(asked, name) for name in _called(entry)), default=0)):
            found.append((-like, entry.iri, entry.label))
    found.sort()
    whole = [one for one in found if -one[0] == ratio(asked, asked)]  # so called: nothing else can be meant
    return [(other, name) for _, other, name in (whole or found)[:most]]


def _called(entry: Entry) -> Iterator[str]:
    """What a thing is called, its id among it."""
    yield fold(entry.local)
    yield from (name.folded for name in entry.names)


def _like(asked: str, name: str) -> float:
    """How near a name is, of 100: nothing below the likeness of a slip, but where it has all words that are asked for,
    or these hold all of its words and little else."""
    words, others = set(asked.split()), set(name.split())
    if not words or not others:
        return 0
    if words <= others or (others <= words and 2 * len(name) > len(asked)):
        return max(ratio(asked, name), 1)
    alike = ratio(asked, name) if 2 * min(len(asked), len(name)) > max(len(asked), len(name)) else 0
    return alike if alike >= LIKE else 0
