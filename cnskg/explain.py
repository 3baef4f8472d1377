"""Why does a triple hold? Proof trees from the direct premises that the build has written down.

`explain` asks a small `Lookup`: the direct derivations of a triple, and the graphs that state it. There is one over the
result of the build (`Built`) and one over a release's store (`lookup.Stored`), so that nothing is reasoned at run time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from .engine import Program
from .materialise import Inferred
from .proofs import Proof, verify
from .rdf import Fact
from .ruleset import Rule

#: Proofs deeper than this do not occur; the bound keeps a damaged store from leading us on for ever.
DEEPEST = 60


class Step(Protocol):
    """One direct derivation, as a lookup tells it."""

    @property
    def rule(self) -> Rule: ...

    @property
    def premises(self) -> Sequence[Fact]: ...


class Lookup(Protocol):
    """Where explanations come from."""

    def derivations(self, fact: Fact) -> Sequence[Step]:
        """The direct derivations of a triple, best first; none for an asserted one."""
        ...

    def stated_in(self, fact: Fact) -> Sequence[str]:
        """The named graphs (passages, background, entities, calendar) that state a triple."""
        ...


class Built:
    """Lookup in the result of the build."""

    def __init__(self, inferred: Inferred) -> None:
        self.inferred = inferred

    def derivations(self, fact: Fact) -> Sequence[Step]:
        """As Lookup has it."""
        return self.inferred.shortest.ways(fact)

    def stated_in(self, fact: Fact) -> Sequence[str]:
        """As Lookup has it."""
        return self.inferred.facts.graphs.get(fact, ())


@dataclass(frozen=True)
class Explanation:
    """A triple with its proofs, the shortest first; none where the triple does not hold."""

    fact: Fact
    proofs: tuple[Proof, ...]

    @property
    def best(self) -> Proof | None:
        """The shortest proof."""
        return self.proofs[0] if self.proofs else None


def explain(lookup: Lookup, fact: Fact) -> Explanation:
    """The proofs of a triple: one for each direct derivation known, each completed in the shortest way.

    A triple that is both stated and derivable has the leaf as its first proof.
    """
    found: list[Proof] = []
    graphs = tuple(sorted(lookup.stated_in(fact)))
    if graphs:
        found.append(Proof(fact, graphs=graphs))
    memo: dict[Fact, Proof | None] = {}
    for step in lookup.derivations(fact):
        proof = _complete(lookup, fact, step, frozenset(), memo)
        if proof is not None:
            found.append(proof)
    return Explanation(fact, tuple(sorted(found, key=lambda p: p.steps)))


def _complete(
    lookup: Lookup, fact: Fact, step: Step, above: frozenset[Fact], memo: dict[Fact, Proof | None]
) -> Proof | None:
    """The proof that ends with a step, or None where it would go round through a fact that it is to prove."""
    premises = [_shortest(lookup, premise, above | {fact}, memo) for premise in step.premises]
    if any(p is None for p in premises):
        return None
    return Proof(fact, step.rule, tuple(p for p in premises if p is not None))


def _shortest(lookup: Lookup, fact: Fact, above: frozenset[Fact], memo: dict[Fact, Proof | None]) -> Proof | None:
    if fact in memo:
        return memo[fact]
    graphs = tuple(sorted(lookup.stated_in(fact)))
    if graphs:
        memo[fact] = Proof(fact, graphs=graphs)
        return memo[fact]
    if fact in above or len(above) > DEEPEST:
        return None
    for step in lookup.derivations(fact):
        proof = _complete(lookup, fact, step, above, memo)
        if proof is not None:
            memo[fact] = proof
            return proof
    return None


def unproven(inferred: Inferred) -> list[Fact]:
    """The inferred triples without a proof that gives them again from its leaves alone."""
    program, lookup = Program(inferred.rules), Built(inferred)
    failed = []
    for fact in inferred.closure.inferred:
        best = explain(lookup, fact).best
        if best is None or not verify(best, program):
            failed.append(fact)
    return failed
