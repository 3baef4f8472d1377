"""Where statements come from: asserted in a text, inferred, argued by somebody, or of the editors."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from ..api.graph import KnowledgeGraph
from ..query.sparql_text import read
from ..web.answering import Answer
from ..web.answering import Line as Told
from ..web.evidence import Said
from . import queries
from .shapes import Status

#: The order in which statements are told: what texts say, what follows, what is argued, what editors add.
ORDER: tuple[Status, ...] = ("asserted", "inferred", "argued", "editorial")


class Statuses:
    """What queries speak of, and whose word their rows are."""

    def __init__(self, kg: KnowledgeGraph) -> None:
        self._kg = kg

    def argues(self, query: str) -> bool:
        """Whether a query speaks of claims, by their terms, or by the graphs in which stands what they contend."""
        asked = read(query)
        named = {iri for iri, _ in asked.iris()}
        return bool(named & self._kg.marks.arguing) or any(map(self._kg.marks.is_argued, named))

    def of_line(self, line: Told, answer: Answer, query: str, argues: bool) -> Status | None:
        """That of a row; None where what is behind it was not found in time.

        Where a query looks into graphs of its own choice and no text is behind a row, it may be what a claim contends.
        """
        if argues or any(
            isinstance(node, ox.NamedNode) and self._kg.marks.is_argued(node.value) for node in line.cells
        ):
            return "argued"
        if line.behind.inferred:
            return "inferred"
        if line.behind.graphs:
            return "asserted"
        if not answer.whole:
            return None
        if any(inferred for _, inferred in standing(self._kg, line.behind.bare).values()):
            return "inferred"
        return "argued" if _looks_into_graphs(query) else "editorial"


def standing(kg: KnowledgeGraph, said: Sequence[Said]) -> dict[Said, tuple[list[str], bool]]:
    """Of statements, written as SPARQL writes them, the passages that make them and whether they follow."""
    found: dict[Said, tuple[list[str], bool]] = {}
    values = " ".join(f"({' '.join(one)})" for one in said)
    for row in kg.source.rows(queries.STANDING.replace("VALUES_HERE", values)) if said else ():
        key = str(row["s"]), str(row["p"]), str(row["o"])
        stated = found.setdefault(key, ([], row["inferred"].value == "true"))[0]
        stated += [row["g"].value] if "g" in row else []
    return found


def _looks_into_graphs(query: str) -> bool:
    return any(token.is_word("GRAPH", "FROM") for token in read(query).tokens)
