"""The paragraphs of a page of a PDF, recovered from where its lines stand, and how large their letters are.

A PDF knows of no paragraphs. No word is moved, joined or left out: only the white space between words is made, which
counts neither in digests nor in offsets. So a text that was taken out before is still the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Literal

from .blocks import is_heading

#: What begins a line of a list: a sign, or a number or letter as they are counted.
BULLET = re.compile(r"[•‣▪▫◦●○■□➢–·*\uf0b7-]\s")
COUNTED = re.compile(r"(?:\(?[0-9]{1,2}[.)]|\(?[a-z][.)]|\([ivx]{1,4}\))\s")
SENTENCE_ENDS = re.compile(r"[.!?:;。！？：；][\"'”’»)\]]*$")
#: How wide letters are at most, on the average, by their height: a page does not always tell where words end.
WIDTH = 0.65
#: Of a paragraph that goes on, the first letter.
GOES_ON = re.compile(r"[a-zà-öø-ÿ]")

#: What stands between a line and the next: of one paragraph, of one table or list, or more.
Border = Literal["line", "row", "paragraph"]


@dataclass
class Piece:
    """Words as they stand somewhere on a page: from the left, from below, and how high their letters are."""

    text: str
    x: float
    y: float
    size: float


@dataclass
class Line:
    """A line of a page; what stands far apart in it are cells, as in the row of a table."""

    pieces: list[Piece] = field(default_factory=list)
    is_row: bool = False

    @property
    def cells(self) -> list[str]:
        """The words, as they stand apart."""
        told, right = [""], self.x
        for piece in self.pieces:
            if piece.x - right > 2 * piece.size:
                told.append("")
            told[-1] += piece.text
            right = piece.x + WIDTH * piece.size * len(piece.text.strip())
        return [" ".join(cell.split()) for cell in told]

    @property
    def words(self) -> str:
        """The words, with tabs between cells where it is a row."""
        return ("\t" if self.is_row else " ").join(self.cells)

    @property
    def x(self) -> float:
        """How far from the left it begins."""
        return self.pieces[0].x

    @property
    def y(self) -> float:
        """How high it stands."""
        return self.pieces[0].y

    @property
    def size(self) -> float:
        """How high most of its letters are: the sign of a list may be larger."""
        return max(self.pieces, key=lambda piece: len(piece.text)).size

    @property
    def is_item(self) -> bool:
        """Whether it begins as a line of a list does."""
        return bool(BULLET.match(self.words) or COUNTED.match(self.words))


def lines(pieces: Iterable[Piece]) -> list[Line]:
    """The lines of a page, in the order in which its words were written."""
    found = [Line()]
    for piece in pieces:
        for at, text in enumerate(piece.text.split("\n")):
            if at:
                found.append(Line())
            if text.strip():
                found[-1].pieces.append(Piece(text, piece.x, piece.y, piece.size))
    found = [line for line in found if line.pieces]
    apart = [False, *(len(line.cells) > 1 for line in found), False]
    for line, before, here, after in zip(found, apart, apart[1:], apart[2:], strict=False):
        line.is_row = here and (before or after)  # one alone is but a wide space
    return found


def running(pages: Iterable[list[str]]) -> Iterator[str]:
    """The paragraphs of all pages; one that a page cuts is put together where nothing stands between."""
    before = ""
    for page in pages:
        for at, block in enumerate(page):
            if not at and _is_cut(before, block):
                before += f" {block}"
                continue
            if before:
                yield before
            before = block
    if before:
        yield before


def _is_cut(before: str, block: str) -> bool:
    """Whether the last paragraph of a page goes on with the first of the next."""
    ended = SENTENCE_ENDS.search(before) or is_heading(before) or "\t" in before + block
    return not ended and bool(GOES_ON.match(block))


def blocks(found: list[Line]) -> Iterator[str]:
    """Paragraphs, each on one line; tables and lists, a row or point on each line, with tabs in it."""
    usual = _leading(found)
    kept: list[Line] = []
    for line in found:
        if kept and _border(kept, line, usual) == "paragraph":
            yield _told(kept, usual)
            kept = []
        kept.append(line)
    if kept:
        yield _told(kept, usual)


def _leading(found: list[Line]) -> float:
    """How far below one another the lines of a page mostly stand, by the height of letters."""
    apart = [
        (one.y - other.y) / one.size
        for one, other in pairwise(found)
        if _is_like(one, other) and 0 < one.y - other.y < 3 * one.size
    ]
    return median(sorted(apart)[: max(1, len(apart) * 3 // 4)]) if apart else 1.2


def _is_like(one: Line, other: Line) -> bool:
    """Whether letters of two lines are of one height."""
    return abs(one.size - other.size) < 0.1 * one.size


def _border(kept: list[Line], line: Line, usual: float) -> Border:
    """What is between some lines and the next one."""
    last = kept[-1]
    if not _is_like(last, line) or last.is_row != line.is_row:
        return "paragraph"
    below = (last.y - line.y) / line.size
    if line.is_row:
        return "row" if 0 <= below < 2.5 * usual else "paragraph"
    if _begins_item(last, line, kept[0].is_item):
        return "row" if kept[0].is_item else "paragraph"
    if below < 0:  # the next column, or page
        return "line" if _goes_on(kept, line) else "paragraph"
    if below > 1.25 * usual or _is_indented(kept, line):
        return "paragraph"
    return "line"


def _goes_on(kept: list[Line], line: Line) -> bool:
    """Whether a paragraph goes on at the top of the next column; a line alone does not, as it may be a foot."""
    if len(kept) == 1 or SENTENCE_ENDS.search(kept[-1].words):
        return False
    return not kept[0].is_item or bool(GOES_ON.match(line.words))


def _begins_item(last: Line, line: Line, within: bool) -> bool:
    """Whether a line begins a point of a list; a number may also stand at the begin of a line by chance."""
    counted = COUNTED.match(line.words) and (within or SENTENCE_ENDS.search(last.words))
    return bool(BULLET.match(line.words) or counted)


def _is_indented(kept: list[Line], line: Line) -> bool:
    """Whether a line is set in, against what stands above it, or no longer is."""
    right = (line.x - kept[-1].x) / line.size
    if 0.6 < right < 5:
        return not kept[0].is_item  # in a list, what hangs below the sign
    return right < -0.6 and (kept[0].is_item or len(kept) > 2) and bool(SENTENCE_ENDS.search(kept[-1].words))


def _told(kept: list[Line], usual: float) -> str:
    """A paragraph, table or list."""
    told = ""
    for at, line in enumerate(kept):
        border = _border(kept[:at], line, usual) if at else "paragraph"
        begin = "\t" if line.is_item and kept[0].is_item and border != "line" and len(kept) > 1 else ""
        told += {"line": " ", "row": "\n", "paragraph": ""}[border] + begin + line.words
    return told
