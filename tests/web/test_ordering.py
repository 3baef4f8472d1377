"""The keys of terms: a total order that agrees with every comparison that the specification defines."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnskg.namespaces import PREFIXES
from cnskg.query.ordering import sort_key

XSD = PREFIXES["xsd"]
STORE = ox.Store()


def typed(text: str, kind: str) -> ox.Literal:
    """A literal of one of XML Schema's types."""
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))


#: Groups of literals, each in its order: by kind, and by value where there is one.
ORDER: list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = [
    ox.BlankNode("z"),
    ox.NamedNode("urn:Z"),
    ox.NamedNode("urn:a"),
    typed("-INF", "double"),
    typed("-1e300", "double"),
    typed("-10", "integer"),
    typed("-9.5", "decimal"),
    typed("-9", "integer"),
    typed("-1e-300", "double"),
    typed("0", "byte"),
    typed("1e-300", "double"),
    typed("0.1", "decimal"),
    typed("0.5", "float"),
    typed("9", "unsignedInt"),
    typed("9.5", "decimal"),
    typed("10", "integer"),
    typed("100", "integer"),
    typed("1e300", "double"),
    typed("1e300", "float"),  # more than a float holds: infinite
    typed("NaN", "double"),
    typed("-0044-03-15", "date"),
    typed("0001", "gYear"),
    typed("2019-12-31T23:59:59.5Z", "dateTime"),
    typed("2020-01-02T00:00:00+14:00", "dateTime"),
    typed("2020-01-01T12:00:00", "dateTime"),
    typed("2020-01-01T24:00:00Z", "dateTime"),
    typed("2020-02-29", "date"),
    typed("2020-03", "gYearMonth"),
    typed("12020-01-01", "date"),
    ox.Literal(""),
    ox.Literal("10"),
    ox.Literal("9"),
    ox.Literal("A"),
    ox.Literal("a", language="en"),
    ox.Literal("a", language="zh-hans"),
    ox.Literal("a"),
    ox.Literal("ab", language="en"),
    ox.Literal("国"),
    ox.Literal("\U00020000"),
    typed("false", "boolean"),
    typed("true", "boolean"),
    typed("-P1Y", "yearMonthDuration"),
    typed("PT1M", "dayTimeDuration"),
    typed("P1D", "duration"),
    typed("P1M", "yearMonthDuration"),
    typed("P1Y", "duration"),
    typed("abc", "integer"),
    typed("11:00:00+02:00", "time"),
    typed("10:00:00Z", "time"),
    typed("25:00:00", "time"),
    ox.Literal("a", datatype=ox.NamedNode("urn:t")),
    ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), typed("9", "integer")),
    ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), typed("10", "integer")),
]


def test_kinds_and_values_stand_in_order() -> None:
    """Blank nodes, IRIs, numbers, times, strings, booleans, other literals, triples; by value within a kind."""
    groups: dict[str, list[str]] = {}
    for term in ORDER:
        key = sort_key(term)
        groups.setdefault(key[0], []).append(key)
    assert list(groups) == sorted(groups)
    for kind, keys in groups.items():
        if kind != "6":
            assert keys == sorted(keys)
    others = [sort_key(term) for term in ORDER if sort_key(term)[0] == "6"]
    for part in ("duration", "time"):
        same = [key for key in others if key.startswith(f"6{XSD}{part}\0")]
        assert same == sorted(same)
        assert len(same) > 2


EQUAL = [
    [typed("1", "integer"), typed("1.0", "decimal"), typed("1e0", "double"), typed("+1.00", "decimal")],
    [typed("0", "integer"), typed("-0", "double"), typed("-0.0", "decimal")],
    [typed("0.1", "decimal"), typed("1e-1", "double")],
    [typed("2020-01-01T00:00:00Z", "dateTime"), typed("2020-01-01T02:00:00+02:00", "dateTime")],
    [typed("P1Y", "duration"), typed("P12M", "yearMonthDuration")],
    [typed("1", "boolean"), typed("true", "boolean")],
]


@pytest.mark.parametrize("terms", EQUAL, ids=str)
def test_equal_values_are_ties(terms: list[ox.Literal]) -> None:
    """Of two values that are equal none comes first, so that the next condition of ORDER BY decides."""
    assert len({sort_key(term) for term in terms}) == 1


FALSE = [typed("2020-02-30", "date"), typed("2020-13", "gYearMonth"), typed("1.5", "integer"), typed("x", "dateTime")]
FALSE += [
    typed("2020-01-01T24:00:01", "dateTime"),
    typed("1e5", "decimal"),
    typed("maybe", "boolean"),
    typed("P", "duration"),
]


@pytest.mark.parametrize("term", FALSE, ids=str)
def test_ill_typed_literals_stand_apart(term: ox.Literal) -> None:
    """A literal outside its datatype is no value: it stands among the others, and stops nothing."""
    assert sort_key(term)[0] == "6"


NUMBERS = st.one_of(
    st.integers(-(10**17), 10**17).map(lambda n: typed(str(n), "integer")),
    st.integers(-30, 30).map(lambda n: typed(str(n), "integer")),
    st.decimals(-(10**9), 10**9, places=6).map(lambda n: typed(str(n.normalize() + Decimal(0)), "decimal")),
    st.floats().map(lambda n: typed(repr(n).replace("inf", "INF").replace("nan", "NaN"), "double")),
    st.floats(width=32, allow_nan=False, allow_infinity=False).map(lambda n: typed(repr(n), "float")),
)
ZONES = st.sampled_from(["", "Z", "+14:00", "-05:30", "+00:00"])
MOMENTS = st.builds(lambda when, zone: typed(when.isoformat() + zone, "dateTime"), st.datetimes(), ZONES)
DATES = st.builds(lambda when, zone: typed(when.isoformat() + zone, "date"), st.dates(), ZONES)
CLOCKS = st.builds(lambda when, zone: typed(when.isoformat() + zone, "time"), st.times(), ZONES)
MONTHS = st.integers(-40, 40).map(lambda n: typed(f"{'-' * (n < 0)}P{abs(n)}M", "yearMonthDuration"))
SECONDS = st.integers(-(10**7), 10**7).map(lambda n: typed(f"{'-' * (n < 0)}PT{abs(n)}S", "dayTimeDuration"))
PAIRS = st.one_of(
    *(st.tuples(kind, kind) for kind in (NUMBERS, MOMENTS, DATES, CLOCKS, MONTHS, SECONDS, st.one_of(MONTHS, SECONDS)))
)


@given(PAIRS)
def test_what_is_less_comes_first(pair: tuple[ox.Literal, ox.Literal]) -> None:
    """Where the engine's < says that one value is less, its key is; a date without a time zone counts as in UTC."""
    a, b = pair
    row = next(iter(STORE.query(f"SELECT ({a} < {b} AS ?x) ({a} > {b} AS ?y) {{}}")))
    if row["x"] is not None and row["x"].value == "true":
        assert sort_key(a) < sort_key(b)
    if row["y"] is not None and row["y"].value == "true":
        assert sort_key(a) > sort_key(b)


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])).map(ox.Literal), max_size=9))
def test_strings_stand_as_the_engine_has_them(strings: list[ox.Literal]) -> None:
    """Strings are sorted by code point, as the engine sorts them where there is nothing else."""
    found = STORE.query(f"SELECT ?x {{ VALUES ?x {{ {' '.join(map(str, strings))} }} }} ORDER BY ?x")
    assert [row["x"] for row in found] == sorted(strings, key=sort_key)
