"""Hints of a service reach Python as they are at the release itself."""

from __future__ import annotations

import pytest

import cnskg
from cnskg import KnowledgeGraph


@pytest.mark.parametrize(
    "query", ["SELECT ?x { ?x a cns:Persn }", "SELECT ?x { ?x a cns:Persn ; cns:claimnat ?y ; cns:fooo ?z }"]
)
def test_a_hint_stays_in_one_piece(query: str, folder: KnowledgeGraph, service: str) -> None:
    """What a hint says stands in one piece, whatever signs it holds, and hints stay apart."""
    here = folder.query(query).hints
    assert any(";" in hint for hint in here)
    with cnskg.open(service) as kg:
        assert kg.query(query).hints == here
