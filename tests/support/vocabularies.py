"""The public vocabularies that ours is aligned with: their own axioms, from the extracts under tests/ontology/."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from cnskg.rdf import OWL, RDF, RDFS, TYPE
from cnskg.reasoning import axioms, rulefiles
from cnskg.reasoning.chaining import Closure, Program
from tests.support import ROOT

FOLDER = ROOT / "tests" / "ontology" / "vocabularies"
#: Vocabularies in RDF Schema do not say what kind a property is; to close a graph under them any kind will do.
READ_AS = {RDFS + "Class": OWL + "Class", RDF + "Property": OWL + "ObjectProperty"}


def parsed(path: Path) -> set[ox.Triple]:
    """The triples of a Turtle file."""
    return {q.triple for q in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)}


@cache
def vocabularies() -> frozenset[ox.Triple]:
    """The axioms of all vocabularies, as they are published."""
    return frozenset(t for path in sorted(FOLDER.glob("*.ttl")) for t in parsed(path))


@cache
def declared() -> dict[str, set[str]]:
    """What each term is declared as by its own vocabulary."""
    found: dict[str, set[str]] = {}
    for t in vocabularies():
        if t.predicate.value == TYPE:
            found.setdefault(t.subject.value, set()).add(t.object.value)
    return found


def closed(ontology: Iterable[ox.Triple], facts: Iterable[tuple[str, str, str]]) -> Closure:
    """All that follows from the facts under an ontology and the vocabularies together."""
    theirs = vocabularies()
    kinds = {
        ox.Triple(t.subject, t.predicate, ox.NamedNode(READ_AS[t.object.value]))
        for t in theirs
        if t.predicate.value == TYPE and t.object.value in READ_AS
    }
    rules = rulefiles.instantiate(axioms.from_schema(axioms.Schema({*ontology, *theirs, *kinds})))
    return Program(rules).run(facts, keep=False)
