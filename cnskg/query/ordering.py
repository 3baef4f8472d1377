"""One total order of terms, for ORDER BY, MIN and MAX: the engine's own comparison is none across kinds of literals.

The engine compares two numbers by value, and a number with a string by their texts: 2.5 < 9 < 10, but "10" < 9. A sort
by such a comparison gives any order, and ends the process where it notices. Here each term gets a key, a string, and
strings are compared by code point. Kinds stand in the order of SPARQL 1.1 section 15.1 (nothing, blank nodes, IRIs,
literals), and within the literals those that can be compared by value stand together.
"""

from __future__ import annotations

import calendar
import re
import struct
from decimal import Decimal

import pyoxigraph as ox

from ..namespaces import PREFIXES

_XSD = PREFIXES["xsd"]
_BLANK, _IRI, _NUMBER, _INSTANT, _STRING, _BOOLEAN, _OTHER, _TRIPLE = ("0", "1", "2", "3", "4", "5", "6", "7")

_INTEGERS = re.compile(
    r"integer|long|int|short|byte|(?:nonNegative|positive|nonPositive|negative)Integer|unsigned(?:Long|Int|Short|Byte)"
)
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_ZONE = r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"
_DATE = re.compile(
    r"(?P<year>-?[0-9]{4,9})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    rf"(?:T(?P<hour>[0-9]{{2}}):(?P<minute>[0-9]{{2}}):(?P<second>[0-9]{{2}}(?:\.[0-9]+)?))?)?)?{_ZONE}"
)
_TIME = re.compile(rf"(?P<hour>[0-9]{{2}}):(?P<minute>[0-9]{{2}}):(?P<second>[0-9]{{2}}(?:\.[0-9]+)?){_ZONE}")
_DURATION = re.compile(
    r"(?P<sign>-?)P(?=[0-9T])(?:(?P<year>[0-9]+)Y)?(?:(?P<month>[0-9]+)M)?(?:(?P<day>[0-9]+)D)?"
    r"(?:T(?=[0-9])(?:(?P<hour>[0-9]+)H)?(?:(?P<minute>[0-9]+)M)?(?:(?P<second>[0-9]+(?:\.[0-9]*)?)S)?)?"
)
_INSTANTS = frozenset(["dateTime", "dateTimeStamp", "date", "gYear", "gYearMonth"])
_DURATIONS = frozenset(["duration", "yearMonthDuration", "dayTimeDuration"])
_DAY = 24 * 3600  # seconds
_MONTH = 146097 * _DAY // 4800  # seconds on average, by the days of 400 years: durations of one kind compare rightly
_EXPONENT = 5000  # added to a power of ten, so that it has four digits and no sign

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def sort_key(term: Term) -> str:
    """A string that stands among the keys of other terms where the term stands in the order."""
    if isinstance(term, ox.NamedNode):
        return _IRI + term.value
    if isinstance(term, ox.BlankNode):
        return _BLANK + term.value
    if isinstance(term, ox.Literal):
        return _literal(term)
    return _TRIPLE + "\0".join(sort_key(part) for part in (term.subject, term.predicate, term.object))


def _literal(term: ox.Literal) -> str:
    """Equal values have equal keys, so that a second condition of ORDER BY decides between 1 and 1.0."""
    if term.language is not None:  # the engine's own order: by text, then the tagged before those without a tag
        return f"{_STRING}{term.value}\0{term.language}"
    datatype = term.datatype.value
    kind = datatype.removeprefix(_XSD) if datatype.startswith(_XSD) else ""
    if kind == "string":
        return f"{_STRING}{term.value}\0\x7f"
    if kind == "boolean" and term.value in ("true", "false", "1", "0"):
        return _BOOLEAN + ("1" if term.value in ("true", "1") else "0")
    if (number := _number(kind, term.value)) is not None:
        return _NUMBER + number
    if kind in _INSTANTS and (instant := _instant(term.value)) is not None:
        return f"{_INSTANT}{_digits(instant)} {kind}"
    return _other(kind, datatype, term.value)


def _other(kind: str, datatype: str, value: str) -> str:
    """By datatype, and within it by value where that has an order; ill-typed ones come last, by their texts."""
    seconds = None
    if kind == "time" and (found := _TIME.fullmatch(value)):
        seconds = _clock(found)
    elif kind in _DURATIONS and (found := _DURATION.fullmatch(value)):
        datatype, seconds = _XSD + "duration", _duration(found)
    return f"{_OTHER}{datatype}\0" + (f"0{_digits(seconds)}" if seconds is not None else f"1{value}")


def is_number(kind: str) -> bool:
    """Whether this is the name of one of XML Schema's types of numbers."""
    return kind in ("decimal", "double", "float") or _INTEGERS.fullmatch(kind) is not None


def _number(kind: str, text: str) -> str | None:
    """The key of a number, None where this is none. NaN, which compares with nothing, is put last."""
    if _INTEGERS.fullmatch(kind):
        return _digits(Decimal(text)) if _INTEGER.fullmatch(text) else None
    if kind == "decimal":
        return _digits(Decimal(text)) if _DECIMAL.fullmatch(text) else None
    if kind not in ("double", "float") or not _DOUBLE.fullmatch(text):
        return None
    value = float(text)
    if kind == "float":
        value = _single(value)
    special = {"inf": "3", "-inf": "0!", "nan": "4"}
    # by its shortest decimal form, so that 0.1e0 stands where 0.1 does; this keeps the order of doubles
    return special.get(repr(value)) or _digits(Decimal(repr(value)))


def _single(value: float) -> float:
    """The value in single precision."""
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _digits(value: Decimal) -> str:
    """Sign, power of ten and digits as a string that sorts as the numbers do."""
    if not value:
        return "1"
    digits = "".join(map(str, value.as_tuple().digits)).rstrip("0")
    text = f"{value.adjusted() + _EXPONENT:04d}{digits}"
    if value > 0:
        return "2" + text
    return "0" + text.translate(_COMPLEMENT) + "~"  # the longer of two is the smaller; ~ is behind all digits


_COMPLEMENT = str.maketrans("0123456789", "9876543210")


def _instant(text: str) -> Decimal | None:
    """Seconds from year 0 to the beginning of a date, month or year, in UTC where no time zone is given."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    if not 1 <= month <= 12 or not 1 <= day <= _month_length(year, month):
        return None
    days = 365 * year + calendar.leapdays(0, year) + sum(_month_length(year, m) for m in range(1, month)) + day
    clock = _clock(found)
    return None if clock is None else days * _DAY + clock


def _clock(found: re.Match[str]) -> Decimal | None:
    """Seconds since midnight in UTC; None for a time that no day has."""
    hour, minute, second = int(found["hour"] or 0), int(found["minute"] or 0), Decimal(found["second"] or 0)
    if minute > 59 or second >= 60 or (hour, minute, second) > (24, 0, 0):
        return None
    zone = found["zone"]
    shift = 0 if zone in (None, "Z") else int(zone[0] + "1") * (int(zone[1:3]) * 3600 + int(zone[4:]) * 60)
    return hour * 3600 + minute * 60 + second - shift


def _duration(found: re.Match[str]) -> Decimal:
    part = {name: Decimal(value or 0) for name, value in found.groupdict().items() if name != "sign"}
    months = part["year"] * 12 + part["month"]
    seconds = part["day"] * _DAY + part["hour"] * 3600 + part["minute"] * 60 + part["second"]
    return (months * _MONTH + seconds) * (-1 if found["sign"] else 1)


def _month_length(year: int, month: int) -> int:
    """Days of a month, by the Gregorian calendar drawn out to all years: leap years come again after 400."""
    return calendar.monthrange(year % 400 + 2000, month)[1]
