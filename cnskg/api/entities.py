"""Things of the graph as objects: what is said of them, where it stands, and who argues what about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import pyoxigraph as ox

from .. import namespaces as ns
from ..errors import UsageError
from ..query.result import Row
from ..rdf import Node
from . import queries
from .explained import Explained
from .marks import Marks, Status
from .source import Source
from .values import Text


class Graph(Protocol):
    """What a thing needs of the graph in which it stands; `KnowledgeGraph` is it."""

    known_names: dict[str, str]

    @property
    def source(self) -> Source: ...
    @property
    def relations(self) -> dict[str, list[str]]: ...
    @property
    def marks(self) -> Marks: ...

    def relation(self, given: object) -> str: ...
    def names(self, iris: Iterable[str]) -> dict[str, str]: ...
    def entity(self, iri: str) -> Entity: ...
    def passages(self, iris: Iterable[str]) -> dict[str, Passage]: ...
    def value(self, node: Node) -> Any: ...
    def facts(self, iri: str) -> list[Fact]: ...
    def mentions(self, iri: str) -> list[Fact]: ...
    def claims(self, iri: str) -> list[Claim]: ...
    def propositions(self, subject: Any = None, relation: Any = None, object: Any = None) -> list[Proposition]: ...
    def explain(self, subject: str | Entity, relation: str | Entity, value: object) -> Explained: ...


class Entity:
    """One thing, by its IRI: a person, an organ, a law, a claim, a term of the ontology. Two with one IRI are equal.

    What is asked of it is asked of the graph then, and kept.
    """

    def __init__(self, graph: Graph, iri: str) -> None:
        self._graph, self.iri = graph, iri

    @property
    def curie(self) -> str:
        """Its IRI in short, `id:xi-jinping`."""
        return ns.compact(self.iri)

    @property
    def name(self) -> str:
        """What it is called in English, else in another language; its CURIE where it has no name."""
        return self._graph.names([self.iri])[self.iri]

    @cached_property
    def names(self) -> list[Text]:
        """All names, each with its `language` (`zh-hans`, `zh-latn-pinyin`, …)."""
        return self._texts(queries.ALL_NAMES)

    @cached_property
    def description(self) -> str:
        """One line that says what it is, of the editors; for a claim, its sentence. May be empty."""
        return next((text for text in self._texts(queries.SAID) if text.language == "en"), "")

    @cached_property
    def kinds(self) -> list[Entity]:
        """Its classes, but for those above one of them."""
        return [self._graph.entity(row["class"].value) for row in self._rows(queries.KINDS)]

    @cached_property
    def facts(self) -> list[Fact]:
        """What is said of it, each with the passages that state it."""
        return self._graph.facts(self.iri)

    @cached_property
    def mentions(self) -> list[Fact]:
        """The facts of other things in which it stands at the end, such as the tenures of a person."""
        return self._graph.mentions(self.iri)

    @cached_property
    def evidence(self) -> list[Passage]:
        """The passages, and sources from elsewhere, that state a fact about it."""
        return list(dict.fromkeys(passage for fact in self.facts for passage in fact.evidence))

    @cached_property
    def claims(self) -> list[Claim]:
        """What authors argue about it. None of it is a fact."""
        return self._graph.claims(self.iri)

    @cached_property
    def propositions(self) -> list[Proposition]:
        """The propositions with it at either end, each with who contends or denies it."""
        found = [*self._graph.propositions(subject=self), *self._graph.propositions(object=self)]
        return list(dict.fromkeys(found))

    def explain(self, relation: str | Entity, value: object) -> Explained:
        """Why `relation` holds between it and `value`, down to the passages; see `KnowledgeGraph.explain`."""
        return self._graph.explain(self, relation, value)

    def __getitem__(self, relation: str | Entity) -> list[Any]:
        """The values of one property: `law["cns:adopted"]`, `law["adopted"]`; none where nothing is said.

        Raises UnknownName for what is no property.
        """
        iri = self._graph.relation(relation)
        stated = [fact.value for fact in self.facts if fact.relation.iri == iri]
        if stated:
            return stated
        return [self._graph.value(row["o"]) for row in self._rows(queries.VALUES_OF, relation=ox.NamedNode(iri))]

    def _rows(self, query: str, **values: ox.NamedNode) -> list[Row]:
        return self._graph.source.rows(query, entity=ox.NamedNode(self.iri), **values)

    def _texts(self, query: str) -> list[Text]:
        found = (next(iter(row.values())) for row in self._rows(query))
        return list(dict.fromkeys(Text(one.value, one.language or "") for one in found if isinstance(one, ox.Literal)))

    def __eq__(self, other: object) -> bool:
        return self.iri == other.iri if isinstance(other, Entity) else NotImplemented

    def __lt__(self, other: Entity) -> bool:
        return self.iri < other.iri

    def __hash__(self) -> int:
        return hash(self.iri)

    def __str__(self) -> str:
        return self.iri

    def __repr__(self) -> str:
        known = self._graph.known_names.get(self.iri)  # a look at an object asks nothing
        return f"<{self.curie}{f' {known!r}' if known and known != self.curie else ''}>"


class Told:
    """What shows itself as it prints: in words."""

    def __repr__(self) -> str:
        return f"<{self}>"


@dataclass(frozen=True, repr=False)
class Passage(Told):
    """What states a fact: a passage of a document (with its section), or a source from elsewhere.

    `link` opens the publication at the passage.
    """

    entity: Entity
    document: Entity | None = field(compare=False)
    section: str = field(compare=False)
    link: str = field(compare=False)

    @property
    def iri(self) -> str:
        """The IRI of the passage, which names the graph of its facts, too."""
        return self.entity.iri

    def __str__(self) -> str:
        if self.document is None:
            return self.entity.name
        return f"{self.document.name}{f', section {self.section}' if self.section else ''}"


@dataclass(frozen=True, repr=False)
class Fact(Told):
    """One statement. `status` says whose word it is.

    `asserted`: passages or sources state it, the `evidence`. `inferred`: it follows, and `explain()` says why.
    `argued`: it is said of a claim or a proposition, and is no fact. `editorial`: it stands on the card of the thing,
    tells where a passage is and who read it, or is a finding of the editors.
    """

    subject: Entity
    relation: Entity
    value: Any
    inferred: bool = field(compare=False)
    evidence: tuple[Passage, ...] = field(compare=False)
    status: Status = field(compare=False)

    def explain(self) -> Explained:
        """Why it holds, down to the passages."""
        return self.subject.explain(self.relation, self.value)

    def __str__(self) -> str:
        value = self.value.name if isinstance(self.value, Entity) else self.value
        where = "; ".join(map(str, self.evidence)) or self.status
        return f"{self.subject.name} – {self.relation.name} – {value} ({where})"


@dataclass(frozen=True, repr=False)
class Claim(Told):
    """What somebody argues: in one sentence of the editors, who says so (nobody named: empty), and where."""

    entity: Entity
    sentence: str
    who: tuple[Entity, ...] = field(compare=False)
    documents: tuple[Entity, ...] = field(compare=False)
    evidence: tuple[Passage, ...] = field(compare=False)
    status: str = field(default="argued", init=False)

    def __str__(self) -> str:
        said = ", ".join(one.name for one in self.who) or "nobody named"
        return f"{said}: {self.sentence} ({'; '.join(map(str, self.evidence or self.documents))})"


STANCES = ("contends", "denies", "leaves open", "calls for", "calls against")


@dataclass(frozen=True, repr=False)
class Stance(Told):
    """How one claim stands to a proposition.

    `who` makes the claim (empty where the text names nobody), `documents` have it. `reported`: the document reports it
    and does not make it its own. `plain`: without hedge, condition or qualifier.
    """

    stance: str
    claim: Entity
    who: tuple[Entity, ...] = field(compare=False)
    documents: tuple[Entity, ...] = field(compare=False)
    evidence: tuple[Passage, ...] = field(compare=False)
    reported: bool = field(compare=False)
    plain: bool = field(compare=False)

    @property
    def called(self) -> str:
        """Who takes it, by name, or that the text names nobody."""
        return ", ".join(one.name for one in self.who) or "nobody named"

    def __str__(self) -> str:
        how = "".join([", reported" if self.reported else "", "" if self.plain else ", not plainly"])
        return f"{self.called}: {self.stance}{how} ({'; '.join(map(str, self.evidence or self.documents))})"


@dataclass(frozen=True, repr=False)
class Proposition(Told):
    """One proposition, which is argued and no fact: its three ends, and the stances that claims take on it."""

    entity: Entity
    subject: Entity
    relation: Entity
    object: Any
    stances: tuple[Stance, ...] = field(compare=False)
    status: str = field(default="argued", init=False)

    @property
    def contended_by(self) -> list[Entity]:
        """Who contends it."""
        return self.by("contends")

    @property
    def denied_by(self) -> list[Entity]:
        """Who denies it."""
        return self.by("denies")

    def by(self, stance: str) -> list[Entity]:
        """Who takes a stance on it: contends, denies, leaves open, calls for, calls against."""
        require_stance(stance)
        return list(dict.fromkeys(who for one in self.stances if one.stance == stance for who in one.who))

    def __str__(self) -> str:
        taken = dict.fromkeys(f"{one.stance}: {one.called}" for one in self.stances)
        return f"{self.entity.name} ({'; '.join([self.status, *taken])})"


def require_stance(stance: str) -> None:
    """Raises UsageError for what is no stance."""
    if stance not in STANCES:
        raise UsageError(f"there is no stance {str(stance)[:40]!r}", hint=f"Stances: {', '.join(STANCES)}.")
