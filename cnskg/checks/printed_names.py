"""Which words of a source stand in it as a name: a title or heading that is set off, or a name that is written as one.

“Rules and How to Keep Them”      set off: between quotation marks, brackets, marks of emphasis, or ends of lines
National People's Congress        written as a name: with capitals, but for short words
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from ..folding import HAN, fold

WORD = re.compile(rf"[{HAN}]|[^\s{HAN}]+")
LETTERS = re.compile(r"[^\W_]+")
MARK = r"[“”„‟\"«»‹›《》〈〉「」『』()（）\[\]{}*_|#<>]"
#: A mark belongs to the word that it touches, or is parted from by other marks alone.
OPENING, CLOSING = re.compile(rf"{MARK}[^\w\s]*$"), re.compile(rf"[^\w\s]*{MARK}")
#: What ends a sentence before the end of a line; headings have none.
SENTENCE_END = re.compile(r"[.!;。！；][^\S\n]*\n")
PAUSE = re.compile(r"[,;:.!?，；：。！？、]")
#: Words of so many letters may be small in a name: of, the, with.
SMALL = 4
NUMBERING = re.compile(r"[0-9]+")


class Token(NamedTuple):
    """A word of a text as it is compared, and where it stands in the text as it is written."""

    word: str
    start: int
    end: int


class Printed:
    """A text as it is written, its words to be looked up."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [token for chunk in WORD.finditer(text) for token in _tokens(chunk)]
        self.words = [token.word for token in self.tokens]
        self.places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self.words):
            self.places[word].append(place)

    def occurrences(self, words: list[str]) -> list[int]:
        """At which words of the text some words stand in a row."""
        return [i for i in self.places[words[0]] if self.words[i : i + len(words)] == words]

    def is_title(self, words: list[str], cut: bool = False) -> bool:
        """Whether some words are set off in the text; of a heading that is cut, whether they begin one."""
        return any(self._set_off(i, i + len(words), cut) for i in self.occurrences(words))

    def is_name(self, words: list[str]) -> bool:
        """Whether some words are written as a name in the text."""
        return any(self._as_name(i, i + len(words)) for i in self.occurrences(words))

    def _set_off(self, begin: int, end: int, cut: bool) -> bool:
        first = begin
        while first and NUMBERING.fullmatch(self.words[first - 1]) and "\n" not in self._gap(first):
            first -= 1  # a heading may be given without its number
        marked = bool(OPENING.search(self._gap(begin)))
        if not (marked or "\n" in self._gap(begin) or "\n" in self._gap(first)):
            return False
        return self._goes_on(end) if cut else self._closed(end, marked)

    def _closed(self, end: int, marked: bool) -> bool:
        """Whether a line ends after a word, and no sentence, or what is marked off does."""
        after = self._gap(end)
        return (marked and bool(CLOSING.match(after))) or ("\n" in after and not SENTENCE_END.match(after))

    def _goes_on(self, end: int) -> bool:
        """Whether a heading goes on after a word: no sentence ends on its line."""
        line, _, _ = self.text[self.tokens[end - 1].end :].partition("\n")
        return not SENTENCE_END.search(f"{line}\n")

    def _gap(self, place: int) -> str:
        """What stands before a word of the text and after the last one; the ends of the text are ends of lines."""
        begin = self.tokens[place - 1].end if place else 0
        end = self.tokens[place].start if place < len(self.tokens) else len(self.text)
        return "\n" * (place == 0) + self.text[begin:end] + "\n" * (place == len(self.tokens))

    def _as_name(self, begin: int, end: int) -> bool:
        raw = self.text[self.tokens[begin].start : self.tokens[end - 1].end]
        if not re.search(rf"[^\W\d_{HAN}]", raw):
            return not PAUSE.search(raw)
        _, *others = LETTERS.findall(raw)  # a post is written small in “its chairman of the Standing Committee”
        return all(not word[0].islower() or len(word) <= SMALL for word in others)


def _tokens(chunk: re.Match[str]) -> list[Token]:
    """The words of what stands between white space, without the signs around it."""
    letters = list(LETTERS.finditer(chunk.group()))
    if not letters:
        return []
    start, end = chunk.start() + letters[0].start(), chunk.start() + letters[-1].end()
    return [Token(word, start, end) for word in WORD.findall(fold(chunk.group()))]


@lru_cache(maxsize=20)
def printed(text: str) -> Printed:
    """The same text is looked into again and again."""
    return Printed(text)
