"""Words for what is compared: names in place of IRIs, claims by their sentence, propositions spoken out."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import chain

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.nouns import article, is_plural
from ..content.propositions import ENDS, QUALIFIERS, is_name
from ..rdf import ALT, LABEL, PREF, SKOS, TYPE, key, term
from ..release.labels import labels
from .sides import Side

#: The parts that are no document or background source, by their graph.
PARTS = {
    ns.GRAPH_DOCUMENTS: "the list of documents",
    ns.GRAPH_ENTITIES: "the cards",
    ns.GRAPH_LINKS: "links to open data",
    ns.GRAPH_QUESTIONS: "questions",
    ns.GRAPH_ONTOLOGY: "the ontology",
}
#: What the words of others are called, which the ontology does not name.
FOREIGN = {
    PREF: "name",
    ALT: "other name",
    SKOS + "definition": "definition",
    SKOS + "example": "example",
    LABEL: "label",
}
_SENTENCE = ns.CNS + "sentence"


class Wording:
    """What things are called on the later of two sides, or else on the earlier."""

    def __init__(self, earlier: Side, later: Side) -> None:
        """From what both state."""
        self._names: dict[str, str] = dict(FOREIGN)
        self._ends: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for side in (earlier, later):
            self._take(side)
        self.name = cache(self._name)

    def _take(self, side: Side) -> None:
        sentences = {}
        for t in chain(labels(side.stated, side.ontology), side.ontology, side.stated):
            if t.predicate.value in (PREF, LABEL) and t.object.language == "en":
                self._names[t.subject.value] = t.object.value
            elif t.predicate.value == _SENTENCE:
                sentences[t.subject.value] = f"“{t.object.value}”"
        self._names |= sentences
        for t in side.stated:
            if is_name(t.subject.value) and t.predicate.value in (*ENDS, *QUALIFIERS):
                known = self._ends[t.subject.value][t.predicate.value]
                if key(t.object) not in known:
                    known.append(key(t.object))

    def _name(self, one: str) -> str:
        """A key in words."""
        if one.startswith('"'):
            value = term(one)
            assert isinstance(value, ox.Literal)
            return " ".join(value.value.split()) + (
                f" ({value.language})" if value.language not in (None, "en") else ""
            )
        if one in self._ends:
            return f"({self._spoken(self._ends[one])})"
        return one.removeprefix(ns.TIME) if one.startswith(ns.TIME) else self._names.get(one, ns.compact(one))

    def _spoken(self, said: dict[str, list[str]]) -> str:
        """A proposition: its ends, and what qualifies it."""
        ends = " – ".join(self.name(value) for end in ENDS for value in said[end])
        told = (f"; {self.name(p)}: {self.name(value)}" for p in sorted(QUALIFIERS & said.keys()) for value in said[p])
        return ends + "".join(told)

    def value(self, predicate: str, one: str) -> str:
        """What stands on a property, with the property: "starts: 2001"; of a class, "is a person"."""
        if predicate == TYPE:
            name = self.name(one)
            return f"{'are' if is_plural(name) else 'is'} {article(name)}"
        return f"{self.name(predicate)}: {self.name(one)}"

    def part(self, iri: str) -> str:
        """A document, a background source, or another part of the curated files."""
        return PARTS.get(iri) or self.name(iri)
