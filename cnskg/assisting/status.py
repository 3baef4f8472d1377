"""Where statements come from: asserted in a text, inferred, argued by somebody, or of the editors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import pyoxigraph as ox

from .. import namespaces as ns
from ..api.entities import Entity, Fact
from ..api.graph import KnowledgeGraph
from ..query.sparql_text import read
from ..release.shape import Shape
from ..web.answering import Answer
from ..web.answering import Line as Told
from ..web.evidence import Said
from . import queries
from .shapes import Status

#: The order in which statements are told: what texts say, what follows, what is argued, what editors add.
ORDER: tuple[Status, ...] = ("asserted", "inferred", "argued", "editorial")
_ARGUED = frozenset((ns.CNS + "Claim", ns.CNS + "Proposition"))


class Statuses:
    """What is said of claims and propositions in one graph, and so is argued, and what else."""

    def __init__(self, kg: KnowledgeGraph, shape: Shape) -> None:
        self._kg, self._shape = kg, shape

    @cached_property
    def arguing(self) -> frozenset[str]:
        """The terms with which something is said of claims and propositions."""
        return frozenset(row["term"].value for row in self._kg.source.rows(queries.ARGUING))

    def of_fact(self, fact: Fact) -> Status:
        """That of one statement. What is said of claims, or with a word that speaks of them, is argued."""
        value = fact.value.iri if isinstance(fact.value, Entity) else ""
        return self.of((fact.subject.iri, fact.relation.iri, value), bool(fact.evidence), fact.inferred)

    def of(self, said: tuple[str, str, str], stated: bool, inferred: bool) -> Status:
        """That of a statement, whose ends are IRIs or else of no account."""
        subject, relation, value = said
        if relation in self.arguing or self.is_argued(subject) or self.is_argued(value):
            return "argued"
        return "asserted" if stated else "inferred" if inferred else "editorial"

    def is_argued(self, iri: str) -> bool:
        """Whether it is a claim or a proposition, or the graph of what a claim contends, which is called by it."""
        return bool(self._shape.nodes.get(iri.partition("#")[0], frozenset()) & _ARGUED)

    def argues(self, query: str) -> bool:
        """Whether a query speaks of claims, by their terms, or by the graphs in which stands what they contend."""
        asked = read(query)
        named = {iri for iri, _ in asked.iris()}
        return bool(named & self.arguing) or any(map(self.is_argued, named))

    def of_line(self, line: Told, answer: Answer, query: str, argues: bool) -> Status | None:
        """That of a row; None where what is behind it was not found in time.

        Where a query looks into graphs of its own choice and no text is behind a row, it may be what a claim contends.
        """
        if argues or any(isinstance(node, ox.NamedNode) and self.is_argued(node.value) for node in line.cells):
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
