"""Things in time: a lane for each kind, a track for each thing. A day is a dot, a longer time a bar.

Drawn twice: for wide pages with the name beside the marks, for narrow ones with the name above them. On both a track
says its dates in words, too: the years stand far above it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .svg import DASHES, Canvas, Words, width

#: Pixels: all years, a year of which something is said at most, one of which little is, years of which nothing is, a
#: track, the size of text, an arrow without an end, what stands above the lanes, dates in words. A year has `few` marks
#: up to so many.
LAYOUT = {
    "all": 860, "year": 140, "spare": 48, "gap": 24, "track": 25, "size": 12.5, "arrow": 34, "head": 74, "few": 2,
    "said": 11,
}  # fmt: skip
#: The same on a phone: what is said of a thing stands in lines of their own, above its marks.
NARROW = {**LAYOUT, "all": 326, "year": 60, "spare": 14, "gap": 8, "track": 20, "size": 14, "arrow": 16, "said": 12.5}
Layout = Mapping[str, float]


@dataclass(frozen=True)
class Mark:
    """A time of a thing: what is dated (`adopted`, `force`, `when`, `starts`, `ends`, `named`), first and last day."""

    what: str
    first: str
    last: str


@dataclass(frozen=True)
class Track:
    """A thing and its times, and these in words."""

    words: Words
    marks: Sequence[Mark]
    said: str = ""


@dataclass(frozen=True)
class Lane:
    """A kind of things."""

    title: str
    tracks: Sequence[Track]


class Axis:
    """Where a day lies: years of which nothing is said take no room, those of which little is said take little."""

    def __init__(self, marks: Sequence[Mark], layout: Layout = LAYOUT) -> None:
        said = Counter(year for mark in marks for year in {int(mark.first[:4]), int(mark.last[:4])})
        years = sorted(said)
        self.left: dict[int, float] = {}
        self.gaps: list[float] = []
        spare = sum(said[year] <= layout["few"] for year in years) % len(years)  # where all are so, none is
        breaks = sum(after - before > 1 for before, after in pairwise(years))
        room = layout["all"] - breaks * layout["gap"] - spare * layout["spare"]
        full = min(layout["year"], room / (len(years) - spare))
        self.wide = {year: layout["spare"] if spare and said[year] <= layout["few"] else full for year in years}
        x, before = 4.0, None
        for year in years:
            if before is not None and year - before > 1:
                self.gaps.append(x + layout["gap"] / 2)
                x += layout["gap"]
            self.left[year], before = x, year
            x += self.wide[year]
        self.right = x

    def x(self, day: str, end: bool = False) -> float:
        """The place of the beginning of a day, or of its end."""
        year, month, date = (int(part) for part in day.split("-"))
        return self.left[year] + self.wide[year] * min(1.0, (month - 1) / 12 + (date - 1 + end) / 372)


def draw(lanes: Sequence[Lane], legend: Mapping[str, str]) -> Canvas:
    """The lanes below one another, years above, and what the signs mean."""
    canvas = Canvas()
    marks = [mark for lane in lanes for track in lane.tracks for mark in track.marks]
    if not marks:
        return canvas
    axis = Axis(marks)
    _legend(canvas, legend)
    y = float(LAYOUT["head"])
    for lane in lanes:
        canvas.text(0, y + 17, Words(lane.title, bold=True), 13.5)
        if axis.right > LAYOUT["all"] / 2:  # where it does not fit, its end is what one sees first
            canvas.text(axis.right, y + 17, Words(lane.title, soft=True), 12, anchor="end")
        canvas.line([(0, y + 24), (axis.right, y + 24)], faint=0.5, thick=0.8)
        y += LAYOUT["track"] + 4
        for track in lane.tracks:
            _track(canvas, axis, y + LAYOUT["track"] / 2, track)
            y += LAYOUT["track"]
        y += 10
    _years(canvas, axis, y)
    return canvas


def draw_narrow(lanes: Sequence[Lane]) -> Canvas:
    """The same on a phone: of each thing its name, its dates in words, and beneath these its marks."""
    canvas = Canvas()
    marks = [mark for lane in lanes for track in lane.tracks for mark in track.marks]
    if not marks:
        return canvas
    axis, y, rules = Axis(marks, NARROW), 0.0, list[float]()
    for lane in lanes:
        canvas.text(0, y + 17, Words(lane.title, bold=True), NARROW["size"] + 1)
        y = _strip(canvas, axis, y + 38)
        for track in lane.tracks:
            y = canvas.paragraph(0, y + 16, track.words, NARROW["all"], NARROW["size"], 18)
            y = canvas.paragraph(0, y - 2, Words(track.said, soft=True), NARROW["all"], NARROW["said"], 16)
            rules.append(y - 2)
            _marks(canvas, axis, y - 2, track, NARROW)
            y += NARROW["track"]
        y += 10
    canvas.rules(rules, axis.right)
    return canvas


def _strip(canvas: Canvas, axis: Axis, y: float) -> float:
    """The years above a lane on a phone, as many as have room; where the lane begins."""
    free = 0.0
    for year, x in axis.left.items():
        if x >= free:
            canvas.text(x, y, Words(str(year), soft=True), 11)
            canvas.line([(x, y + 3), (x, y + 8)], thick=0.8, faint=0.5)
            free = x + 32
    canvas.line([(0, y + 8), (axis.right, y + 8)], faint=0.5, thick=0.8)
    return y + 12


def _years(canvas: Canvas, axis: Axis, bottom: float) -> None:
    top = LAYOUT["head"] - 8
    for year, x in axis.left.items():
        canvas.line([(x, top), (x, bottom)], thick=0.6, faint=0.22)
        canvas.text(x + 3, top - 2, Words(str(year), bold=True), 12)
    for x in axis.gaps:
        canvas.text(x - 4, top - 2, Words("…", soft=True), 12, anchor="middle")
    canvas.line([(0, top + 3), (axis.right, top + 3)], thick=1)


def _legend(canvas: Canvas, legend: Mapping[str, str]) -> None:
    """The signs, each with its word."""
    x = 6.0
    for sign, word in legend.items():
        _sign(canvas, sign, x)
        canvas.text(x + 26, 16, Words(word), 12)
        x += 26 + width(word, 12) + 22


def _sign(canvas: Canvas, sign: str, x: float) -> None:
    if sign == "day":
        canvas.dot(x + 10, 12)
    elif sign == "force":
        canvas.dot(x + 10, 12, 6.0, filled=False)
    elif sign == "open":
        canvas.line([(x, 12), (x + 21, 12)], arrow=True)
    else:
        canvas.bar(
            x, 7, 20, 10, dash=DASHES["inferred"] if sign == "named" else "", faint=0 if sign == "named" else 0.25
        )


def _track(canvas: Canvas, axis: Axis, y: float, track: Track) -> None:
    """The marks of a thing, its name beside them, on the side that has room, and its dates on the other."""
    left, right = _marks(canvas, axis, y, track, LAYOUT)
    said = Words(track.said, soft=True)
    if left - 8 - width(track.words.text, LAYOUT["size"]) > 0:
        canvas.text(left - 8, y + 4, track.words, LAYOUT["size"], anchor="end")
        canvas.text(right + 9, y + 4, said, LAYOUT["said"])
    else:
        canvas.text(right + 9, y + 4, track.words, LAYOUT["size"])
        canvas.text(right + 19 + width(track.words.text, LAYOUT["size"]), y + 4, said, LAYOUT["said"])


def _marks(canvas: Canvas, axis: Axis, y: float, track: Track, layout: Layout) -> tuple[float, float]:
    """The marks of a thing; how far they reach to the left and to the right."""
    places = [_place(axis, mark) for mark in track.marks]
    left, right = min(a for a, _ in places), max(b for _, b in places)
    known = {mark.what for mark in track.marks}
    if {"adopted", "force"} <= known or {"starts", "ends"} <= known:
        canvas.line([(left, y), (right, y)], thick=1)
    elif "starts" in known:
        start = min(b for mark, (_, b) in zip(track.marks, places, strict=True) if mark.what == "starts")
        canvas.line([(start, y), (right + layout["arrow"], y)], arrow=True)
        right += layout["arrow"]
    for mark in sorted(track.marks, key=lambda mark: mark.what != "force"):  # the ring is around the dot
        _mark(canvas, axis, y, mark)
    return left, right


def _place(axis: Axis, mark: Mark) -> tuple[float, float]:
    """Where a time begins and ends; a day has the room of its dot."""
    left, right = axis.x(mark.first), axis.x(mark.last, end=True)
    middle = (left + right) / 2
    return (middle - 6, middle + 6) if mark.first == mark.last else (left, right)


def _mark(canvas: Canvas, axis: Axis, y: float, mark: Mark) -> None:
    """One time."""
    left, right = _place(axis, mark)
    named = mark.what == "named"
    if mark.first == mark.last:
        ring = mark.what in ("force", "named")
        canvas.dot(
            (left + right) / 2,
            y,
            6.0 if ring else 3.5 if mark.what == "adopted" else 4.5,
            filled=not ring,
            dash="2.5 2" if named else "",
        )
    else:
        dash = DASHES["inferred"] if named and right - left > 30 else ""  # a narrow bar has no room for dashes
        canvas.bar(left, y - 6, right - left, 12, dash=dash, faint=0 if named else 0.25)
