"""Pinyin and abbreviations: whether what is typed is made of some of a name's syllables, or characters, in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set

from .asked import LEAST_HANZI, LEAST_LETTERS, LEAST_SHORT, Asked


class Heard:
    """Names in hanzi with their readings, by their parts: only those are read that have all that is asked for."""

    def __init__(self, names: Iterable[tuple[int, str, tuple[str, ...]]]) -> None:
        self._names: dict[int, tuple[str, tuple[str, ...]]] = {}
        self._with_character, self._with_syllable = (defaultdict[str, set[int]](set) for _ in range(2))
        for at, name, readings in names:
            self._names[at] = name, readings
            for character in name:
                self._with_character[character].add(at)
            for syllable in {one for reading in readings for one in reading.split(" ")}:
                self._with_syllable[syllable].add(at)

    def shorter(self, asked: Asked) -> Iterator[tuple[int, int]]:
        """The names of which whole syllables side by side are asked for (0), or some parts in their order (1)."""
        for at in sorted(self._by_character(asked.joined) if asked.han else self._by_syllable(asked.joined)):
            name, readings = self._names[at]
            if not asked.han and any(within(asked.joined, reading) for reading in readings):
                yield at, 0
            elif short(asked, name, readings):
                yield at, 1

    def _by_character(self, asked: str) -> set[int]:
        """The names that have all characters."""
        return set.intersection(*(self._with_character.get(one, set()) for one in asked))

    def _by_syllable(self, asked: str) -> set[int]:
        """The names with a syllable that letters begin with, and one that they end with."""
        if not spelled(asked, self._with_syllable.keys()):
            return set()
        found = self._with_syllable.items()
        begun = set[int]().union(*(names for one, names in found if asked.startswith(one)))
        return begun & set[int]().union(*(names for one, names in found if asked.endswith(one)))


def spelled(asked: str, syllables: Set[str]) -> bool:
    """Whether letters are nothing but syllables, in some way: what is not can be no reading, and no part of one."""
    longest, reached = max(map(len, syllables), default=0), {0}
    for at in range(len(asked)):
        if at in reached:
            reached |= {end for end in range(at + 1, at + longest + 1) if asked[at:end] in syllables}
    return len(asked) in reached


def within(asked: str, reading: str) -> bool:
    """Whether whole syllables of a reading, side by side, are the letters asked for: guojiaanquan."""
    joined = reading.replace(" ", "")
    if len(asked) < LEAST_LETTERS or asked not in joined:  # nearly all readings end here
        return False
    edges, at = {0}, 0
    for syllable in reading.split(" "):
        at += len(syllable)
        edges.add(at)
    at = joined.find(asked)
    while at >= 0:
        if at in edges and at + len(asked) in edges:
            return True
        at = joined.find(asked, at + 1)
    return False


def short(asked: Asked, name: str, readings: tuple[str, ...]) -> bool:
    """Whether a question is some of a name's characters, or their syllables, in their order: 国安委, guoanwei."""
    if not asked.han:
        return any(asked.joined[0] in reading and _left(asked.joined, reading.split(" ")) for reading in readings)
    rest = iter(name)
    return bool(readings) and len(asked.joined) >= LEAST_SHORT and all(one in rest for one in asked.joined)


def tells(asked: Asked) -> bool:
    """Whether a question is long enough to mean what stands somewhere in a name, across words."""
    return len(asked.joined) >= (LEAST_HANZI if asked.han else LEAST_LETTERS)


def _left(asked: str, syllables: list[str]) -> bool:
    """Whether the letters are some of the syllables, in their order: guoanwei, of guo jia an quan wei yuan hui."""
    reached = {0: 0}  # letters that are spoken for -> in how many syllables, at most
    for syllable in syllables:
        for at, many in list(reached.items()):
            if asked.startswith(syllable, at):
                end = at + len(syllable)
                reached[end] = max(reached.get(end, 0), many + 1)
    return reached.get(len(asked), 0) >= LEAST_SHORT
