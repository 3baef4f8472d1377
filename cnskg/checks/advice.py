"""Advice and demands: who would act is told once."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.files import Content, Kind
from ..content.propositions import Term, called, value
from .check import Check, Fault, at, check
from .propositions import whole
from .scope import judged_files

ADDRESSEE, ASSIGNED = ns.CNS + "addressee", ns.CNS + "assignedTo"
CALLS = tuple(ns.CNS + name for name in ("callsFor", "callsAgainst"))


def called_on(content: Content, said: list[ox.Triple]) -> set[Term]:
    """Of whom or what the claim of which this is said calls for something, or against it."""
    calls = [whole(content).get(value(t.object)) for t in said if t.predicate.value in CALLS]
    return {one.subject for one in calls if one}


@check("assigned-twice", cases=("to whom it addresses", "to the one called on"))
def assigned_twice(content: Content) -> Iterator[Fault]:
    """Who would act is named apart only where that is neither the addressee nor the one called on to act."""
    for source in judged_files(content, Kind.PASSAGE):
        for t in source.by_predicate.get(ASSIGNED, ()):
            said = [one for one in source.triples if one.subject == t.subject]
            known = {one.object for one in said if one.predicate.value == ADDRESSEE} | called_on(content, said)
            if t.object in known:
                message = f"{called(t.subject)} says twice that {called(t.object)} would act"
                yield at(source, t, message, "Take cns:assignedTo out.")


CHECKS: tuple[Check, ...] = (assigned_twice,)
