"""Near misses: which of the rules that would give a triple come first, from facts at hand and from a store alike."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from cnskg.explaining.from_release import Stored
from cnskg.explaining.near_misses import Facts, Held, NearMiss, why_not
from cnskg.query.direct import ask_store
from cnskg.rdf import Fact
from cnskg.reasoning.chaining import Program
from tests.support.sample import facts, rules_of, triples

#: Nine ways of becoming a D, from the nearest to the farthest for x:a.
SCHEMA = """
x:p rdfs:domain x:D . x:q rdfs:range x:D . x:E rdfs:subClassOf x:D .
x:D owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( x:C
    [ a owl:Restriction ; owl:onProperty x:r ; owl:someValuesFrom x:F ] ) ] .
x:D owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( x:C x:E ) ] .
x:D owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( x:F
    [ a owl:Restriction ; owl:onProperty x:s ; owl:someValuesFrom x:E ] ) ] .
x:D owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( x:C
    [ a owl:Restriction ; owl:onProperty x:r ; owl:someValuesFrom x:F ]
    [ a owl:Restriction ; owl:onProperty x:s ; owl:someValuesFrom x:E ] ) ] .
x:D owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( x:E x:F ) ] .
x:F rdfs:subClassOf [ a owl:Restriction ; owl:onProperty x:s ; owl:allValuesFrom x:D ] .
"""
GIVEN = "x:a a x:C ; x:r x:b ."
WANTED = next(iter(facts("x:a a x:D .")))
NEAREST = [
    ("defined-by-some", ["x:b a x:F"], 2),  # two of three are there
    ("defined-by-classes", ["x:a a x:E"], 1),  # one of two
    ("class-hierarchy", ["x:a a x:E"], 0),  # nothing is there, nothing open
    ("domain", ["x:a x:p ?y"], 0),  # something is open; then by name
    ("range", ["?x x:q x:a"], 0),
    ("defined-by-classes", ["x:a a x:E", "x:a a x:F"], 0),  # two are missing, none open
    ("all-values", ["?x a x:F", "?x x:s x:a"], 0),  # two with what is open
    ("defined-by-two-values", ["x:a x:s ?z", "x:b a x:F", "?z a x:E"], 2),  # three, though two are there
    ("defined-by-some", ["x:a a x:F", "x:a x:s ?y", "?y a x:E"], 0),  # three
]


def held(given: str) -> Facts:
    return Held(Program(rules_of("")).run(facts(given)))


def stored(given: str) -> Facts:
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples(given))
    return Stored(ask_store(store))


def shown(miss: NearMiss) -> tuple[str, list[str], int]:
    """Rule, missing premises and number of present ones."""
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    spelled = [" ".join("a" if t == kind else t.replace("urn:x:", "x:") for t in p) for p in miss.missing]
    return miss.rule.name, sorted(spelled, key=lambda s: (s.startswith("?"), s)), len(miss.present)


@pytest.mark.parametrize("place", [held, stored])
def test_the_nearest_miss_comes_first(place: type[Facts]) -> None:
    """Fewest premises missing go first, then most present, then fewest unknowns, then the name of the rule."""
    rules = rules_of(SCHEMA)
    found = [shown(miss) for miss in why_not(place(GIVEN), rules, WANTED, most=10)]  # type: ignore[call-arg]
    assert found == NEAREST
    assert [shown(m) for m in why_not(place(GIVEN), rules[::-1], WANTED)] == NEAREST[:5]  # type: ignore[call-arg]


@pytest.mark.parametrize("place", [held, stored])
def test_a_pattern_is_matched_by_what_is_known(place: type[Facts]) -> None:
    """Nothing, one or two ends may be open; a variable that stands twice is one thing; a bound is kept."""
    known = place("x:a x:p x:a , x:b . x:b x:p x:c .")  # type: ignore[call-arg]
    a, p, b = (f"urn:x:{name}" for name in "apb")
    assert list(known.match((a, p, b))) == [{}]
    assert list(known.match((b, p, a))) == []
    assert list(known.match((a, p, "?y"))) == [{"?y": a}, {"?y": b}]
    assert list(known.match(("?x", p, b))) == [{"?x": a}]
    assert list(known.match(("?x", p, "?x"))) == [{"?x": a}]
    assert len(known.match(("?x", p, "?y"))) == 3
    assert len(known.match(("?x", p, "?y"), most=2)) == 2


@pytest.mark.parametrize("place", [held, stored])
def test_a_less_precise_date_misses_lying_within_the_others(place: Callable[[str], Facts]) -> None:
    """Of a date that is not the most precise it is said which other date it would have to lie within."""
    facts_given = place("x:a x:p x:year, x:day . x:day cns:within x:year .")
    (miss,) = why_not(facts_given, rules_of("x:r cns:mostPreciseOf x:p ."), fact_of("x:a x:r x:year ."))
    assert miss.missing == (fact_of("x:year cns:within x:day ."),)
    assert miss.present == (fact_of("x:a x:p x:year ."),)


@pytest.mark.parametrize("place", [held, stored])
def test_nobody_nearly_is_their_own_colleague(place: Callable[[str], Facts]) -> None:
    """A rule that joins two different things is no near miss where one is joined with itself; with another it is."""
    facts_given, rules = place("x:a cns:servesIn x:o . x:o a cns:Organisation ."), rules_of("")
    assert why_not(facts_given, rules, fact_of("x:a cns:colleagueOf x:a .")) == []
    (miss,) = why_not(facts_given, rules, fact_of("x:a cns:colleagueOf x:b ."))
    assert miss.missing == (fact_of("x:b cns:servesIn x:o ."),)


def fact_of(text: str) -> Fact:
    return facts(text).pop()
