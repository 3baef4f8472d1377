"""The ontology of a release, read once: its terms with their uses, the order of its triples, a JSON-LD context."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..explaining.context import context
from ..explaining.terms import Term, Words, read
from ..rdf import LABEL, OWL, SKOS, TYPE
from . import answers, description, page_queries
from .state import here

_VOID = ns.PREFIXES["void"]
#: The order of the terms in RDF, after the ontology's own description.
_FIRST = (
    "Ontology", "Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "Datatype", "NamedIndividual",
)  # fmt: skip
#: Named by path, as a release is never changed; the one before is kept while its last requests are answered.
_kept: dict[Path, Vocabulary] = {}


@dataclass(frozen=True)
class Value:
    """An individual that the ontology names, such as a trend: its labels and what it says, by language."""

    name: str
    labels: dict[str, str]
    definitions: dict[str, str]
    of: str = ""  # the class

    @property
    def label(self) -> str:
        """Its English name."""
        return self.labels.get("en", self.name)


@dataclass(frozen=True)
class Vocabulary:
    """The ontology of one release, and how often its terms are used in facts."""

    triples: tuple[ox.Triple, ...] = field(repr=False)
    uses: dict[str, int] = field(repr=False)
    names: dict[str, str] = field(repr=False)  # of the things that it speaks of
    stated: dict[str, int] = field(default_factory=dict, repr=False)  # how often terms are used in what is asserted
    pages: dict[tuple[str, ...], str] = field(
        default_factory=dict, repr=False
    )  # the list of its terms, by prefix and language

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Our own terms, by IRI and in the order of their names."""
        return read(self.triples)

    @cached_property
    def tree(self) -> list[dict[str, Any]]:
        """The classes, each below those that it is a kind of, wherever there are several."""
        below: dict[str, list[str]] = defaultdict(list)
        classes = {iri: term for iri, term in self.terms.items() if term.kind == "class"}
        for iri, term in classes.items():
            for above in term.above:
                below[above].append(iri)

        def branch(iri: str, path: tuple[str, ...]) -> dict[str, Any]:
            inner = [branch(one, (*path, iri)) for one in below[iri] if one not in (*path, iri)]
            return {"term": classes[iri], "below": inner}

        return [branch(iri, ()) for iri, term in classes.items() if not set(term.above) & set(classes)]

    @cached_property
    def groups(self) -> list[tuple[Words, list[Term]]]:
        """The properties by the kind of thing that they start from, in the order of the tree; where none is said, by
        that to which they lead. A kind is one of the classes right below the top."""
        order = {iri: place for place, iri in enumerate(_walk(self.tree))}
        found: dict[Words, list[Term]] = defaultdict(list)
        for term in self.terms.values():
            if term.kind in ("object", "data"):
                found[self._role(term)].append(term)

        def place(words: Words) -> tuple[int, int, str]:
            first = next((order[w.value] for w in words if isinstance(w, ox.NamedNode) and w.value in order), -1)
            return (len(words) < 2) + (words[0] != "From "), first, str(words)

        return [(words, found[words]) for words in sorted(found, key=place)]

    def _role(self, term: Term) -> Words:
        """The heading below which a property stands."""
        for said, end in (("From ", self.end(term, "domain")), ("From anything to ", self.end(term, "range"))):
            if end in self.terms:
                return said, ox.NamedNode(self._top(end))
        return ("From anything",)

    def end(self, term: Term, which: str, seen: tuple[str, ...] = ()) -> str:
        """The class at which a property starts or ends: its own, else that of one above it, else of its inverse."""
        own: tuple[Words, ...] = getattr(term, which)
        if own:
            return own[0][0].value if isinstance(own[0][0], ox.NamedNode) else ""
        other = "range" if which == "domain" else "domain"
        ways = [(iri, which) for iri in term.above] + [(iri, other) for iri in inverses(term)]
        for iri, end in ways:
            if iri in self.terms and iri not in seen and (found := self.end(self.terms[iri], end, (*seen, term.iri))):
                return found
        return ""

    def _top(self, iri: str) -> str:
        """The class right below the top, above which only what all things are stands."""
        path = self.above(iri)
        return path[1] if len(path) > 1 else path[0]

    def above(self, iri: str) -> list[str]:
        """The way from the top of the tree down to a class; where it has several, the first."""
        path = [iri]
        while further := [one for one in self.terms[path[0]].above if one in self.terms and one not in path]:
            path.insert(0, further[0])
        return path

    @cached_property
    def values(self) -> list[tuple[Term, list[Value]]]:
        """The individuals that the ontology names, below the classes that they are of, as it declares them."""
        said: dict[str, list[ox.Triple]] = defaultdict(list)
        for triple in self.ordered:
            said[str(triple.subject)].append(triple)
        found: dict[str, list[Value]] = defaultdict(list)
        for t in self.ordered:
            iri = t.subject.value
            if t.predicate.value == TYPE and t.object.value in self.terms and iri not in self.terms:
                own = said[str(t.subject)]
                labels, definitions = (_by_language(own, wanted) for wanted in (LABEL, SKOS + "definition"))
                value = Value(iri.removeprefix(ns.CNS), labels, definitions, t.object.value)
                found[t.object.value].append(value)
        return [(self.terms[cls], found[cls]) for cls in sorted(found)]

    @cached_property
    def named(self) -> dict[str, Value]:
        """Those of them that are in our namespace, by name."""
        return {value.name: value for _, values in self.values for value in values if ":" not in value.name}

    def below(self, iri: str) -> list[str]:
        """The classes right below a class."""
        return [other for other, term in self.terms.items() if iri in term.above and term.kind == "class"]

    def of(self, kind: str) -> list[Term]:
        """The terms of a kind."""
        return [term for term in self.terms.values() if term.kind == kind]

    @cached_property
    def ordered(self) -> list[ox.Triple]:
        """The triples as people read them: the ontology's description, classes, properties; each with what it holds."""
        by: dict[Any, list[ox.Triple]] = defaultdict(list)
        for triple in sorted(self.triples, key=lambda t: (t.predicate.value != TYPE, t.predicate.value, str(t.object))):
            by[triple.subject].append(triple)
        inner = {t.object for t in self.triples if isinstance(t.object, ox.BlankNode)}
        starts = sorted((node for node in by if node not in inner), key=lambda node: _place(node, by[node]))
        found: list[ox.Triple] = []
        for node in [*starts, *by]:
            _take(node, by, found)
        return found

    @cached_property
    def said(self) -> dict[Any, dict[str, list[Any]]]:
        """The values of each property of each node, in the order of the sorted triples."""
        found: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for t in self.ordered:
            found[t.subject][t.predicate.value].append(t.object)
        return found

    @cached_property
    def context(self) -> bytes:
        """A JSON-LD context of the ontology, as a document."""
        told = {"@context": context(self.terms.values())}
        return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def current() -> Vocabulary:
    """That of the release in use; whoever asks first waits until it is read. Raises what asking the release raises."""
    state, budget = here(), answers.budget()
    budget.check()
    runner = state.runner
    path = runner.release.path
    found = _kept.get(path)
    if found is None:
        rows = runner.rows(page_queries.ONTOLOGY, budget)
        triples = tuple(ox.Triple(row["s"], row["p"], row["o"]) for row in rows)  # type: ignore[arg-type]
        uses = dict(_uses(description.written(runner.release)))
        things = {t.object for t in triples if isinstance(t.object, ox.NamedNode) and t.object.value.startswith(ns.ID)}
        spoken = page_queries.SPOKEN_OF.replace("VALUES_HERE", " ".join(sorted(map(str, things))))
        names = {r["thing"].value: r["name"].value for r in runner.rows(spoken, budget)} if things else {}
        stated = {r["term"].value: int(r["count"].value) for r in runner.rows(page_queries.STATED_USES, budget)}
        found = Vocabulary(triples, uses, names, stated)
        for old in list(_kept)[:-1]:
            _kept.pop(old, None)
        _kept[path] = found
    return found


def elsewhere(iri: str) -> int:
    """How often a term is used in graphs that are no facts; asked for those that no fact uses, one at a time."""
    rows = here().ask(page_queries.USES.replace("VALUES_HERE", f"<{iri}>"), answers.budget())
    return int(rows[0]["count"].value) if rows else 0


def inverses(term: Term) -> list[str]:
    """The properties of which a property is read backwards."""
    rows = (words for title, values in term.rows if title == "read backwards" for words in values)
    return [words[0].value for words in rows if isinstance(words[0], ox.NamedNode)]


def _by_language(said: Iterable[ox.Triple], predicate: str) -> dict[str, str]:
    """The texts that triples give by a property, English first."""
    texts = [t.object for t in said if t.predicate.value == predicate and isinstance(t.object, ox.Literal)]
    return {text.language or "": text.value for text in sorted(texts, key=lambda text: text.language != "en")}


def _uses(described: Iterable[ox.Triple]) -> Iterator[tuple[str, int]]:
    """How often each class and property is used in the default graph, as the build has counted."""
    parts: dict[Any, dict[str, Any]] = defaultdict(dict)
    for t in described:
        parts[t.subject][t.predicate.value.removeprefix(_VOID)] = t.object
    for part in parts.values():
        for name, count in (("class", "entities"), ("property", "triples")):
            if name in part and count in part:
                yield part[name].value, int(part[count].value)


def _walk(branches: list[dict[str, Any]]) -> Iterator[str]:
    """The classes of a tree from above, each where it first stands."""
    for branch in branches:
        yield branch["term"].iri
        yield from _walk(branch["below"])


def paths(branches: list[dict[str, Any]], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Each place in a tree: the classes from the top down to it."""
    for branch in branches:
        path = (*above, branch["term"].iri)
        yield path
        yield from paths(branch["below"], path)


def _place(node: Any, said: list[ox.Triple]) -> tuple[int, str]:
    """Where a subject comes among the others."""
    kinds = {t.object.value.removeprefix(OWL) for t in said if t.predicate.value == TYPE}
    number = next((at for at, kind in enumerate(_FIRST) if kind in kinds), len(_FIRST))
    ours = node.value.startswith(ns.BASE)
    return (0 if node.value == ns.ONTOLOGY else number + (1 if ours else 1 + len(_FIRST))), node.value


def _take(node: Any, by: dict[Any, list[ox.Triple]], found: list[ox.Triple]) -> None:
    """Move what is said of a node, and then of what it holds without a name."""
    said = by.pop(node, [])
    found += said
    for t in said:
        if isinstance(t.object, ox.BlankNode):
            _take(t.object, by, found)
