"""The graph as one object: queries, names, things, propositions, proofs, networks."""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..errors import UsageError
from ..explaining.explainer import Explainer, of_release
from ..explaining.names import best
from ..query import sparql_text
from ..rdf import TYPE, Node, key
from . import network, queries, reading, relations
from .entities import Claim, Entity, Fact, Passage, Proposition, require_stance
from .explained import Explained
from .extras import require
from .marks import Marks
from .naming import Matches, by_name, cut, text_of
from .source import Source
from .table import Table
from .values import PartialDate, python

if TYPE_CHECKING:
    import networkx
    import rdflib

#: The first word of a query -> the method that asks it.
_METHODS = {"SELECT": "query", "ASK": "ask", "CONSTRUCT": "graph", "DESCRIBE": "graph"}


class KnowledgeGraph:
    """One release, asked from Python. A block closes it (`with`); else it closes when it is forgotten."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.known_names: dict[str, str] = {}
        self._passages: dict[str, Passage] = {}
        self._end = weakref.finalize(self, source.close)

    @property
    def source(self) -> Source:
        """Where the graph is asked. Raises UsageError once it is closed."""
        if not self._end.alive:
            raise UsageError("this graph is closed", hint="Open it again: kg = cnskg.open(…).")
        return self._source

    # -- queries

    def query(self, sparql: str, *, timeout: float | None = None) -> Table:
        """The rows of a SELECT, with values of Python. The project's prefixes are known. Raises a QueryError."""
        _require("query", sparql)
        found = self.source.select(sparql, timeout)
        rows = ([self.value(row[n]) if n in row else None for n in found.columns] for row in found.rows)
        return Table(found.columns, rows, found.hints, self.names)

    def ask(self, sparql: str, *, timeout: float | None = None) -> bool:
        """The word of an ASK. Raises a QueryError."""
        _require("ask", sparql)
        return self.source.ask(sparql, timeout)

    def graph(self, sparql: str = "", *, timeout: float | None = None) -> rdflib.Graph:
        """The triples of a CONSTRUCT or DESCRIBE as a graph of rdflib; without a query, all facts."""
        library = require("rdflib")
        if sparql != "":
            _require("graph", sparql)
        triples = self.source.triples(sparql or "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", timeout)
        made: rdflib.Graph = library.Graph(bind_namespaces="none")
        for prefix, iri in ns.PREFIXES.items():
            made.bind(prefix, iri)
        return made.parse(data=triples, format="nt")

    # -- things

    def __getitem__(self, name: str | Entity) -> Entity:
        """The one thing of a name, in any language and spelling, or of a CURIE or an IRI.

        Raises UnknownName with near names, AmbiguousName with candidates; both are KeyErrors.
        """
        return name if isinstance(name, Entity) else by_name(self, name)

    def find(self, text: str, kind: str = "", most: int = 20) -> Matches:
        """What bears a name or holds the words, best first: things with `matched`, `tier` and `score`.

        `kind` is one of `people`, `organisations`, `laws`, `claims`, … Where nothing is found, see `meant`.
        """
        return Matches.of(self, text, kind, most)

    def entity(self, iri: str) -> Entity:
        """The thing of an IRI; whether there is one is not asked. Raises UsageError for what is no IRI."""
        try:
            ox.NamedNode(text_of(iri, "an IRI"))
        except ValueError:
            raise UsageError(f"{cut(iri)} is no IRI", hint="kg[…] takes names and CURIEs.") from None
        return Entity(self, iri)

    @cached_property
    def relations(self) -> dict[str, list[str]]:
        """The properties of the ontology by their IRIs, each with its names."""
        return relations.named(self)

    @cached_property
    def marks(self) -> Marks:
        """Whose word a statement is."""
        return Marks(self.source.rows)

    def relation(self, given: object) -> str:
        """The IRI of a property by its CURIE, IRI or name. Raises UnknownName with near ones."""
        return relations.relation(self, given)

    def names(self, iris: Iterable[str]) -> dict[str, str]:
        """What things are called, by their IRIs: asked in one go, and kept."""
        wanted = list(dict.fromkeys(iris))
        new = [iri for iri in wanted if iri not in self.known_names]
        found: dict[str, list[Node]] = {iri: [] for iri in new}
        for query in queries.portions(queries.NAMES, new):
            for row in self.source.rows(query):
                found[row["x"].value].append(row["name"])
        self.known_names |= {iri: best(names, ns.compact(iri)) for iri, names in found.items()}
        return {iri: self.known_names[iri] for iri in wanted}

    def passages(self, iris: Iterable[str]) -> dict[str, Passage]:
        """Passages and sources by their IRIs: asked in one go, and kept."""
        wanted = list(dict.fromkeys(iris))
        self._passages |= reading.passages(self, [iri for iri in wanted if iri not in self._passages])
        return {iri: self._passages[iri] for iri in wanted}

    def value(self, node: Node) -> Any:
        """A term as a value of Python."""
        return python(node, self.entity)

    def facts(self, iri: str) -> list[Fact]:
        """What is said of a thing; see `Entity.facts`."""
        return list(reading.facts(self, queries.FACTS, iri))

    def mentions(self, iri: str) -> list[Fact]:
        """What is said of others with a thing at the end; see `Entity.mentions`."""
        return list(reading.facts(self, queries.MENTIONS, iri))

    def claims(self, iri: str) -> list[Claim]:
        """What authors argue about a thing; see `Entity.claims`."""
        return list(reading.claims(self, iri))

    # -- what is argued, why it holds, who held what

    def propositions(
        self,
        subject: str | Entity | None = None,
        relation: str | Entity | None = None,
        object: Any = None,
        *,
        document: str | Entity | None = None,
        who: str | Entity | None = None,
        stance: str = "",
    ) -> list[Proposition]:
        """Propositions with the stances that claims take on them; only those with what is given, by name or as things.

        With `document`, `who` or `stance`, only such stances are told.
        """
        if stance:
            require_stance(stance)
        given = {"subject": subject, "object": object, "document": document, "who": who}
        held = {name: None if value is None else self._node(value) for name, value in given.items()}
        held["relation"] = None if relation is None else ox.NamedNode(self.relation(relation))
        return reading.propositions(self, held | {"stance": ox.Literal(stance) if stance else None})

    def explain(self, subject: str | Entity, relation: str | Entity, value: object) -> Explained:
        """Why a statement holds, down to the passages; where it does not, `why_not` says what is missing."""
        fact = (key(self._node(subject)), self.relation(relation), key(self._node(value)))
        return Explained(self._explainer, self._explainer.explain(fact))

    def evidence(
        self, subject: str | Entity, relation: str | Entity | None = None, value: object = None
    ) -> list[Passage]:
        """The passages that state facts about a thing, or those on which one statement rests, none if it does not hold.

        Cards, which say what things are, are no passages. Raises UsageError for a relation without a value.
        """
        if relation is None:
            return (subject if isinstance(subject, Entity) else self[subject]).evidence
        if value is None:
            raise UsageError(
                "a relation, and no value", hint="Give all three parts of the statement, or a thing alone."
            )
        return list(self.passages(self.explain(subject, relation, value).passages).values())

    def network(self, as_of: str | int | date = "") -> networkx.MultiDiGraph:
        """Who holds which post as of a date (`2022-06`; the last one dated unless told), and how organs hang together.

        A graph of networkx, whose nodes are IRIs; `network.py` says what edges tell.
        """
        return network.make(self, str(as_of))

    @cached_property
    def _explainer(self) -> Explainer:
        return of_release(self.source.rows)

    def _node(self, value: object) -> ox.NamedNode | ox.Literal:
        """The term of a thing, a name, a time or a plain value. Raises UnknownName, AmbiguousName, UsageError."""
        if isinstance(value, PartialDate) and value.iri:
            return ox.NamedNode(value.iri)
        if isinstance(value, Entity):
            return ox.NamedNode(value.iri)
        if value in ("a", "rdf:type", TYPE):
            return ox.NamedNode(TYPE)
        if isinstance(value, str):
            return ox.NamedNode(self[value].iri)
        if isinstance(value, bool | int | float):
            return ox.Literal(value)
        raise UsageError(
            f"{type(value).__name__} is no thing and no value of the graph", hint="Give a thing or its name."
        )

    # -- the object itself

    @property
    def release(self) -> str:
        """The digest that names the release; empty where an endpoint does not tell it."""
        return self._source.release

    def close(self) -> None:
        """Let go of processes and files. Whoever asks the graph after that gets a UsageError."""
        self.__dict__.pop("_explainer", None)
        self._end()

    def __enter__(self) -> KnowledgeGraph:
        _ = self.source
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        closed = "" if self._end.alive else ", closed"
        return f"<cnskg {self.release or 'release'} at {self._source.place}{closed}>"


def _require(method: str, sparql: str) -> None:
    """Raises UsageError where another method asks such a query; what is no query is the engine's to say."""
    keyword = sparql_text.read(text_of(sparql, "a query")).keyword
    if (wanted := _METHODS.get(keyword, method)) != method:
        raise UsageError(f"kg.{method}(…) does not take {keyword}", hint=f"Ask it with kg.{wanted}(…).")
