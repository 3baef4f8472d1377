"""What came, went and changed from one side to another, by part (a document, a source, the cards, …) and by entity."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .. import namespaces as ns
from ..rdf import Fact, term
from .sides import Side
from .statements import compared

#: The statements of one part, each with the graphs that state it: one fact may stand in two passages.
Stated = Mapping[Fact, set[str]]


@dataclass(frozen=True, order=True)
class Change:
    """One statement that came (nothing before), went (nothing after), or has another value."""

    predicate: str
    before: str
    after: str
    graphs: tuple[str, ...] = field(compare=False)

    @property
    def kind(self) -> str:
        """Which of the three it is."""
        return "changed" if self.before and self.after else "came" if self.after else "went"


@dataclass(frozen=True)
class Entity:
    """What changed of one thing within a part; `state` is "new" or "gone" where only one side speaks of it."""

    iri: str
    state: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Part:
    """What changed in a document, a background source, the cards, …"""

    iri: str
    entities: tuple[Entity, ...]

    @property
    def counts(self) -> Counter[str]:
        """How many statements came, went, changed."""
        return Counter(change.kind for entity in self.entities for change in entity.changes)


def compare(earlier: Side, later: Side) -> list[Part]:
    """The parts that differ: documents first, then background sources, then the rest."""
    before, after = _by_part(earlier), _by_part(later)
    spoken = tuple({s for stated in side.values() for s, _, _ in stated} for side in (before, after))
    parts = (_part(iri, before.get(iri, {}), after.get(iri, {}), spoken) for iri in before.keys() | after.keys())
    return sorted((part for part in parts if part.entities), key=lambda part: (_rank(part.iri), part.iri))


def part_of(graph: str) -> str:
    """The part that a graph belongs to: of a passage, its document."""
    return f"{ns.ID}{graph.removeprefix(ns.PSG).partition('/')[0]}" if graph.startswith(ns.PSG) else graph


def _rank(part: str) -> int:
    return 0 if part.startswith(ns.ID) else 1 if part.startswith(ns.BG) else 2


def _by_part(side: Side) -> dict[str, dict[Fact, set[str]]]:
    found: dict[str, dict[Fact, set[str]]] = defaultdict(lambda: defaultdict(set))
    for graph, triples in side.graphs.items():
        for fact in compared(triples):
            found[part_of(graph)][fact].add(graph)
    return found


def _part(iri: str, before: Stated, after: Stated, spoken: tuple[set[str], ...]) -> Part:
    differing: dict[str, dict[tuple[str, str], tuple[list[Fact], list[Fact]]]] = defaultdict(
        lambda: defaultdict(lambda: ([], []))
    )
    for side, stated in enumerate((before, after)):
        for fact in stated:
            differing[fact[0]][fact[1], _language(fact[2])][side].append(fact)
    found = []
    for subject, slots in differing.items():
        changes = sorted(c for went, came in slots.values() for c in _changes(went, came, before, after))
        state = "" if subject in spoken[0] & spoken[1] else "new" if subject in spoken[1] else "gone"
        if changes:
            found.append(Entity(subject, state, tuple(changes)))
    return Part(iri, tuple(sorted(found, key=lambda e: e.iri)))


def _language(value: str) -> str:
    """The language of a text, since a thing has one name in each; nothing for what has none."""
    return str(getattr(term(value), "language", "") or "") if value.startswith('"') else ""


def _changes(had: list[Fact], has: list[Fact], before: Stated, after: Stated) -> Iterator[Change]:
    """The changes of one property of one thing: a single value that was replaced is one change."""
    if len(had) == len(has) == 1 and had != has:
        graphs = before[had[0]] | after[has[0]]
        yield Change(had[0][1], had[0][2], has[0][2], tuple(sorted(graphs)))
        return
    for fact in set(had) - set(has):
        yield Change(fact[1], fact[2], "", tuple(sorted(before[fact])))
    for fact in set(has) - set(had):
        yield Change(fact[1], "", fact[2], tuple(sorted(after[fact])))
