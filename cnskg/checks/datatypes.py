"""The datatypes of values: which forms each has, and which one of several stands for a value."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from ..rdf import XSD

ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
YEAR = r"(?P<year>-?([1-9][0-9]{4,}|[0-9]{4}))"
MONTH = r"(?P<month>0[1-9]|1[0-2])"
DAY = r"(?P<day>0[1-9]|[12][0-9]|3[01])"
CLOCK = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
INTEGER = r"[+-]?[0-9]+"
DECIMAL = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
FLOAT = rf"({DECIMAL}([eE][+-]?[0-9]+)?|[+-]?INF|NaN)"
#: The forms of dates and numbers, and what a right one looks like.
PATTERNS = {
    "boolean": ("true|false|1|0", "true or false"),
    "integer": (INTEGER, "digits, such as 12 or -3"),
    "decimal": (DECIMAL, "digits with a point, such as 1.5"),
    "double": (FLOAT, "a number such as 1.5e3"),
    "float": (FLOAT, "a number such as 1.5e3"),
    "date": (f"{YEAR}-{MONTH}-{DAY}{ZONE}", "a day that there is, such as 2024-02-29, or -0043-03-15 before our era"),
    "dateTime": (f"{YEAR}-{MONTH}-{DAY}T{CLOCK}{ZONE}", "day and time, such as 2024-02-29T12:30:00"),
    "dateTimeStamp": (f"{YEAR}-{MONTH}-{DAY}T{CLOCK}(?=.){ZONE}", "day, time and zone, such as 2024-02-29T12:30:00Z"),
    "time": (CLOCK + ZONE, "a time, such as 12:30:00"),
    "gYear": (YEAR + ZONE, "a year, such as 2024"),
    "gYearMonth": (f"{YEAR}-{MONTH}{ZONE}", "year and month, such as 2024-02"),
    "gMonthDay": (f"--{MONTH}-{DAY}{ZONE}", "month and day, such as --04-15"),
    "gMonth": (f"--{MONTH}{ZONE}", "a month, such as --04"),
    "gDay": (f"---{DAY}{ZONE}", "a day, such as ---15"),
    "anyURI": (r'[^\s<>"{}|\\^`]+', "an address without spaces; a space within one is %20"),
    "string": (r"(?s:.*)", "any text"),
}
#: Integers with bounds.
BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
INTEGERS = {XSD + "integer", *(XSD + name for name in BOUNDS)}
#: The datatypes whose values may stand where another is asked for.
WITHIN = {XSD + "integer": INTEGERS, XSD + "decimal": INTEGERS | {XSD + "decimal"}}


class Form(NamedTuple):
    """How the values of a datatype are written: whether a text is one, and what one looks like."""

    fits: Callable[[str], bool]
    expected: str


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)

    def fits(text: str) -> bool:
        match = compiled.fullmatch(text)
        return bool(match) and _on_calendar(match.groupdict() if match else {})

    return fits


def _on_calendar(parts: dict[str, str | None]) -> bool:
    """Whether the month has the day, by the Gregorian calendar, before our era as well."""
    if not parts.get("day") or not parts.get("month"):
        return True
    year = int((parts.get("year") or "2000")[-4:])  # leap years come again every 400 years, so four digits tell
    return int(parts["day"] or 0) <= monthrange(year % 400 + 2000, int(parts["month"] or 0))[1]


def _between(least: int | None, most: int | None) -> Form:
    ends = [f"at least {least}"] * (least is not None) + [f"at most {most}"] * (most is not None)

    def fits(text: str) -> bool:
        if not re.fullmatch(INTEGER, text):
            return False
        value = Decimal(text)  # reads any number of digits
        return (least is None or value >= least) and (most is None or value <= most)

    return Form(fits, f"a whole number, {' and '.join(ends)}")


FORMS: dict[str, Form] = {XSD + name: Form(_matches(pattern), said) for name, (pattern, said) in PATTERNS.items()}
FORMS |= {XSD + name: _between(*bounds) for name, bounds in BOUNDS.items()}


def plain_form(text: str, datatype: str) -> str:
    """The one form of a value that fits its datatype: numbers without needless signs and zeros, true and false."""
    if datatype == XSD + "boolean":
        return {"1": "true", "0": "false"}.get(text, text)
    if datatype not in INTEGERS and datatype != XSD + "decimal":
        return text
    whole, point, part = text.lstrip("+-").partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    number = f"{whole}.{part or '0'}" if point else whole
    return f"-{number}" if text.startswith("-") and number.strip("0.") else number
