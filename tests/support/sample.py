"""A small graph that exercises every pattern, as a content folder of its own beside the real ontology."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox

from cnskg import namespaces as ns
from cnskg.content.files import CuratedFile
from cnskg.engine import Closure, Program
from cnskg.materialise import Inferred, with_calendar
from cnskg.rdf import Fact
from cnskg.ruleset import instantiate, templates
from tests.support import ROOT

SAMPLE = ROOT / "tests" / "reasoning" / "content"


def make_content(folder: Path) -> Path:
    """A content folder with the real ontology and the sample's data."""
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    shutil.copytree(SAMPLE / "data", folder / "data")
    return folder


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


def without(inferred: Inferred, name: str) -> Closure:
    """The closure of the sample's facts without one rule file."""
    axioms = [r.axiom for r in inferred.rules if r.axiom.kind != "claim"]
    rules = instantiate(dict.fromkeys(axioms), [t for t in templates() if t.name != name])
    return Program(rules).run(inferred.facts.graphs, inferred.facts.passages)


def fact(subject: str, predicate: str, value: str) -> Fact:
    """A fact of CURIEs."""
    kind = ns.PREFIXES["rdf"] + "type"
    return ns.expand(subject), kind if predicate == "a" else ns.expand(predicate), ns.expand(value)
