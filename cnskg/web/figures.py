"""Figures in words: a value or the limits of one, with its unit, as "at most 100,000 Chinese yuan"."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox

from ..query.result import Row
from ..rdf import XSD, Node
from .language import current, gettext

#: From here on digits stand in groups: what is below may be a year.
LEAST_GROUPED = 10_000
_NUMBERS = {XSD + name for name in ("integer", "decimal")}


def in_words(row: Row, unit: str) -> str:
    """A figure by its row of page_queries.FIGURES and what its unit is called; nothing where it has no number."""
    held = {name: row[name].value for name in ("value", "atLeast", "atMost") if name in row}
    if "value" in held:
        said = grouped(held["value"])
    elif {"atLeast", "atMost"} <= held.keys():
        said = gettext("{least} to {most}").format(least=grouped(held["atLeast"]), most=grouped(held["atMost"]))
    else:
        said = next((limited(value, name) for name, value in held.items()), "")
    gap = " " if unit.isascii() else ""
    return f"{said}{gap}{counted(unit, said == '1')}" if said and unit else said


def limited(number: str, bound: str = "") -> str:
    """A number with its limit: `atLeast`, `atMost` or none."""
    limits = {"atMost": gettext("at most {n}"), "atLeast": gettext("at least {n}")}
    return limits.get(bound, "{n}").format(n=grouped(number))


def long(node: Node) -> str:
    """A number so long that its digits stand in groups; nothing for all else."""
    if not isinstance(node, ox.Literal) or node.datatype.value not in _NUMBERS:
        return ""
    said = grouped(node.value)
    return said if "," in said else ""


def grouped(number: str) -> str:
    """A number, its digits in groups where it is long, as "100,000"."""
    return f"{Decimal(number):,f}" if abs(Decimal(number)) >= LEAST_GROUPED else number


def counted(unit: str, one: bool = False) -> str:
    """A unit as it stands behind a number: English words in the plural, but Chinese yuan."""
    return f"{unit}s" if not one and current() == "en" and unit.islower() and unit.isalpha() else unit
