"""Which of many sentences tell of what is asked: those that hold most of its words, rare words counting most.

Sentences({"id:claim": "China says that no camps exist."}).best("Who denies that there are camps?")
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Mapping

from . import words

#: Words that say who asks what of whom, not what is told.
_ASKING = frozenset(map(words.stem, ("who", "deny", "denies", "when", "why", "where", "claim", "argue", "believe")))


class Sentences:
    """Sentences by their names, ready to be compared; `chinese` tells what names in hanzi are in English."""

    def __init__(self, told: Mapping[str, str], chinese: Mapping[str, str] | None = None) -> None:
        self._chinese = dict(chinese or {})
        self._words = {key: frozenset(words.words(text)) for key, text in told.items()}
        count = Counter(word for held in self._words.values() for word in held)
        self._weights = {word: math.log(1 + len(told) / n) for word, n in count.items()}
        self._most = math.log(1 + len(told))

    def best(
        self, text: str, most: int = 3, least: float = 0.3, among: Container[str] | None = None
    ) -> dict[str, float]:
        """The sentences that hold at least such a share of what is asked, best first, with the share."""
        asked = set(words.words(text, self._chinese)) - _ASKING - words.assumed()
        whole = sum(map(self._weight, asked))
        scored = [
            (sum(map(self._weight, asked & held)) / whole, key)
            for key, held in self._words.items()
            if asked & held and (among is None or key in among)
        ]
        near = sorted(scored, key=lambda one: (-one[0], len(self._words[one[1]]), one[1]))
        return {key: share for share, key in near[:most] if share >= least}

    def _weight(self, word: str) -> float:
        return self._weights.get(word, self._most)
