"""A canvas that is written as SVG: text with links, boxes, lines. Ink is `currentColor`: the page sets it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

_FONT = 'system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif'
#: What a file that stands alone is drawn on; in a page, the page says so.
_PAPER = "background:#fff;color:#1c2430"
_NARROW, _WIDE = set("iIljtfr.,:;'|()[]! -·"), set("mwMW—@%")
#: Dashes by what a line says: it is stated, it follows, it was so at the last time that somebody named it.
DASHES = {"stated": "", "inferred": "6 4", "earlier": "1.5 4"}
#: A hanzi with the marks that may not begin a line behind it and those that may not end one before; or a word.
_HAN = r"[\u2e80-\u9fff\uf900-\ufaff]"
_PIECE = re.compile(rf"(\s*)([（《“]*{_HAN}[、。，：；）》”·]*|(?:(?!{_HAN})[^\s（《])+[、。，：；）》”]*|\S)")
Point = tuple[float, float]
_NO_LOOK = Markup("")
_INK = Markup('font-family="{}" fill="currentColor"').format(_FONT)
#: Pixels of paper around a picture.
_MARGIN = {"side": 5}
#: How tall a sheet of paper is for its width: beneath the title of its page, and by itself.
_SHEET = {"first": 0.95, "next": 1.25}


@dataclass(frozen=True)
class Words:
    """A piece of text, and where it leads."""

    text: str
    href: str = ""
    soft: bool = False
    bold: bool = False
    status: str = "stated"
    language: str = ""


def width(text: str, size: float = 13, bold: bool = False) -> float:
    """About how wide a text is, rather too wide than too narrow: fonts differ."""
    units = 0.0
    for sign in text:
        if unicodedata.east_asian_width(sign) in "WF":
            units += 1.0
        else:
            units += 0.36 if sign in _NARROW else 0.88 if sign in _WIDE or sign.isupper() else 0.58
    return units * size * (1.12 if bold else 1.0)


def wrap(text: str, most: float, size: float = 13, bold: bool = False) -> list[str]:
    """A text in lines that are no wider; a word that is stays whole. Between hanzi a line may end anywhere."""
    lines: list[str] = []
    for gap, word in _PIECE.findall(text):
        between = " " if gap else ""
        if lines and width(f"{lines[-1]}{between}{word}", size, bold) <= most:
            lines[-1] += f"{between}{word}"
        else:
            lines.append(word)
    return lines or [""]


@dataclass
class Canvas:
    """What has been drawn, and how far it reaches."""

    parts: list[Markup] = field(default_factory=list)
    right: float = 0
    bottom: float = 0
    #: from where to where stands what no end of a sheet is to cut through
    blocks: list[tuple[float, float]] = field(default_factory=list)

    def reach(self, x: float, y: float) -> None:
        """Let the picture reach at least to a point."""
        self.right, self.bottom = max(self.right, x), max(self.bottom, y)

    def text(self, x: float, y: float, words: Words, size: float = 13, anchor: str = "start") -> None:
        """One line of text, its baseline at y."""
        self._write(x, y, words, [words.text], size, 0, anchor)

    def paragraph(self, x: float, y: float, words: Words, most: float, size: float = 13, step: float = 16) -> float:
        """Text in lines as wide as there is room, one link in all; y below the last one."""
        lines = wrap(words.text, most, size, words.bold)
        self._write(x, y, words, lines, size, step, "start")
        return y + step * len(lines)

    def label(self, x: float, y: float, words: Words, size: float = 11) -> None:
        """A word that ends at x, with paper around it, so that no line strikes through it."""
        around = Markup(' stroke="var(--paper, #fff)" stroke-width="4" stroke-linejoin="round" paint-order="stroke"')
        self._write(x, y, words, [words.text], size, 0, "end", around)

    def _write(
        self,
        x: float,
        y: float,
        words: Words,
        lines: Sequence[str],
        size: float,
        step: float,
        anchor: str,
        look: Markup = _NO_LOOK,
    ) -> None:
        look += Markup(' font-weight="600"') if words.bold else _NO_LOOK
        look += Markup(' opacity="0.8"') if words.soft else _NO_LOOK
        look += Markup(' lang="{}"').format(words.language) if words.language else _NO_LOOK
        line = Markup(' text-decoration="underline"') if words.href else _NO_LOOK
        spans = Markup(" ").join(
            Markup('<tspan x="{}" y="{}"{}>{}</tspan>').format(_n(x), _n(y + step * n), line, told)
            for n, told in enumerate(lines)
        )
        look += Markup(' text-anchor="{}"').format(anchor) if anchor != "start" else _NO_LOOK  # which is the default
        drawn = Markup('<text font-size="{}"{}>{}</text>').format(size, look, spans)
        self.parts.append(Markup('<a href="{}">{}</a>').format(words.href, drawn) if words.href else drawn)
        last = y + step * (len(lines) - 1)
        self.blocks.append((y - size, last + (step + 8 if words.bold else 4)))  # a heading stays with what it heads
        share = {"start": 1.0, "middle": 0.5, "end": 0.0}[anchor]
        self.reach(x + share * max(width(told, size, words.bold) for told in lines), y + step * (len(lines) - 1) + 5)

    def box(self, x: float, y: float, wide: float, high: float, dash: str = "", thick: float = 1) -> None:
        """A frame on paper, so that lines behind it do not strike through what stands in it."""
        self._rect(x, y, wide, high, dash, Markup('rx="5" fill="var(--paper, #fff)" stroke-width="{}"').format(thick))

    def bar(self, x: float, y: float, wide: float, high: float, dash: str = "", faint: float = 0.25) -> None:
        """A bar with a frame: a span of time."""
        self._rect(x, y, wide, high, dash, Markup('fill="currentColor" fill-opacity="{}"').format(faint))

    def _rect(self, x: float, y: float, wide: float, high: float, dash: str, look: Markup) -> None:
        look += Markup(' stroke-dasharray="{}"').format(dash) if dash else _NO_LOOK
        place = Markup('x="{}" y="{}" width="{}" height="{}"').format(_n(x), _n(y), _n(wide), _n(high))
        self.parts.append(Markup('<rect {} stroke="currentColor" {}/>').format(place, look))
        self.blocks.append((y - 1, y + high + 1))
        self.reach(x + wide + 1, y + high + 1)

    def dot(self, x: float, y: float, size: float = 4.5, filled: bool = True, dash: str = "") -> None:
        """A dot, or a ring."""
        look = Markup(' stroke-dasharray="{}"').format(dash) if dash else _NO_LOOK
        fill = "currentColor" if filled else "var(--paper, #fff)"
        place = Markup('cx="{}" cy="{}" r="{}" fill="{}"').format(_n(x), _n(y), size, fill)
        self.parts.append(Markup('<circle {} stroke="currentColor" stroke-width="1.5"{}/>').format(place, look))
        self.reach(x + size, y + size)

    def line(
        self, points: Sequence[Point], dash: str = "", thick: float = 1.2, faint: float = 1, arrow: bool = False
    ) -> None:
        """A line through points, with a head at its end."""
        path = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        self._path(path, dash, thick, faint)
        if arrow:
            self._head(points[-2], points[-1])
        for point in points:
            self.reach(*point)

    def rules(self, lines: Sequence[float], right: float) -> None:
        """Faint level lines from the left edge, all of them one path."""
        self._path("".join(f"M0 {_n(y)}H{_n(right)}" for y in lines), "", 0.8, 0.22)
        self.reach(right, max(lines))

    def curve(self, start: Point, end: Point, dash: str = "") -> None:
        """An arrow that leaves and arrives level, and bends soon after it has left."""
        bend = min(80.0, (end[0] - start[0]) / 2)
        turned = (start[0] + 2 * bend, end[1])
        path = (
            f"M{_n(start[0])} {_n(start[1])}C{_n(start[0] + bend)} {_n(start[1])} {_n(start[0] + bend)} {_n(end[1])} "
            f"{_n(turned[0])} {_n(end[1])}L{_n(end[0])} {_n(end[1])}"
        )
        self._path(path, dash, 1.2, 1)
        self._head((end[0] - 10, end[1]), end)
        self.reach(*start)
        self.reach(*end)

    def _path(self, path: str, dash: str, thick: float, faint: float) -> None:
        look = Markup(' stroke-dasharray="{}"').format(dash) if dash else _NO_LOOK
        look += Markup(' stroke-opacity="{}"').format(faint) if faint < 1 else _NO_LOOK
        self.parts.append(
            Markup('<path d="{}" fill="none" stroke="currentColor" stroke-width="{}"{}/>').format(path, thick, look)
        )

    def _head(self, before: Point, tip: Point) -> None:
        """The head of an arrow that comes from the left or from above."""
        (x, y) = tip
        shape = (
            f"{x - 7},{y - 4} {x},{y} {x - 7},{y + 4}" if before[1] == y else f"{x - 4},{y - 7} {x},{y} {x + 4},{y - 7}"
        )
        self.parts.append(Markup('<polygon points="{}" fill="currentColor"/>').format(shape))

    def svg(self, name: str, title: str, about: str, alone: bool, printed: bool = True) -> Markup:
        """The picture. As a group with a name, not as an image: there are links in it. In a page it has its sheets."""
        side = _MARGIN["side"]
        wide, high = round(self.right + 2 * side), round(self.bottom + 2 * side)
        head = Markup('xmlns="http://www.w3.org/2000/svg" style="{}" ').format(_PAPER) if alone else _NO_LOOK
        head += Markup('role="group" aria-labelledby="{}-title {}-about" ').format(name, name)
        head += Markup('width="{}" height="{}" viewBox="-{} -{} {} {}" ').format(wide, high, side, side, wide, high)
        head += _INK
        words = Markup('<title id="{}-title">{}</title><desc id="{}-about">{}</desc>').format(name, title, name, about)
        drawn = Markup("\n").join(self.parts)
        if alone:
            return Markup("<svg {}>{}{}</svg>").format(head, words, drawn)
        whole = Markup('<svg {}>{}<g id="{}-all">{}</g></svg>').format(head, words, name, drawn)
        return whole + self._on_paper(f"{name}-all", wide) if printed else whole

    def sheets(self) -> list[tuple[float, float]]:
        """From where to where a picture is drawn on each sheet of paper: cut between boxes and lines of text."""
        found: list[tuple[float, float]] = []
        start, end = -float(_MARGIN["side"]), self.bottom + _MARGIN["side"]
        while start < end:
            most = start + (self.right + 2 * _MARGIN["side"]) * _SHEET["next" if found else "first"]
            stop = end if most >= end else self._between(start, most)
            found.append((start, stop))
            start = stop
        return found

    def _between(self, start: float, most: float) -> float:
        """The last place before `most` where nothing stands, in the lower two thirds; else `most` itself."""
        free = (most - step for step in range(int((most - start) * 2 / 3)))
        return next((y for y in free if not any(top - 3 < y < low + 1 for top, low in self.blocks)), most)

    def _on_paper(self, drawn: str, wide: float) -> Markup:
        """The same once more, for print, a sheet at a time; nothing where one is enough."""
        sheets = self.sheets()
        if len(sheets) < 2:
            return _NO_LOOK
        one = Markup('<svg {} viewBox="-{} {} {} {}"><use href="#{}"/></svg>')
        made = (one.format(_INK, _MARGIN["side"], _n(top), wide, _n(low - top), drawn) for top, low in sheets)
        return Markup('<div class="sheets" aria-hidden="true">{}</div>').format(Markup("\n").join(made))


def _n(number: float) -> str:
    """A coordinate, briefly."""
    return f"{number:.1f}".removesuffix(".0")
