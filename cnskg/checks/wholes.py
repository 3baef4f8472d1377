"""Parts and wholes, rows and places: what is said twice, in a circle, or without saying of which kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.files import SAYING, Content, CuratedFile
from .check import Check, Fault, at, check
from .scope import judged

#: The ends of a placement, in the order in which its name has them.
ENDS = ("inList", "placesConcern")


@check("plain-part")
def plain_part(content: Content) -> Iterator[Fault]:
    """What is a part says of which kind: of a place, an organisation, an event, a document, a claim, a concept."""
    for source, t in judged(content, *SAYING):
        if t.predicate.value == ns.CNS + "partOf":
            hint = "Use the property below cns:partOf for this kind of whole, such as cns:locatedIn or cns:suborganOf."
            yield at(source, t, "cns:partOf does not say of which kind the part is", hint)


@check("round", cases=("itself", "by way of another"))
def goes_round(content: Content) -> Iterator[Fault]:
    """Nothing is, in a circle, part of itself, or its own successor, superior, revision or answer."""
    supers = content.ontology.supers
    for transitive in sorted(content.ontology.transitive):
        found = list(content.stating((name for name, above in supers.items() if transitive in above), *SAYING))
        onwards: dict[str, set[str]] = defaultdict(set)
        for _, t in found:
            onwards[t.subject.value].add(t.object.value)
        told: set[str] = set()  # each circle is told once
        chosen = content.chosen or ()
        for source, t in sorted(found, key=lambda one: one[0].name not in chosen):  # told where judgement is asked
            if t.subject.value not in told and t.subject.value in (circle := reached(onwards, t.object.value)):
                told |= circle
                ends = f"{ns.compact(t.subject.value)} and {ns.compact(t.object.value)}"
                links = [(f, s) for f, s in found if {s.subject.value, s.object.value} <= circle and s != t]
                others = sorted({f"{f.name}:{f.places.line_of(s)}" for f, s in links})
                hint = f"Take one link out{': others stand in ' + ', '.join(others[:3]) if others else ''}."
                yield at(source, t, f"by {ns.compact(transitive)}, {ends} come back to themselves", hint)


def reached(onwards: dict[str, set[str]], start: str) -> set[str]:
    """All that a way leads to from here, the start included."""
    found, rest = {start}, [start]
    while rest:
        more = onwards.get(rest.pop(), set()) - found
        found |= more
        rest += more
    return found


@check("placement-name")
def placement_name(content: Content) -> Iterator[Fault]:
    """A placement is called after its list and its concern, so that what several passages say meets in one node."""
    ends: dict[str, dict[str, str]] = defaultdict(dict)
    first: dict[str, tuple[CuratedFile, ox.Triple]] = {}
    for source, t in content.stating((ns.CNS + end for end in ENDS), *SAYING):
        ends[t.subject.value].setdefault(t.predicate.value.removeprefix(ns.CNS), t.object.value)
        first.setdefault(t.subject.value, (source, t))
    for node, known in sorted(ends.items()):
        if len(known) == len(ENDS):
            names = [known[end].removeprefix(ns.ID).removeprefix("interest-") for end in ENDS]
            wanted = f"{ns.ID}placement-{'-'.join(names)}"
            if node != wanted:
                message = f"{ns.compact(node)} is not called after its list and its concern"
                yield at(*first[node], message, f"Call it {ns.compact(wanted)}, in every file.")


CHECKS: tuple[Check, ...] = (plain_part, goes_round, placement_name)
