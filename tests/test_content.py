"""The curated files as one value: which kinds there are, what is read, what is computed once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from cnskg import namespaces as ns
from cnskg.content.files import DATA, FACTUAL, SAYING, Content, Kind, classify
from cnskg.errors import ContentError
from cnskg.rdf import LABEL
from tests.support import ROOT

#: Cards that may share a line of description: more of them, and it tells none from the others.
MOST_ALIKE = 3
PLACES = {
    "ontology/core.ttl": (Kind.ONTOLOGY, ns.GRAPH_ONTOLOGY),
    "data/documents.ttl": (Kind.DOCUMENTS, ns.GRAPH_DOCUMENTS),
    "data/entities/laws.ttl": (Kind.ENTITIES, ns.GRAPH_ENTITIES),
    "data/passages/report/p001.2-title.ttl": (Kind.PASSAGE, ns.PSG + "report/p001.2"),
    "data/background/wikidata.ttl": (Kind.BACKGROUND, ns.BG + "wikidata"),
    "data/questions/who.ttl": (Kind.QUESTIONS, ns.GRAPH_QUESTIONS),
}


@pytest.mark.parametrize("name", PLACES)
def test_the_place_of_a_file_tells_kind_and_graph(name: str) -> None:
    """Each kind of file has its place, and its place names its graph."""
    assert classify(ROOT, ROOT / name) == PLACES[name]


@pytest.mark.parametrize("name", ["data/notes.ttl", "data/passages/p001-x.ttl", "data/passages/report/Title.ttl"])
def test_a_misplaced_file_is_an_error(name: str) -> None:
    """A file that no kind has a place for is named, with the places that there are."""
    with pytest.raises(ContentError, match="is not where a data file can be") as caught:
        classify(ROOT, ROOT / name)
    assert "data/passages/<document>" in caught.value.hint


def test_every_kind_is_in_a_group() -> None:
    """A new kind has to be told what it is: said of the world, asserted, or lying under data/."""
    assert {*FACTUAL, *DATA, Kind.ONTOLOGY} == set(Kind)
    assert set(SAYING) < set(FACTUAL) & set(DATA)


def test_only_the_kinds_asked_for_are_read(content: Path) -> None:
    """A tool that needs the cards does not stumble over a broken passage."""
    broken = next((content / "data" / "passages").rglob("*.ttl"))
    broken.write_text("id:x", encoding="utf-8")
    cards = Content.read(content, Kind.ENTITIES, Kind.ONTOLOGY)
    assert {f.kind for f in cards.files} == {Kind.ENTITIES, Kind.ONTOLOGY}
    with pytest.raises(ContentError, match="not valid Turtle"):
        Content.read(content)


def test_descriptions_tell_things_apart() -> None:
    """The line on a card says something of this one: none stands on many cards, and none is but the name of a class."""
    content = Content.read(ROOT, Kind.ENTITIES, Kind.ONTOLOGY)
    said = _texts(content, Kind.ENTITIES, ns.CNS + "description")
    assert len(said) > 1000
    assert [line for line, many in Counter(said).items() if many > MOST_ALIKE] == []
    classes = {name.casefold() for name in _texts(content, Kind.ONTOLOGY, LABEL)}
    assert [line for line in said if line.rstrip(".").casefold() in classes] == []


def _texts(content: Content, kind: Kind, predicate: str) -> list[str]:
    return [
        t.object.value for f in content.files if f.kind == kind for t in f.triples if t.predicate.value == predicate
    ]
