"""A small graph that exercises every pattern, as a content folder of its own beside the real ontology."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from cnskg import axioms, clash, inferences, materialise, ruleset, sources
from cnskg import namespaces as ns
from cnskg.engine import Closure, Fact, Program
from cnskg.explain import Built
from cnskg.facts import text
from cnskg.lookup import Ask, asking
from cnskg.materialise import Inferred, with_calendar
from cnskg.proofs import Shortest
from cnskg.sources import SourceFile

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = Path(__file__).resolve().parent / "content"
PREFIXES = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in ns.PREFIXES.items())
DECLARED = "".join(f"x:{c} a owl:Class . " for c in "CDEF") + "".join(f"x:{p} a owl:ObjectProperty . " for p in "pqrs")


def content(folder: Path) -> Path:
    """A content folder with the real ontology and the sample's data."""
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    shutil.copytree(SAMPLE / "data", folder / "data")
    return folder


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[SourceFile]:
    """The sample's files."""
    return sources.load(content(tmp_path_factory.mktemp("content")))


@pytest.fixture(scope="session")
def inferred(files: list[SourceFile]) -> Inferred:
    """What follows from the sample, which contradicts itself nowhere."""
    result = materialise.derive(files)
    clash.require(result, files)
    return result


@pytest.fixture(scope="session")
def built(inferred: Inferred) -> Built:
    """Explanations of what follows from the sample."""
    return Built(inferred)


@pytest.fixture
def planted(tmp_path: Path) -> Callable[[str], list[SourceFile]]:
    """The sample's files with one more passage, whose Turtle is given."""

    def plant(text: str) -> list[SourceFile]:
        folder = content(tmp_path / "planted")
        path = folder / "data" / "passages" / "doc-b" / "p099-planted.ttl"
        head = 'psg:doc-b\\/p099 a cns:Passage ; cns:document id:doc-b ; cns:section "9 Planted" .\n'
        path.write_text(PREFIXES + head + text, encoding="utf-8")
        return sources.load(folder)

    return plant


def explanations(inferred: Inferred) -> list[ox.Triple]:
    """The content of graph:explanations."""
    return list(inferences.describe(Shortest(inferred.closure), inferred.rules))


def store_of(files: list[SourceFile], inferred: Inferred | None) -> ox.Store:
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
        for t in explanations(inferred):
            store.add(ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(ns.GRAPH_EXPLANATIONS)))
    return store


@pytest.fixture(scope="session")
def ask(files: list[SourceFile], inferred: Inferred) -> Iterator[Ask]:
    """Questions to a store of the sample."""
    yield asking(store_of(files, inferred))


def without(inferred: Inferred, name: str) -> Closure:
    """The closure of the sample's facts without one rule file."""
    axioms = [r.axiom for r in inferred.rules if r.axiom.kind != "claim"]
    rules = ruleset.instantiate(dict.fromkeys(axioms), [t for t in ruleset.templates() if t.name != name])
    return Program(rules).run(inferred.facts.graphs, inferred.facts.passages)


def fact(subject: str, predicate: str, value: str) -> Fact:
    """A fact of CURIEs."""
    kind = ns.PREFIXES["rdf"] + "type"
    return ns.expand(subject), kind if predicate == "a" else ns.expand(predicate), ns.expand(value)


def triples(turtle: str) -> list[ox.Triple]:
    """The triples of Turtle with the prefix x:."""
    head = PREFIXES + "@prefix x: <urn:x:> .\n"
    return [q.triple for q in ox.parse((head + turtle).encode(), format=ox.RdfFormat.TURTLE)]


def facts(turtle: str) -> set[Fact]:
    """The facts of Turtle."""
    return {(t.subject.value, t.predicate.value, text(t.object)) for t in triples(turtle)}


def rules_of(schema: str) -> list[ruleset.Rule]:
    """The concrete rules of an ontology in Turtle."""
    return ruleset.instantiate(axioms.from_schema(axioms.Schema(triples(DECLARED + schema))))
