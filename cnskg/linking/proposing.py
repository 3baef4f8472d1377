"""Proposed mappings: which foreign thing a thing of ours may be, how sure that is, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .. import namespaces as ns
from ..folding import compact, has_han
from ..reconciling.matching import Candidate, compared
from .blocking import Block
from .ours import Links, Ours
from .things import Thing, kinds_agree

#: What the best name counts, and what is added or taken for the rest, of 100.
WEIGHTS = {"name": 0.8, "script": 10.0, "kind": 7.0, "date": 10.0, "other kind": -40.0, "other date": -30.0,
           "other hanzi": -20.0}  # fmt: skip
_WAYS = {
    "name_written": "the same name",
    "name_read": "the same name, in {} here and in {} there",
    "name_ordered": "the same words in another order",
    "name_bare": "the same name but for what stands in brackets",
}
#: Kinds of foreign things that are no things: pages that list names.
_NOTHING = "Name"
#: Proposals for one thing of ours.
MOST_EACH = 3


@dataclass(frozen=True)
class Proposal:
    """A mapping that somebody may accept: both ends, how sure it is (0 to 1), and the reasons in words."""

    ours: Ours
    thing: Thing
    confidence: float
    reasons: tuple[str, ...]


def propose(ours: Iterable[Ours], things: Iterable[Thing], links: Links, target: str, least: float) -> list[Proposal]:
    """The proposals to a target, those of each thing of ours together and the surest first.

    What is mapped to the target already, on either side, things of ours, and pairs that were refused are left out.
    """
    done, taken = links.mapped(target)
    refused = links.refused()
    block = Block(one for one in ours if one.iri not in done)
    found: dict[str, list[Proposal]] = {}
    for thing in things:
        if thing.iri in taken or thing.moved or _NOTHING in thing.kind or thing.iri.startswith(ns.BASE):
            continue
        for one in block.candidates(thing):
            made = judged(one, thing)
            if made.confidence >= least and (one.iri, thing.iri) not in refused:
                found.setdefault(one.iri, []).append(made)
    return [told for iri in sorted(found) for told in _rivals(found[iri])]


def judged(ours: Ours, thing: Thing) -> Proposal:
    """How sure it is that two things are one, and why."""
    by_name = [(compared(ours.entry, name), name) for name in thing.names]
    best, name = max(by_name, key=lambda one: one[0].score)
    score = WEIGHTS["name"] * best.score
    reasons = [_named(best, name)]
    second = (*_other_script(by_name, name), *_other_hanzi(ours, thing))
    for points, why in (*second, *_kind(ours, thing), *_date(ours, thing)):
        score += points
        reasons.append(why)
    if thing.born:
        reasons.append(f"there: born {', '.join(sorted(thing.born))}")
    return Proposal(ours, thing, round(max(0.0, min(score, 99.0)) / 100, 2), tuple(reasons))


def _named(best: Candidate, name: str) -> str:
    scripts = ("letters", "hanzi") if has_han(name) else ("hanzi", "letters")
    way = next((words.format(*scripts) for feature, words in _WAYS.items() if feature in best.features), "")
    if not way:
        way = f"a like name ({best.features['name_similarity']:.0f} of 100)"
    year = best.features.get("name_year")
    return f"{way}: {name}" + (f" = {best.name}" if best.name != name else "") + ("; another year" if year == 0 else "")


def _other_script(by_name: list[tuple[Candidate, str]], first: str) -> Iterable[tuple[float, str]]:
    """A second name that is the same, in hanzi where the first is in letters, or the other way round."""
    same = [(one, name) for one, name in by_name if one.exact and "name_read" not in one.features]
    for one, name in same:
        if has_han(name) != has_han(first) and one.name != first:
            yield WEIGHTS["script"], f"and in the other script: {name}"
            return


def _other_hanzi(ours: Ours, thing: Thing) -> Iterable[tuple[float, str]]:
    """Names in hanzi on both sides, none the same as or short for another: who sounds alike is somebody else."""
    here = sorted({name.text for name in ours.entry.names if has_han(name.text)})
    there = [name for name in thing.names if has_han(name)]
    if here and there and not any(_short_for(one, other) for one in here for other in there):
        yield WEIGHTS["other hanzi"], f"its Chinese name is another: {', '.join(there)}, here {', '.join(here)}"


def _short_for(one: str, other: str) -> bool:
    """Whether one name has all signs of the other in their order: 国安委 is short for 国家安全委员会."""
    short, long = sorted((compact(one), compact(other)), key=len)
    rest = iter(long)
    return all(sign in rest for sign in short)


def _kind(ours: Ours, thing: Thing) -> Iterable[tuple[float, str]]:
    if not thing.kind or not ours.kinds:
        return
    words = ", ".join(sorted(thing.kinds))
    if kinds_agree(ours.kinds, thing.kind):
        yield WEIGHTS["kind"], f"its type fits: {words}"
    else:
        yield WEIGHTS["other kind"], f"its type is another: {words}"


def _date(ours: Ours, thing: Thing) -> Iterable[tuple[float, str]]:
    if not ours.dates or not thing.dates:
        return
    here, there = ", ".join(sorted(ours.dates)), ", ".join(sorted(thing.dates))
    if dates_agree(ours.dates, thing.dates):
        yield WEIGHTS["date"], f"its date fits: {there}"
    else:
        yield WEIGHTS["other date"], f"its date is another: {there}, here {here}"


def dates_agree(here: Iterable[str], there: Iterable[str]) -> bool:
    """Whether a date of one lies within one of the other: 2014-11-01 in 2014; halves count as years."""
    plain = {one.rstrip("X") if "--" not in one and not one[5:7] > "12" else one[:4] for one in here}
    return any(one.startswith(other) or other.startswith(one) for one in plain for other in there)


def _rivals(found: list[Proposal]) -> list[Proposal]:
    """The proposals for one thing, the surest first; where there are several, each says so."""
    best = sorted(found, key=lambda one: (-one.confidence, one.thing.iri))[:MOST_EACH]
    if len(found) == 1:
        return best
    told = f"one of {len(found)} candidates"
    return [Proposal(one.ours, one.thing, one.confidence, (*one.reasons, told)) for one in best]
