"""Whose word the rows and statements of a query are, from where that stands of which they are made."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from ..api.graph import KnowledgeGraph
from ..query.patterns import patterns
from ..query.sparql_text import read
from ..web.answering import Answer, heading
from ..web.answering import Line as Told
from ..web.evidence import Said
from .computed import made
from .shapes import Status
from .standing import Held, Stands, standing

#: The order in which statements are told: what texts say, what follows, what is argued, what editors add.
ORDER: tuple[Status, ...] = ("asserted", "inferred", "argued", "editorial")
#: What no source has, and the query put together or worked out.
MADE: Status = "made by the query"
#: That of a row, made of several statements: the first of these that any of them has.
_WEAKEST: tuple[Status, ...] = ("argued", "inferred", "asserted", "editorial")


@dataclass(frozen=True)
class Mark:
    """The status of a row or a statement; empty where it is not known. `made_from`: that of what the query made it of.

    `held` says which claims take a stance on what stands only in claims.
    """

    status: Status | None
    made_from: Status | None = None
    held: tuple[Held, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What the text of a query says of its answer: whether it speaks of claims, which columns it makes itself."""

    argues: bool
    made: frozenset[str] = frozenset()
    told: bool = True  # whether its patterns tell of which statements a row is made


class Statuses:
    """Marks what one graph answers."""

    def __init__(self, kg: KnowledgeGraph) -> None:
        self._kg = kg

    def asked(self, text: str) -> Asked:
        """Read a query."""
        query = read(text)
        named = {iri for iri, _ in query.iris()}
        argues = bool(named & self._kg.marks.arguing) or any(map(self._kg.marks.is_argued, named))
        return Asked(argues, frozenset(map(heading, made(query))), bool(patterns(query, True)))

    def where(self, said: Collection[Said]) -> dict[Said, Stands]:
        """Where statements stand, asked at once."""
        ones = list(dict.fromkeys(said))
        self._kg.marks.know(iri for one in ones for iri in map(_iri, one) if iri)
        return dict(zip(ones, standing(self._kg, ones), strict=True))

    def of_statement(self, said: Said, stands: Stands, asked: Asked) -> Mark:
        """That of a statement which a query built: it is nobody's word unless it stands somewhere."""
        if not stands.anywhere:
            return Mark(MADE, "argued" if asked.argues else None)
        return Mark(self._of(said, stands), None, () if stands.elsewhere else tuple(stands.held))

    def of_line(self, line: Told, answer: Answer, asked: Asked, where: dict[Said, Stands]) -> Mark:
        """That of a row, or of a truth. What a query counts or works out is made by it, of what it found."""
        found = [(one, where[one]) for one in line.behind.said if where[one].anywhere]
        own = {self._of(one, stands) for one, stands in found}
        status = next((one for one in _WEAKEST if one in own), None)
        if asked.argues or (not own and any(map(self._argued, line.cells))):
            status = "argued"
        held = tuple(dict.fromkeys(one for _, stands in found if not stands.elsewhere for one in stands.held))
        if answer.word == "no":
            return Mark(MADE)
        if answer.word or self._is_made(line, answer.columns, asked):
            return Mark(MADE, status, held)
        if status or not (asked.told and answer.whole and line.behind.met):
            return Mark(status, None, held)
        return Mark(MADE)

    def _argued(self, node: object) -> bool:
        return isinstance(node, ox.NamedNode) and self._kg.marks.is_argued(node.value)

    def _is_made(self, line: Told, columns: Sequence[str], asked: Asked) -> bool:
        cells = zip(columns, line.cells, strict=True)
        return not columns or any(name in asked.made and node is not None for name, node in cells)

    def _of(self, said: Said, stands: Stands) -> Status:
        """That of a statement which stands somewhere."""
        if not stands.elsewhere:
            return "argued"
        subject, relation, value = map(_iri, said)
        return self._kg.marks.of((subject, relation, value), stands.stated, stands.inferred)


def _iri(written: str) -> str:
    """The IRI of a term as SPARQL writes it; nothing for another term."""
    return written[1:-1] if written.startswith("<") else ""
