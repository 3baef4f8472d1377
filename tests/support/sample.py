"""A small graph that exercises every pattern, as a content folder of its own beside the real ontology."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox

from cnskg import namespaces as ns
from cnskg.content.files import Content, Kind
from cnskg.explaining import premises_graph
from cnskg.explaining.proofs import Shortest
from cnskg.rdf import Fact, key
from cnskg.reasoning import axioms, rulefiles
from cnskg.reasoning.chaining import Closure, Program
from cnskg.reasoning.derive import Inferred
from tests.support import ROOT, turtle

#: Terms that the small ontologies of single tests may use.
DECLARED = "".join(f"x:{c} a owl:Class . " for c in "CDEF") + "".join(f"x:{p} a owl:ObjectProperty . " for p in "pqrs")
SAMPLE = ROOT / "tests" / "reasoning" / "content"


def make_content(folder: Path) -> Path:
    """A content folder with the real ontology and the sample's data."""
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    shutil.copytree(SAMPLE / "data", folder / "data")
    return folder


def content_of(folder: Path, ontology: str, data: str) -> Content:
    """Content of one ontology file and one data file."""
    for name, text in (("ontology/core.ttl", ontology), ("data/documents.ttl", data)):
        path = folder / name
        path.parent.mkdir()
        path.write_text(turtle.HEAD + text, encoding="utf-8")
    return Content.read(folder)


def explanations(inferred: Inferred) -> list[ox.Triple]:
    """The content of graph:explanations."""
    return list(premises_graph.describe(Shortest(inferred.closure), inferred.rules))


def store_of(content: Content, inferred: Inferred | None) -> ox.Store:
    """A store as the build makes it; without the inferred triples where none are given."""
    store = ox.Store()
    for source in content.of(*Kind):
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


def without(inferred: Inferred, name: str) -> Closure:
    """The closure of the sample's facts without one rule file."""
    known = [r.axiom for r in inferred.rules if r.axiom.kind not in ("claim", "stance")]
    rules = rulefiles.instantiate(dict.fromkeys(known), [t for t in rulefiles.templates() if t.name != name])
    return Program(rules).run(inferred.facts.graphs, inferred.facts.passages)


def fact(subject: str, predicate: str, value: str) -> Fact:
    """A fact of CURIEs."""
    kind = ns.PREFIXES["rdf"] + "type"
    return ns.expand(subject), kind if predicate == "a" else ns.expand(predicate), ns.expand(value)


def triples(text: str) -> list[ox.Triple]:
    """The triples of Turtle with the prefix x:."""
    return turtle.triples("@prefix x: <urn:x:> .\n" + text)


def facts(written: str) -> set[Fact]:
    """The facts of Turtle."""
    return {(t.subject.value, t.predicate.value, key(t.object)) for t in triples(written)}


def rules_of(schema: str) -> list[rulefiles.Rule]:
    """The concrete rules of an ontology in Turtle."""
    return rulefiles.instantiate(axioms.from_schema(axioms.Schema(triples(DECLARED + schema))))
