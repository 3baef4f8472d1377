"""Terms as values of Python: numbers, dates, texts with their language; what has no such type keeps its words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from math import inf

import pyoxigraph as ox

from .. import namespaces as ns
from ..content import timespans
from ..rdf import RDF, XSD, Node

#: How XML Schema writes what Python reads more freely (`1_000`, `2021-W01`), or would cut (nanoseconds).
_INTEGER, _DECIMAL = r"[+-]?\d+", r"[+-]?(\d+(\.\d*)?|\.\d+)"
_BITS = {"byte": 8, "short": 16, "int": 32, "long": 64}
_DATE = r"\d{4}-\d{2}-\d{2}"
_MOMENT = _DATE + r"T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_FLOAT = r"[+-]?[\d.]+([eE][+-]?\d+)?|[+-]?INF|NaN"
#: The types of whole numbers, each with its least and its greatest value (XML Schema 1.1 part 2, section 3.4).
_WHOLE: dict[str, tuple[float, float]] = {
    "integer": (-inf, inf), "nonNegativeInteger": (0, inf), "positiveInteger": (1, inf),
    "nonPositiveInteger": (-inf, 0), "negativeInteger": (-inf, -1),
    **{name: (-(1 << bits - 1), (1 << bits - 1) - 1) for name, bits in _BITS.items()},
    **{f"unsigned{name.title()}": (0, (1 << bits) - 1) for name, bits in _BITS.items()},
}  # fmt: skip


class Text(str):
    """A text that knows its language (`zh-hans`), or the datatype for which Python has no type; else both are empty."""

    language: str
    datatype: str

    def __new__(cls, text: str, language: str = "", datatype: str = "") -> Text:
        """A text like any other, with what is known of it."""
        made = super().__new__(cls, text)
        made.language, made.datatype = language, datatype
        return made

    def __getnewargs__(self) -> tuple[str, str, str]:  # type: ignore[override]  # so that it is copied and pickled
        return str(self), self.language, self.datatype


@dataclass(frozen=True, order=True)
class PartialDate:
    """A time at the precision that the text gives: a day, a month, a half of a year, a year, a decade, an interval.

    Ordered by its first day. `edtf` is how EDTF writes it (`2013-41`, `2021/2025`).
    """

    first: date
    last: date
    edtf: str = field(compare=False)
    precision: str = field(compare=False)
    iri: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.edtf

    def __repr__(self) -> str:
        return f"PartialDate({self.edtf!r})"


def partial(slug: str, iri: str = "") -> PartialDate | None:
    """The time that a slug such as `2013-41` or `2021--2025` stands for; None where it stands for none."""
    try:
        edtf, precision, first, last = timespans.read(slug)
    except ValueError:
        return None
    return PartialDate(first.date(), last.date(), edtf, precision, iri)


def _year(text: str) -> PartialDate:
    found = partial(text)
    if found is None or found.precision not in ("year", "month"):
        raise ValueError(text)
    return found


def _truth(text: str) -> bool:
    return text in ("true", "1")


def _whole(least: float, most: float) -> Callable[[str], int]:
    """What reads a whole number of these bounds."""

    def read(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise ValueError(text)
        return number

    return read


#: Datatype -> how it must be written, and what reads it.
READERS: dict[str, tuple[str, Callable[[str], object]]] = {
    XSD + "decimal": (_DECIMAL, Decimal),
    XSD + "double": (_FLOAT, float),
    XSD + "float": (_FLOAT, float),
    XSD + "boolean": ("true|false|1|0", _truth),
    XSD + "date": (_DATE, date.fromisoformat),
    XSD + "dateTime": (_MOMENT, datetime.fromisoformat),
    XSD + "gYear": (r"\d{4}", _year),
    XSD + "gYearMonth": (r"\d{4}-\d{2}", _year),
    **{XSD + name: (_INTEGER, _whole(*bounds)) for name, bounds in _WHOLE.items()},
}
_PLAIN = (XSD + "string", RDF + "langString")


def python(node: Node, entity: Callable[[str], object]) -> object:
    """The value of a term: what is named becomes what `entity` makes of its IRI, a time span a partial date."""
    if isinstance(node, ox.NamedNode):
        time = partial(node.value.removeprefix(ns.TIME), node.value) if node.value.startswith(ns.TIME) else None
        return time or entity(node.value)
    if not isinstance(node, ox.Literal):
        return Text(str(node))  # a blank node, or a triple in one that quotes it
    kind = node.datatype.value
    form, read = READERS.get(kind, ("", str))
    if form and re.fullmatch(form, node.value, re.ASCII):
        try:
            return read(node.value)
        except ValueError:  # the 30th of February, more digits than Python reads, 300 as a byte
            pass
    return Text(node.value, node.language or "", "" if kind in _PLAIN else kind)
