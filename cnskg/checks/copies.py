"""What a copied block keeps of the one that it was copied from; each may be right, so each is a warning."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from .. import namespaces as ns
from ..content.files import SAYING, Content, Kind
from ..content.propositions import called
from ..folding import fold, has_han
from ..rdf import ALT, PREF, TYPE
from .check import Check, Fault, at, check, once
from .dates import spans
from .scope import Stated, judged, judged_files, told_at
from .wholes import reached

#: A year in a name.
YEAR = re.compile(r"(?<![0-9])(?:1[89]|20)[0-9]{2}(?![0-9])")
HOLDER, POST, SENTENCE, TITLE, URL = (ns.CNS + name for name in ("holder", "post", "sentence", "title", "url"))
#: What tells one tenure from another.
SAME_TENURE = (HOLDER, POST, *(ns.CNS + name for name in ("starts", "ends", "asOf", "sequenceNumber")))
#: By what one law is another version of it, or changes it.
VERSIONS = [ns.CNS + name for name in ("revisionOf", "amends")]
HARMING = [ns.CNS + name for name in ("CoercionEpisode", "Sanction")]


@once
def people(content: Content) -> dict[tuple[str, ...], set[str]]:
    """Who bears a name of two words or more, folded."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    persons = {t.subject for _, t in content.stating([TYPE], Kind.ENTITIES) if t.object.value == ns.CNS + "Person"}
    for _, t in content.stating((PREF, ALT), Kind.ENTITIES):
        if t.subject in persons and not has_han(t.object.value):  # names in hanzi are of one word
            words = tuple(fold(t.object.value).split())
            if len(words) > 1:
                found[words].add(t.subject.value)
    return found


def named(content: Content, text: str) -> set[str]:
    """The people whose names stand in a text."""
    words, known = tuple(fold(text).split()), people(content)
    longest = max(map(len, known), default=0)
    parts = (words[a:b] for a in range(len(words)) for b in range(a + 2, min(a + longest, len(words)) + 1))
    return {person for part in parts for person in known.get(part, ())}


@check("other-holder", severity="warning")
def other_holder(content: Content) -> Iterator[Fault]:
    """The name of a tenure names who holds it, where it names anybody."""
    for source in judged_files(content, Kind.PASSAGE, Kind.BACKGROUND):
        names = {t.subject: t for t in source.by_predicate.get(PREF, ()) if not has_han(t.object.value)}
        holders = defaultdict(set)
        for t in source.by_predicate.get(HOLDER, ()):
            holders[t.subject].add(t.object.value)
        for tenure, who in holders.items():
            told = named(content, names[tenure].object.value) if tenure in names else set()
            if told and not told & who:
                message = f"{called(tenure)} is called after {_list(told)}, and is held by {_list(who)}"
                yield at(source, names[tenure], message, "Mend the name, or cns:holder.")


def _list(iris: Iterable[str]) -> str:
    return ", ".join(sorted(map(ns.compact, iris)))


@check("same-sentence", severity="warning")
def same_sentence(content: Content) -> Iterator[Fault]:
    """Two claims of one document say what they claim in two sentences."""
    known: dict[tuple[str, str], Stated] = {}
    for source, t in content.stating([SENTENCE], Kind.PASSAGE):
        first = known.setdefault((source.path.parent.name, t.object.value), (source, t))
        if first[1].subject != t.subject:
            (here, mine), (there, theirs) = told_at(content, first, (source, t))
            message = f"{called(mine.subject)} has the sentence of {called(theirs.subject)} in {there.name}"
            hint = "Say in a sentence of its own what it claims; if it is one claim, say it once."
            yield at(here, mine, message, hint)


@check("year-of-name", severity="warning")
def year_of_name(content: Content) -> Iterator[Fault]:
    """A law that has a year in its name is adopted in that year, or in the one before or after."""
    years: dict[str, set[int]] = defaultdict(set)
    for _, t in content.stating((PREF,), Kind.ENTITIES):
        years[t.subject.value] |= {int(year) for year in YEAR.findall(t.object.value)}
    for source, t in judged(content, *SAYING):
        wanted = years.get(t.subject.value) if t.predicate.value == ns.CNS + "adopted" else None
        for first, last in spans({t.object.value}) if wanted else ():
            if not any(first.year - 1 <= year <= last.year + 1 for year in wanted or ()):
                told = " and ".join(map(str, sorted(wanted or ())))
                message = f"{called(t.subject)}, of {told} by its name, is adopted in {ns.compact(t.object.value)}"
                yield at(
                    source, t, message, "Mend the date, or the name; a later version of a law has a card of its own."
                )


@check("title-of-another", severity="warning")
def title_of_another(content: Content) -> Iterator[Fault]:
    """Two laws of one title are versions of one another."""
    joined: dict[str, set[str]] = defaultdict(set)
    for _, t in content.stating(VERSIONS, *SAYING):
        joined[t.subject.value].add(t.object.value)
        joined[t.object.value].add(t.subject.value)
    known: dict[str, list[Stated]] = defaultdict(list)
    for source, t in content.stating([TITLE], *SAYING):
        if content.ontology.is_a(content.types.get(t.subject.value, ()), ns.CNS + "Law"):
            known[fold(t.object.value)].append((source, t))
    for bearers in known.values():
        akin = reached(joined, bearers[0][1].subject.value)
        for other in bearers[1:]:
            if other[1].subject.value not in akin:
                (here, mine), (there, theirs) = told_at(content, bearers[0], other)
                message = f"{called(mine.subject)} has the title of {called(theirs.subject)}, in {there.name}"
                hint = "Mend the title; or say by cns:revisionOf which is the later version."
                yield at(here, mine, message, hint)


@check("same-address", severity="warning")
def same_address(content: Content) -> Iterator[Fault]:
    """No two background sources are of one address."""
    known: dict[str, Stated] = {}
    for source, t in content.stating([URL], Kind.BACKGROUND):
        if t.subject.value != source.graph or t.object.value == ns.BASE:
            continue  # what we say ourselves has our own address
        first = known.setdefault(t.object.value.rstrip("/"), (source, t))
        if first[0] is not source:
            (here, mine), (there, _) = told_at(content, first, (source, t))
            message = f"{there.name} has what stands at {t.object.value} already"
            yield at(here, mine, message, "Put the facts there, or give the exact page.")


@check("tenure-twice", cases=("of one time", "of no time"), allowed=("cns:sequenceNumber",), severity="warning")
def tenure_twice(content: Content) -> Iterator[Fault]:
    """A document tells of a tenure once: no two have the same holder, post and times."""
    known: dict[tuple[str, frozenset[tuple[str, str]]], Stated] = {}
    for source in content.of(Kind.PASSAGE, Kind.BACKGROUND):
        document = source.path.parent.name if source.kind == Kind.PASSAGE else source.name
        told: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for name in SAME_TENURE if HOLDER in source.by_predicate else ():
            for t in source.by_predicate.get(name, ()):
                told[t.subject.value].add((name, t.object.value))
        for t in source.by_predicate.get(HOLDER, ()):
            own = frozenset(told[t.subject.value])
            first = known.setdefault((document, own), (source, t))
            if first[1].subject != t.subject and any(name == POST for name, _ in own):
                (here, mine), (there, theirs) = told_at(content, first, (source, t))
                message = (
                    f"{called(mine.subject)} has holder, post and times of {called(theirs.subject)} in {there.name}"
                )
                hint = "If it is one tenure, keep one; if it is another, say when, or by cns:sequenceNumber which."
                yield at(here, mine, message, hint)


@check("acts-on-itself", cases=("coercion", "a sanction"), severity="warning")
def acts_on_itself(content: Content) -> Iterator[Fault]:
    """Who coerces or imposes sanctions does so on somebody else."""
    for source in judged_files(content, Kind.PASSAGE, Kind.BACKGROUND):
        actors = {(t.subject, t.object) for t in source.by_predicate.get(ns.CNS + "actor", ())}
        for t in source.by_predicate.get(ns.CNS + "target", ()):
            types = content.types.get(t.subject.value, ())
            if (t.subject, t.object) in actors and any(content.ontology.is_a(types, one) for one in HARMING):
                message = f"{called(t.object)} is actor and target of {called(t.subject)}"
                yield at(source, t, message, "Mend cns:target, or cns:actor.")


CHECKS: tuple[Check, ...] = (
    other_holder, same_sentence, year_of_name, title_of_another, same_address, tenure_twice, acts_on_itself,
)  # fmt: skip
