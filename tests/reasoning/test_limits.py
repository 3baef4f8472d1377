"""What keeps an answer short and a process small: each bound of reasoning and explaining holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnskg.content.files import Content
from cnskg.errors import ContentError
from cnskg.explaining.contradictions import MOST_SHOWN, require
from cnskg.explaining.proofs import MOST_ALTERNATIVES
from cnskg.explaining.search import Built, explain
from cnskg.reasoning.chaining import Program
from cnskg.reasoning.derive import Inferred
from cnskg.reasoning.facts import Stated
from cnskg.reasoning.hermit import MEMORY, command
from tests.support import ROOT
from tests.support.sample import facts, rules_of


def reasoned(schema: str, given: str) -> Inferred:
    """What follows from a few facts, stated in one graph, under a small ontology."""
    rules = rules_of(schema)
    stated = {fact: ("urn:g",) for fact in facts(given)}
    closure = Program(rules).run(stated)
    return Inferred(Content(ROOT, ()), Stated(stated, frozenset(), frozenset()), rules, closure)


def test_a_few_ways_are_told_of_a_fact_that_has_many() -> None:
    """Of five derivations the best are told, so that a release does not grow with every road to one fact."""
    result = reasoned("x:p rdfs:domain x:D .", "x:a x:p x:b , x:c , x:d , x:e , x:f .")
    [fact] = facts("x:a a x:D .")
    assert len(result.closure.derivations[fact]) == 5
    assert len(explain(Built(result), fact).proofs) == MOST_ALTERNATIVES == 3


def test_a_few_clashes_are_told_of_many() -> None:
    """Of seven clashes five are told in full and the others counted, so that a curator reads a page and not a book."""
    given = "".join(f"x:a{n} a x:C , x:D . " for n in range(7))
    with pytest.raises(ContentError, match="and 2 more clashes") as caught:
        require(reasoned("x:C owl:disjointWith x:D .", given))
    assert MOST_SHOWN == 5
    told = caught.value.message.split("\n")
    assert len([row for row in told if row.startswith("  ") and not row.startswith("    ")]) == MOST_SHOWN + 1


def test_hermit_may_not_take_all_memory() -> None:
    """HermiT's Java gets a heap of so many MiB and no more."""
    assert f"-Xmx{MEMORY}M" in command(Path("graph.nt").resolve())
    assert 500 <= MEMORY <= 4000
