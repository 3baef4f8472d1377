"""What the curated files state, in the form that the engine reasons over: facts, and the graphs that state each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.files import FACTUAL, CuratedFile, Kind
from ..errors import ContentError
from ..rdf import OWL, TYPE, Fact, key


@dataclass(frozen=True)
class Stated:
    """What the files state, as far as the ontology gives it meaning, and which graphs state it."""

    graphs: dict[Fact, tuple[str, ...]]
    classes: frozenset[str]
    objects: frozenset[str]

    def passages(self, fact: Fact) -> Iterator[str]:
        """The passages among the graphs that state a fact."""
        return (g for g in self.graphs.get(fact, ()) if g.startswith(ns.PSG))


def facts(files: Iterable[CuratedFile]) -> Stated:
    """The facts of the files. Raises ContentError where there are none."""
    given = list(files)
    classes, objects, data = _terms(given)
    properties = objects | data
    graphs: dict[Fact, set[str]] = defaultdict(set)
    for source in given:
        if source.kind not in FACTUAL:
            continue
        for t in source.triples:
            logical = t.object.value in classes if t.predicate.value == TYPE else t.predicate.value in properties
            if logical and isinstance(t.subject, ox.NamedNode):
                graphs[t.subject.value, t.predicate.value, key(t.object)].add(source.graph)
    if not graphs:
        raise ContentError(
            "there is nothing to reason over", hint="The content folder should hold data/ and ontology/."
        )
    return Stated({f: tuple(sorted(g)) for f, g in sorted(graphs.items())}, frozenset(classes), frozenset(objects))


def _terms(files: list[CuratedFile]) -> tuple[set[str], set[str], set[str]]:
    """The classes, object properties and data properties that the ontology declares."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for source in files:
        if source.kind == Kind.ONTOLOGY:
            for t in source.triples:
                if t.predicate.value == TYPE and isinstance(t.subject, ox.NamedNode):
                    kinds[t.object.value].add(t.subject.value)
    return kinds[OWL + "Class"], kinds[OWL + "ObjectProperty"], kinds[OWL + "DatatypeProperty"]
