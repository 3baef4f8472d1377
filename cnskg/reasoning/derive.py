"""From the curated files to all that follows from them: the graph of inferred triples, with the premises of each.

Asserted are the triples of passages, background, entity cards, documents and the calendar that the ontology's object
and data properties or classes speak of; annotations carry no logic, but for one: what is a preferred label is a label.
Inferred are types and property values of individuals, those in aligned public vocabularies included (`?x a foaf:Person`
works); the ontology itself is not rewritten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from ..content.files import Content
from ..rdf import triple
from . import axioms
from .chaining import Closure, Program
from .facts import Stated, facts
from .rulefiles import Rule, instantiate


@dataclass
class Inferred:
    """The result: what follows, and by which rules; clashes, if there are any, stand in the closure."""

    content: Content
    facts: Stated
    rules: list[Rule]
    closure: Closure

    @cached_property
    def triples(self) -> list[ox.Triple]:
        """The inferred triples, sorted: the content of graph:inferred."""
        return [triple(f) for f in sorted(self.closure.inferred)]

    @cached_property
    def by_rule(self) -> dict[str, int]:
        """How many triples each rule found (each triple counts for the rule that found it first)."""
        return self.closure.by_rule()

    @property
    def individuals(self) -> int:
        """How many things the facts are about."""
        return len({f[0] for f in self.facts.graphs})


def derive(content: Content, progress: Callable[[int], object] = lambda _: None) -> Inferred:
    """All that follows from the files, contradictions included: whoever wants none asks `contradictions.require`."""
    stated = facts(content)
    rules = instantiate(axioms.read(content))
    closure = Program(rules).run(stated.graphs, stated.passages, progress=progress)
    return Inferred(content, stated, rules, closure)
