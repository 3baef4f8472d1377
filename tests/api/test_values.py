"""Terms become values of Python where one says the same, and keep their words where none does."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pyoxigraph as ox
import pytest

from cnskg.api.values import PartialDate, Text, python
from cnskg.namespaces import PREFIXES, TIME
from cnskg.rdf import XSD


def value(text: str, kind: str) -> object:
    """The value of a literal of XML Schema."""
    return python(ox.Literal(text, datatype=ox.NamedNode(XSD + kind)), str)


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("12", "integer", 12),
        ("7", "nonNegativeInteger", 7),
        ("0", "nonNegativeInteger", 0),
        ("-128", "byte", -128),
        ("127", "byte", 127),
        ("255", "unsignedByte", 255),
        (str((1 << 64) - 1), "unsignedLong", (1 << 64) - 1),
        (str(1 << 100), "integer", 1 << 100),
        ("-INF", "double", float("-inf")),
        ("1.50", "decimal", Decimal("1.50")),
        ("1.5e3", "double", 1500.0),
        ("true", "boolean", True),
        ("0", "boolean", False),
        ("2020-02-29", "date", date(2020, 2, 29)),
        ("2020-02-29T01:02:03Z", "dateTime", datetime(2020, 2, 29, 1, 2, 3, tzinfo=UTC)),
        ("2020-02-29T01:02:03", "dateTime", datetime(2020, 2, 29, 1, 2, 3)),
    ],
)
def test_typed(text: str, kind: str, wanted: object) -> None:
    """A literal that is well formed has the type that Python has for it."""
    found = value(text, kind)
    assert found == wanted
    assert type(found) is type(wanted)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1_000", "integer"), ("٣", "integer"), ("9" * 5000, "integer"), ("2020-02-30", "date"), ("20200229", "date"),
        ("2020-02-29Z", "date"), ("2020-02-29T01:02:03.1234567", "dateTime"), ("12020-01-01", "date"),
        ("300", "byte"), ("-129", "byte"), ("32768", "short"), ("2147483648", "int"), (str(1 << 63), "long"),
        ("-1", "unsignedByte"), ("256", "unsignedByte"), ("65536", "unsignedShort"), (str(1 << 32), "unsignedInt"),
        (str(1 << 64), "unsignedLong"), ("0", "positiveInteger"), ("-1", "positiveInteger"),
        ("-1", "nonNegativeInteger"), ("1", "nonPositiveInteger"), ("0", "negativeInteger"),
        ("-NaN", "double"), ("1.2.3", "float"), ("2020-02-29T01:02:03+15:00", "dateTime"),
        ("0000", "gYear"), ("2020-21", "gYearMonth"), ("yes", "boolean"), ("P1Y", "duration"),
    ],
)  # fmt: skip
def test_what_has_no_type_keeps_its_words(text: str, kind: str) -> None:
    """What Python would misread, cut or refuse is a text with its datatype."""
    found = value(text, kind)
    assert isinstance(found, Text)
    assert (found, found.datatype) == (text, XSD + kind)


def test_partial_dates() -> None:
    """Years, months and time spans keep their precision, and are in the order of time."""
    year, month = value("2020", "gYear"), value("2020-05", "gYearMonth")
    half = python(ox.NamedNode(TIME + "2013-41"), str)
    between = python(ox.NamedNode(TIME + "2021--2025"), str)
    assert all(isinstance(one, PartialDate) for one in (year, month, half, between))
    assert [str(one) for one in sorted([month, between, year, half])] == ["2013-41", "2020", "2020-05", "2021/2025"]
    assert (half.first, half.precision, half.iri) == (date(2013, 7, 1), "half-year", TIME + "2013-41")
    assert python(ox.NamedNode(TIME + "sometime"), str) == TIME + "sometime"


def test_texts_and_things() -> None:
    """A text knows its language; an IRI is a thing; a blank node is only a text."""
    text = python(ox.Literal("习近平", language="zh-hans"), str)
    assert (text, text.language, text.datatype) == ("习近平", "zh-hans", "")
    assert python(ox.Literal("plain"), str).datatype == ""
    assert python(ox.NamedNode(PREFIXES["id"] + "china"), len) == len(PREFIXES["id"] + "china")
    assert python(ox.BlankNode("b"), str) == "_:b"
