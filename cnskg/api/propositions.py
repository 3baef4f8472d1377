"""What claims say, as propositions: who contends, denies, leaves open, calls for or calls against which, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ..errors import UsageError
from ..query.result import Row
from . import queries
from .entities import Entity, Passage, Told, grouped, together

if TYPE_CHECKING:
    from .graph import KnowledgeGraph

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

    def __str__(self) -> str:
        who = ", ".join(one.name for one in self.who) or "nobody named"
        how = "".join([", reported" if self.reported else "", "" if self.plain else ", not plainly"])
        return f"{who}: {self.stance}{how} ({'; '.join(map(str, self.evidence or self.documents))})"


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
        return self.entity.name


def require_stance(stance: str) -> None:
    """Raises UsageError for what is no stance."""
    if stance not in STANCES:
        raise UsageError(f"there is no stance {stance[:40]!r}", hint=f"Stances: {', '.join(STANCES)}.")


def find(graph: KnowledgeGraph, held: dict[str, ox.NamedNode | ox.Literal | None]) -> list[Proposition]:
    """The propositions with these values: of subject, relation, object, document, who and stance; None is any."""
    given = [queries.values(name, [node]) for name, node in held.items() if node is not None]
    rows = graph.source.rows(queries.PROPOSITIONS.replace("VALUES_HERE", " ".join(given)))
    named = ("proposition", "subject", "relation", "object", "who", "document")
    graph.names([row[name].value for row in rows for name in named if isinstance(row.get(name), ox.NamedNode)])
    return list(_made(graph, rows))


def _made(graph: KnowledgeGraph, rows: list[Row]) -> Iterator[Proposition]:
    passages = graph.passages(together(rows, "passage"))
    for row, some in grouped(rows, "proposition"):
        yield Proposition(
            graph.entity(row["proposition"].value),
            graph.entity(row["subject"].value),
            graph.entity(row["relation"].value),
            graph.value(row["object"]),
            tuple(_stance(graph, one, of_claim, passages) for one, of_claim in grouped(some, "stance", "claim")),
        )


def _stance(graph: KnowledgeGraph, row: Row, rows: list[Row], passages: dict[str, Passage]) -> Stance:
    return Stance(
        row["stance"].value,
        graph.entity(row["claim"].value),
        tuple(map(graph.entity, together(rows, "who"))),
        tuple(map(graph.entity, together(rows, "document"))),
        tuple(passages[g] for g in together(rows, "passage")),
        not any("advanced" in one for one in rows),
        "qualified" not in row,
    )
