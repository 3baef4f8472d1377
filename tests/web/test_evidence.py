"""What stands behind a row of an answer: the passages of what it says, and of what that rests on."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.explaining.premises_graph import fact_iri
from cnskg.query.result import Row
from cnskg.rdf import TYPE
from cnskg.web.evidence import Ask, behind

Statement = tuple[str, str, str]
LEADS: Statement = (f"{ns.ID}li", f"{ns.CNS}leads", f"{ns.ID}ministry")
HOLDS: Statement = (f"{ns.ID}li", f"{ns.CNS}holdsPost", f"{ns.ID}minister")
HEADS: Statement = (f"{ns.ID}minister", f"{ns.CNS}heads", f"{ns.ID}ministry")
PERSON: Statement = (f"{ns.ID}li", TYPE, f"{ns.CNS}Person")
MENTION: Statement = (f"{ns.ID}li", f"{ns.CNS}speaksOf", f"{ns.ID}weather")
QUERY = "SELECT ?who { ?who cns:leads id:ministry }"


def graph(*passages: tuple[str, Statement], ways: Iterable[tuple[Statement, int, list[Statement]]]) -> Ask:
    """What answers queries on passages with what they state, and on statements with what they follow from."""
    store = ox.Store()

    def add(subject: str, predicate: str, value: str | int, name: str | None = None) -> None:
        end = ox.Literal(value) if isinstance(value, int) else ox.NamedNode(value)
        where = ox.NamedNode(name) if name else ox.DefaultGraph()
        store.add(ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), end, where))

    for passage, (s, p, o) in passages:
        add(s, p, o, ns.PSG + passage)
        add(s, p, o)
        add(ns.PSG + passage, TYPE, ns.CNS + "Passage")
    for number, (said, steps, premises) in enumerate(ways):
        add(*said)
        inference = f"https://w3id.org/cnskg/inference/{number}"
        add(inference, f"{ns.CNS}concludes", fact_iri(said), ns.GRAPH_EXPLANATIONS)
        add(inference, f"{ns.CNS}byAxiom", "https://w3id.org/cnskg/axiom/a", ns.GRAPH_EXPLANATIONS)
        add(inference, f"{ns.CNS}steps", steps, ns.GRAPH_EXPLANATIONS)
        for one in premises:
            add(inference, f"{ns.CNS}premise", fact_iri(one), ns.GRAPH_EXPLANATIONS)
            for part, value in zip(("Subject", "Predicate", "Object"), one, strict=True):
                add(fact_iri(one), f"{ns.CNS}triple{part}", value, ns.GRAPH_EXPLANATIONS)

    def ask(query: str) -> list[Row]:
        found = store.query(query, prefixes=ns.PREFIXES)
        names = [variable.value for variable in found.variables]  # type: ignore[union-attr]
        return [{n: row[n] for n in names if row[n] is not None} for row in found]  # type: ignore[union-attr]

    return ask


def shown(ask: Ask) -> list[str]:
    """The passages behind the one row."""
    [found] = behind(ask, QUERY, ["who"], ask(QUERY))
    return [name.removeprefix(ns.PSG) for name in found.graphs]


def test_what_follows_rests_on_each_of_its_premises() -> None:
    """Two statements in two passages make the row: both passages are behind it."""
    ask = graph(("d/p1", HOLDS), ("d/p2", HEADS), ways=[(LEADS, 1, [HOLDS, HEADS])])
    assert shown(ask) == ["d/p1", "d/p2"]


def test_one_passage_that_says_all_is_enough() -> None:
    """Where one passage states both premises, another that states only one is not shown."""
    ask = graph(("d/p1", HOLDS), ("d/p2", HEADS), ("d/p2", HOLDS), ways=[(LEADS, 1, [HOLDS, HEADS])])
    assert shown(ask) == ["d/p2"]


def test_the_shortest_proof_is_behind_a_row() -> None:
    """What leads to the row by a longer way is not shown, nor a passage that only tells what a thing is."""
    longer = (LEADS, 9, [MENTION])
    typed = (PERSON, 8, [MENTION])
    ask = graph(("d/p1", MENTION), ("d/p2", HOLDS), ways=[longer, (LEADS, 2, [HOLDS, PERSON]), typed])
    assert shown(ask) == ["d/p2"]


def test_the_proof_is_followed_to_its_leaves() -> None:
    """A premise that itself follows leads on to the passage of what it follows from."""
    ask = graph(("d/p1", MENTION), ways=[(LEADS, 2, [HOLDS]), (HOLDS, 1, [MENTION])])
    assert shown(ask) == ["d/p1"]


@pytest.mark.timeout(20)
def test_proofs_that_go_round_in_a_damaged_store_end() -> None:
    """Two statements that each follow from the other have nothing behind them."""
    assert shown(graph(ways=[(LEADS, 1, [HOLDS]), (HOLDS, 1, [LEADS])])) == []
