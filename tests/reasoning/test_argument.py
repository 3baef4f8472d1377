"""What follows from what claims say: of whom and what they speak, where they agree and dispute; and no fact."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cnskg import namespaces as ns
from cnskg.content.files import Content
from cnskg.explaining import contradictions, forms, words
from cnskg.explaining.explainer import of_content
from cnskg.reasoning import derive, hermit, hermit_input
from cnskg.reasoning.chaining import Program
from cnskg.reasoning.derive import Inferred
from cnskg.reasoning.hermit import Report
from tests.support.argument import MADE, MEETING, OPPOSITE, SAME
from tests.support.sample import fact, facts, rules_of

SCHEMA = """
cns:contends rdfs:subPropertyOf cns:takesStanceOn . cns:denies rdfs:subPropertyOf cns:takesStanceOn .
cns:callsFor rdfs:subPropertyOf cns:takesStanceOn . cns:takesStanceOn a owl:ObjectProperty .
cns:contends a owl:ObjectProperty . cns:denies a owl:ObjectProperty . cns:callsFor a owl:ObjectProperty .
cns:onlyIf a owl:ObjectProperty ; rdfs:subPropertyOf cns:underCondition .
"""
#: What keeps all of them apart.
APART = {
    "a voice in common": "x:c cns:claimant x:e . x:d cns:claimant x:e .",
    "a condition of the one": "x:c cns:onlyIf x:k .",
    "a condition of the other": "x:d cns:underCondition x:k .",
}
NOT_AGREED = {
    "one reported by the other": "x:c cns:reportedBy x:b .",
    "the other way round": "x:d cns:reportedBy x:a .",
}
NOW = {"one a forecast": "x:c a cns:Prediction .", "one a promise": "x:d a cns:Commitment ."}
#: What does not matter.
NO_MATTER = {
    "a hedge": "x:c cns:hedge cns:Possibility .",
    "the same reporter": "x:c cns:reportedBy x:e . x:d cns:reportedBy x:e .",
    "a condition of a third": "x:e cns:onlyIf x:k ; cns:contends x:p .",
}


def found(name: str, given: str) -> set[tuple[str, str, str]]:
    """What one rule file, for all its axioms, finds in some facts."""
    rules = [rule for rule in rules_of(SCHEMA) if rule.name == name]
    return set(Program(rules).run(facts(given)).inferred)


@pytest.mark.parametrize("name", sorted(MADE | MEETING))
def test_a_rule_on_claims_finds_what_it_says(name: str) -> None:
    """From a few facts it derives what is expected and nothing else: what is denied is not ascribed."""
    given, expected = (MADE | MEETING)[name]
    assert found(name, given) == facts(expected)


@pytest.mark.parametrize("name", sorted(MEETING))
@pytest.mark.parametrize("case", sorted(APART))
def test_claims_are_kept_apart(name: str, case: str) -> None:
    """Where they have a claimant in common, or one holds on a condition, they neither agree nor dispute."""
    assert found(name, MEETING[name][0] + APART[case]) == set()


@pytest.mark.parametrize("case", sorted(NOT_AGREED))
def test_who_reports_a_claim_does_not_agree_with_it(case: str) -> None:
    """A claim and one that its claimant reports are no two voices that agree; they may dispute."""
    for name in MEETING:
        assert bool(found(name, MEETING[name][0] + NOT_AGREED[case])) == name.startswith("dispute")


@pytest.mark.parametrize("case", sorted(NOW))
def test_what_is_and_what_will_be_do_not_meet(case: str) -> None:
    """A forecast or a promise is neither at one with nor against what is said of the present."""
    for name in MEETING:
        assert found(name, (SAME if name.startswith("agree") else OPPOSITE) + NOW[case]) == set()


@pytest.mark.parametrize("name", sorted(MEETING))
@pytest.mark.parametrize("case", sorted(NO_MATTER))
def test_what_does_not_keep_claims_apart(name: str, case: str) -> None:
    """A hedge on either, one author who reports both, and what a third claim says make no difference."""
    given, expected = MEETING[name]
    assert found(name, given + NO_MATTER[case]) >= facts(expected)


def test_who_says_no_longer_grants_that_it_was_so() -> None:
    """A denial with a phase, which another may have contended of the time before, disputes nothing."""
    assert found("dispute", OPPOSITE + "x:d cns:phase cns:NoLonger .") == set()


@pytest.mark.parametrize("stance", ["denies", "callsFor"])
def test_claims_agree_in_whatever_stance(stance: str) -> None:
    """Who denies the same, or calls for the same, agrees; who contends what the other calls for does not."""
    both = SAME.replace("contends", stance)
    assert found("agreement", both) == facts(MEETING["agreement"][1])
    assert found("agreement", SAME.replace("contends", stance, 1)) == set()


#: Each pair of statements that would be a contradiction if what is contended were so.
CLASHING = {
    "two classes": ("id:cnsc", "cns:holder", "id:ccp"),
    "against itself": ("id:new-concept", "cns:extends", "id:new-concept"),
}


@pytest.mark.parametrize("case", sorted(CLASHING))
def test_nothing_of_a_proposition_is_a_fact(case: str, planted: Callable[[str], Content]) -> None:
    """What would contradict the facts may be contended: neither the rules nor HermiT are told of it."""
    s, p, o = CLASHING[case]
    content = f"id:p--planted a cns:Proposition ; cns:subject {s} ; cns:relation {p} ; cns:object {o} ."
    claim = (
        'id:claim-p a cns:Assessment ; cns:claimant id:scholar-a ; cns:sentence "x"@en ; cns:contends id:p--planted .'
    )
    result = derive.derive(planted(content + claim))
    contradictions.require(result)
    assert not result.closure.holds(fact(s, p, o))
    assert fact(s, p, o) not in hermit_input.stated(result)
    assert hermit.check(result).consistent


@pytest.mark.parametrize("case", sorted(CLASHING))
def test_as_a_fact_it_would_be_heard(case: str, planted: Callable[[str], Content]) -> None:
    """The same as a fact is a clash for the rules or for HermiT, so that the test above could fail."""
    result = derive.derive(planted(" ".join(CLASHING[case]) + " ."))
    assert result.closure.clashes or not hermit.check(result).consistent


def test_why_not_tells_what_holds_a_dispute_back(planted: Callable[[str], Content]) -> None:
    """Who asks why two contrary claims do not dispute is told of the condition, in words and in JSON."""
    claim = """id:claim-p a cns:Assessment ; cns:claimant id:scholar-b ; cns:sentence "x"@en ;
        cns:contends id:p--topic-dissent--bringsAbout--law-first ; cns:onlyIf id:law-second ."""
    explainer = of_content(planted(claim))
    wanted = fact("id:claim-p", "cns:disputes", "id:claim-a5")
    misses = explainer.why_not(wanted)
    said = words.near_misses(wanted, misses, explainer.names)
    assert "by the rule dispute, but for what stands against it" in said
    assert "against it: id:claim-p – holds only if – the second law" in said
    assert [key("id:claim-p", "onlyIf", "id:law-second")] in [
        n["against"] for n in forms.near_misses(wanted, misses)["nearest"]
    ]


def key(subject: str, name: str, value: str) -> list[str]:
    """A fact as JSON has it."""
    return list(fact(subject, f"cns:{name}", value))


def test_claims_of_the_sample_meet(inferred: Inferred, verdict: Report) -> None:
    """Two scholars agree and dispute by what they contend, documents with them; HermiT, told so, finds no fault."""
    for subject, name, value in (
        ("claim-a4", "agrees", "claim-b4"),
        ("claim-b4", "disputes", "claim-a5"),
        ("claim-a5", "disputes", "claim-b4"),
        ("claim-a5", "ascribes", "p--canada--pursues--instrument-boycott"),
        ("p--canada--pursues--instrument-boycott", "believedBy", "ccp"),
        ("claim-a5", "perceivedBy", "ccp"),
        ("claim-a5", "about", "canada"),
        ("p--some", "core", "p--topic-dissent--weakens--regime-survival"),
        ("doc-a", "disputesDocument", "doc-b"),
        ("scholar-b", "disagreesWith", "scholar-a"),
    ):
        assert inferred.closure.holds(fact(f"id:{subject}", f"cns:{name}", f"id:{value}")), (subject, name, value)
    about = {f[2] for f in inferred.closure.inferred if f[:2] == (ns.ID + "claim-a5", ns.CNS + "about")}
    assert not [value for value in about if value.startswith(ns.ID + "p--")]
    assert verdict.consistent
    assert verdict.agrees
