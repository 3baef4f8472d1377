"""Which ready question is nearest to one in other words: rare words that both have count most.

    found = Matcher(ready).match("Who runs the MSS?")
    found.sure, found.nearest[0].slug, found.understood, found.unknown
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import words

#: What a word weighs that a question has only in the name of a thing it speaks of, or of a property that it follows.
NAMED = 0.7
#: How much of both questions is the same where the nearest is taken for the one that was meant, and its lead then over any that
#: is answered otherwise.
SURE = 0.7
LEAD = 0.06
#: How much is the same at least where a question is offered.
NEAR = 0.18
#: Questions that are offered.
OFFERED = 3


@dataclass(frozen=True)
class Ready:
    """A ready question: how it is worded, and what the things and relations are called of which its query speaks."""

    slug: str
    wording: str
    names: tuple[str, ...] = ()
    answer: frozenset[str] = frozenset()  # its rows, to know two questions for one
    apart: bool = False


@dataclass(frozen=True)
class Near:
    """A ready question and how much of it is the same, between 0 and 1."""

    slug: str
    score: float


@dataclass(frozen=True)
class Match:
    """The nearest questions, best first; whether the first is the one that was meant; the words that tell so or do not."""

    nearest: tuple[Near, ...]
    sure: bool
    understood: tuple[str, ...]
    unknown: tuple[str, ...]


class Matcher:
    """Ready questions, ready to be compared; `chinese` tells what names in hanzi are in English."""

    def __init__(self, ready: Sequence[Ready], chinese: Mapping[str, str] | None = None) -> None:
        self.chinese = dict(chinese or {})
        self._said = {one.slug: words.words(one.wording) for one in ready}
        self._named = {one.slug: {w for name in one.names for w in words.words(name)} for one in ready}
        self._answers = {one.slug: one.answer for one in ready}
        self._apart = {one.slug for one in ready if one.apart}
        told = [{*self._said[slug], *self._named[slug]} for slug in self._said]
        count = Counter(word for one in told for word in one)
        self._weights = {word: math.log(1 + len(told) / n) for word, n in count.items()}
        self._most = math.log(1 + len(told))

    def match(self, text: str) -> Match:
        """The questions nearest to one."""
        read = list(words.read(text, self.chinese))
        asked = dict.fromkeys(compared for _, compared in read)
        scored = sorted((Near(slug, self._score(slug, asked)) for slug in self._said), key=lambda n: (-n.score, n.slug))
        nearest = tuple(one for one in scored[:OFFERED] if one.score >= NEAR)
        best = nearest[0].slug if nearest else ""
        shared = {word for word in asked if word in self._said.get(best, ()) or word in self._named.get(best, ())}
        understood = tuple(dict.fromkeys(written for written, word in read if word in shared))
        missing = [(written, word) for written, word in read if word not in shared]
        strange = [written for written, word in missing if written not in understood]
        second = next((one.score for one in scored if self._answers[one.slug] != self._answers.get(best)), 0.0)
        sure = bool(nearest) and nearest[0].score >= max(SURE, second + LEAD) and not strange
        return Match(nearest, sure, understood, tuple(dict.fromkeys(strange)))

    def _score(self, slug: str, asked: Mapping[str, None]) -> float:
        """The weight of what both questions say, of the weight of what is asked and, less, of what is ready."""
        said, named = self._said[slug], self._named[slug]
        shared = sum(self._weight(w) * (1 if w in said else NAMED) for w in asked if w in said or w in named)
        whole = sum(self._weight(w) for w in asked)
        own = sum(self._weight(w) for w in said)
        met = sum(self._weight(w) for w in said if w in asked)
        if not whole or not own:
            return 0.0
        return (shared / whole) * (0.6 + 0.4 * met / own) * (0.8 if slug in self._apart else 1)

    def _weight(self, word: str) -> float:
        return self._weights.get(word, self._most)
