"""Things of the graph as objects: what is said of them, where it stands, and who argues what about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.anchors import text_fragment
from ..query.result import Row
from . import queries
from .values import Text

if TYPE_CHECKING:
    from .graph import Explained, KnowledgeGraph
    from .propositions import Proposition


class Entity:
    """One thing, by its IRI: a person, an organ, a law, a claim, a term of the ontology. Two with one IRI are equal.

    What is asked of it is asked of the graph then, and kept.
    """

    def __init__(self, graph: KnowledgeGraph, iri: str) -> None:
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
        return list(_facts(self._graph, self._rows(queries.FACTS), self.iri))

    @cached_property
    def mentions(self) -> list[Fact]:
        """The facts of other things in which it stands at the end, such as the tenures of a person."""
        return list(_facts(self._graph, self._rows(queries.MENTIONS), self.iri))

    @cached_property
    def evidence(self) -> list[Passage]:
        """The passages, and sources from elsewhere, that state a fact about it."""
        return list(dict.fromkeys(passage for fact in self.facts for passage in fact.evidence))

    @cached_property
    def claims(self) -> list[Claim]:
        """What authors argue about it. None of it is a fact."""
        return list(_claims(self._graph, self._rows(queries.CLAIMS)))

    @cached_property
    def propositions(self) -> list[Proposition]:
        """The propositions with it at either end, each with who contends or denies it."""
        found = [*self._graph.propositions(subject=self), *self._graph.propositions(object=self)]
        return list(dict.fromkeys(found))

    def explain(self, relation: str | Entity, value: object) -> Explained:
        """Why `relation` holds between it and `value`, down to the passages; see `KnowledgeGraph.explain`."""
        return self._graph.explain(self, relation, value)

    def __getitem__(self, relation: str | Entity) -> list[Any]:
        """The values of one property: `law["cns:adopted"]`."""
        iri = relation.iri if isinstance(relation, Entity) else ns.expand(relation)
        return [fact.value for fact in self.facts if fact.relation.iri == iri]

    def _rows(self, query: str) -> list[Row]:
        return self._graph.source.rows(query, entity=ox.NamedNode(self.iri))

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
    """One statement. `status` says where it comes from.

    `asserted`: passages or sources state it, the `evidence`. `inferred`: it follows, and `explain()` says why.
    `editorial`: it stands on the card of the thing, or is a finding of the editors.
    """

    subject: Entity
    relation: Entity
    value: Any
    inferred: bool = field(compare=False)
    evidence: tuple[Passage, ...] = field(compare=False)

    @property
    def status(self) -> str:
        """`asserted`, `inferred` or `editorial`."""
        return "asserted" if self.evidence else "inferred" if self.inferred else "editorial"

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


def grouped(rows: Iterable[Row], *names: str) -> Iterator[tuple[Row, list[Row]]]:
    """Rows with the same values for some columns together, each with the first of them."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(str(row.get(name)) for name in names), []).append(row)
    yield from ((some[0], some) for some in found.values())


def together(rows: Iterable[Row], name: str) -> list[str]:
    """The IRIs of a column, each once."""
    return list(dict.fromkeys(row[name].value for row in rows if name in row))


def _facts(graph: KnowledgeGraph, rows: list[Row], iri: str) -> Iterator[Fact]:
    passages = graph.passages(together(rows, "g"))
    ours = ox.NamedNode(iri)
    graph.names([iri, *(v.value for row in rows for v in row.values() if isinstance(v, ox.NamedNode))])
    for row, some in grouped(rows, "s", "p", "o"):
        yield Fact(
            graph.entity(row.get("s", ours).value),
            graph.entity(row["p"].value),
            graph.value(row.get("o", ours)),
            row["inferred"].value == "true",
            tuple(passages[g] for g in together(some, "g")),
        )


def _claims(graph: KnowledgeGraph, rows: list[Row]) -> Iterator[Claim]:
    passages = graph.passages(together(rows, "passage"))
    graph.names([*together(rows, "who"), *together(rows, "document")])
    for row, some in grouped(rows, "claim"):
        yield Claim(
            graph.entity(row["claim"].value),
            row["sentence"].value,
            tuple(map(graph.entity, together(some, "who"))),
            tuple(map(graph.entity, together(some, "document"))),
            tuple(passages[g] for g in together(some, "passage")),
        )


def passages_of(graph: KnowledgeGraph, iris: list[str]) -> dict[str, Passage]:
    """Passages and sources by their IRIs, with their names known."""
    found = {}
    for query in queries.portions(queries.PASSAGES, iris):
        for row in graph.source.rows(query):
            said = {name: node.value for name, node in row.items()}
            link = said.get("url", "")
            if link and "first" in said:
                link = text_fragment(link, said["first"], said["last"])
            document = graph.entity(said["document"]) if "document" in said else None
            found[said["x"]] = Passage(graph.entity(said["x"]), document, said.get("section", ""), link)
    graph.names([(one.document or one.entity).iri for one in found.values()])
    return {iri: found.get(iri) or Passage(graph.entity(iri), None, "", "") for iri in iris}
