"""Dates held against one another: what OWL cannot say about the order of things.

Only certain contradictions are reported: the one time span ends before the other begins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

import pyoxigraph as ox

from .. import namespaces as ns
from ..content import timespans
from ..content.files import SAYING, Content, CuratedFile
from ..rdf import key
from .check import Check, Fault, at, check, once

#: Pairs: the subject of a property must not lie before its value; with the dates that stand for either.
NOT_BEFORE = {
    "revisionOf": ("adopted", "adopted", "a revision cannot be adopted before what it revises"),
    "amends": ("adopted", "adopted", "a law cannot amend a later one"),
    "document": ("encodedOn", "published", "a passage cannot be encoded before its document is published"),
    "responseTo": ("when", "when", "nothing answers what comes after it"),
    "trigger": ("when", "when", "nothing is set off by what comes after it"),
    "adoptedBy": ("adopted", "founded", "a law cannot be adopted by an organ that is founded later"),
    "establishedBy": ("starts", "founded", "nothing is set up by an organ that is founded later"),
}
#: The dates of one thing: the first must not lie before the second.
OWN_ORDER = {
    "ends": ("starts", "ends before it starts"),
    "entersIntoForce": ("adopted", "is in force before it is adopted"),
    "accessed": ("published", "is read before it is published"),
}
#: The properties that are looked at.
DATES = {"toOrgan", "when", "encodedOn", *NOT_BEFORE, *OWN_ORDER, *(second for second, _ in OWN_ORDER.values())}
Span = tuple[datetime, datetime]
Values = dict[tuple[str, str], set[str]]


def spans(times: set[str]) -> list[Span]:
    """The bounds of time spans; those in an unknown form are left out."""
    found = []
    for time in sorted(times):
        try:
            _, _, first, last = timespans.read(time.removeprefix(ns.TIME))
        except ValueError:
            continue
        found.append((first, last))
    return found


def before(times: set[str], others: set[str]) -> bool:
    """Whether all of the times certainly lie before all of the others."""
    ours, theirs = spans(times), spans(others)
    return bool(ours and theirs) and max(last for _, last in ours) < min(first for first, _ in theirs)


Stated = tuple[CuratedFile, ox.Triple, str, str]


@once
def dated(content: Content) -> dict[str, list[Stated]]:
    """The statements of each property that has to do with the order of things, with the keys of subject and value."""
    found: dict[str, list[Stated]] = defaultdict(list)
    for source, t in content.statements(*SAYING):
        name = t.predicate.value.removeprefix(ns.CNS)
        if name in DATES:
            found[name].append((source, t, t.subject.value, key(t.object)))
    return found


@once
def values_of(content: Content) -> Values:
    """What is stated, by subject and property; and as `founded` when organs were founded.

    That is their own start, or when the change was that they came out of.
    """
    values: Values = defaultdict(set)
    for name, statements in dated(content).items():
        for _, _, subject, value in statements:
            values[subject, name].add(value)
    for (subject, name), found in list(values.items()):
        if name == "toOrgan":
            for organ in found:
                values[organ, "founded"] |= values.get((subject, "when"), set())
        if name == "starts":
            values[subject, "founded"] |= found
    return values


@check("impossible-order", cases=NOT_BEFORE)
def impossible_order(content: Content) -> Iterator[Fault]:
    """Nothing lies before what it follows: a revision, an amendment, an answer, a work of an organ."""
    values = values_of(content)
    for name, (ours, theirs, sentence) in NOT_BEFORE.items():
        for source, t, subject, value in dated(content).get(name, ()):
            if before(values.get((subject, ours), set()), values.get((value, theirs), set())):
                message = f"{sentence}: {ns.compact(subject)} and {ns.compact(value)}"
                yield at(source, t, message, "Mend the date, or the relation.")


@check("own-order", cases=OWN_ORDER)
def own_order(content: Content) -> Iterator[Fault]:
    """Of the dates of one thing none lies before one that it follows: an end, a law in force, a reading."""
    for name, (first, sentence) in OWN_ORDER.items():
        for source, t, subject, value in dated(content).get(name, ()):
            if before({value}, values_of(content).get((subject, first), set())):
                other = ", ".join(sorted(ns.compact(time) for time in values_of(content)[subject, first]))
                message = f"{ns.compact(subject)} {sentence}: {ns.compact(value)}, {other}"
                yield at(source, t, message, "Mend one of the dates.")


CHECKS: tuple[Check, ...] = (impossible_order, own_order)
