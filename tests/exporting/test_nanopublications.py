"""Nanopublications: whole, one an asserted fact, called by what they say."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.exporting.nanopublications import NP, SPACE, code
from cnskg.release.folder import Release
from tests.support.exported import by_status, known, nanopublications, normal, stated, trusty

#: Made by us, and found right by the library `nanopub` 2.0.1: the facts of a real release, with its code.
KNOWN = "RAExxlDw615Lk9_nZu54-1o1yDcTKexJ15-xnz3-f3cYg"


@pytest.fixture(scope="module")
def made(exported: Path) -> dict[str, list[ox.Quad]]:
    """The nanopublications of the small release by their codes."""
    return nanopublications(exported)


def test_a_nanopublication_has_its_four_parts(made: dict[str, list[ox.Quad]]) -> None:
    """The head names assertion, provenance and publication, each a graph with something in it; one fact is asserted."""
    for name, quads in made.items():
        parts = {quad.graph_name.value.partition("#")[2] for quad in quads}
        assert parts == {"Head", "assertion", "provenance", "pubinfo"}
        head = {(q.predicate.value, q.object.value) for q in quads if q.graph_name.value.endswith("#Head")}
        assert (f"{NP}hasAssertion", f"{SPACE}{name}#assertion") in head
        assert sum(quad.graph_name.value.endswith("#assertion") for quad in quads) == 1
        sources = {q.object.value for q in quads if q.predicate.value.endswith("wasDerivedFrom")}
        assert any(source.startswith((ns.PSG, ns.BG)) for source in sources)
        assert len(sources) == 1 + sum(source.startswith((ns.PSG, ns.BG)) for source in sources)  # and the release


def test_each_asserted_fact_has_one(made: dict[str, list[ox.Quad]], release: Release) -> None:
    """Facts that passages state of things, each once; nothing inferred, claimed, or about passages themselves."""
    found = [
        (str(q.subject), str(q.predicate), str(q.object))
        for quads in made.values()
        for q in quads
        if q.graph_name.value.endswith("#assertion")
    ]
    asserted = by_status(stated(release))["asserted"]
    wanted = [t for t in asserted if not t[0].startswith((f"<{ns.PSG}", f"<{ns.ID}p--"))]
    assert sorted(found) == sorted(wanted)


def test_the_passages_are_those_that_state_it(made: dict[str, list[ox.Quad]], release: Release) -> None:
    """The provenance of a fact has each passage or background source that states it, and no other."""
    graphs = stated(release)
    for quads in made.values():
        (fact,) = [q.triple for q in quads if q.graph_name.value.endswith("#assertion")]
        found = {q.object.value for q in quads if q.graph_name.value.endswith("#provenance")}
        wanted = {name for name, said in graphs.items() if name.startswith((ns.PSG, ns.BG))
                  and (str(fact.subject), str(fact.predicate), str(fact.object)) in said}  # fmt: skip
        assert {name for name in found if name.startswith((ns.PSG, ns.BG))} == wanted


def test_the_code_is_that_of_the_content(made: dict[str, list[ox.Quad]]) -> None:
    """The digest of the sorted quads, in which a space stands for the code; worked out from what was written."""
    for name, quads in made.items():
        assert name == trusty(normal(quads, name))


def test_a_known_code_comes_out() -> None:
    """What another implementation found right comes out here, too."""
    quads = known()
    assert code(quads) == code(quads[::-1]) == KNOWN
