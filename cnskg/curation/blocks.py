"""What kinds of paragraphs a text has: headings, by-lines, points of lists, tables, notes, the feet of pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import Literal, NamedTuple

from ..content.texts import Paragraph

#: Words that a heading has at most; a paragraph of one line is longer, or ends as sentences do.
HEADING = 14
#: What only lines have that state nothing: an address, a sign of copyright, a number of a page and no more.
FOOT = re.compile(r"https?://|www\.|©|\(c\)|^\W*(?:page|p\.)?\s*[0-9]+(?:\s*(?:/|of)\s*[0-9]+)?\W*$", re.IGNORECASE)
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = rf"(?:[0-9]{{1,2}}\.? {_MONTH},? [0-9]{{4}}|{_MONTH} [0-9]{{1,2}},? [0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})"
#: Who wrote it and when, below a title.
BY_LINE = re.compile(
    rf"(?:text |written )?(?-i:[Bb]y|BY) (?-i:[A-ZÀ-Þ])|(?:(?:first )?(?:published|updated|posted):? )?(?:on )?{_DAY}",
    re.IGNORECASE,
)
#: A line that belongs to the table or picture beside it, and names no section.
CAPTION = re.compile(r"(?:table|figure|fig\.|box|chart|map|tabell|figur)\s*[0-9]+\b", re.IGNORECASE)
NOTE = re.compile(r"(?:sources?|notes?|quelle|källa)\s*:", re.IGNORECASE)
#: A point of a list, by its sign; by its number, where it is no heading.
BULLET = re.compile(r"(?:[•‣▪▫◦●○■□➢–·*\uf0b7-]|\(?[a-z]\)|\([ivx0-9]{1,4}\))\s")
COUNTED = re.compile(r"[0-9]{1,2}[.)]\s")
JOINING = frozenset({"and", "with", "by", "dr", "prof", "professor"})

Of = Literal["text", "heading", "by-line", "caption", "rows", "point", "note", "foot"]


class Block(NamedTuple):
    """A paragraph as far as it is open: where it is in the text, and what it is."""

    start: int
    end: int
    of: Of


def is_heading(words: str) -> bool:
    """Whether a paragraph looks like a heading: short, and not ended as a sentence is."""
    return len(words.split()) <= HEADING and not re.search(r"[.!?。！？…;:,\"”]$", words)


def kinds(text: str, paragraphs: Iterable[Paragraph], authors: Collection[str] = ()) -> dict[int, Of]:
    """What each paragraph is, by where it ends; `authors` are the words of the names of who wrote the text."""
    known = list(paragraphs)
    often = Counter(_alike(text[one.start : one.end]) for one in known)
    found: dict[int, Of] = {}
    for at, one in enumerate(known):
        words = text[one.start : one.end]
        repeated = bool(at) and often[_alike(words)] > 1
        found[one.end] = "rows" if one.laid_out else _of(words, repeated, authors)
    ends = [one for one in known if found[one.end] != "foot"]
    for one, after in pairwise(ends):
        if found[one.end] == "heading" and found[after.end] == "text" and text[after.start].islower():
            found[one.end] = "text"  # the foot of a page parts a sentence
    return found


def _alike(words: str) -> str:
    """The words, but for what changes from page to page."""
    return re.sub("[0-9]+", "0", words)


def _of(words: str, repeated: bool, authors: Collection[str]) -> Of:
    short = is_heading(words)
    if short and (repeated or FOOT.search(words)):
        return "foot"
    if NOTE.match(words):
        return "note"
    if BULLET.match(words) or (COUNTED.match(words) and not short):
        return "point"
    if len(words.split()) <= HEADING and CAPTION.match(words):
        return "caption"
    if len(words.split()) <= HEADING and (BY_LINE.match(words) or _names(words, authors)):
        return "by-line"
    return "heading" if short else "text"


def _names(words: str, authors: Collection[str]) -> bool:
    """Whether a line has the names of the authors, and not much more than they."""
    told = {word for word in re.findall(r"\w+", words.casefold()) if word not in JOINING}
    return bool(told) and told <= set(authors)
