"""Why does a triple not hold? Which premises the nearest rules still lack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..rdf import Fact
from ..reasoning.chaining import Binding, Closure, apart, fill, unify
from ..reasoning.rulefiles import Pattern, Rule, is_variable

MOST = 5
#: A way to use a rule: what is missing, what is there, and the binding.
Way = tuple[tuple[Pattern, ...], tuple[Fact, ...], Binding]


class Facts(Protocol):
    """What holds, asked by pattern."""

    def match(self, pattern: Pattern, most: int = 50) -> Sequence[Binding]:
        """Bindings of the pattern's variables under which it holds."""
        ...


class Held:
    """Facts in the result of the build."""

    def __init__(self, closure: Closure) -> None:
        self.facts = sorted({*closure.asserted, *closure.derivations})

    def match(self, pattern: Pattern, most: int = 50) -> list[Binding]:
        """As Facts has it."""
        found = [bound for fact in self.facts if (bound := unify(pattern, fact)) is not None]
        return found[:most]


@dataclass(frozen=True)
class NearMiss:
    """A rule that would give the triple: what it has, what it lacks (with variables where anything would do), and,
    where it lacks nothing, what holds it back."""

    rule: Rule
    missing: tuple[Pattern, ...]
    present: tuple[Fact, ...]
    against: tuple[Fact, ...] = ()


def why_not(facts: Facts, rules: Iterable[Rule], wanted: Fact, most: int = MOST) -> list[NearMiss]:
    """The nearest misses: fewest premises missing, most present, then fewest unknowns. No rule that joins two different
    things is near to what joins one with itself; one that gives any property leads to those alone that a fact names."""
    found = []
    for rule in rules:
        bound = None if rule.template.clash or rule.template.graph else unify(rule.head, wanted)
        if bound is not None and apart(rule, bound) and _named(facts, rule, bound):
            found.append(_nearest(facts, rule, bound))
    return sorted(found, key=_distance)[:most]


def _named(facts: Facts, rule: Rule, bound: Binding) -> bool:
    """Whether the property of a rule's head stands in it, or some fact names it."""
    given = rule.head[1]
    naming = [p for p in rule.premises if p[2] == given] if is_variable(given) else []
    return all(facts.match(fill(premise, {given: bound[given]}), 1) for premise in naming)


def _distance(miss: NearMiss) -> tuple[int, int, int, str, tuple[str, ...]]:
    unknown = sum(is_variable(t) for p in miss.missing for t in p)
    return len(miss.missing), -len(miss.present), unknown, miss.rule.name, miss.rule.axiom.terms


def _nearest(facts: Facts, rule: Rule, bound: Binding) -> NearMiss:
    """The way of meeting a rule's premises that leaves the fewest open."""
    best: Way | None = None
    for way in _ways(facts, list(rule.premises), bound):
        if best is None or (len(way[0]), -len(way[1])) < (len(best[0]), -len(best[1])):
            best = way
    assert best is not None
    missing, present, met = best
    for rival in facts.match(fill(rule.every[0], bound)) if rule.every else ():
        wanted = fill(rule.every[1], {**bound, **rival})
        if fill(rule.every[0], {**bound, **rival}) not in present and not facts.match(wanted):
            missing = (*missing, wanted)
    return NearMiss(rule, missing, present, () if missing else _against(facts, rule, met))


def _against(facts: Facts, rule: Rule, bound: Binding) -> tuple[Fact, ...]:
    """What holds a rule back whose premises are all there."""
    ways = (way for patterns in rule.unless for way in _ways(facts, list(patterns), bound))
    return next((present for missing, present, _ in ways if not missing), ())


def _ways(facts: Facts, premises: list[Pattern], bound: Binding) -> Iterable[Way]:
    """All ways to meet or leave open each premise, the best known first."""
    if not premises:
        yield (), (), bound
        return
    first = min(premises, key=lambda p: sum(is_variable(t) for t in fill(p, bound)))
    rest = [p for p in premises if p is not first]
    asked = fill(first, bound)
    for more in facts.match(asked):
        for missing, present, met in _ways(facts, rest, {**bound, **more}):
            yield missing, (fill(first, {**bound, **more}), *present), met
    for missing, present, met in _ways(facts, rest, bound):
        yield (asked, *missing), present, met
