"""What a search gives: things, by which of their names, and how well these answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from .entries import Entry


class Tier(IntEnum):
    """How a thing answers; the value is the score, of 100."""

    WHOLE = 100
    WORDS = 80
    SHORT = 70
    TEXT = 60
    ALSO = 55
    PARTS = 50
    SOME = 40
    LIKE = 30

    @property
    def word(self) -> str:
        """The tier as answers tell it."""
        return self.name.lower()


@dataclass(frozen=True)
class Hit:
    """One thing found, by which of its names, and how well that answers."""

    entry: Entry
    name: str
    tier: Tier


@dataclass(frozen=True)
class Found:
    """All that was found, best first; and where nothing has the words, what may have been meant, and in which words.

    `also` are the other words for the same in which something more was found.
    """

    hits: list[Hit]
    meant: list[Hit]
    instead: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """How a thing answers: its tier, which sort within it (the best is 0), a score, and the name, if it is one."""

    thing: int
    tier: Tier
    sort: int = 0
    score: float = 0.0
    name: int = -1
