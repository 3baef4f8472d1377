"""Explanations and names out of a release's store, through any function that answers a SELECT query with rows.

A row maps variables to pyoxigraph terms, so the same code serves a store in this process and a pool of workers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from . import inferences, render
from . import namespaces as ns
from .axioms import Schema, from_schema
from .engine import Binding, Derivation
from .rdf import LABEL, PREF, Fact, Node, key, term
from .ruleset import Pattern, Rule, instantiate, is_variable

Row = Mapping[str, Node]
Ask = Callable[[str], Iterable[Row]]
#: Graphs that restate or describe; a triple in them is no evidence.
MADE = tuple(ns.GRAPH + name for name in ("asserted", "inferred", "explanations", "ontology", "links", "questions"))
LANGUAGES = ("en", "", "zh-hans", "zh-latn-pinyin")


def ask_store(folder: Path) -> Ask:
    """Rows from a store folder, opened read-only."""
    return asking(ox.Store.read_only(str(folder)))


def asking(store: ox.Store) -> Ask:
    """Rows from an open store."""

    def ask(query: str) -> list[Row]:
        solutions = store.query(query)
        if not isinstance(solutions, ox.QuerySolutions):
            raise ValueError("not a SELECT query")
        names = [v.value for v in solutions.variables]
        return [{n: row[n] for n in names if row[n] is not None} for row in solutions]

    return ask


def spelled(value: str) -> str:
    """A value of the engine as SPARQL writes it."""
    return str(term(value))


class Stored:
    """Lookup in a release."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask

    @cached_property
    def rules(self) -> list[Rule]:
        """The concrete rules, from the ontology as the release has it."""
        found = self.ask(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{ns.GRAPH_ONTOLOGY}> {{ ?s ?p ?o }} }}")
        triples = (ox.Triple(row["s"], row["p"], row["o"]) for row in found)  # type: ignore[arg-type]
        return [self._placed(rule) for rule in instantiate(from_schema(Schema(triples)))]

    def _placed(self, rule: Rule) -> Rule:
        """The rule with file and line of its axiom, which the build has written down."""
        file, _, line = self._places.get(inferences.axiom_iri(rule), "").partition(":")
        return replace(rule, axiom=replace(rule.axiom, file=file, line=int(line or 0))) if file else rule

    @cached_property
    def _places(self) -> dict[str, str]:
        query = f"SELECT ?a ?at WHERE {{ GRAPH <{ns.GRAPH_EXPLANATIONS}> {{ ?a <{ns.CNS}declaredAt> ?at }} }}"
        return {row["a"].value: row["at"].value for row in self.ask(query)}

    @cached_property
    def _by_axiom(self) -> dict[str, Rule]:
        return {inferences.axiom_iri(rule): rule for rule in self.rules}

    def derivations(self, fact: Fact) -> list[Derivation]:
        """As Lookup has it."""
        query = f"""SELECT ?inference ?axiom ?steps ?s ?p ?o WHERE {{ GRAPH <{ns.GRAPH_EXPLANATIONS}> {{
            ?inference <{ns.CNS}concludes> <{inferences.fact_iri(fact)}> ; <{ns.CNS}byAxiom> ?axiom ;
                <{ns.CNS}steps> ?steps ; <{ns.CNS}premise> ?premise .
            ?premise <{ns.CNS}subject> ?s ; <{ns.CNS}predicate> ?p ; <{ns.CNS}object> ?o }} }}"""
        found: dict[tuple[int, str, str], list[Fact]] = {}
        for row in self.ask(query):
            place = (int(row["steps"].value), row["axiom"].value, row["inference"].value)
            found.setdefault(place, []).append((row["s"].value, row["p"].value, key(row["o"])))
        known = self._by_axiom
        ways = [(k, Derivation(known[k[1]], _in_order(known[k[1]], f))) for k, f in found.items() if k[1] in known]
        return [way for _, way in sorted(ways, key=lambda pair: pair[0])]

    def stated_in(self, fact: Fact) -> list[str]:
        """As Lookup has it."""
        s, p, o = (spelled(value) for value in fact)
        found = [row["g"].value for row in self.ask(f"SELECT ?g WHERE {{ GRAPH ?g {{ {s} {p} {o} }} }}")]
        return sorted(g for g in found if g not in MADE)

    def match(self, pattern: Pattern, most: int = 50) -> list[Binding]:
        """The bindings under which a pattern holds in the default graph."""
        names = [t for t in dict.fromkeys(pattern) if is_variable(t)]
        body = " ".join(t if is_variable(t) else spelled(t) for t in pattern)
        if not names:
            return [{} for _ in self.ask(f"SELECT ?x WHERE {{ {body} . BIND(1 AS ?x) }} LIMIT 1")]
        found = self.ask(f"SELECT {' '.join(names)} WHERE {{ {body} }} ORDER BY {' '.join(names)} LIMIT {most}")
        return [{n: key(row[n[1:]]) for n in names if n[1:] in row} for row in found]


def _in_order(rule: Rule, facts: list[Fact]) -> tuple[Fact, ...]:
    """The premises in the order of the rule: by the property or class that each pattern asks for."""
    left, ordered = sorted(facts), []
    for pattern in rule.premises:
        fits = [f for f in left if all(is_variable(t) or t == v for t, v in zip(pattern, f, strict=True))]
        ordered.append(fits)
    return _assign(rule.premises, ordered, {}) or tuple(left)


def _assign(patterns: Sequence[Pattern], choices: list[list[Fact]], bound: Binding) -> tuple[Fact, ...] | None:
    """One fact for each pattern so that the variables agree."""
    if not patterns:
        return ()
    for fact in choices[0]:
        more = dict(bound)
        agree = all(not is_variable(t) or more.setdefault(t, v) == v for t, v in zip(patterns[0], fact, strict=True))
        rest = _assign(patterns[1:], choices[1:], more) if agree else None
        if rest is not None:
            return (fact, *rest)
    return None


class Names:
    """Names of things and of the places that state them, for people."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.known: dict[str, str] = {}

    def name(self, iri: str) -> str:
        """The English name of a thing, another name, or its CURIE."""
        if iri.startswith('"'):
            return term(iri).value
        if iri not in self.known:
            labels = " | ".join(f"<{p}>" for p in (PREF, LABEL))
            node = ox.NamedNode(iri)
            query = f"SELECT ?n WHERE {{ {{ {node} {labels} ?n }} UNION {{ GRAPH ?g {{ {node} {labels} ?n }} }} }}"
            names = (row["n"] for row in self.ask(query))
            found = sorted((n for n in names if isinstance(n, ox.Literal)), key=_preference)
            self.known[iri] = found[0].value if found else ns.compact(iri)
        return self.known[iri]

    def source(self, graph: str) -> str:
        """A graph as a reader cites it: document and section."""
        node = ox.NamedNode(graph)
        query = f"""SELECT ?d ?s WHERE {{ GRAPH {node} {{ {node} <{ns.CNS}document> ?d
            OPTIONAL {{ {node} <{ns.CNS}section> ?s }} }} }}"""
        for row in self.ask(query):
            section = f", section {row['s'].value}" if "s" in row else ""
            return f"{self.name(row['d'].value)}{section}"
        return render.graph_name(graph, self)


def _preference(label: ox.Literal) -> tuple[int, str]:
    tag = (label.language or "").lower()
    return (LANGUAGES.index(tag) if tag in LANGUAGES else len(LANGUAGES)), label.value
