"""Perceptions: what a claim names as a threat, and in whose eyes, is told by the propositions that it speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.files import Content, CuratedFile, Kind
from ..content.propositions import Proposition, Term, called, value
from .check import Check, Fault, at, check, once
from .propositions import LEANINGS, STANCES, known
from .scope import judged_files

NAMED = tuple(ns.CNS + name for name in ("namesThreat", "namesThreatened"))
SEEN_BY = ns.CNS + "perceivedBy"
CLAIMANT = ns.CNS + "claimant"
#: What a mind does to a proposition; whose mind it is, is not part of what is in it.
MINDS = {ns.CNS + name for name in ("believes", "disbelieves")}
SPOKEN_OF = {*STANCES, *(ns.CNS + name for name in LEANINGS if name != "onGround")}


class Told(NamedTuple):
    """A claim in a file: what is said of it, the ends of what it speaks of, and the minds in which those are."""

    source: CuratedFile
    said: list[ox.Triple]
    ends: set[Term]
    minds: set[Term]


@once
def claims(content: Content) -> list[Told]:
    """Each claim of the passages that takes a stance."""
    of_file: dict[str, dict[Term, Proposition]] = defaultdict(dict)
    for source, node, _, one in known(content):
        if one:
            of_file[source.name][node] = one
    found = []
    for source in content.of(Kind.PASSAGE):
        said: dict[Term, list[ox.Triple]] = defaultdict(list)
        for t in source.triples:
            said[t.subject].append(t)
        for triples in said.values():
            if any(t.predicate.value in STANCES for t in triples):
                found.append(_told(source, triples, of_file[source.name]))
    return found


def _told(source: CuratedFile, said: list[ox.Triple], propositions: dict[Term, Proposition]) -> Told:
    told = Told(source, said, set(), set())
    ahead = [t.object for t in said if t.predicate.value in SPOKEN_OF]
    while ahead:
        node = ahead.pop()
        one = propositions.get(node)
        if node in told.ends:
            continue
        told.ends.add(node)
        if one and value(one.relation) in MINDS:
            told.minds.add(one.subject)
            ahead.append(one.object)
        elif one:
            ahead += [one.subject, one.object, *(end for _, end in one.qualifiers)]
    return told


@check("threat-untold", cases=("the threat", "what is threatened", "who believes it"))
def threat_untold(content: Content) -> Iterator[Fault]:
    """What a claim names as a threat, or as threatened, is an end of what it contends."""
    here = set(judged_files(content, Kind.PASSAGE))
    for told in claims(content):
        for t in told.said if told.source in here else ():
            if t.predicate.value in NAMED and t.object not in told.ends:
                message = f"{called(t.subject)} names {called(t.object)}, and contends nothing of it"
                hint = "Contend what threatens what, in whose eyes; or do not name it."
                yield at(told.source, t, message, hint)


@check("view-untold", cases=("nobody's belief", "another's belief"))
def view_untold(content: Content) -> Iterator[Fault]:
    """In whose eyes things are as a claim says, makes the claim, or holds a belief in what it contends."""
    here = set(judged_files(content, Kind.PASSAGE))
    for told in claims(content):
        seeing = told.minds | {t.object for t in told.said if t.predicate.value == CLAIMANT}
        for t in told.said if told.source in here else ():
            if t.predicate.value == SEEN_BY and t.object not in seeing:
                message = f"{called(t.subject)} is so in the eyes of {called(t.object)}, whom it gives no belief"
                hint = "Contend what they believe, with cns:believes; or remove cns:perceivedBy."
                yield at(told.source, t, message, hint)


CHECKS: tuple[Check, ...] = (threat_untold, view_untold)
