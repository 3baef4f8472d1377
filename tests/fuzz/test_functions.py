"""A small run of the generated queries; `python -m tests.fuzz.functions` is the large one."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from cnskg.release.folder import Release
from tests.fuzz.differences import DIFFERENCES, Seen, explain
from tests.fuzz.functions import run
from tests.support import ROOT


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_every_difference_between_two_engines_is_explained(real: Release, seed: int) -> None:
    """Calls of every function, and modifiers, on terms of the release: answered alike, or it is known who is right."""
    outcome = run(ox.Store.read_only(str(real.store)), 500, seed)
    assert outcome.tried > 450
    assert outcome.unexplained == []


def test_a_wrong_answer_is_in_no_class() -> None:
    """A function that gives something else than rdflib is reported, unless a class says why."""
    assert explain(Seen("UCASE", "UCASE(?a)", ('"a"',), ox.Literal("a"), ox.Literal("A"))) is None
    assert explain(Seen("arithmetic", "?a + ?b", ("1", "2"), ox.Literal(4), ox.Literal(3))) is None


def test_where_the_other_engine_is_right_the_docs_say_so() -> None:
    """Each class in which rdflib is right stands in docs/engine.md."""
    told = (ROOT / "docs" / "engine.md").read_text(encoding="utf-8")
    assert [one.name for one in DIFFERENCES if one.right == "rdflib" and f"**{one.name}**" not in told] == []
