"""What keeps an answer short and a process small: each bound of reasoning and explaining holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cnskg import namespaces as ns
from cnskg.content.files import Content
from cnskg.errors import ContentError
from cnskg.explaining.contradictions import MOST_SHOWN, require
from cnskg.explaining.forms import explanation
from cnskg.explaining.names import FileNames
from cnskg.explaining.proofs import MOST_ALTERNATIVES, Proof, verify
from cnskg.explaining.search import Built, Explanation, explain
from cnskg.rdf import closure
from cnskg.reasoning.axioms import Axiom
from cnskg.reasoning.chaining import Program
from cnskg.reasoning.derive import Inferred
from cnskg.reasoning.facts import Stated
from cnskg.reasoning.hermit import MEMORY, Report, command
from cnskg.reasoning.rulefiles import claims
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


@pytest.mark.parametrize(("hermit", "rules", "agree"), [([], [], True), (["x"], [], False), ([], ["x"], False)])
def test_they_agree_where_neither_finds_more(hermit: list[str], rules: list[str], agree: bool) -> None:
    """One triple that only HermiT finds, or only the rules, is a difference."""
    facts_of = [[(name, "p", "o") for name in names] for names in (hermit, rules)]
    assert Report(only_hermit=facts_of[0], only_rules=facts_of[1]).agrees is agree


def test_equivalent_properties_hold_both_ways() -> None:
    """What holds by one of two equivalent properties holds by the other."""
    schema = "x:p owl:equivalentProperty x:q ."
    for given, expected in (("x:a x:p x:b .", "x:a x:q x:b ."), ("x:a x:q x:b .", "x:a x:p x:b .")):
        assert facts(expected) <= set(reasoned(schema, given).closure.inferred)


def test_a_plain_claim_is_a_claim_of_its_passage() -> None:
    """The rule on claims is for the class of claims itself as for all below it."""
    kinds = {axiom.terms for axiom in claims([Axiom("subClassOf", (ns.CNS + "Prediction", ns.CNS + "Claim"))])}
    assert kinds == {(ns.CNS + "Claim",), (ns.CNS + "Prediction",)}


def test_a_proof_with_a_leaf_that_nobody_states_is_none() -> None:
    """One premise without a graph that states it is enough for a proof to fail, however well the others stand."""
    result = reasoned("x:D owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( x:C x:E ) ] .", "x:a a x:C , x:E .")
    [fact] = facts("x:a a x:D .")
    best = explain(Built(result), fact).best
    assert best is not None
    program = Program(result.rules)
    assert verify(best, program)
    first, *others = best.premises
    assert not verify(replace(best, premises=(replace(first, graphs=()), *others)), program)


def test_what_is_stated_and_derived_counts_as_asserted() -> None:
    """A triple that a passage states is asserted, though it would follow, too; one that only follows is not."""
    result = reasoned("x:p rdfs:domain x:D .", "x:a x:p x:b .")
    [fact] = facts("x:a a x:D .")
    derived = explain(Built(result), fact)
    stated = Explanation(fact, (Proof(fact, graphs=("urn:g",)), *derived.proofs))
    names = FileNames(Content(ROOT, ()))
    assert [explanation(found, names)["asserted"] for found in (stated, derived)] == [True, False]


def test_a_circle_leads_back_to_its_start() -> None:
    """All that is reached by steps; the start only where a step leads back to it."""
    assert closure("a", {"a": ["b"], "b": ["c"]}) == {"b", "c"}
    assert closure("a", {"a": ["b"], "b": ["a"]}) == {"a", "b"}
