"""Why does a triple hold? Proof trees from the direct premises that the build has written down.

`explain` asks a small `Lookup`: the direct derivations of a triple, and the graphs that state it. There is one over the
result of the build (`Built`) and one over a release's store (`from_release.Stored`), so that nothing is reasoned at run
time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..rdf import Fact
from ..reasoning.chaining import Program
from ..reasoning.derive import Inferred
from ..reasoning.rulefiles import Rule
from .proofs import Proof, Shortest, verify

#: Steps, one below the other: ten times what the curated data take. A damaged store could go on for ever.
DEEPEST = 60
#: Facts looked up for one explanation, some seconds in a release; the curated data take 30. A bad store could branch.
MOST_LOOKED_UP = 500


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
        self.shortest = Shortest(inferred.closure)

    def derivations(self, fact: Fact) -> Sequence[Step]:
        """As Lookup has it."""
        return self.shortest.ways(fact)

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
    search = _Search(lookup)
    graphs = tuple(sorted(lookup.stated_in(fact)))
    found = [Proof(fact, graphs=graphs)] if graphs else []
    for step in lookup.derivations(fact):
        proof = search.completed(fact, step, frozenset())
        if proof is not None:
            found.append(proof)
    return Explanation(fact, tuple(sorted(found, key=lambda p: p.steps)))


class _Search:
    """One search for proofs, within bounds.

    Only what is found is remembered. What is not found below one fact, since it would go round through that fact, may
    well be found below another.
    """

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.found: dict[Fact, Proof] = {}
        self.looked_up = 0

    def completed(self, fact: Fact, step: Step, above: frozenset[Fact]) -> Proof | None:
        """The proof that ends with a step, or None where it would go round through a fact that it is to prove."""
        premises: list[Proof] = []
        for premise in step.premises:
            proof = self._proof(premise, above | {fact})
            if proof is None:
                return None
            premises.append(proof)
        return Proof(fact, step.rule, tuple(premises))

    def _proof(self, fact: Fact, above: frozenset[Fact]) -> Proof | None:
        """The shortest proof of a fact that serves to prove those above it."""
        if fact not in self.found:
            proof = self._looked_up(fact, above)
            if proof is None:
                return None
            self.found[fact] = proof
        return self.found[fact]

    def _looked_up(self, fact: Fact, above: frozenset[Fact]) -> Proof | None:
        if fact in above or len(above) > DEEPEST or self.looked_up >= MOST_LOOKED_UP:
            return None
        self.looked_up += 1
        graphs = tuple(sorted(self.lookup.stated_in(fact)))
        if graphs:
            return Proof(fact, graphs=graphs)
        ways = (self.completed(fact, step, above) for step in self.lookup.derivations(fact))
        return next((proof for proof in ways if proof is not None), None)


def unproven(inferred: Inferred) -> list[Fact]:
    """The inferred triples without a proof that gives them again from its leaves alone: none, if all is well."""
    program, lookup = Program(inferred.rules), Built(inferred)

    def holds(fact: Fact) -> bool:
        best = explain(lookup, fact).best
        return best is not None and verify(best, program)

    return [fact for fact in inferred.closure.inferred if not holds(fact)]
