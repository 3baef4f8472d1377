"""Proofs: trees from an inferred triple through rules down to asserted ones; the shortest first, never in a circle."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..rdf import Fact
from ..reasoning.chaining import Closure, Derivation, Program
from ..reasoning.rulefiles import Rule

#: Direct derivations kept of one triple: the best, and alternatives.
MOST_ALTERNATIVES = 3
#: Steps that it counts to conclude what a thing is from a statement that mentions it: more than the longest way up
#: the tree of classes, so that the card of the thing is the reason wherever it can be, and no passage on other matters.
MENTIONED = 8


@dataclass(frozen=True)
class Proof:
    """Why a fact holds: stated in graphs (a leaf), or by a rule from further facts."""

    fact: Fact
    rule: Rule | None = None
    premises: tuple[Proof, ...] = ()
    graphs: tuple[str, ...] = ()

    @cached_property
    def steps(self) -> int:
        """How long the proof is: the applications of rules, weighed by `weight`."""
        return (weight(self.rule) if self.rule else 0) + sum(p.steps for p in self.premises)

    def leaves(self) -> Iterator[Proof]:
        """The asserted facts that the proof rests on."""
        if self.rule is None:
            yield self
        for premise in self.premises:
            yield from premise.leaves()


def weight(rule: Rule) -> int:
    """How many steps an application of a rule counts."""
    return MENTIONED if rule.name in ("domain", "range") else 1


class Shortest:
    """For each fact of a closure the size of its shortest proof (Knuth's generalisation of Dijkstra's algorithm)."""

    def __init__(self, closure: Closure) -> None:
        self.closure = closure
        self.cost: dict[Fact, int] = {}
        self._settle()

    def _settle(self) -> None:
        waiting: dict[Fact, list[tuple[Fact, Derivation]]] = defaultdict(list)
        for head, ways in self.closure.derivations.items():
            for way in ways:
                for premise in set(way.premises):
                    waiting[premise].append((head, way))
        heap: list[tuple[int, Fact]] = [(0, fact) for fact in sorted(self.closure.asserted)]
        while heap:
            cost, fact = heapq.heappop(heap)
            if fact in self.cost:
                continue
            self.cost[fact] = cost
            for head, way in waiting[fact]:
                if head not in self.cost and all(p in self.cost for p in way.premises):
                    heapq.heappush(heap, (self.size(way), head))

    def size(self, way: Derivation) -> int:
        """The steps of the shortest proof that ends with this derivation."""
        return weight(way.rule) + sum(self.cost[p] for p in way.premises)

    def ways(self, fact: Fact, most: int = MOST_ALTERNATIVES) -> list[Derivation]:
        """The direct derivations of a fact, best first, without those that go round through the fact itself."""
        if fact in self.closure.asserted:
            return []
        ranked = sorted(self.closure.derivations.get(fact, ()), key=self._rank)
        found: list[Derivation] = []
        for way in ranked:
            if not any(self._rests_on(premise, fact) for premise in way.premises):
                found.append(way)
            if len(found) == most:
                break
        return found

    def best(self, fact: Fact) -> Derivation:
        """The derivation with which the shortest proof of an inferred fact ends."""
        return min(self.closure.derivations[fact], key=self._rank)

    def _rank(self, way: Derivation) -> tuple[int, str, tuple[str, ...], tuple[Fact, ...]]:
        return self.size(way), way.rule.name, way.rule.axiom.terms, way.premises

    def _rests_on(self, fact: Fact, wanted: Fact) -> bool:
        """Whether the shortest proof of a fact uses the wanted one. Costs fall along a shortest proof."""
        if fact == wanted:
            return True
        if fact in self.closure.asserted or self.cost[fact] <= self.cost[wanted]:
            return False
        return any(self._rests_on(p, wanted) for p in self.best(fact).premises)


def verify(proof: Proof, program: Program) -> bool:
    """Whether the leaves of a proof alone, with the rules, give its fact again."""
    leaves = {leaf.fact: leaf.graphs for leaf in proof.leaves()}
    if any(not graphs for graphs in leaves.values()):
        return False
    return program.run(leaves, lambda fact: leaves.get(fact, ())).holds(proof.fact)
