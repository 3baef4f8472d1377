"""How the concepts of the project's own content are arranged: each has its place, and no way up leads in a circle."""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.content.files import SAYING, Content, Kind
from cnskg.rdf import TYPE
from tests.support import ROOT

#: What leads from a concept to one that it falls under or makes up with others.
UP = {ns.CNS + "broader", ns.CNS + "conceptPartOf"}
#: The kinds of concept that stand for whatever statements speak of; the others have an order of their own.
KINDS = {ns.CNS + kind for kind in ("Field", "Good", "Issue", "Condition", "Conduct", "Idea", "Portrayal")}


@pytest.fixture(scope="module")
def content() -> Content:
    """The project's own files."""
    return Content.read(ROOT)


@pytest.fixture(scope="module")
def broader(content: Content) -> dict[str, set[str]]:
    """Each concept's broader ones, whether a card or a passage says so."""
    above: dict[str, set[str]] = defaultdict(set)
    for t in content.triples(Kind.ENTITIES, *SAYING):
        if t.predicate.value in UP:
            above[t.subject.value].add(t.object.value)
    return above


def test_no_concept_is_broader_than_itself(broader: dict[str, set[str]]) -> None:
    """Going from concept to broader concept never comes back, by however many steps."""
    for concept in broader:
        reached: set[str] = set()
        ahead = set(broader[concept])
        while ahead:
            reached |= ahead
            ahead = {above for one in ahead for above in broader.get(one, ())} - reached
        assert concept not in reached, ns.compact(concept)


def test_a_concept_is_shared_or_has_a_broader_one(content: Content, broader: dict[str, set[str]]) -> None:
    """A concept that one passage only speaks of is found from a broader one."""
    spoken: dict[str, set[str]] = defaultdict(set)
    for source, t in content.statements(*SAYING):
        for end in (t.subject, t.object):
            if isinstance(end, ox.NamedNode):
                spoken[end.value].add(source.name)
    kinds = content.types.items()
    alone = {concept for concept, types in kinds if types & KINDS and len(spoken[concept]) < 2}
    assert {ns.compact(c) for c in alone - broader.keys()} == set()


def test_a_concept_has_a_card(content: Content) -> None:
    """Concepts are named on cards, so that the next passage finds them; none is made inside of a passage."""
    made = {t.subject.value for t in content.triples(*SAYING) if t.predicate.value == TYPE and t.object.value in KINDS}
    assert made == set()
