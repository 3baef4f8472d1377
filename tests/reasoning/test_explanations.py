"""Explanations: every inferred triple has one that holds, from the build and from a store alike."""

from __future__ import annotations

import json
from dataclasses import replace

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.content.files import Content
from cnskg.errors import UsageError
from cnskg.explaining import forms, premises_graph, words
from cnskg.explaining.explainer import of_release
from cnskg.explaining.from_release import Ask, Row, Stored
from cnskg.explaining.near_misses import Held, why_not
from cnskg.explaining.proofs import Proof, verify, weight
from cnskg.explaining.search import DEEPEST, MOST_LOOKED_UP, Built, explain, unproven
from cnskg.rdf import TYPE, Fact, Node
from cnskg.reasoning.chaining import Derivation, Program, arranged
from cnskg.reasoning.derive import Inferred
from cnskg.reasoning.facts import Stated
from tests.support import ROOT
from tests.support.sample import fact, rules_of, without

COMMANDS = fact("id:person-one", "cns:directsTransitive", "id:mss-bureau")


def test_every_inferred_triple_is_proven_from_its_leaves(inferred: Inferred) -> None:
    """All best proofs end in stated triples, which alone give the triple again."""
    assert unproven(inferred) == []


def test_a_store_explains_as_the_build_does(inferred: Inferred, built: Built, ask: Ask) -> None:
    """Read back from graph:explanations, the direct derivations are the same, in the same order of steps."""
    stored = Stored(ask)
    for triple in sorted(inferred.closure.inferred)[::7]:
        made = [(w.rule.name, w.rule.axiom.terms, w.premises) for w in built.shortest.ways(triple)]
        read = [(w.rule.name, w.rule.axiom.terms, w.premises) for w in stored.derivations(triple)]
        assert sorted(read) == sorted(made)
        assert explain(stored, triple).best.steps == explain(built, triple).best.steps  # type: ignore[union-attr]


def test_proofs_from_a_store_hold(ask: Ask) -> None:
    """A proof that was read from a store is verified by the rules that were read from it too."""
    explainer = of_release(ask)
    best = explainer.explain(COMMANDS).best
    assert best is not None
    assert verify(best, Program(explainer.rules))
    assert {leaf.graphs for leaf in best.leaves()} == {(ns.PSG + "doc-b/p001",)}


def test_the_axiom_of_a_stored_proof_has_its_place(ask: Ask) -> None:
    """File and line of an axiom come back from the store."""
    rule = of_release(ask).explain(COMMANDS).best.rule  # type: ignore[union-attr]
    assert rule is not None
    assert rule.axiom.where.startswith("ontology/organs.ttl:")


def test_the_shortest_proof_comes_first(inferred: Inferred, built: Built) -> None:
    """Alternatives follow in the order of their steps."""
    for triple in inferred.closure.inferred:
        steps = [p.steps for p in explain(built, triple).proofs]
        assert steps == sorted(steps)


def above(inferred: Inferred) -> dict[str, set[str]]:
    """The classes that each class is one of, by the axioms of the tree of classes."""
    found: dict[str, set[str]] = {}
    pairs = [rule.axiom.terms for rule in inferred.rules if rule.name == "class-hierarchy"]
    for _ in pairs:
        before = {name: set(wider) for name, wider in found.items()}
        for narrow, wide in pairs:
            found.setdefault(narrow, set()).update({wide}, found.get(wide, ()))
        if found == before:
            break
    return found


def test_what_a_thing_is_is_told_by_its_card_where_it_can_be(inferred: Inferred, built: Built) -> None:
    """Where the class of a thing makes it one of a wider class, no statement that merely mentions it is the reason."""
    wider, mentioned = above(inferred), 0
    for s, p, o in (f for f in inferred.closure.inferred if f[1] == TYPE):
        stated = [kind for a, b, kind in inferred.closure.asserted if (a, b) == (s, p)]
        if any(o in wider.get(kind, ()) for kind in stated):
            proofs = explain(built, (s, p, o)).proofs
            mentioned += any(proof.rule and proof.rule.name in ("domain", "range") for proof in proofs)
            assert {leaf.fact[1] for leaf in proofs[0].leaves()} == {TYPE}
    assert mentioned > 0


def test_alternatives_are_offered(built: Built) -> None:
    """A thing that is an actor for several reasons has several proofs."""
    found = explain(built, fact("id:canada", "cns:responseToTransitive", "id:x"))
    assert found.proofs == ()
    proofs = explain(built, fact("id:person-two", "a", "cns:SecurityOfficial")).proofs
    assert len({(p.rule, p.premises) for p in proofs}) > 1


def test_no_proof_rests_on_what_it_proves(inferred: Inferred, built: Built) -> None:
    """Symmetric and inverse properties lead to no circles."""

    def inside(proof: Proof) -> list[tuple[str, str, str]]:
        return [f for p in proof.premises for f in [p.fact, *inside(p)]]

    for triple in inferred.closure.inferred:
        assert all(triple not in inside(p) for p in explain(built, triple).proofs)


def test_a_proof_with_a_leaf_taken_away_fails(inferred: Inferred, built: Built) -> None:
    """Verification notices a leaf that nothing states, and one that is not there."""
    best = explain(built, COMMANDS).best
    assert best is not None
    program = Program(inferred.rules)
    unstated = Proof(best.fact, best.rule, tuple(Proof(p.fact) for p in best.premises))
    assert verify(best, program)
    assert not verify(unstated, program)
    assert not verify(Proof(best.fact, best.rule, best.premises[:1]), program)


def test_a_proof_without_its_rule_fails(inferred: Inferred, built: Built) -> None:
    """Verification with a rule taken out does not give the triple."""
    best = explain(built, COMMANDS).best
    assert best is not None
    assert not verify(best, Program([r for r in inferred.rules if r.name != "transitive"]))


def test_a_circle_in_a_store_ends() -> None:
    """A damaged store whose explanations go round in a circle gives no proof, and gives it soon."""

    class Circle:
        def derivations(self, triple: tuple[str, str, str]) -> list[object]:
            return [Derived(triple)]

        def stated_in(self, triple: tuple[str, str, str]) -> list[str]:
            del triple
            return []

    class Derived:
        rule = None

        def __init__(self, triple: tuple[str, str, str]) -> None:
            self.premises = [(triple[2], triple[1], triple[0])]

    assert explain(Circle(), ("urn:a", "urn:p", "urn:b")).proofs == ()  # type: ignore[arg-type]


def test_a_derivation_that_lacks_a_premise_is_none(ask: Ask) -> None:
    """What a store holds of a derivation is one only if its rule gives the triple from it."""

    def damaged(query: str, /, **values: Node) -> list[Row]:
        rows = list(ask(query, **values))
        return rows[1:] if "cns:concludes" in query else rows

    whole = Stored(ask).derivations(COMMANDS)
    assert len(whole) == 2
    assert len(Stored(damaged).derivations(COMMANDS)) == 1
    rule, premises = whole[0]
    assert arranged(rule, COMMANDS, premises[::-1]) == premises
    assert arranged(rule, COMMANDS, [*premises, *whole[1].premises]) is None


class Damaged:
    """A lookup in which every triple has derivations from triples that have not been seen before."""

    def __init__(self, branches: int, bottom: int = 10**9) -> None:
        self.branches, self.bottom, self.asked = branches, bottom, 0
        self.rule = next(rule for rule in rules_of("x:p rdfs:domain x:C .") if rule.name == "domain")

    def derivations(self, triple: Fact) -> list[Derivation]:
        """Each from one premise, a step further down."""
        self.asked += 1
        assert self.asked < 10 * MOST_LOOKED_UP, "there is no end to it"
        return [Derivation(self.rule, ((f"{triple[0]}{i}", "p", "o"),)) for i in range(self.branches)]

    def stated_in(self, triple: Fact) -> list[str]:
        """At the bottom, if it is ever reached."""
        return ["urn:g"] if len(triple[0]) > self.bottom else []


def test_a_damaged_store_leads_neither_down_nor_astray_for_ever() -> None:
    """A chain of premises without end is given up at a depth, and one that branches without end at a number."""
    chain, tree = Damaged(1), Damaged(3)
    assert explain(chain, ("x", "p", "o")).proofs == ()
    assert DEEPEST <= chain.asked <= DEEPEST + 2
    assert explain(tree, ("x", "p", "o")).proofs == ()
    assert chain.asked < tree.asked <= MOST_LOOKED_UP + 1


def test_what_is_as_deep_as_it_may_be_is_still_found() -> None:
    """The bound is on damage, not on long proofs: one of as many steps as are allowed is complete."""
    best = explain(Damaged(1, bottom=DEEPEST), ("x", "p", "o")).best
    assert best is not None
    assert best.rule is not None
    assert best.steps == DEEPEST * weight(best.rule)
    assert explain(Damaged(1, bottom=DEEPEST + 1), ("x", "p", "o")).best is None


def test_each_inferred_triple_has_its_premises_as_data(inferred: Inferred, ask: Ask) -> None:
    """SPARQL finds for each inferred triple an inference that concludes it from at least one premise."""
    query = """SELECT ?s ?p ?o { GRAPH <https://w3id.org/cnskg/graph/inferred> { ?s ?p ?o }
      FILTER NOT EXISTS { GRAPH <https://w3id.org/cnskg/graph/explanations> {
        ?f cns:tripleSubject ?s ; cns:triplePredicate ?p ; cns:tripleObject ?o .
        ?i cns:concludes ?f ; cns:premise ?q ; cns:steps ?n .
        ?i cns:byAxiom/cns:byRule ?rule . ?q cns:tripleSubject ?qs } } }"""
    assert list(ask(f"PREFIX cns: <{ns.CNS}> {query}")) == []
    assert len(inferred.triples) == len({str(t) for t in inferred.triples})


def test_a_rule_beyond_owl_joins_no_terms(ask: Ask) -> None:
    """In the data, too, only a rule that puts an axiom to use has terms; none has a list of nothing."""
    query = """SELECT ?rule ?terms { GRAPH <https://w3id.org/cnskg/graph/explanations> {
      ?axiom cns:byRule ?rule OPTIONAL { ?axiom cns:terms ?terms } } }"""
    found = {(row["rule"].value.rpartition("/")[2], "terms" in row and row["terms"].value) for row in ask(query)}
    assert {rule for rule, terms in found if not terms} >= {"own-claim", "documents-in-dispute"}
    assert "" not in {terms for _, terms in found}


def test_the_text_names_documents_and_sections(ask: Ask) -> None:
    """The words lead to document, section and passage."""
    explainer = of_release(ask)
    said = words.explanation(explainer.explain(COMMANDS), explainer.names)
    assert said.startswith(
        "Person One – directs or directed (also through others) – bureau of the security ministry, because"
    )
    assert "(stated in Scholar B, On the organs (2022), section 1 Organs [psg:doc-b/p001])" in said


def test_json_holds_the_whole_tree(ask: Ask) -> None:
    """JSON carries triple, rule, axiom, words, premises and sources, and survives a round trip."""
    explainer = of_release(ask)
    plain = json.loads(json.dumps(forms.explanation(explainer.explain(COMMANDS), explainer.names)))
    assert (plain["holds"], plain["asserted"]) == (True, False)
    node = plain["proofs"][0]["proof"]
    while "premises" in node:
        assert node["because"] and node["rule"] and node["axiom"]["at"]
        node = node["premises"][0]
    assert node["stated_in"][0]["graph"] == ns.PSG + "doc-b/p001"


def test_rdf_is_prov(ask: Ask) -> None:
    """The RDF says what was derived from what, and what the primary sources are."""
    found = of_release(ask).explain(COMMANDS)
    store = ox.Store()
    store.load(forms.turtle(found).encode(), format=ox.RdfFormat.TURTLE)
    query = """PREFIX prov: <http://www.w3.org/ns/prov#> SELECT DISTINCT ?g {
      <FACT> prov:wasDerivedFrom+ ?leaf . ?leaf prov:hadPrimarySource ?g }""".replace(
        "FACT", premises_graph.fact_iri(COMMANDS)
    )
    assert [row["g"].value for row in store.query(query)] == [ns.PSG + "doc-b/p001"]  # type: ignore[union-attr]


def test_an_asserted_triple_is_its_own_proof(ask: Ask) -> None:
    """A stated triple is explained by the passage that states it."""
    explainer = of_release(ask)
    triple = fact("id:cnsc", "cns:directs", "id:mss")
    assert explainer.explain(triple).proofs == (Proof(triple, graphs=(ns.PSG + "doc-b/p001",)),)


def test_names_stand_for_terms(ask: Ask) -> None:
    """English names of things and properties, CURIEs and IRIs mean the same."""
    explainer = of_release(ask)
    assert explainer.fact("person one", "directs or directed (also through others)", f"<{ns.ID}mss-bureau>") == COMMANDS


@pytest.mark.parametrize("word", ["no such thing", '"unfinished', "id:a|b>c"])
def test_a_word_that_means_nothing_is_an_error(ask: Ask, word: str) -> None:
    """An unknown name or a broken term is refused with a remedy, and never pasted into a query."""
    with pytest.raises(UsageError):
        of_release(ask).read(word)


def test_why_not_names_the_missing_premise(inferred: Inferred, ask: Ask) -> None:
    """For a law enforced by the security ministry's bureau: only an extraterritorial provision is missing."""
    wanted = fact("id:law-enforced", "a", "cns:ExtraterritorialLaw")
    built = why_not(Held(inferred.closure), inferred.rules, wanted)
    assert built[0].rule.name == "defined-by-some"
    assert fact("id:law-enforced", "a", "cns:Law") in built[0].present
    assert {p[1:] for p in built[0].missing} == {
        (ns.CNS + "hasProvision", "?y"),
        (ns.PREFIXES["rdf"] + "type", ns.CNS + "ExtraterritorialProvision"),
    } or len(built[0].missing) == 1
    explainer = of_release(ask)
    assert "ExtraterritorialLaw" in words.near_misses(wanted, explainer.why_not(wanted), explainer.names)


def test_why_not_says_where_no_rule_leads(ask: Ask) -> None:
    """A property that no rule derives is named as such."""
    explainer = of_release(ask)
    wanted = fact("id:cnsc", "cns:modelledOn", "id:mss")
    assert "no rule leads" in words.near_misses(wanted, explainer.why_not(wanted), explainer.names)


def test_long_chains_have_shortest_proofs() -> None:
    """On a ring of transitive values, with a shortcut, each proof has one step less than the shortest way has edges."""
    count = 9
    edges = {(i, (i + 1) % count) for i in range(count)} | {(1, 6)}
    program = Program(rules_of("x:p a owl:TransitiveProperty ."))
    stated = {(f"urn:x:{a}", "urn:x:p", f"urn:x:{b}"): ("urn:g",) for a, b in edges}
    closure = program.run(stated)
    built = Built(Inferred(Content(ROOT, ()), Stated(stated, frozenset(), frozenset()), program.rules, closure))
    assert len(closure.inferred) == count * count - len(edges)
    for a, _, b in closure.inferred:
        best = explain(built, (a, "urn:x:p", b)).best
        assert best is not None
        steps = shortest_way(edges, int(a[-1]), int(b[-1])) - 1
        assert (best.steps, built.shortest.cost[best.fact]) == (steps, steps)


def shortest_way(edges: set[tuple[int, int]], start: int, end: int) -> int:
    """How many edges lead from one place to another, at least one."""
    reached, ways = {b for a, b in edges if a == start}, 1
    while end not in reached:
        reached, ways = {b for a, b in edges if a in reached}, ways + 1
    return ways


def test_mutation_leaves_triples_without_proof(inferred: Inferred) -> None:
    """Without the chain rule the chain of command has no proof."""
    less = replace(inferred, closure=without(inferred, "chain-of-two"))
    assert explain(Built(less), COMMANDS).best is None
