"""Where statements stand: in passages and sources, among what follows, in claims, or nowhere at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .. import namespaces as ns
from ..api.graph import KnowledgeGraph
from ..web.evidence import Said, portions
from . import queries

_SOURCES = (ns.PSG, ns.BG, ns.GRAPHS_ENRICHMENT)


@dataclass(frozen=True)
class Held:
    """That a claim takes a stance on a statement: what its graph holds is argued, and nowhere a fact."""

    claim: str
    stance: str
    plain: bool


@dataclass
class Stands:
    """Where one statement stands: the passages and sources that state it, whether it follows, the claims that hold it.

    `elsewhere`: it stands in a graph of the release that is none of a claim. One that stands nowhere was made up.
    """

    stated: list[str] = field(default_factory=list)
    inferred: bool = False
    held: list[Held] = field(default_factory=list)
    elsewhere: bool = False

    @property
    def anywhere(self) -> bool:
        """Whether the release has it at all."""
        return self.elsewhere or bool(self.held)


def standing(kg: KnowledgeGraph, said: Sequence[Said]) -> list[Stands]:
    """Where each of some statements stands; they are written as SPARQL writes them, `_:` for what has no name."""
    found = [Stands() for _ in said]
    for how in _looks(said):
        for row in kg.source.rows(queries.STANDING.replace("HOW", how)):
            at, graph = int(row["n"].value), row["g"].value
            if "claim" in row:
                stance = row["stance"].value.removeprefix(ns.CNS)
                found[at].held.append(Held(row["claim"].value, stance, "qualified" not in row))
                continue
            found[at].elsewhere = True
            found[at].inferred |= graph == ns.GRAPH_INFERRED
            if graph.startswith(_SOURCES) and f"<{graph}>" != said[at][0]:
                found[at].stated.append(graph)
    return found


def _looks(said: Sequence[Said]) -> Iterator[str]:
    named = [f"({at} {' '.join(one)})" for at, one in enumerate(said) if not _nameless(one)]
    for some in portions(named):
        yield queries.AS_THEY_ARE.replace("VALUES_HERE", " ".join(some))
    like = [_like(at, one) for at, one in enumerate(said) if _nameless(one) and _askable(one)]
    for some in portions(like, 50):
        yield " UNION ".join(some)


def _nameless(one: Said) -> bool:
    return one[0].startswith("_:") or one[2].startswith("_:")


def _askable(one: Said) -> bool:
    """Whether it says something by which it can be looked for."""
    return not (one[0].startswith("_:") and one[2].startswith("_:"))


def _like(at: int, one: Said) -> str:
    ends = [f"?{name}" if part.startswith("_:") else part for name, part in zip("spo", one, strict=True)]
    checks = " ".join(f"FILTER(isBlank({end}))" for end in ends if end.startswith("?"))
    return queries.LIKE_IT.replace("NUMBER", str(at)).replace("CHECKS", checks).replace("ENDS", " ".join(ends))
