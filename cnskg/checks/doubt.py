"""Answers that may be in doubt: yes, no, or None; and what is to be said of one or two values in them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from ..rdf import RDF, XSD

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Answer = bool | None
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INTEGER = re.compile(r"[+-]?[0-9]+")


def every(answers: Iterable[Answer]) -> Answer:
    """Yes where all say yes, no where one says no."""
    given = set(answers)
    return False if False in given else None if None in given else True


def some(answers: Iterable[Answer]) -> Answer:
    """Yes where one says yes, no where all say no."""
    given = set(answers)
    return True if True in given else None if None in given else False


def between(sure: int, doubtful: int, least: int | None, most: int | None) -> Answer:
    """Whether a count lies within bounds, of which some may be so."""
    enough = least is None or (True if sure >= least else None if sure + doubtful >= least else False)
    few = most is None or (False if sure > most else None if sure + doubtful > most else True)
    return every((enough, few))


def number(node: Term) -> int | None:
    """The value of an integer; None for anything else."""
    whole = isinstance(node, ox.Literal) and node.datatype.value == XSD + "integer" and INTEGER.fullmatch(node.value)
    return int(node.value) if whole else None


def text(node: Term) -> str | None:
    """The text of a literal or an IRI."""
    return node.value if isinstance(node, ox.Literal | ox.NamedNode) else None


def yes(so: object) -> Answer:
    """Yes, or in doubt."""
    return True if so else None


def in_language(node: Term, tags: list[Term]) -> Answer:
    """Whether a literal is in one of the languages; in doubt where only the first part of the tag is the same."""
    language = (node.language or "").lower() if isinstance(node, ox.Literal) else ""
    wanted = [tag.value.lower() for tag in tags]
    if language in wanted and language:
        return True
    return None if language.split("-")[0] in {one.split("-")[0] for one in wanted} else False


def typed(node: Term, datatype: str) -> Answer:
    """Whether a literal is of a datatype, and a value of it."""
    if not isinstance(node, ox.Literal) or node.datatype.value != datatype:
        return None
    return yes(datatype == RDF + "langString" or (datatype == XSD + "integer" and number(node) is not None))


def before(one: Term, other: Term, same: bool) -> Answer:
    """Whether an integer or a day comes before another."""
    pair: tuple[int | str | None, ...] = number(one), number(other)
    if None in pair:
        pair = tuple(_day(node) for node in (one, other))
    if None in pair:
        return None
    return yes(pair[0] < pair[1] or (same and pair[0] == pair[1]))  # type: ignore[operator]  # both ints, or both texts


def _day(node: Term) -> str | None:
    dated = isinstance(node, ox.Literal) and node.datatype.value == XSD + "date" and DATE.fullmatch(node.value)
    return node.value if dated else None
