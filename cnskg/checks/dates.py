"""Dates held against one another: what OWL cannot say about the order of things.

Only certain contradictions are reported: the one time span ends before the other begins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from .. import namespaces as ns
from ..content import timespans
from ..content.files import SAYING, Content, CuratedFile
from ..findings import Finding
from ..rdf import key

#: Pairs: the subject of a property must not lie before its value; with the dates that stand for either.
NOT_BEFORE = {
    "revisionOf": ("adopted", "adopted", "a revision cannot be adopted before what it revises"),
    "amends": ("adopted", "adopted", "a law cannot amend a later one"),
    "responseTo": ("when", "when", "nothing answers what comes after it"),
    "trigger": ("when", "when", "nothing is set off by what comes after it"),
    "adoptedBy": ("adopted", "founded", "a law cannot be adopted by an organ that is founded later"),
    "establishedBy": ("starts", "founded", "nothing is set up by an organ that is founded later"),
}
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


def findings(content: Content) -> list[Finding]:
    """What the dates say cannot be, sorted."""
    values: Values = defaultdict(set)
    places: list[tuple[CuratedFile, str, str, str]] = []
    for source, t in content.statements(*SAYING):
        subject, name = t.subject.value, t.predicate.value.removeprefix(ns.CNS)
        values[subject, name].add(key(t.object))
        places.append((source, subject, name, key(t.object)))
    _founding(values)
    found = [f for place in places for f in (*_order(values, *place), *_ends(values, *place))]
    return sorted(set(found))


def _founding(values: Values) -> None:
    """When organs were founded: by their start, or by the change that they came out of."""
    for (change, name), organs in list(values.items()):
        if name == "toOrgan":
            for organ in organs:
                values[organ, "founded"] |= values.get((change, "when"), set())
        if name == "starts":
            values[change, "founded"] |= organs


def _order(values: Values, source: CuratedFile, subject: str, name: str, value: str) -> Iterator[Finding]:
    if name not in NOT_BEFORE:
        return
    ours, theirs, sentence = NOT_BEFORE[name]
    if before(values.get((subject, ours), set()), values.get((value, theirs), set())):
        message = f"{sentence}: {ns.compact(subject)} and {ns.compact(value)}"
        line = source.places.line(subject, ns.CNS + name, value)
        yield Finding(source.name, line, "chronology", message, "Mend the date, or the relation.")


def _ends(values: Values, source: CuratedFile, subject: str, name: str, value: str) -> Iterator[Finding]:
    if name == "ends" and before({value}, values.get((subject, "starts"), set())):
        message = f"{ns.compact(subject)} ends before it starts"
        line = source.places.line(subject, ns.CNS + name, value)
        yield Finding(source.name, line, "chronology", message, "Mend one of the dates.")
