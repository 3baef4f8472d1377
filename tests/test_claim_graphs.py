"""The graphs of claims: what each holds, and that a list says which is whose."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.release.claim_graphs import claim_graphs, is_of_claim
from cnskg.release.folder import Release
from tests.support.turtle import triples

RESERVING = frozenset({ns.CNS + "hedge", ns.CNS + "onlyIf"})
CLAIM = ns.ID + "claim-a"
PROPOSITIONS = """
id:p--gsi--extends--x a cns:Proposition ; cns:subject id:gsi ; cns:relation cns:extends ; cns:object id:x .
id:p--gsi--extends--y a cns:Proposition ; cns:subject id:gsi ; cns:relation cns:extends ; cns:object id:y .
id:p--some a cns:Proposition ; cns:subject id:gsi ; cns:relation cns:extends ; cns:object id:z ; cns:scope cns:Some .
id:p--inner a cns:Proposition ; cns:subject id:west ; cns:relation cns:aimsAt ; cns:object id:siege .
id:p--outer a cns:Proposition ; cns:subject id:ccp ; cns:relation cns:believes ; cns:object id:p--inner .
"""


def graphs_of(text: str) -> dict[str, set[str]]:
    """The graphs of the claims of a text, each triple without its brackets; the list is left out."""
    found = claim_graphs(triples(PROPOSITIONS + text), RESERVING)
    return {name: {ns_free(t) for t in held} for name, held in found.items() if is_of_claim(name)}


def ns_free(statement: ox.Triple) -> str:
    """A triple by the last parts of its names."""
    parts = (statement.subject, statement.predicate, statement.object)
    return " ".join(part.value.rpartition("#")[2].rpartition("/")[2] for part in parts)  # type: ignore[union-attr]


def listed(text: str) -> set[str]:
    """What graph:claims says."""
    return {ns_free(t) for t in claim_graphs(triples(PROPOSITIONS + text), RESERVING)[ns.GRAPH_CLAIMS]}


def test_each_stance_has_its_graph() -> None:
    """What is contended stands in the claim's own graph; each other stance has one whose name says which."""
    p = "id:p--gsi--extends--x"
    text = f"id:claim-a cns:contends {p}, id:p--gsi--extends--y ; cns:denies {p} ; cns:leavesOpen {p} ; "
    text += f"cns:callsFor {p} ; cns:callsAgainst {p} ."
    endings = ("#denied", "#open", "#called-for", "#called-against")
    one = {"gsi extends x"}
    assert graphs_of(text) == {CLAIM: one | {"gsi extends y"}} | {CLAIM + ending: one for ending in endings}


def test_the_list_says_whose_a_graph_is() -> None:
    """Each graph is listed with its claim and the stance; what is plain is not called qualified."""
    assert listed("id:claim-a cns:denies id:p--gsi--extends--x .") == {
        "denied graphOf claim-a",
        "denied stance denies",
    }


def test_what_is_dropped_is_told() -> None:
    """A qualifier, a hedge or a condition makes a graph qualified; a qualifier that of its own stance alone."""
    both = "id:claim-a cns:contends id:p--some ; cns:denies id:p--gsi--extends--x"
    assert graphs_of(both + " .")[CLAIM] == {"gsi extends z"}
    marked = {one for one in listed(both + " .") if "qualified" in one}
    assert marked == {"claim-a qualified true"}
    for more in ('cns:hedge "may"@en', "cns:onlyIf id:p--inner"):
        marked = {one for one in listed(f"{both} ; {more} .") if "qualified" in one}
        assert marked == {"claim-a qualified true", "denied qualified true"}


def test_what_is_believed_is_in_no_graph() -> None:
    """Of a proposition about another the outer one alone is contended, and names the inner one."""
    assert graphs_of("id:claim-a cns:contends id:p--outer .") == {CLAIM: {"ccp believes p--inner"}}


def test_where_nothing_is_claimed_there_is_no_graph() -> None:
    """Propositions that no claim takes a stance to, and claims without any, have neither graph nor list."""
    assert claim_graphs(triples(PROPOSITIONS + "id:claim-a cns:about id:gsi ."), RESERVING) == {}


@pytest.mark.slow
def test_no_fact_of_the_release_comes_from_a_claim(real: Release) -> None:
    """What claims say stands among the facts only where a passage or background source states it, or it follows."""
    store = ox.Store.read_only(str(real.store))
    claimed = {q.triple for g in store.named_graphs() if is_of_claim(g.value) for q in of_graph(store, g)}
    facts = {q.triple for q in of_graph(store, ox.DefaultGraph())}
    evident = {
        q.triple for g in store.named_graphs() if g.value.startswith((ns.PSG, ns.BG)) for q in of_graph(store, g)
    }
    inferred = {q.triple for q in of_graph(store, ox.NamedNode(ns.GRAPH_INFERRED))}
    assert len(claimed) > 100
    assert claimed & facts <= evident | inferred
    assert len(claimed & facts) < len(claimed) / 10


def of_graph(store: ox.Store, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> list[ox.Quad]:
    """The quads of a graph."""
    return list(store.quads_for_pattern(None, None, None, graph))
