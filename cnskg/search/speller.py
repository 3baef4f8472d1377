"""What a text is put right by: the words of the index, and the names with those that bear them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from ..folding import fold, has_han
from ..nearest import nearest
from . import groups
from .entries import Entry, Name
from .errors import mended
from .readings import spelled, within
from .words import spelt


class Speller:
    """Puts texts right. `has` tells of any word whether a name or text holds it; `like` is how like another must be."""

    def __init__(
        self, names: list[tuple[Entry, Name]], words: list[str], has: Callable[[str], bool], like: int
    ) -> None:
        self.words, self.has, self.like = words, has, like
        self.joined = [name.folded.replace(" ", "") for _, name in names]
        self.in_hanzi = [(entry, name) for entry, name in names if name.readings]
        self._names = names

    def mended(self, text: str) -> str:
        """The text put right; itself where nothing in it is wrong, or is like something here."""
        return mended(text, self._known, self._nearest, self._spelt_in_pinyin, self._other_hanzi)

    @cached_property
    def _word_set(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def _letters(self) -> frozenset[str]:
        """The names without their spaces, and the words of what things are called first."""
        labels = " ".join(fold(entry.label) for entry, _ in self._names)
        return frozenset(labels.split()) | frozenset(self.joined)

    @cached_property
    def _syllables(self) -> frozenset[str]:
        return frozenset(one for _, name in self.in_hanzi for reading in name.readings for one in reading.split(" "))

    def _known(self, word: str) -> bool:
        return word in self._word_set or spelt(word) in self._word_set or self.has(word)

    def _nearest(self, word: str) -> str:
        same = [one for one in self.words if one[:1] == word[:1]]
        return next(iter(nearest(word, same, 1, self.like)), "")

    def _spelt_in_pinyin(self, joined: str) -> str:
        """What is called so in hanzi, in English: the thing of which others speak most."""
        if joined in self._letters or not spelled(joined, self._syllables):
            return ""  # what is a name in letters stays as it is: Chen Wenqing
        found = [
            (len(joined) / len(reading), entry)
            for entry, name in self.in_hanzi
            for reading in name.readings
            if within(joined, reading) and groups.rank(entry.group) == 0
        ]
        return min(found, key=lambda one: (-one[0], -one[1].mentions, one[1].iri))[1].label if found else ""

    def _other_hanzi(self, run: str) -> str:
        """A part of a name of as many hanzi, of which all but one are the same, in their places."""
        if any(run in one for one in self.joined):
            return ""
        size = len(run)
        parts = (one[at : at + size] for one in self.joined if has_han(one) for at in range(len(one) - size + 1))
        return next((part for part in parts if sum(a != b for a, b in zip(part, run, strict=True)) == 1), "")
