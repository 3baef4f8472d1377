"""One name against one question: in which tier it answers, if it does."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import IntEnum

from ..folding import fold, has_han
from .index import Entry, Name

#: Letters, or hanzi, from which on a piece from the middle of a word tells something: "cia" stands in "social".
LEAST_LETTERS, LEAST_HANZI = 4, 1
#: Hanzi, or syllables, from which on an abbreviation is one (国安委): two stand in that order in too many names.
LEAST_SHORT = 3


class Tier(IntEnum):
    """How a name answers; the value is the score, of 100."""

    WHOLE = 100
    BEGINS = 90
    WORDS = 80
    PARTS = 70
    DESCRIBED = 60
    LIKE = 50

    @property
    def word(self) -> str:
        """The tier as answers tell it."""
        return self.name.lower()


#: What stands before the name of a law or an organ in formal style, and is left out by everybody.
STATE = "中华人民共和国"
#: A tier, and in it which sort of likeness, the best first.
Answer = tuple[Tier, int]


@dataclass(frozen=True)
class Asked:
    """A question as it is compared: its whole fold, the same without spaces, its words, and the words sorted."""

    whole: str
    joined: str
    words: tuple[str, ...]
    sorted: tuple[str, ...]
    han: bool

    @classmethod
    def of(cls, text: str) -> Asked:
        """Read a question."""
        whole = fold(text)
        # words in hanzi that somebody has parted stay parted: 习近平 演讲
        words = tuple(w for part in unicodedata.normalize("NFKC", text).split() for w in fold(part).split())
        return cls(whole, whole.replace(" ", ""), words, tuple(sorted(words)), has_han(whole))


class Bearer:
    """One name of one thing, ready to be compared."""

    def __init__(self, entry: Entry, name: Name) -> None:
        self.entry, self.name = entry, name
        self.whole = name.folded
        self.words = tuple(self.whole.split())
        self.sorted = tuple(sorted(self.words))
        self.joined = self.whole.replace(" ", "")
        self.han = has_han(self.whole)
        self.readings = [(r.replace(" ", ""), _edges(r)) for r in name.readings]
        self._syllables = [r.split(" ") for r in name.readings]
        self._letters = "\n".join([self.whole, self.joined, *(reading for reading, _ in self.readings)])

    def answer(self, asked: Asked) -> Answer | None:
        """How well the name answers; None where it does not."""
        if asked.words[0] not in self._letters and asked.joined not in self._letters:  # nearly all names end here
            return (Tier.PARTS, 3) if self._is_short(asked) else None
        if asked.joined in (self.joined, self.joined.removeprefix(STATE)) or asked.sorted == self.sorted:
            return Tier.WHOLE, 0
        if any(asked.joined == reading for reading, _ in self.readings):
            return Tier.WHOLE, 1
        if self.whole.startswith(asked.whole + " ") or (self.han and self.whole.startswith(asked.whole)):
            return Tier.BEGINS, 0
        if all(word in self.words or (has_han(word) and word in self.whole) for word in asked.words):
            return Tier.WORDS, 0
        return self._parts(asked)

    def _parts(self, asked: Asked) -> Answer | None:
        if all(any(own.startswith(word) for own in self.words) for word in asked.words):
            return Tier.PARTS, 0
        if any(_within(asked.joined, reading, edges) for reading, edges in self.readings):
            return Tier.PARTS, 1
        if len(asked.joined) >= (LEAST_HANZI if asked.han else LEAST_LETTERS) and asked.joined in self.joined:
            return Tier.PARTS, 2
        return (Tier.PARTS, 3) if self._is_short(asked) else None

    def _is_short(self, asked: Asked) -> bool:
        """Whether the question is made of the name's characters, or their syllables, in their order, some left out."""
        if not asked.han:
            return any(_left(asked.joined, syllables) for syllables in self._syllables)
        rest = iter(self.joined)
        return self.han and len(asked.joined) >= LEAST_SHORT and all(one in rest for one in asked.joined)


def _edges(reading: str) -> set[int]:
    """Where syllables begin and end in a reading without its spaces."""
    edges, at = {0}, 0
    for syllable in reading.split(" "):
        at += len(syllable)
        edges.add(at)
    return edges


def _within(asked: str, reading: str, edges: set[int]) -> bool:
    """Whether whole syllables of a reading, one or more, are the letters asked for."""
    at = reading.find(asked)
    while at >= 0:
        if at in edges and at + len(asked) in edges:
            return True
        at = reading.find(asked, at + 1)
    return False


def _left(asked: str, syllables: list[str]) -> bool:
    """Whether the letters are some of the syllables, in their order: guoanwei, of guo jia an quan wei yuan hui."""
    reached = {0: 0}  # letters that are spoken for -> in how many syllables, at most
    for syllable in syllables:
        for at, many in list(reached.items()):
            if asked.startswith(syllable, at):
                end = at + len(syllable)
                reached[end] = max(reached.get(end, 0), many + 1)
    return reached.get(len(asked), 0) >= LEAST_SHORT
