"""Figures in words: a value or the limits of one, with its unit, as "at most 100,000 Chinese yuan"."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox

from ..query.result import Row
from ..rdf import XSD, Node
from .language import current, gettext

_NUMBERS = {XSD + name for name in ("integer", "decimal")}


def in_words(row: Row, unit: str) -> str:
    """A figure by its row of page_queries.FIGURES and what its unit is called; nothing where it has no number."""
    held: dict[str, str] = {name: number(row[name].value) for name in ("value", "least", "most") if name in row}
    said = _limits(held)
    gap = " " if unit.isascii() else ""
    return f"{said}{gap}{_counted(unit, set(held.values()) == {'1'})}" if said and unit else said


def long(node: Node) -> str:
    """A number so long that its thousands are told apart, which years and articles are not; nothing for all else."""
    if not isinstance(node, ox.Literal) or node.datatype.value not in _NUMBERS:
        return ""
    said = number(node.value)
    return said if len(said) > len("1,000") else ""


def _limits(held: dict[str, str]) -> str:
    """The number, or between which it lies."""
    if "value" in held:
        return held["value"]
    if {"least", "most"} <= held.keys():
        return gettext("%(least)s to %(most)s") % held
    if "least" in held:
        return gettext("at least %(least)s") % held
    return gettext("at most %(most)s") % held if "most" in held else ""


def number(value: str) -> str:
    """A number with its thousands apart, as "100,000"."""
    return f"{Decimal(value):,f}"


def _counted(unit: str, one: bool) -> str:
    """A unit as it stands behind a number: English names of measures in the plural, those of moneys as they are."""
    plain = current() == "en" and unit.isascii() and unit.islower()
    return f"{unit}s" if plain and not one and not unit.endswith("s") else unit
