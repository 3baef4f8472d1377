"""What the curated files state, in the form that the engine reasons over: facts, and the graphs that state each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.files import FACTUAL, Content, Kind
from ..errors import ContentError
from ..rdf import TYPE, Fact, key


@dataclass(frozen=True)
class Stated:
    """What the files state, as far as the ontology gives it meaning, and which graphs state it."""

    graphs: dict[Fact, tuple[str, ...]]
    classes: frozenset[str]
    objects: frozenset[str]

    def passages(self, fact: Fact) -> Iterator[str]:
        """The passages among the graphs that state a fact."""
        return (g for g in self.graphs.get(fact, ()) if g.startswith(ns.PSG))


def facts(content: Content) -> Stated:
    """The facts of the content, the calendar's included. Raises ContentError where there are none."""
    classes, objects, data = (content.ontology.of(kind) for kind in ("class", "object", "data"))
    properties = objects | data | content.ontology.labelling
    graphs: dict[Fact, set[str]] = defaultdict(set)
    for source, t in content.statements(*FACTUAL, Kind.CALENDAR):
        logical = t.object.value in classes if t.predicate.value == TYPE else t.predicate.value in properties
        if logical and isinstance(t.subject, ox.NamedNode):
            graphs[t.subject.value, t.predicate.value, key(t.object)].add(source.graph)
    if not graphs:
        raise ContentError(
            "there is nothing to reason over", hint="The content folder should hold data/ and ontology/."
        )
    return Stated({f: tuple(sorted(g)) for f, g in sorted(graphs.items())}, classes, objects)
