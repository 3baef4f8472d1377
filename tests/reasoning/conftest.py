"""A small graph that exercises every pattern, as a content folder of its own beside the real ontology."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from cnskg import materialise
from cnskg import namespaces as ns
from cnskg.content.files import CuratedFile, load
from cnskg.engine import Closure, Program
from cnskg.lookup import Ask, asking
from cnskg.materialise import Inferred, with_calendar
from cnskg.rdf import Fact
from cnskg.ruleset import instantiate, templates

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = Path(__file__).resolve().parent / "content"
PREFIXES = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in ns.PREFIXES.items())


def content(folder: Path) -> Path:
    """A content folder with the real ontology and the sample's data."""
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    shutil.copytree(SAMPLE / "data", folder / "data")
    return folder


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[CuratedFile]:
    """The sample's files."""
    return load(content(tmp_path_factory.mktemp("content")))


@pytest.fixture(scope="session")
def inferred(files: list[CuratedFile]) -> Inferred:
    """What follows from the sample."""
    return materialise.run(files)


@pytest.fixture
def planted(tmp_path: Path) -> Callable[[str], list[CuratedFile]]:
    """The sample's files with one more passage, whose Turtle is given."""

    def plant(text: str) -> list[CuratedFile]:
        folder = content(tmp_path / "planted")
        path = folder / "data" / "passages" / "doc-b" / "p099-planted.ttl"
        head = 'psg:doc-b\\/p099 a cns:Passage ; cns:document id:doc-b ; cns:section "9 Planted" .\n'
        path.write_text(PREFIXES + head + text, encoding="utf-8")
        return load(folder)

    return plant


def store_of(files: list[CuratedFile], inferred: Inferred | None) -> ox.Store:
    """A store as the build makes it; without the inferred triples where none are given."""
    store = ox.Store()
    for source in with_calendar(files):
        for t in source.triples:
            store.add(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(source.graph)))
            if source.kind not in ("ontology", "questions"):
                store.add(ox.Quad(t.subject, t.predicate, t.object, ox.DefaultGraph()))
    if inferred is not None:
        for t in inferred.triples:
            store.add(ox.Quad(t.subject, t.predicate, t.object, ox.DefaultGraph()))
            store.add(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(ns.GRAPH_INFERRED)))
        for t in inferred.explanations:
            store.add(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(ns.GRAPH_EXPLANATIONS)))
    return store


@pytest.fixture(scope="session")
def ask(files: list[CuratedFile], inferred: Inferred) -> Iterator[Ask]:
    """Questions to a store of the sample."""
    yield asking(store_of(files, inferred))


def without(inferred: Inferred, name: str) -> Closure:
    """The closure of the sample's facts without one rule file."""
    axioms = [r.axiom for r in inferred.rules if r.axiom.kind != "claim"]
    rules = instantiate(dict.fromkeys(axioms), [t for t in templates() if t.name != name])
    return Program(rules).run(inferred.facts.graphs, inferred.facts.passages)


def fact(subject: str, predicate: str, value: str) -> Fact:
    """A fact of CURIEs."""
    kind = ns.PREFIXES["rdf"] + "type"
    return ns.expand(subject), kind if predicate == "a" else ns.expand(predicate), ns.expand(value)
