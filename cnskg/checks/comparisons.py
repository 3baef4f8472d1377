"""Our comparisons: named for their claims, each pair once, of two documents; and no finding without one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.files import DATA, Content, CuratedFile, Kind
from ..rdf import TYPE
from .check import Check, Fault, at, check, once
from .scope import judged

#: A comparison's two claims, in the order in which its name has them.
ENDS = (ns.CNS + "compares", ns.CNS + "comparedWith")
CLAIM = ns.ID + "claim-"


@once
def pairs(content: Content) -> list[tuple[CuratedFile, ox.Triple, tuple[str, str]]]:
    """Each comparison of one claim with one other, with where it is typed."""
    found = []
    for source in content.of(*DATA):
        ends = {(t.subject, end): t.object.value for end in ENDS for t in source.by_predicate.get(end, ())}
        for t in source.by_predicate.get(TYPE, ()) if ends else ():
            one, other = (ends.get((t.subject, end)) for end in ENDS)
            if t.object.value == ns.CNS + "Comparison" and one and other:
                found.append((source, t, (one, other)))
    return found


@check("comparison-name")
def comparison_name(content: Content) -> Iterator[Fault]:
    """The name of a comparison follows from those of its claims."""
    for source, t, ends in pairs(content):
        name = f"{ns.ID}comparison-{'-with-'.join(end.removeprefix(CLAIM) for end in ends)}"
        if t.subject.value != name:
            yield at(
                source,
                t,
                f"{ns.compact(t.subject.value)} is not called after its claims",
                f"Call it {ns.compact(name)}.",
            )


@check("compared-twice")
def compared_twice(content: Content) -> Iterator[Fault]:
    """Two claims are compared once, whichever comes first."""
    first: dict[frozenset[str], str] = {}
    for source, t, ends in sorted(pairs(content), key=lambda p: p[1].subject.value):
        known = first.setdefault(frozenset(ends), t.subject.value)
        if known != t.subject.value:
            yield at(source, t, f"{ns.compact(known)} compares the same claims", "Keep the one whose finding holds.")


@check("compared-within")
def compared_within(content: Content) -> Iterator[Fault]:
    """A comparison is of claims of two documents; what one text argues stands in its passages."""
    stated: dict[str, set[str]] = defaultdict(set)
    for source in content.of(Kind.PASSAGE):
        for t in source.triples:
            if t.predicate.value == TYPE:
                stated[t.subject.value].add(source.name.rpartition("/")[0])
    for source, t, (one, other) in pairs(content):
        if stated[one] & stated[other]:
            hint = "Say in the passage how the text relates them, with cns:supports, cns:disputes or cns:qualifies."
            yield at(source, t, f"{ns.compact(t.subject.value)} compares claims of one document", hint)


@check("bare-finding")
def bare_finding(content: Content) -> Iterator[Fault]:
    """What a comparison finds is stated by the comparison, with its reason, and nowhere else."""
    findings = {iri for iri, types in content.types.items() if ns.CNS + "Finding" in types}
    for source, t in judged(content, *DATA):
        if t.predicate.value in findings:
            hint = "Write a cns:Comparison in data/background/comparison.ttl; the relation follows."
            yield at(source, t, f"{ns.compact(t.predicate.value)} stands without a comparison", hint)


CHECKS: tuple[Check, ...] = (comparison_name, compared_twice, compared_within, bare_finding)
