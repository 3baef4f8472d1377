"""Time spans: a `span:` IRI ends in its EDTF form, from which precision and bounds are computed.

Forms (Extended Date/Time Format, ISO 8601-2; `--` stands for the slash of an interval):
    2014-04-15 day · 2014-04 month · 2014 year · 201X decade · 2019-21..24 season (21 spring … 24 winter)
    2013-33..36 quarter · 2013-40 first half, 2013-41 second half · 2021--2025 interval of any two of these
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import datetime

import pyoxigraph as ox

from .. import namespaces as ns
from ..rdf import PREF, TYPE, XSD

EXAMPLES = "span:2014-04-15, span:2014-04, span:2014, span:201X, span:2013-41 (second half) or span:2014--2016"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: How dates are written elsewhere; days and months in figures alone are left out, since nobody knows which is which.
WRITTEN = (
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?:T.*|Z)?",
    r"(?:(?P<day>[0-9]{1,2})\.? )?(?P<name>[A-Za-z]{3,9})\.? (?P<year>[0-9]{4})",
    r"(?P<name>[A-Za-z]{3,9})\.? (?P<day>[0-9]{1,2}), (?P<year>[0-9]{4})",
    r"(?P<year>[0-9]{4})年(?:(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?)?",
    r"(?P<year>[0-9]{4})[/.](?P<month>[0-9]{1,2})[/.](?P<day>[0-9]{1,2})",
)
SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}
QUARTERS = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)}
HALVES = {40: (1, 6), 41: (7, 12)}
#: EDTF, precision, first and last moment.
Span = tuple[str, str, datetime, datetime]
PARTS = {**{k: ("season", v) for k, v in SEASONS.items()}, **{k: ("quarter", v) for k, v in QUARTERS.items()},
         **{k: ("half-year", v) for k, v in HALVES.items()}}  # fmt: skip


def read(slug: str) -> Span:
    """EDTF, precision, first and last moment of a time span. Raises ValueError where the form is not known."""
    if "--" in slug:
        left, _, right = slug.partition("--")
        if "--" in right:
            raise ValueError(f"{slug}: an interval has two ends")
        first, last = read(left), read(right)
        if first[2] > last[3]:
            raise ValueError(f"{slug}: the end lies before the start")
        return f"{first[0]}/{last[0]}", "interval", first[2], last[3]
    precision, begin, end = _single(slug)
    return slug, precision, begin, end


def _single(slug: str) -> tuple[str, datetime, datetime]:
    if re.fullmatch("[0-9]{3}X", slug):
        year = int(slug[:3]) * 10
        return "decade", _first(year, 1), _last(year + 9, 12)
    match = re.fullmatch("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", slug)
    if not match:
        raise ValueError(f"{slug} is not an EDTF form that cnskg knows")
    year, part, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if (match[2] and not part) or (match[3] and not day):
        raise ValueError(f"{slug}: there is no month or day 00; leave out what is not known")
    if day:
        return "day", datetime(year, part, day), datetime(year, part, day, 23, 59, 59)
    if not part:
        return "year", _first(year, 1), _last(year, 12)
    if part in PARTS:
        name, (begin, end) = PARTS[part]
        return name, _first(year, begin), _last(year, end)
    if part > 12:
        raise ValueError(f"{slug}: there is no month, season, quarter or half {part}")
    return "month", _first(year, part), _last(year, part)


def _first(year: int, month: int) -> datetime:
    return datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _last(year: int, month: int) -> datetime:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return datetime(year, month, monthrange(year, month)[1], 23, 59, 59)


def guess(text: str) -> str:
    """The time span that a date in words or figures stands for; nothing where that is not certain."""
    for pattern in WRITTEN:
        match = re.fullmatch(pattern, text.strip())
        if match:
            parts = {"month": None, "day": None, "name": None} | match.groupdict()
            name = (parts["name"] or "")[:3].lower()
            month = MONTHS.index(name) + 1 if name in MONTHS else int(parts["month"] or 0)
            found = f"{parts['year']}-{month:02}-{int(parts['day'] or 0):02}".replace("-00", "")
            sure = (not name or name in MONTHS) and not {"0", "00"} & {parts["month"], parts["day"]}
            return found if sure and _known(found) else ""
    return ""


def _known(slug: str) -> bool:
    try:
        read(slug)
    except ValueError:
        return False
    return True


def enclosing(slug: str) -> set[str]:
    """The month and the year around a day, the year around a part of one: so that all of 2021 can be asked for."""
    match = re.fullmatch("([0-9]{4})-([0-9]{2})(-[0-9]{2})?", slug)
    if not match:
        return set()
    return {match[1], f"{match[1]}-{match[2]}"} - {slug}


def within(spans: Mapping[str, Span]) -> set[tuple[str, str]]:
    """The pairs of time spans of which the first lies within the second and is shorter."""
    return {
        (small, large)
        for small, (_, _, begin, end) in spans.items()
        for large, (_, _, first, last) in spans.items()
        if first <= begin and end <= last and (first, last) != (begin, end)
    }


def triples_of(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Type, EDTF, precision and bounds of every time span that the triples mention, the months and years around them,
    and which lies within which; wrong forms are left out."""
    objects = {node.value for node in {t.object for t in triples} if isinstance(node, ox.NamedNode)}
    slugs = {iri.removeprefix(ns.TIME) for iri in objects if iri.startswith(ns.TIME)}
    named = {slug for slug in slugs if _known(slug)}
    spans = {slug: read(slug) for slug in named.union(*(enclosing(slug) for slug in named))}
    inside = ox.NamedNode(ns.CNS + "within")
    found = {ox.Triple(_node(small), inside, _node(large)) for small, large in within(spans)}
    for slug, (edtf, precision, earliest, latest) in spans.items():
        stamp = ox.NamedNode(XSD + "dateTime")
        values: dict[str, ox.NamedNode | ox.Literal] = {
            TYPE: ox.NamedNode(ns.CNS + "TimeSpan"),
            PREF: ox.Literal(edtf, language="en"),
            ns.CNS + "edtf": ox.Literal(edtf),
            ns.CNS + "precision": ox.Literal(precision),
            ns.CNS + "earliest": ox.Literal(earliest.isoformat(), datatype=stamp),
            ns.CNS + "latest": ox.Literal(latest.isoformat(), datatype=stamp),
        }
        found |= {ox.Triple(_node(slug), ox.NamedNode(p), o) for p, o in values.items()}
    return found


def _node(slug: str) -> ox.NamedNode:
    return ox.NamedNode(ns.TIME + slug)
