"""The rules: each derives what it says, each is needed, and HermiT entails the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cnskg import namespaces as ns
from cnskg.errors import ContentError
from cnskg.explaining.near_misses import Held, why_not
from cnskg.reasoning import hermit, hermit_input, rulefiles
from cnskg.reasoning.axioms import Axiom
from cnskg.reasoning.chaining import Program, arranged
from cnskg.reasoning.derive import Inferred
from cnskg.reasoning.hermit import Report
from tests.support.argument import MADE, MEETING
from tests.support.sample import DECLARED, fact, facts, rules_of, triples, without

#: One axiom and facts for each rule file, and what must follow. Terms are local names of `x:`.
CASES: dict[str, tuple[str, str, str]] = {
    "class-hierarchy": ("x:C rdfs:subClassOf x:D .", "x:a a x:C .", "x:a a x:D ."),
    "property-hierarchy": ("x:p rdfs:subPropertyOf x:q .", "x:a x:p x:b .", "x:a x:q x:b ."),
    "domain": ("x:p rdfs:domain x:C .", "x:a x:p x:b .", "x:a a x:C ."),
    "range": ("x:p rdfs:range x:C .", "x:a x:p x:b .", "x:b a x:C ."),
    "inverse": ("x:p owl:inverseOf x:q .", "x:a x:p x:b . x:c x:q x:d .", "x:b x:q x:a . x:d x:p x:c ."),
    "symmetric": ("x:p a owl:SymmetricProperty .", "x:a x:p x:b .", "x:b x:p x:a ."),
    "transitive": ("x:p a owl:TransitiveProperty .", "x:a x:p x:b . x:b x:p x:c .", "x:a x:p x:c ."),
    "chain-of-two": ("x:r owl:propertyChainAxiom (x:p x:q) .", "x:a x:p x:b . x:b x:q x:c .", "x:a x:r x:c ."),
    "chain-of-three": (
        "x:s owl:propertyChainAxiom (x:p x:q x:r) .",
        "x:a x:p x:b . x:b x:q x:c . x:c x:r x:d .",
        "x:a x:s x:d .",
    ),
    "defined-by-some": (
        """x:D owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( x:C
        [ a owl:Restriction ; owl:onProperty x:p ; owl:someValuesFrom x:E ] ) ] .""",
        "x:a a x:C ; x:p x:b . x:b a x:E . x:c a x:C ; x:p x:d .",
        "x:a a x:D .",
    ),
    "defined-by-value": (
        """x:D owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( x:C
        [ a owl:Restriction ; owl:onProperty x:p ; owl:hasValue x:v ] ) ] .""",
        "x:a a x:C ; x:p x:v . x:b a x:C ; x:p x:w .",
        "x:a a x:D .",
    ),
    "value-of-definition": (
        """x:D owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( x:C
        [ a owl:Restriction ; owl:onProperty x:p ; owl:hasValue x:v ] ) ] .""",
        "x:a a x:D .",
        "x:a a x:C ; x:p x:v .",
    ),
    "defined-by-classes": (
        "x:D owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( x:C x:E ) ] .",
        "x:a a x:C , x:E . x:b a x:C .",
        "x:a a x:D .",
    ),
    "defined-by-two-values": (
        """x:D owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( x:C
        [ a owl:Restriction ; owl:onProperty x:p ; owl:someValuesFrom x:E ]
        [ a owl:Restriction ; owl:onProperty x:q ; owl:someValuesFrom x:F ] ) ] .""",
        "x:a a x:C ; x:p x:b ; x:q x:c . x:b a x:E . x:c a x:F . x:d a x:C ; x:p x:b .",
        "x:a a x:D .",
    ),
    "all-values": (
        "x:C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty x:p ; owl:allValuesFrom x:E ] .",
        "x:a a x:C ; x:p x:b .",
        "x:b a x:E .",
    ),
}
CLASHES: dict[str, tuple[str, str]] = {
    "clash-of-classes": ("x:C owl:disjointWith x:D .", "x:a a x:C , x:D ."),
    "clash-of-values": ("x:p a owl:FunctionalProperty .", "x:a x:p x:b , x:c ."),
    "clash-of-subjects": ("x:p a owl:InverseFunctionalProperty .", "x:a x:p x:c . x:b x:p x:c ."),
    "clash-of-directions": ("x:p a owl:AsymmetricProperty .", "x:a x:p x:b . x:b x:p x:a ."),
    "clash-with-itself": ("x:p a owl:IrreflexiveProperty .", "x:a x:p x:a ."),
    "clash-of-properties": ("x:p owl:propertyDisjointWith x:q .", "x:a x:p x:b ; x:q x:b ."),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_rule_derives_exactly_what_it_says(name: str) -> None:
    """From one axiom and a few facts each rule derives what is expected, and nothing else."""
    schema, given, expected = CASES[name]
    closure = Program(rules_of(schema)).run(facts(given))
    assert set(closure.inferred) == facts(expected)
    assert name in {way.rule.name for ways in closure.derivations.values() for way in ways}


@pytest.mark.parametrize("name", sorted(CASES))
def test_hermit_entails_what_a_rule_derives(name: str) -> None:
    """HermiT finds the same types and values as the rule does."""
    schema, given, expected = CASES[name]
    report = hermit.run(
        hermit_input.ntriples(triples(DECLARED + schema), sorted(facts(given))), *hermit_input.EVERYTHING
    )
    kind = ns.PREFIXES["rdf"] + "type"
    found = report.values | {(s, kind, c) for s, c in report.types}
    assert found == facts(given) | facts(expected)


@pytest.mark.parametrize("name", sorted(CLASHES))
def test_a_clash_rule_finds_the_contradiction(name: str) -> None:
    """Each clash rule fires on its contradiction, and on none without it."""
    schema, given = CLASHES[name]
    assert {c.rule.name for c in Program(rules_of(schema)).run(facts(given)).clashes} == {name}
    assert not Program(rules_of("")).run(facts(given)).clashes


#: Facts for each rule that is for no axiom, and what must follow; HermiT has no part in these.
BEYOND: dict[str, tuple[str, str]] = {
    "comparison": (
        """x:k cns:finding cns:nuances ; cns:compares x:c ; cns:comparedWith x:d .
        x:l cns:compares x:c ; cns:comparedWith x:e . x:m cns:finding cns:nuances ; cns:compares x:e .""",
        "x:c cns:nuances x:d .",
    ),
    "own-claim": (
        """x:c cns:statedInPassage x:g ; cns:claimant x:a . x:g cns:document x:d . x:d cns:author x:a .
        x:e cns:statedInPassage x:g ; cns:claimant x:b .""",
        "x:d cns:advances x:c .",
    ),
    "colleagues": (
        "x:a cns:servesIn x:o , x:s . x:b cns:servesIn x:o . x:c cns:servesIn x:s . x:o a cns:Organisation .",
        "x:a cns:colleagueOf x:b . x:b cns:colleagueOf x:a .",
    ),
    "disagreement": (
        """x:c cns:claimant x:a , x:b ; cns:atOddsWith x:d , x:e . x:d cns:claimant x:b . x:e cns:claimant x:r .
        x:f cns:advances x:c ; cns:author x:a . x:g cns:advances x:d ; cns:author x:b , x:r .""",
        "x:a cns:disagreesWith x:b .",
    ),
    "documents-in-dispute": (
        "x:d cns:advances x:c , x:f . x:c cns:atOddsWith x:e , x:f . x:g cns:advances x:e .",
        "x:d cns:disputesDocument x:g .",
    ),
}


@pytest.mark.parametrize("name", sorted(BEYOND))
def test_a_rule_beyond_owl_derives_exactly_what_it_says(name: str) -> None:
    """From a few facts it derives what is expected: no one is his own colleague, nothing disputes itself."""
    given, expected = BEYOND[name]
    rules = [rule for rule in rules_of("") if rule.name == name]
    assert set(Program(rules).run(facts(given)).inferred) == facts(expected)


def test_every_rule_file_has_a_case() -> None:
    """No rule file is without a test of its own; those on what claims say have theirs in `test_argument.py`."""
    own = {"claim-in-passage", "most-precise"} | set(MADE) | set(MEETING)
    assert {t.name for t in rulefiles.templates()} == set(CASES) | set(CLASHES) | set(BEYOND) | own


PRECISE = "x:r cns:mostPreciseOf x:p ."
DATES: dict[str, tuple[str, str]] = {
    "one alone": ("x:a x:p x:day .", "x:a x:r x:day ."),
    "a day of the year": ("x:a x:p x:year, x:day . x:day cns:within x:year .", "x:a x:r x:day ."),
    "three in a row": (
        "x:a x:p x:year, x:month, x:day . x:day cns:within x:year, x:month . x:month cns:within x:year .",
        "x:a x:r x:day .",
    ),
    "two days": ("x:a x:p x:year, x:day, x:other . x:day cns:within x:year . x:other cns:within x:year .", ""),
    "of another thing": (
        "x:a x:p x:year . x:b x:p x:day . x:day cns:within x:year .",
        "x:a x:r x:year . x:b x:r x:day .",
    ),
}


@pytest.mark.parametrize("case", sorted(DATES))
def test_the_most_precise_time_lies_within_all_others(case: str) -> None:
    """Of several times the one within all others is taken, in whatever order they come; of two that clash, none."""
    given, expected = DATES[case]
    for stated in (facts(given), sorted(facts(given), reverse=True)):
        assert set(Program(rules_of(PRECISE)).run(stated).inferred) == facts(expected)


def test_the_most_precise_time_rests_on_all_that_are_stated() -> None:
    """Its proof holds each other time and that it contains this one; read back, the premises are the same."""
    given, head = facts(DATES["a day of the year"][0]), facts("x:a x:r x:day .").pop()
    (way,) = Program(rules_of(PRECISE)).run(given).derivations[head]
    assert way.premises[0] == facts("x:a x:p x:day .").pop() and set(way.premises) == given
    assert arranged(way.rule, head, set(way.premises)) == way.premises
    assert arranged(way.rule, head, set(way.premises[:2])) is None


RESERVED = """# Whoever likes a thing and has not said that they give it up keeps it.
name: keeps
axiom: keeps
if: ?x x:p ?y
unless: ?x x:q ?y | ?x x:r ?z . ?z x:s ?y
then: ?x x:p2 ?y
say: {x} keeps {y}.
"""
STANDS_AGAINST: dict[str, tuple[str, bool]] = {
    "nothing": ("", False),
    "it is stated": ("x:a x:q x:b .", True),
    "it is stated of another thing": ("x:a x:q x:c . x:d x:q x:b .", False),
    "it is stated by a property below": ("x:a x:below x:b .", True),
    "all of a row is stated": ("x:a x:r x:c . x:c x:s x:b .", True),
    "half of a row is stated": ("x:a x:r x:c . x:d x:s x:b .", False),
}


@pytest.mark.parametrize("case", sorted(STANDS_AGAINST))
def test_a_rule_is_held_back_by_what_is_stated(case: str) -> None:
    """What a line `unless` names, or a whole row of it, holds a rule back, by a property below, too; nothing else."""
    stated, held_back = STANDS_AGAINST[case]
    template = rulefiles.parse(RESERVED.replace(" x:", " urn:x:"), "keeps")
    below = Axiom("subPropertyOf", ("urn:x:below", "urn:x:q"))
    rules = rulefiles.instantiate([below], [template])
    given = facts(f"x:a x:p x:b . {stated}")
    assert Program(rules).run(given).holds(("urn:x:a", "urn:x:p2", "urn:x:b")) != held_back
    assert template.beyond_owl
    misses = why_not(Held(Program([]).run(given)), rules, ("urn:x:a", "urn:x:p2", "urn:x:b"))
    assert bool(misses[0].against) == held_back
    assert misses[0].missing == ()


def test_a_claim_is_stated_in_each_passage_that_types_it(inferred: Inferred) -> None:
    """The passage comes from the named graph in which the claim has its type."""
    found = [f for f in inferred.closure.inferred if f[1] == ns.CNS + "statedInPassage"]
    assert fact("id:claim-a1", "cns:statedInPassage", "psg:doc-a/p003") in found
    assert inferred.closure.holds(fact("id:claim-a1", "cns:statedIn", "id:doc-a"))
    assert len(found) == 10


@pytest.mark.parametrize("name", [t.name for t in rulefiles.templates() if not t.clash])
def test_no_rule_can_go(inferred: Inferred, name: str) -> None:
    """Without any one of the rules that the ontology uses, something that HermiT entails is missing."""
    if name not in inferred.by_rule:
        assert name in {"all-values", "chain-of-three", "value-of-definition"}, f"{name} is not exercised by the sample"
        return
    assert len(without(inferred, name).inferred) < len(inferred.closure.inferred)


def test_an_axiom_without_a_rule_is_an_error() -> None:
    """An axiom of a form that no rule covers stops the work rather than leaving the result incomplete."""
    with pytest.raises(ContentError, match="no rule covers an axiom of the form chain4"):
        rules_of("x:s owl:propertyChainAxiom (x:p x:q x:r x:p) .")


def test_a_class_expression_without_a_rule_is_an_error() -> None:
    """A definition by complement is refused with a remedy."""
    with pytest.raises(ContentError, match="where the rules need a named term"):
        rules_of("x:D owl:equivalentClass [ a owl:Class ; owl:complementOf x:C ] .")


def test_a_broken_rule_file_is_an_error() -> None:
    """A rule file without a head is named in the error."""
    with pytest.raises(ContentError, match=r"cnskg/reasoning/rules/odd\.rule is not a rule"):
        rulefiles.parse("# Odd.\nname: odd\naxiom: domain ?P ?C\nif: ?x ?P ?y\nsay: x\n", "odd")


def test_rules_do_not_go_round_in_circles() -> None:
    """Cycles of transitive values end, and each thing reaches itself."""
    closure = Program(rules_of("x:p a owl:TransitiveProperty .")).run(
        facts("x:a x:p x:b . x:b x:p x:c . x:c x:p x:a .")
    )
    assert len(closure.inferred) == 6


def test_hermit_agrees_with_the_rules(verdict: Report) -> None:
    """What the parts that HermiT is given entail together is what the rules derive."""
    assert verdict.consistent
    assert (verdict.only_hermit, verdict.only_rules) == ([], [])
    assert verdict.compared > 700


@pytest.mark.slow
def test_the_parts_entail_what_the_whole_does(inferred: Inferred, verdict: Report) -> None:
    """One run over everything, which is exact, finds the same types and values as the parts, which are quick."""
    whole = hermit.check(inferred, whole=True)
    assert (whole.types, whole.values) == (verdict.types, verdict.values)
    assert (whole.only_hermit, whole.only_rules) == ([], [])


def test_a_rule_that_is_missing_makes_hermit_disagree(inferred: Inferred, verdict: Report) -> None:
    """The comparison goes red where the rules find less than HermiT, which is given the same without the rule."""
    less = replace(inferred, closure=without(inferred, "defined-by-some"))
    assert hermit_input.parts(less) == hermit_input.parts(inferred)
    report = replace(verdict)
    hermit.compare(report, less)
    assert fact("id:person-two", "a", "cns:SecurityOfficial") in report.only_hermit
    assert not report.only_rules


def test_a_rule_too_many_makes_hermit_disagree(inferred: Inferred, verdict: Report) -> None:
    """The comparison goes red where the rules find more than HermiT."""
    report = replace(verdict, values=verdict.values - {fact("id:person-one", "cns:holds", "id:post-chair")})
    hermit.compare(report, inferred)
    assert report.only_rules == [fact("id:person-one", "cns:holds", "id:post-chair")]
    assert not report.only_hermit
