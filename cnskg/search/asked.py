"""A question as it is read, and how full-text tables are asked it: each word quoted, so that none is an operator."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import UsageError
from ..folding import fold, has_han
from . import words
from .index import loose

#: Letters, or hanzi, from which on a piece from the middle of a word tells something: "cia" stands in "social".
LEAST_LETTERS, LEAST_HANZI = 4, 1
#: Hanzi, or syllables, from which on an abbreviation is one (国安委): two stand in that order in too many names.
LEAST_SHORT = 3
#: Longest question that is read, in characters; the longest name has 120.
MOST_ASKED = 200
#: Longest text that is taken for a question at all: what is longer is a page, pasted by mistake or in bad faith.
MOST_TAKEN = 1_000


@dataclass(frozen=True)
class Asked:
    """A question: its whole fold, the same without spaces, its words, and those that tell something."""

    whole: str
    joined: str
    words: tuple[str, ...]
    telling: tuple[str, ...]
    han: bool

    @classmethod
    def of(cls, text: str) -> Asked:
        """Read a question."""
        text = text[:MOST_ASKED]
        whole = fold(text)
        # words in hanzi that somebody has parted stay parted: 习近平 演讲
        parts = [piece for part in unicodedata.normalize("NFKC", text).split() for piece in words.pieces(part)]
        found = tuple(dict.fromkeys(parts))
        return cls(whole, whole.replace(" ", ""), found, tuple(words.telling(list(found))), has_han(whole))

    @property
    def forms(self) -> list[tuple[str, int]]:
        """The forms under which a whole name may be known, and which sort of form."""
        exact = {self.joined, " ".join(sorted(self.whole.split()))}
        return [(form, 0) for form in sorted(exact)] + [(form, 2) for form in sorted(loose(self.whole))]

    @property
    def is_question(self) -> bool:
        """Whether it begins as questions do."""
        return self.words[0] in words.QUESTIONING and len(self.words) > 1

    @property
    def size(self) -> int:
        """How long it is, as names are measured: words that tell something, and each character of hanzi."""
        return sum(len(words.apart(word)) for word in self.telling)


def taken(text: str) -> str:
    """A text that may be a question. Raises UsageError for one that is too long for any."""
    if len(text) > MOST_TAKEN:
        hint = f"A question or name has at most {MOST_TAKEN:,}; the longest name in the graph has 120."
        raise UsageError(f"what is asked has {len(text):,} characters", hint=hint)
    return text


def all_of(asked: Iterable[str]) -> str:
    """All words, whole: those in hanzi as they stand together."""
    return " AND ".join(f'"{" ".join(words.apart(word))}"' for word in asked)


def beginning(asked: Iterable[str], last_only: bool = False) -> str:
    """All words, of each only the beginning, or of the last one only."""
    found = list(asked)
    open_from = len(found) - 1 if last_only else 0
    said = [" ".join(word) if has_han(word) else word for word in found]
    return " AND ".join(f'"{word}"{"*" * (at >= open_from)}' for at, word in enumerate(said))
