"""What is more likely a slip than a fact: each may be right, so each is a warning that says how it would be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import combinations
from typing import NamedTuple

import pyoxigraph as ox

from .. import namespaces as ns
from ..content import timespans
from ..content.files import DATA, Content, CuratedFile, Kind
from ..content.propositions import called, value
from ..rdf import PREF, TYPE
from .check import Check, Fault, at, check
from .dates import spans
from .propositions import whole
from .scope import at_odds, judged_files


class Tenure(NamedTuple):
    """A tenure as one file tells it: where it names the holder, who that is, and its times by property."""

    source: CuratedFile
    stated: ox.Triple
    times: dict[str, set[str]]


#: Two years as texts write them, and those that a time span takes for seasons.
YEARS = re.compile(r"\b([0-9]{4})[-–/]([0-9]{2})\b")
SEASONS = tuple(map(str, timespans.SEASONS))
#: The year in brackets at the end of a name.
NAMED_YEAR = re.compile(r"\([^()0-9]*\b([0-9]{4})\)$")
#: When what is named after a year began to be.
BEGUN = tuple(ns.CNS + name for name in ("adopted", "published", "when"))
IN_FORCE = ns.CNS + "entersIntoForce"
TIMES = ("starts", "ends", "asOf")
#: What hedges in one way only, by docs/modelling.md.
HEDGES = {
    **dict.fromkeys(("may", "might", "could", "perhaps", "possibly"), "Possibility"),
    **dict.fromkeys(("likely", "unlikely", "probably"), "Likelihood"),
    **dict.fromkeys(("seems", "seem", "appears", "seemingly"), "Appearance"),
    **dict.fromkeys(("reportedly", "allegedly", "ostensibly"), "Hearsay"),
}
ADVICE = (ns.CNS + "Recommendation", ns.CNS + "Demand")
ADDRESSED = (ns.CNS + "addressee", ns.CNS + "assignedTo")


@check("two-heads", cases=("as of one time", "while another ends later"), severity="warning")
def two_heads(content: Content) -> Iterator[Fault]:
    """By one document an organ has one head at a time: of one leading post no two holders are named for one time."""
    for (_, post), tenures in _of_leading_posts(content).items():
        for one, other in combinations(sorted(tenures, key=lambda t: (t.source.name, value(t.stated.object))), 2):
            if one.stated.object != other.stated.object and _at_once(one.times, other.times):
                here, there = (
                    (other, one) if at_odds(content, one.source, other.source)[0] is other.source else (one, other)
                )
                message = f"{called(here.stated.object)} is {ns.compact(post)} at a time at which "
                message += f"{called(there.stated.object)} is, too, by {ns.compact(value(there.stated.subject))} "
                message += f"in {there.source.name}"
                hint = "Mend post, holder or time; where one followed the other, say by cns:ends or cns:starts when."
                yield at(here.source, here.stated, message, hint)


def _of_leading_posts(content: Content) -> dict[tuple[str, str], list[Tenure]]:
    """The tenures of the posts that lead an organ, by document and post."""
    leading = {t.subject for _, t in content.stating([ns.CNS + "leadingPostOf"], *DATA)}
    found: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
    for source, t in content.stating([ns.CNS + "post"], Kind.PASSAGE):
        if t.object in leading:
            own = [one for one in source.triples if one.subject == t.subject]
            times = {name: {value(o.object) for o in own if o.predicate.value == ns.CNS + name} for name in TIMES}
            document = source.path.parent.name
            found[document, value(t.object)] += [
                Tenure(source, one, times) for one in own if one.predicate.value == ns.CNS + "holder"
            ]
    return found


def _at_once(one: dict[str, set[str]], other: dict[str, set[str]]) -> bool:
    """Whether two tenures certainly share a time: both are named for it, or they run at once from day to day."""
    if one["asOf"] & other["asOf"]:
        return True
    first, second = _certain(one), _certain(other)
    return first is not None and second is not None and max(first[0], second[0]) < min(first[1], second[1])


def _certain(times: dict[str, set[str]]) -> tuple[datetime, datetime] | None:
    """From when to when a tenure certainly runs; None where that is not told."""
    begun = [last for _, last in spans(times["starts"] | times["asOf"])]
    lasts = [first for first, _ in spans(times["ends"] | times["asOf"])]
    return (min(begun), max(lasts)) if begun and lasts and min(begun) < max(lasts) else None


@check(
    "contended-advice",
    cases=("of whom it addresses", "of who is to act", "a demand"),
    allowed=("cns:ableTo", "cns:callsAgainst"),
    severity="warning",
)
def contended_advice(content: Content) -> Iterator[Fault]:
    """What a demand or advice contends of those who are to act is what they can; what they should do it calls for."""
    able = ox.NamedNode(ns.CNS + "ableTo")
    for source in judged_files(content, Kind.PASSAGE):
        advice = {t.subject for t in source.triples if t.predicate.value == TYPE and t.object.value in ADVICE}
        told = [t for t in source.triples if t.subject in advice]
        against = {(t.subject, t.object) for t in told if t.predicate.value == ns.CNS + "callsAgainst"}
        for t in told:
            if (t.subject, t.object) in against:
                continue  # what is to end is so now
            one = whole(content).get(value(t.object)) if t.predicate.value == ns.CNS + "contends" else None
            if one and one.relation != able and one.subject in _actors(content, told, t.subject):
                message = f"{called(t.subject)} contends of {called(one.subject)}, who is to act, {called(t.object)}"
                hint = "If that is what should be done, write cns:callsFor; if it is so already, leave it."
                yield at(source, t, message, hint)


def _actors(content: Content, told: list[ox.Triple], claim: object) -> set[object]:
    """Whom a claim addresses, or has do what it calls for."""
    own = [t for t in told if t.subject == claim]
    found: set[object] = {t.object for t in own if t.predicate.value in ADDRESSED}
    wanted = [whole(content).get(value(t.object)) for t in own if t.predicate.value == ns.CNS + "callsFor"]
    return found | {one.subject for one in wanted if one}


@check("own-reporter")
def own_reporter(content: Content) -> Iterator[Fault]:
    """Nobody reports a claim of their own: who only makes it is cns:claimant alone."""
    for source in judged_files(content, Kind.PASSAGE):
        made = {(t.subject, t.object) for t in source.by_predicate.get(ns.CNS + "claimant", ())}
        for t in source.by_predicate.get(ns.CNS + "reportedBy", ()):
            if (t.subject, t.object) in made:
                message = f"{called(t.object)} makes {called(t.subject)}, and reports it"
                yield at(source, t, message, "Take cns:reportedBy out, or mend cns:claimant.")


@check("cited-elsewhere")
def cited_elsewhere(content: Content) -> Iterator[Fault]:
    """A citation stands in a passage of the document that cites."""
    of = {t.subject.value: t.object for _, t in content.stating([ns.CNS + "document"], Kind.PASSAGE)}
    for source in judged_files(content, Kind.PASSAGE, Kind.BACKGROUND):
        citing = {t.subject: t.object for t in source.by_predicate.get(ns.CNS + "citing", ())}
        for t in source.by_predicate.get(ns.CNS + "citedAt", ()):
            mine, theirs = citing.get(t.subject), of.get(value(t.object))
            if mine and theirs and mine != theirs:
                message = f"{called(t.subject)} cites from {called(mine)} in a passage of {called(theirs)}"
                yield at(source, t, message, "Mend cns:citedAt, or cns:citing.")


@check("other-time", cases=("another year", "another month", "another day"), severity="warning")
def other_time(content: Content) -> Iterator[Fault]:
    """Where the words of the text are a plain date, a time of the thing is of that date."""
    for source in judged_files(content, Kind.PASSAGE, Kind.BACKGROUND):
        for words in source.by_predicate.get(ns.CNS + "timeText", ()):
            told = spans({timespans.guess(value(words.object).strip(" .,"))} - {""})
            own = [t for t in source.triples if told and t.subject == words.subject]
            times = {value(t.object) for t in own if value(t.object).startswith(ns.TIME)}
            given = spans(times)
            if told and given and not any(a <= last and first <= b for a, b in told for first, last in given):
                message = f"{called(words.subject)} has the time {words.object.value!r} by its words, "
                message += f"and {', '.join(sorted(map(ns.compact, times)))}"
                yield at(source, words, message, "Mend the one or the other; what happened twice is two events.")


@check("season-or-years", severity="warning")
def season_or_years(content: Content) -> Iterator[Fault]:
    """Where the text says 2021–22, the time is two years, not the season that span:2021-22 is."""
    for source in judged_files(content, Kind.PASSAGE, Kind.BACKGROUND):
        written = {
            (t.subject, f"{years[1]}-{years[2]}")
            for t in source.by_predicate.get(ns.CNS + "timeText", ())
            for years in YEARS.finditer(value(t.object))
        }
        for t in source.triples if written else ():
            slug = value(t.object).removeprefix(ns.TIME)
            if (t.subject, slug) in written and slug[-2:] in SEASONS:
                years = f"{slug[:4]}--{slug[:2]}{slug[-2:]}"
                yield at(source, t, f"span:{slug} is a season, and the text has years", f"Write span:{years}.")


@check("other-hedge", severity="warning")
def other_hedge(content: Content) -> Iterator[Fault]:
    """A word that always hedges in one way stands with that hedge."""
    for source in judged_files(content, Kind.PASSAGE):
        hedges = {t.subject: t for t in source.by_predicate.get(ns.CNS + "hedge", ())}
        words: dict[ox.NamedNode | ox.BlankNode | ox.Triple, list[str]] = defaultdict(list)
        for t in source.by_predicate.get(ns.CNS + "hedgeWord", ()):
            words[t.subject].append(t.object.value.lower())
        for claim, (word, *more) in words.items():
            wanted = HEDGES.get(word)
            if wanted and not more and claim in hedges and value(hedges[claim].object) != ns.CNS + wanted:
                message = f"{word!r} is a word of cns:{wanted}"
                yield at(source, hedges[claim], message, f"Write cns:{wanted}; or give all the words that hedge.")


@check("other-year", severity="warning")
def other_year(content: Content) -> Iterator[Fault]:
    """What has a year in brackets in its name is of that year by one of its dates."""
    named = {t.subject: m[1] for _, t in content.stating([PREF], *DATA) if (m := NAMED_YEAR.search(value(t.object)))}
    dates: dict[object, list[ox.Triple]] = defaultdict(list)
    for _, t in content.stating((*BEGUN, IN_FORCE), *DATA):
        if t.subject in named and value(t.object).startswith(ns.TIME):
            dates[t.subject].append(t)
    for source in judged_files(content, Kind.PASSAGE, Kind.BACKGROUND):
        for t in (t for name in BEGUN for t in source.by_predicate.get(name, ()) if t.subject in named):
            year = int(named[t.subject])
            known = spans({value(one.object) for one in dates[t.subject]})
            if known and not any(first.year <= year <= last.year for first, last in known):
                message = f"{called(t.subject)} is of {year} by its name, and has {ns.compact(t.predicate.value)} "
                message += ns.compact(value(t.object))
                yield at(source, t, message, "Mend the one or the other.")


CHECKS: tuple[Check, ...] = (
    two_heads, contended_advice, own_reporter, cited_elsewhere, other_time, other_year, season_or_years, other_hedge,
)  # fmt: skip
