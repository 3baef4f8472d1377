"""Explanations out of a release's store, through any function that answers a SELECT query with rows.

A row maps variables to pyoxigraph terms, so the same code serves a store in this process and a pool of workers. Values
are handed over beside the query, never written into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Protocol

import pyoxigraph as ox

from .. import namespaces as ns
from ..rdf import Fact, Node, key, term
from ..reasoning.axioms import Schema, from_schema
from ..reasoning.chaining import Binding, Derivation, arranged, unify
from ..reasoning.rulefiles import Pattern, Rule, instantiate, is_variable
from . import premises_graph

Row = Mapping[str, Node]
#: Graphs that restate or describe; a triple in them is no evidence.
MADE = tuple(
    ns.GRAPH + name for name in ("asserted", "inferred", "explanations", "ontology", "links", "questions", "claims")
)

ONTOLOGY = "SELECT ?s ?p ?o WHERE { GRAPH graph:ontology { ?s ?p ?o } }"
PLACES = "SELECT ?axiom ?at WHERE { GRAPH graph:explanations { ?axiom cns:declaredAt ?at } }"
DERIVATIONS = """SELECT ?inference ?axiom ?steps ?s ?p ?o WHERE { GRAPH graph:explanations {
  ?inference cns:concludes ?fact ; cns:byAxiom ?axiom ; cns:steps ?steps ; cns:premise ?premise .
  ?premise cns:tripleSubject ?s ; cns:triplePredicate ?p ; cns:tripleObject ?o } }"""
STATING = "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"


class Ask(Protocol):
    """Anything that answers a SELECT query, with values for some of its variables; the usual prefixes are known."""

    def __call__(self, query: str, /, **values: ox.NamedNode | ox.Literal) -> Iterable[Row]: ...


class Stored:
    """Lookup in a release."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask

    @cached_property
    def rules(self) -> list[Rule]:
        """The concrete rules, from the ontology as the release has it."""
        triples = (ox.Triple(row["s"], row["p"], row["o"]) for row in self.ask(ONTOLOGY))  # type: ignore[arg-type]
        return [self._placed(rule) for rule in instantiate(from_schema(Schema(triples)))]

    def _placed(self, rule: Rule) -> Rule:
        """The rule with file and line of its axiom, which the build has written down."""
        file, _, line = self._places.get(premises_graph.axiom_iri(rule), "").partition(":")
        return replace(rule, axiom=replace(rule.axiom, file=file, line=int(line or 0))) if file else rule

    @cached_property
    def _places(self) -> dict[str, str]:
        return {row["axiom"].value: row["at"].value for row in self.ask(PLACES)}

    @cached_property
    def _by_axiom(self) -> dict[str, Rule]:
        return {premises_graph.axiom_iri(rule): rule for rule in self.rules}

    def derivations(self, fact: Fact) -> list[Derivation]:
        """As Lookup has it. What is no instance of its rule, in a damaged store, is no derivation."""
        found: dict[tuple[int, str, str], set[Fact]] = {}
        for row in self.ask(DERIVATIONS, fact=ox.NamedNode(premises_graph.fact_iri(fact))):
            place = (int(row["steps"].value), row["axiom"].value, row["inference"].value)
            found.setdefault(place, set()).add((row["s"].value, row["p"].value, key(row["o"])))
        ways = []
        for (_, axiom, _), premises in sorted(found.items()):
            rule = self._by_axiom.get(axiom)
            ordered = arranged(rule, fact, premises) if rule else None
            if rule and ordered:
                ways.append(Derivation(rule, ordered))
        return ways

    def stated_in(self, fact: Fact) -> list[str]:
        """As Lookup has it."""
        s, p, o = (term(value) for value in fact)
        found = [row["g"].value for row in self.ask(STATING, s=s, p=p, o=o)]
        aside = (ns.ID, ns.GRAPHS_ENRICHMENT)  # what a claim says, and what was fetched from elsewhere, is no fact
        return sorted(g for g in found if g not in MADE and not g.startswith(aside))

    def match(self, pattern: Pattern, most: int = 50) -> list[Binding]:
        """The bindings under which a pattern holds in the default graph."""
        places = ["spo"[pattern.index(t)] for t in pattern]  # what stands twice is one variable
        known = {place: term(t) for place, t in zip(places, pattern, strict=True) if not is_variable(t)}
        asked = " ".join(f"?{place}" for place in places)
        order = " ".join(f"?{place}" for place in places if place not in known)
        query = f"SELECT * WHERE {{ {asked} }}{' ORDER BY ' if order else ''}{order} LIMIT {most}"
        found = []
        for row in self.ask(query, **known):
            s, p, o = (key(known.get(place) or row[place]) for place in places)
            found.append(unify(pattern, (s, p, o)) or {})
        return found
