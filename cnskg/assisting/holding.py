"""Who takes which stance on what stands only in claims: the claims, who makes them, and their passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..api.graph import KnowledgeGraph
from ..api.queries import portions
from ..api.reading import grouped, together
from ..query.result import Row
from . import queries
from .packing import Pack, others, thing
from .shapes import Position
from .standing import Held

#: Stances that are told of one row or statement.
MOST_POSITIONS = 5
_WORDS = {"leavesOpen": "leaves open", "callsFor": "calls for", "callsAgainst": "calls against"}


class Holders:
    """The claims behind one page of an answer, asked at once."""

    def __init__(self, kg: KnowledgeGraph, held: Iterable[Held]) -> None:
        self._kg = kg
        rows: list[Row] = []
        for query in portions(queries.MAKING, list(dict.fromkeys(one.claim for one in held))):
            rows += kg.source.rows(query)
        kg.names(node.value for row in rows for name, node in row.items() if name in ("x", "who", "document"))
        self._rows = {row["x"].value: some for row, some in grouped(rows, "x")}

    def positions(self, held: Sequence[Held], pack: Pack) -> list[Position]:
        """Who holds a statement, as many as are told."""
        return [self._position(one, pack) for one in held[:MOST_POSITIONS]]

    def _position(self, one: Held, pack: Pack) -> Position:
        rows = self._rows[one.claim]
        who, documents = ([self._kg.entity(iri) for iri in together(rows, name)] for name in ("who", "document"))
        passages = together(rows, "passage")
        return Position(
            _WORDS.get(one.stance, one.stance),
            pack.things(who),
            thing(self._kg.entity(one.claim)),
            pack.things(documents),
            not any(row["advanced"].value == "true" for row in rows),
            one.plain,
            pack.cite(passages),
            others(passages),
        )
