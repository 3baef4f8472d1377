"""Which things a question names: the longest names first, their words in any order, so that none is taken for a part.

Naming([("Office of the CNSC", "id:office"), ("CNSC", "id:cnsc")]).read("Who leads the CNSC office?")
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..folding import HAN, fold, has_han
from .words import OWNING

#: Words that say nothing within a name.
_FILLING = frozenset(["a", "an", "the", "of", "and", "for", "in", "on", "to"])
#: What is left out of a name when people speak of it: the year of a law, the state of a ministry, the sort of a thing.
_BESIDE = re.compile(
    r"\s*[(（][^)）]*[)）]|\s+of (?:the People's Republic of )?China$|\s+(?:system|initiative|campaign|policy)$"
    r"|^中华人民共和国|^中共(?=中央)",
    re.IGNORECASE,
)
#: The pronoun, which is no name of the United States.
_US = re.compile(r"(?<!the )\bus\b")
#: Before the name of a post it makes another post of it.
_VICE = "副"
_HAN_RUN = re.compile(rf"[{HAN}]+")
_IN_LETTERS = re.compile(r"[a-z][a-z0-9]*")
#: Words of two hanzi, of which the first also ends names: in 国家安全法律 no law is named.
_SPANNING = frozenset(
    ["法律", "法规", "法案", "法治", "法院", "法官", "会议", "会面", "会谈", "会见", "国家", "部门", "部长"]
)


@dataclass(frozen=True)
class Read:
    """A question with a mark for each name, and what these name, in the order of the marks."""

    text: str
    named: tuple[str, ...]


class Naming:
    """Names of things; of two things of one name the first given is meant."""

    def __init__(self, names: Iterable[tuple[str, str]], mark: str = "@") -> None:
        self._mark = mark
        self._sets: dict[tuple[str, ...], str] = {}
        self._hanzi: dict[str, str] = {}
        given = [*names]
        for text, iri in [*given, *((_BESIDE.sub("", text), iri) for text, iri in given)]:
            folded = fold(text)
            if has_han(folded):
                self._hanzi.setdefault(folded.replace(" ", ""), iri)
            elif key := _key(folded.split()):
                self._sets.setdefault(key, iri)
        self._longest = max(map(len, self._hanzi), default=0)
        self._most = 2 * max(map(len, self._sets), default=0)  # words, filling ones included

    def read(self, text: str, but: frozenset[str] = frozenset()) -> Read:
        """The question with its names marked; the words of `but` are none by themselves."""
        own = _US.sub("", OWNING.sub("", text))
        words: list[str] = []
        for word in fold(own).split():
            words += self._parted(word) if _HAN_RUN.search(word) else [word]
        found = list(self._found(words, but, len(words)))
        return Read(" ".join(self._mark if iri else word for word, iri in found), tuple(iri for _, iri in found if iri))

    def within(self, name: str) -> tuple[str, ...]:
        """What is named in a name apart from the thing itself: in that of a post, the organ that it is in."""
        words = fold(name).split()
        return tuple(iri for _, iri in self._found(words, frozenset(), len(words) - 1) if iri)

    def _parted(self, text: str) -> Iterator[str]:
        """Hanzi with each known name as a word of its own, and what is written in letters."""
        at, plain = 0, ""
        while at < len(text):
            lengths = () if text[at - 1 : at] == _VICE else range(self._longest, 1, -1)
            ends = (n for n in lengths if text[at : at + n] in self._hanzi and not cuts(text, at + n))
            name = next((text[at : at + n] for n in ends), "") or _letters(text, at)
            if name and plain:
                yield plain
            plain = "" if name else plain + text[at]
            if name:
                yield name
            at += len(name) or 1
        if plain:
            yield plain

    def _found(self, words: list[str], but: frozenset[str], most: int) -> Iterator[tuple[str, str]]:
        """Each word, or name of several, but of no more than `most`, with what it names."""
        taken: dict[int, tuple[int, str]] = {}
        free = [True] * len(words)
        for length in range(min(self._most, most), 0, -1):
            for at in range(len(words) - length + 1):
                some = words[at : at + length]
                if all(free[at : at + length]) and (iri := self._named(some, but)):
                    taken[at] = (length, iri)
                    free[at : at + length] = [False] * length
        at = 0
        while at < len(words):
            length, iri = taken.get(at, (1, ""))
            yield " ".join(words[at : at + length]), iri
            at += length

    def _named(self, words: list[str], but: frozenset[str]) -> str:
        if len(words) == 1 and (words[0] in self._hanzi or words[0] in but):
            return self._hanzi.get(words[0], "")
        if words[0] in _FILLING or words[-1] in _FILLING:
            return ""
        return self._sets.get(_key(words), "")


def _letters(text: str, at: int) -> str:
    """The word in letters that begins there: shea, in shea有何建议."""
    found = _IN_LETTERS.match(text, at)
    return found[0] if found and (at == 0 or not text[at - 1].isascii()) else ""


def cuts(text: str, at: int) -> bool:
    """Whether a name that ended here would take the first half of a usual word: 国家安全法|律."""
    return at < len(text) and text[at - 1 : at + 1] in _SPANNING


def _key(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(word for word in words if word not in _FILLING))
