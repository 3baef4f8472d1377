"""Dates held against one another: what OWL cannot say about the order of things.

Only certain contradictions are reported: the one time span ends before the other begins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import combinations

import pyoxigraph as ox

from .. import namespaces as ns
from ..content import timespans
from ..content.files import SAYING, Content, CuratedFile, Kind
from ..rdf import key
from .check import Check, Fault, at, check, once
from .scope import at_odds

#: Pairs: the subject of a property must not lie before its value; with the dates that stand for either.
NOT_BEFORE = {
    "revisionOf": ("adopted", "adopted", "a revision cannot be adopted before what it revises"),
    "amends": ("adopted", "adopted", "a law cannot amend a later one"),
    "document": ("encodedOn", "published", "a passage cannot be encoded before its document is published"),
    "responseTo": ("when", "when", "nothing answers what comes after it"),
    "reprintOf": ("published", "published", "nothing is reprinted before it is published"),
    "cited": ("citingPublished", "published", "nothing cites what is published later"),
    "extendsList": ("asOf", "asOf", "no list extends a later one"),
    "subEventOf": ("when", "begun", "no part of an event lies before the whole"),
    "successorOf": ("founded", "founded", "no successor is founded before what it follows"),
    "fromOrgan": ("when", "founded", "no organ is changed before it is founded"),
    "actor": ("when", "founded", "nobody acts before they are founded"),
    "trigger": ("when", "when", "nothing is set off by what comes after it"),
    "adoptedBy": ("adopted", "founded", "a law cannot be adopted by an organ that is founded later"),
    "post": ("held", "organFounded", "nobody holds a post of an organ that is founded later"),
    "establishedBy": ("starts", "founded", "nothing is set up by an organ that is founded later"),
}
#: Pairs the other way round: the subject must not lie after its value.
NOT_AFTER = {
    "outcome": ("when", "begun", "nothing comes out of what comes after it"),
    "subEventOf": ("when", "when", "no part of an event lies after the whole"),
}
#: The dates of one thing: the first must not lie before the second.
OWN_ORDER = {
    ("ends", "starts"): "ends before it starts",
    ("ends", "asOf"): "ends before a time at which it is said to be",
    ("asOf", "starts"): "is said to be before it starts",
    ("targetTime", "starts"): "is to be reached before it starts",
    ("entersIntoForce", "adopted"): "is in force before it is adopted",
    ("accessed", "published"): "is read before it is published",
}
#: What a thing has once, by what one passage says.
ONE_TIME = ("when", "starts", "ends", "adopted", "entersIntoForce", "published", "claimedAt")
#: What a document tells as done by its own date; what starts, happens or ends may lie ahead.
DONE = ("adopted", "published", "accessed", "asOf", "claimedAt")
#: The dates by which a thing has begun.
BEGUN = ("when", "starts", "adopted", "published")
#: What follows from dates of the same thing: that it has begun, was founded, or that a post was held.
FOLLOWS = {"begun": BEGUN, "founded": ("starts",), "held": ("starts", "ends", "asOf")}
#: Of which organ a post is.
POST_OF = ("leadingPostOf", "postIn", "seatIn")
OWN = {name for pair in OWN_ORDER for name in pair}
AT_ODDS = "Mend one of them; what happened twice is two events; where the text is at odds with itself, leave both."
TWO_TIMES = "Keep the one that the text gives; where there are two, such as two meetings or two laws, each has an id."
#: The properties that are looked at.
DATES = {*POST_OF, "toOrgan", "citing", "encodedOn", *NOT_BEFORE, *NOT_AFTER, *DONE, *BEGUN, *ONE_TIME, *OWN}
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


def innermost(times: set[str]) -> list[Span]:
    """The bounds of time spans without those that hold another one: a day beside its bare year is the day."""
    found = spans(times)
    return [one for one in found if not any(one != other and _holds(one, other) for other in found)]


def _holds(one: Span, other: Span) -> bool:
    return one[0] <= other[0] and other[1] <= one[1]


def before(times: set[str], others: set[str]) -> bool:
    """Whether all of the times certainly lie before all of the others, each as precisely as any source has it."""
    ours, theirs = innermost(times), innermost(others)
    return bool(ours and theirs) and max(last for _, last in ours) < min(first for first, _ in theirs)


Stated = tuple[CuratedFile, ox.Triple, str, str]


@once
def dated(content: Content) -> dict[str, list[Stated]]:
    """The statements of each property that has to do with the order of things, with the keys of subject and value."""
    found: dict[str, list[Stated]] = defaultdict(list)
    for source, t in content.stating((ns.CNS + name for name in DATES), *SAYING):
        found[t.predicate.value.removeprefix(ns.CNS)].append((source, t, t.subject.value, key(t.object)))
    return found


@once
def values_of(content: Content) -> Values:
    """What is stated, by subject and property; and what follows for the order of things.

    As `founded` when an organ was, which is its own start, or when the change was that it came out of; as `begun` each
    date by which a thing has begun; as `citingPublished` when that came out which makes a citation; as `held` each time
    of a tenure; as `organFounded` of a post when its organ was founded.
    """
    values: Values = defaultdict(set)
    for name, statements in dated(content).items():
        for _, _, subject, value in statements:
            values[subject, name].add(value)
    for (subject, name), found in list(values.items()):
        for follows in (other for other, names in FOLLOWS.items() if name in names):
            values[subject, follows] |= found
        for other in found if name == "toOrgan" else ():
            values[other, "founded"] |= values.get((subject, "when"), set())
        for other in found if name == "citing" else ():
            values[subject, "citingPublished"] |= values.get((other, "published"), set())
    for name in POST_OF:
        for _, _, post, organ in dated(content).get(name, ()):
            values[post, "organFounded"] |= values.get((organ, "founded"), set())
    return values


@check("impossible-order", cases=[*NOT_BEFORE, *(f"{name}, the other way" for name in NOT_AFTER)])
def impossible_order(content: Content) -> Iterator[Fault]:
    """Nothing lies before what it follows: a revision, an amendment, an answer, a citation, a work of an organ."""
    values = values_of(content)
    for table, turned in ((NOT_BEFORE, False), (NOT_AFTER, True)):
        for name, (ours, theirs, sentence) in table.items():
            for source, t, subject, value in dated(content).get(name, ()):
                first, second = values.get((subject, ours), set()), values.get((value, theirs), set())
                if before(second, first) if turned else before(first, second):
                    message = f"{sentence}: {ns.compact(subject)} ({_told(first)}) and "
                    message += f"{ns.compact(value)} ({_told(second)})"
                    place = _judged(content, (source, t), (subject, ours), (value, theirs))
                    yield at(*place, message, "Mend the date, or the relation.")


def _told(times: set[str]) -> str:
    return ", ".join(sorted(ns.compact(time) for time in times))


@check(
    "own-order", cases=(*(f"{name} before {first}" for name, first in OWN_ORDER), "in one file", "beside a bare year")
)
def own_order(content: Content) -> Iterator[Fault]:
    """Of the dates of one thing none lies before one that it follows: an end, a law in force, a reading."""
    for (name, first), sentence in OWN_ORDER.items():
        here: dict[tuple[str, str], set[str]] = defaultdict(set)
        for source, _, subject, value in dated(content).get(first, ()):
            here[source.name, subject].add(value)
        for source, t, subject, value in dated(content).get(name, ()):
            beside = here.get((source.name, subject), set())  # a right date elsewhere must not hide a wrong one here
            others = beside if before({value}, beside) else values_of(content).get((subject, first), set())
            if before({value}, others):
                message = f"{ns.compact(subject)} {sentence}: cns:{name} {ns.compact(value)}, "
                message += f"cns:{first} {_told(others)}"
                place = _judged(content, (source, t), (subject, first))
                yield at(*place, message, f"Mend cns:{name}, or cns:{first}.")


def _judged(
    content: Content, usual: tuple[CuratedFile, ox.Triple], *dates: tuple[str, str]
) -> tuple[CuratedFile, ox.Triple]:
    """Where a finding is told: at the usual statement, or at one of the dates in it that stands in a chosen file."""
    if content.chosen is None or usual[0].name in content.chosen:
        return usual
    stated = ((f, t) for node, name in dates for f, t, subject, _ in dated(content).get(name, ()) if subject == node)
    return next(((f, t) for f, t in stated if f.name in content.chosen), usual)


@check("told-later", cases=(*DONE, "a background source"))
def told_later(content: Content) -> Iterator[Fault]:
    """What a document tells as done is not dated after the document: a law adopted, a text published, a claim made.

    Nor is it dated after the day on which a background source was encoded.
    """
    for name in DONE:
        for source, t, subject, value in dated(content).get(name, ()):
            teller, told_at = _teller(source)
            known = values_of(content).get((teller, told_at), set())
            if before(known, {value}):
                message = f"{ns.compact(subject)} has cns:{name} {ns.compact(value)}, "
                message += f"and {ns.compact(teller)}, which says so, is of {_told(known)}"
                hint = "Mend the date; a later fact goes into data/background/, with its source."
                yield at(source, t, message, hint)


def _teller(source: CuratedFile) -> tuple[str, str]:
    """Who says what stands in a file, and the property that says when."""
    if source.kind == Kind.PASSAGE:
        return ns.ID + source.path.parent.name, "published"
    return source.graph, "encodedOn"


@check("two-times", cases=ONE_TIME)
def two_times(content: Content) -> Iterator[Fault]:
    """A passage dates a thing once: of two times that it gives for the same, one lies within the other."""
    for name in ONE_TIME:
        given: dict[tuple[str, str], list[Stated]] = defaultdict(list)
        for one in dated(content).get(name, ()):
            given[one[0].name, one[2]].append(one)
        for (_, subject), stated in given.items():
            if len(stated) < 2:  # lines are looked up only where they are needed: that reads the file again
                continue
            for one, other in combinations(sorted(stated, key=lambda s: (s[0].places.line_of(s[1]), s[3])), 2):
                if not _nested(one[3], other[3]):
                    message = f"{ns.compact(subject)} has cns:{name} {ns.compact(other[3])} and {ns.compact(one[3])}"
                    yield at(other[0], other[1], message, TWO_TIMES)


@check("two-dates", cases=("in two passages",), severity="warning")
def two_dates(content: Content) -> Iterator[Fault]:
    """The passages of one document date a thing alike: of two times neither lies before the other."""
    for name in ONE_TIME:
        given: dict[tuple[str, str], list[Stated]] = defaultdict(list)
        for one in dated(content).get(name, ()):
            if one[0].kind == Kind.PASSAGE:
                given[one[0].path.parent.name, one[2]].append(one)
        for (document, subject), stated in given.items():
            for one, other in combinations(sorted(stated, key=lambda s: (s[0].name, s[3])), 2):
                apart = before({one[3]}, {other[3]}) or before({other[3]}, {one[3]})
                if apart and one[0] is not other[0]:
                    here, there = (other, one) if at_odds(content, one[0], other[0])[0] is other[0] else (one, other)
                    message = f"{ns.compact(subject)} has cns:{name} {ns.compact(here[3])} here, and "
                    message += f"{ns.compact(there[3])} in {there[0].name}:{there[0].places.line_of(there[1])}, "
                    message += f"which is of id:{document}, too"
                    yield at(here[0], here[1], message, AT_ODDS)


def _nested(one: str, other: str) -> bool:
    """Whether one of two times lies within the other, or one of them cannot be read."""
    found = spans({one, other})
    if len(found) < 2:
        return True
    return _holds(found[0], found[1]) or _holds(found[1], found[0])


CHECKS: tuple[Check, ...] = (impossible_order, own_order, told_later, two_times, two_dates)
