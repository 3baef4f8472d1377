"""Names of things and of the places that state them, for people: from the curated files or from a release.

`FileNames` and `ReleaseNames` answer the same three questions; wherever words are made, either will do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Protocol

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.files import Content, Kind
from ..content.propositions import ENDS, QUALIFIERS
from ..content.sentences import Sentences
from ..folding import spellings
from ..nearest import nearest
from ..rdf import ALT, LABEL, PREF, Node, term
from .from_release import Ask

LABELS = (PREF, LABEL)
#: Languages of a name, the best first; "" is a name without language.
LANGUAGES = ("en", "", "zh-hans", "zh-latn-pinyin")
#: Names kept of one release, some 3 MB: all its things fit in, but not all that strangers may ask for.
MOST_KEPT = 10_000

NAMES = """SELECT ?name WHERE {
  { ?thing skos:prefLabel|rdfs:label ?name } UNION { GRAPH ?g { ?thing skos:prefLabel|rdfs:label ?name }
    FILTER(!STRSTARTS(STR(?g), STR(graph:enrichment-))) } }"""
BEARERS = """SELECT DISTINCT ?thing ?p ?name WHERE { VALUES ?p { skos:prefLabel rdfs:label skos:altLabel }
  { ?thing ?p ?name } UNION { GRAPH graph:ontology { ?thing ?p ?name } } }"""
SAID = """SELECT ?p WHERE { { ?thing ?p ?o } UNION { GRAPH graph:ontology { ?thing ?p ?o } } } LIMIT 1"""
SOURCE = """SELECT ?document ?section WHERE {
  GRAPH ?graph { ?graph cns:document ?document OPTIONAL { ?graph cns:section ?section } } }"""


class Names(Protocol):
    """What things are called."""

    def name(self, iri: str) -> str:
        """The English name of a thing, another name, or its CURIE; a literal's text."""
        ...

    def source(self, graph: str) -> str:
        """A graph as a reader cites it: document and section of a passage."""
        ...

    def find(self, name: str) -> list[str]:
        """The IRIs that bear the name, in any language and spelling; those that prefer it, if there are any."""
        ...

    def near(self, iri: str) -> list[str] | None:
        """None for an IRI of which something is said; for another those that are spelt most like it."""
        ...


class Bearers:
    """Which things bear a name."""

    def __init__(self, named: Iterable[tuple[str, str, str]]) -> None:
        """From things, by which property, and names."""
        self._preferred: dict[str, set[str]] = defaultdict(set)
        self._others: dict[str, set[str]] = defaultdict(set)
        for iri, predicate, name in named:
            for spelling in spellings(name):
                (self._preferred if predicate in LABELS else self._others)[spelling].add(iri)

    def find(self, name: str) -> list[str]:
        """As Names has it."""
        for known in (self._preferred, self._others):
            if found := {iri for spelling in spellings(name) for iri in known.get(spelling, ())}:
                return sorted(found)
        return []

    def near(self, iri: str) -> list[str]:
        """Of those that bear a name, the ones in the same namespace that are spelt most like an IRI."""
        at = max(iri.rfind("/"), iri.rfind("#")) + 1
        namespace, local = iri[:at], iri[at:]
        known = {named for which in (self._preferred, self._others) for iris in which.values() for named in iris}
        there = [other.removeprefix(namespace) for other in known if other.startswith(namespace)]
        return [namespace + other for other in nearest(local, there)]


class FileNames:
    """Names as the curated files have them."""

    def __init__(self, content: Content) -> None:
        self._names: dict[str, str] = {}
        self._said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._places: dict[str, list[str]] = defaultdict(list)
        self._there = set[str]()
        for source in content.of(*Kind):
            for t in source.triples:
                self._there.add(t.subject.value)
                if t.predicate.value in LABELS and getattr(t.object, "language", None) == "en":
                    self._names[t.subject.value] = t.object.value
                if t.predicate.value in (*ENDS, *QUALIFIERS):
                    said = self._said[t.subject.value][t.predicate.value]
                    said += [value for value in (t.object.value,) if value not in said]
                if t.subject.value == source.graph and t.predicate.value in (ns.CNS + "document", ns.CNS + "section"):
                    self._places[source.graph].append(t.object.value)
        named = (t for t in content.triples(*Kind) if t.predicate.value in (*LABELS, ALT))
        self._bearers = Bearers((t.subject.value, t.predicate.value, t.object.value) for t in named)

    def name(self, iri: str) -> str:
        """As Names has it; English names only, and a proposition as a sentence, as the build labels it."""
        if iri.startswith('"'):
            return term(iri).value
        if iri not in self._names and set(ENDS) <= self._said.get(iri, {}).keys():
            self._names[iri] = Sentences(self._said, self.name).english(iri)
        return self._names.get(iri, ns.compact(iri))

    def source(self, graph: str) -> str:
        """As Names has it."""
        if graph not in self._places:
            return graph_name(graph, self)
        parts = sorted(self._places[graph], key=lambda value: not value.startswith(ns.ID))
        return ", section ".join([self.name(parts[0]), *parts[1:]])

    def find(self, name: str) -> list[str]:
        """As Names has it."""
        return self._bearers.find(name)

    def near(self, iri: str) -> list[str] | None:
        """As Names has it."""
        return None if iri in self._there else self._bearers.near(iri)


class ReleaseNames:
    """Names as a release has them."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._name = lru_cache(MOST_KEPT)(self._asked)

    def name(self, iri: str) -> str:
        """As Names has it."""
        return term(iri).value if iri.startswith('"') else self._name(iri)

    def _asked(self, iri: str) -> str:
        return best((row["name"] for row in self._ask(NAMES, thing=ox.NamedNode(iri))), ns.compact(iri))

    def source(self, graph: str) -> str:
        """As Names has it."""
        for row in self._ask(SOURCE, graph=ox.NamedNode(graph)):
            section = f", section {row['section'].value}" if "section" in row else ""
            return f"{self.name(row['document'].value)}{section}"
        return graph_name(graph, self)

    def find(self, name: str) -> list[str]:
        """As Names has it."""
        return self._bearers.find(name)

    def near(self, iri: str) -> list[str] | None:
        """As Names has it."""
        return None if any(True for _ in self._ask(SAID, thing=ox.NamedNode(iri))) else self._bearers.near(iri)

    @cached_property
    def _bearers(self) -> Bearers:
        return Bearers((row["thing"].value, row["p"].value, row["name"].value) for row in self._ask(BEARERS))


def best(names: Iterable[Node], otherwise: str) -> str:
    """The name to call a thing by, of all that it has; the other word where it has none."""
    return min((n for n in names if isinstance(n, ox.Literal)), key=_preference, default=ox.Literal(otherwise)).value


def _preference(label: ox.Literal) -> tuple[int, str]:
    tag = (label.language or "").lower()
    return (LANGUAGES.index(tag) if tag in LANGUAGES else len(LANGUAGES)), label.value


def graph_name(graph: str, names: Names) -> str:
    """A graph that is no passage, as a reader understands it."""
    known = {
        ns.GRAPH_ENTITIES: "its card",
        ns.GRAPH_DOCUMENTS: "the list of documents",
        ns.GRAPH_CALENDAR: "the calendar",
        ns.GRAPH_LABELS: "the labels that the build makes",
    }
    return known.get(graph) or (names.name(graph) if graph.startswith(ns.BG) else ns.compact(graph))
