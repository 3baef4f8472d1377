"""Whose word a statement is: that of a text, what follows, what somebody argues, or ours. One rule, for all doors.

It goes by where a statement stands and what it speaks of. What is said of claims and propositions, or with a word that
speaks of them, is argued. Comparisons and what they find, names and descriptions are ours wherever they stand; so is
what a passage says of itself: its place in the text, who read it and when. A source of ours states nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from typing import Literal

from .. import namespaces as ns
from ..query.result import Row
from ..rdf import ALT, LABEL, PREF, SKOS
from . import queries

#: asserted: a text states it. inferred: it follows. argued: somebody claims it. editorial: we say so.
Status = Literal["asserted", "inferred", "argued", "editorial"]
#: What things are called, and what they are in one line: words of ours, which no text is quoted by.
_NAMING = frozenset((LABEL, PREF, ALT, SKOS + "note", ns.CNS + "description"))
_OURS = ns.CNS + "Comparison"


class Marks:
    """The rule on one graph; what it asks of it, it keeps."""

    def __init__(self, ask: Callable[[str], list[Row]]) -> None:
        self._ask = ask
        self._kinds: dict[str, Status | None] = {}

    @cached_property
    def arguing(self) -> frozenset[str]:
        """The terms with which something is said of claims and propositions, but for what we find between them."""
        return self._all(queries.ARGUING) - self._findings

    @cached_property
    def _findings(self) -> frozenset[str]:
        """The properties that hold between claims by a comparison of ours."""
        return self._all(queries.FINDINGS)

    @cached_property
    def _sources(self) -> frozenset[str]:
        """The background sources that are our own."""
        return self._all(queries.OWN_SOURCES)

    def _all(self, query: str) -> frozenset[str]:
        return frozenset(row["x"].value for row in self._ask(query))

    def know(self, iris: Iterable[str]) -> None:
        """Ask of many things at once what they are, before they are marked one by one."""
        new = [iri for iri in dict.fromkeys(map(_thing, iris)) if iri not in self._kinds]
        self._kinds |= dict.fromkeys(new)
        for query in queries.portions(queries.ARGUED, new):
            for row in self._ask(query):
                self._kinds[row["x"].value] = "editorial" if row["kind"].value == _OURS else "argued"

    def _kind(self, iri: str) -> Status | None:
        if not iri:
            return None
        self.know([iri])
        return self._kinds[_thing(iri)]

    def is_argued(self, iri: str) -> bool:
        """Whether it is a claim or a proposition, or the graph of what a claim contends, which is called by it."""
        return self._kind(iri) == "argued"

    def of(self, said: tuple[str, str, str], stated_in: Collection[str], inferred: bool) -> Status:
        """That of a statement, its ends IRIs or nothing, which stands in these passages and sources, or follows."""
        subject, relation, value = said
        if relation in self._findings or self._kind(subject) == "editorial":
            return "editorial"
        if relation in self.arguing or self.is_argued(subject) or self.is_argued(value):
            return "argued"
        if relation in _NAMING:
            return "editorial"
        if any(graph != subject and graph not in self._sources for graph in stated_in):
            return "asserted"
        return "inferred" if inferred else "editorial"


def _thing(iri: str) -> str:
    return iri.partition("#")[0] if iri.startswith(ns.ID) else iri
