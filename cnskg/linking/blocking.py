"""Which pairs are worth a look: a foreign name and one of ours that are spelt or read the same, or share words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from ..folding import has_han, keys
from ..search.words import bare, stems, telling
from .ours import Ours
from .things import Thing

#: How many of the words of the longer one of two names both must have.
SHARED = 0.6


def _words(name: str) -> frozenset[str]:
    """The words by which a name is found; of hanzi each two that stand together."""
    found = telling(stems(bare(name)))
    han = "".join(one for one in found if has_han(one))
    return frozenset([one for one in found if not has_han(one)] + [han[at : at + 2] for at in range(len(han) - 1)])


class Block:
    """The names of ours, by what they share with others."""

    def __init__(self, ours: Iterable[Ours]) -> None:
        self.ours = list(ours)
        self._keys: dict[str, set[int]] = defaultdict(set)
        self._words: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for at, one in enumerate(self.ours):
            for name in one.entry.names:
                for key in keys(name.text) | keys(bare(name.text)):
                    self._keys[key].add(at)
                words = _words(name.text)
                for word in words:
                    self._words[word].add((at, len(words)))

    def candidates(self, thing: Thing) -> list[Ours]:
        """Those that may be meant by a foreign thing, in their order."""
        found: set[int] = set()
        for name in thing.names:
            same = set().union(*(self._keys.get(key, ()) for key in keys(name) | keys(bare(name))))
            found |= same or self._alike(name)
        return [self.ours[at] for at in sorted(found)]

    def _alike(self, name: str) -> set[int]:
        words = _words(name)
        shared = Counter(place for word in words for place in self._words.get(word, ()))
        return {at for (at, size), count in shared.items() if count >= SHARED * max(size, len(words))}
