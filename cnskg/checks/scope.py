"""On what judgement is asked: on all of the content, or on some files and what they speak of.

A rule that looks at one statement after another asks here which, so that one file is judged in a moment. A rule that
looks at everything is right as well, only slower: what it finds elsewhere is counted, not told.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from ..content.files import DATA, Content, CuratedFile, Kind
from .check import once

Stated = tuple[CuratedFile, ox.Triple]


def judged_files(content: Content, *kinds: Kind) -> list[CuratedFile]:
    """The files of the kinds that are to be judged."""
    return [f for f in content.of(*kinds) if content.chosen is None or f.name in content.chosen]


def judged(content: Content, *kinds: Kind) -> Iterable[Stated]:
    """The statements that are to be judged: those of the chosen files, and those elsewhere on what these describe."""
    if content.chosen is None:
        return content.statements(*kinds)
    return ((f, t) for f, t in _near(content) if f.kind in kinds)


def at_odds(content: Content, one: CuratedFile, other: CuratedFile) -> tuple[CuratedFile, CuratedFile]:
    """Of two files at odds the one where that is told, and the one that is named there: the later, if it is judged."""
    return (one, other) if content.chosen is not None and other.name not in content.chosen else (other, one)


def told_at(content: Content, one: Stated, other: Stated) -> tuple[Stated, Stated]:
    """The same of two statements; of two in one file the other is where it is told."""
    return (other, one) if at_odds(content, one[0], other[0])[0] is other[0] else (one, other)


@once
def _near(content: Content) -> list[Stated]:
    chosen = {f.name for f in judged_files(content, *DATA)}
    described = {t.subject for f in content.of(*DATA) if f.name in chosen for t in f.triples}
    found = []
    for source in content.of(*DATA, Kind.ONTOLOGY):
        mine = source.name in chosen
        found += [(source, t) for t in source.triples if mine or t.subject in described or t.object in described]
    return found
