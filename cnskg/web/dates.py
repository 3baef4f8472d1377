"""Dates in words: a time span by its slug (`2013-41`, the second half of 2013), and the dates of XML Schema."""

from __future__ import annotations

import re

import pyoxigraph as ox

from ..rdf import XSD

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
#: The second number of a slug where it is no month: part 2 of ISO 8601, as the calendar of the graph has it.
_PARTS = {
    "21": "spring", "22": "summer", "23": "autumn", "24": "winter", "33": "first quarter of", "34": "second quarter of",
    "35": "third quarter of", "36": "fourth quarter of", "40": "first half of", "41": "second half of",
}  # fmt: skip
_SINGLE = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<part>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_MONTH_DAY = re.compile(r"--(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_DATED = {XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth", "gMonthDay")}


def span(slug: str) -> str:
    """A time span in words, by the end of its IRI; as it is where its form is not known."""
    first, interval, last = slug.partition("--")
    if not interval:
        return _single(slug)
    begins, ends = _single(first), _single(last)
    year = f" {last[:4]}"
    return f"{begins.removesuffix(year) if begins != year[1:] else begins} to {ends}"


def literal(value: ox.Literal) -> str:
    """A date, or the day of a moment, in words; nothing for any other literal."""
    if value.datatype.value not in _DATED:
        return ""
    day = _MONTH_DAY.match(value.value)
    return f"{int(day['day'])} {_month(day['month'])}" if day else _single(value.value[:10].removesuffix("Z"))


def _single(slug: str) -> str:
    if re.fullmatch("[0-9]{3}X", slug):
        return f"the {slug[:3]}0s"
    found = _SINGLE.fullmatch(slug)
    if not found or (found["part"] and not (_month(found["part"]) or found["part"] in _PARTS)):
        return slug
    year, part = found["year"], found["part"]
    if found["day"]:
        return f"{int(found['day'])} {_month(part)} {year}"
    return f"{_PARTS.get(part) or _month(part)} {year}" if part else year


def _month(number: str) -> str:
    return _MONTHS[int(number) - 1] if 1 <= int(number) <= len(_MONTHS) else ""
