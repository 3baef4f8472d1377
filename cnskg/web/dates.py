"""Dates in words: a time span by its slug (`2013-41`, the second half of 2013), and the dates of XML Schema."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph as ox

from ..rdf import XSD
from . import language

_SINGLE = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<part>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_MONTH_DAY = re.compile(r"--(?P<month>0[1-9]|1[0-2])-(?P<day>[0-9]{2})(?:Z|[+-].*)?")
_DATED = {XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth")}
#: What comes round each year is written as in XML Schema, and may be a text, as `cns:recurs` has it.
_YEARLY = {XSD + "gMonthDay", XSD + "string"}


@dataclass(frozen=True)
class Words:
    """How a language says dates. `parts` are months and, by part 2 of ISO 8601, seasons, quarters and halves."""

    parts: dict[str, str]
    decade: Callable[[str], str]
    year: Callable[[str], str]
    part: Callable[[str, str], str]
    day: Callable[[str, str, str], str]
    each_year: Callable[[str, str], str]
    interval: Callable[[str, str, str, str], str]


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_ENGLISH = Words(
    {f"{number:02}": name for number, name in enumerate(_MONTHS, 1)}
    | {"21": "spring", "22": "summer", "23": "autumn", "24": "winter", "33": "first quarter of"}
    | {"34": "second quarter of", "35": "third quarter of", "36": "fourth quarter of"}
    | {"40": "first half of", "41": "second half of"},
    decade=lambda year: f"the {year}s",
    year=lambda year: year,
    part=lambda year, part: f"{part} {year}",
    day=lambda year, month, day: f"{int(day)} {month} {year}",
    each_year=lambda month, day: f"{int(day)} {month}, every year",
    # what begins in the year in which it ends does not say it twice; a year by itself is said
    interval=lambda begins, ends, _, year: f"{begins.removesuffix(f' {year}')} to {ends}",
)
_CHINESE = Words(
    {f"{number:02}": f"{number}月" for number in range(1, 13)}
    | {"21": "春季", "22": "夏季", "23": "秋季", "24": "冬季", "33": "第一季度", "34": "第二季度", "35": "第三季度"}
    | {"36": "第四季度", "40": "上半年", "41": "下半年"},
    decade=lambda year: f"{int(year[:2]) + 1}世纪{'头十年' if year[2:] == '00' else f'{year[2:]}年代'}",
    year=lambda year: f"{year}年",
    part=lambda year, part: f"{year}年{part}",
    day=lambda year, month, day: f"{year}年{month}{int(day)}日",
    each_year=lambda month, day: f"每年{month}{int(day)}日",
    interval=lambda begins, ends, year, _: f"{begins}至{ends.removeprefix(f'{year}年') or ends}",
)
_WORDS = {"en": _ENGLISH, "zh": _CHINESE}


def span(slug: str, tongue: str = "") -> str:
    """A time span in words, by the end of its IRI; as it is where its form is not known.

    They are of the page's language, or of one that is given.
    """
    first, interval, last = slug.partition("--")
    words = _WORDS[tongue or language.current()]
    if not interval:
        return _single(slug, words)
    return words.interval(_single(first, words), _single(last, words), first[:4], last[:4])


def literal(value: ox.Literal) -> str:
    """A date, the day of a moment, or a day of each year in words; nothing for any other literal."""
    if value.datatype.value in _YEARLY:
        day = _MONTH_DAY.fullmatch(value.value)
        words = _words()
        return words.each_year(words.parts[day["month"]], day["day"]) if day else ""
    if value.datatype.value not in _DATED:
        return ""
    return _single(value.value[:10].removesuffix("Z"), _words())


def _words() -> Words:
    return _WORDS[language.current()]


def _single(slug: str, words: Words) -> str:
    if re.fullmatch("[0-9]{3}X", slug):
        return words.decade(f"{slug[:3]}0")
    found = _SINGLE.fullmatch(slug)
    if not found or (found["part"] and found["part"] not in words.parts):
        return slug
    year, part = found["year"], found["part"]
    if found["day"]:
        return words.day(year, words.parts[part], found["day"])
    return words.part(year, words.parts[part]) if part else words.year(year)
