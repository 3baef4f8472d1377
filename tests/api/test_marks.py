"""Whose word a statement is: the rule itself, on the little that it asks of a graph."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from cnskg.api import queries
from cnskg.api.marks import Marks
from cnskg.namespaces import BG, CNS, ID, PSG
from cnskg.query.result import Row
from cnskg.rdf import SKOS

KINDS = {ID + "claim": CNS + "Claim", ID + "p--a": CNS + "Proposition", ID + "comparison": CNS + "Comparison"}


def _rows(**values: str) -> list[Row]:
    return [{name: ox.NamedNode(value) for name, value in values.items()}]


def ask(query: str) -> list[Row]:
    """What a small graph answers to the questions of the rule."""
    known = {
        queries.ARGUING: _rows(x=CNS + "claimant"),
        queries.FINDINGS: _rows(x=CNS + "nuances"),
        queries.OWN_SOURCES: _rows(x=BG + "ours"),
    }
    named = [row for iri, kind in KINDS.items() if f"<{iri}>" in query for row in _rows(x=iri, kind=kind)]
    return known.get(query, named)


def mark(subject: str, relation: str, value: str, *stated_in: str, inferred: bool = False) -> str:
    """The mark of a statement with such ends."""
    return Marks(ask).of((subject, CNS + relation, value), stated_in, inferred)


A, B, P = ID + "a", ID + "b", PSG + "report/p001"


def test_texts_and_rules() -> None:
    """What a passage or a source states is asserted, even where it follows, too; else it is inferred, or ours."""
    assert mark(A, "directs", B, P) == mark(A, "directs", B, BG + "laws") == "asserted"
    assert mark(A, "directs", B, P, inferred=True) == "asserted"
    assert mark(A, "directs", B, inferred=True) == "inferred"
    assert mark(A, "directs", "") == "editorial"


def test_no_source_speaks_for_itself_or_for_us() -> None:
    """A passage is no evidence of where it stands, nor a source of ours of anything; another source still counts."""
    assert mark(P, "charStart", "", P) == "editorial"
    assert mark(A, "actsFor", B, BG + "ours") == "editorial"
    assert mark(A, "actsFor", B, BG + "ours", P) == "asserted"


@pytest.mark.parametrize("argued", ["claim", "claim#denied", "p--a"])
def test_what_is_said_of_claims_is_argued(argued: str) -> None:
    """A claim, what it denies, and a proposition: at either end they make a statement argued, wherever it stands."""
    assert mark(ID + argued, "when", B, P) == mark(A, "partOf", ID + argued, inferred=True) == "argued"
    assert mark(A, "claimant", B, P) == "argued"


def test_our_own_words() -> None:
    """Comparisons, what they find, and names are ours, also where a passage has them or they follow."""
    assert mark(ID + "comparison", "compares", ID + "claim", BG + "ours") == "editorial"
    assert mark(ID + "claim", "nuances", ID + "claim", inferred=True) == "editorial"
    assert Marks(ask).of((A, SKOS + "prefLabel", ""), [P], False) == "editorial"
