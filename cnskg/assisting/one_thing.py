"""Questions on one thing, such as who leads it: read by their form, and answered by the query of that form."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyoxigraph as ox

from ..api.graph import KnowledgeGraph
from ..query.binding import Value, bind
from ..query.budget import budget_of
from ..query.runner import Runner
from ..rdf import Node
from ..web import answering, facets


@dataclass(frozen=True)
class Read:
    """A question as it was read: its facet, what is asked in words, the query, and its answer."""

    facet: str
    words: str
    query: str
    answer: answering.Answer


def read(words: str, kg: KnowledgeGraph, runner: Runner) -> Read | None:
    """The first reading of a question that anything answers; None where there is none. Raises a QueryError."""
    for asked in facets.read(words, kg.source.rows, runner.release.path)[1]:
        facet = facets.known()[0][asked.facet]
        ends = [iri for iri in (asked.thing, asked.speaker) if iri]
        values: dict[str, Value] = dict(zip(("entity", "speaker"), map(ox.NamedNode, ends), strict=False))
        query = bind(facet.section.asked, values)
        found = _shown(answering.answer(runner, query, budget_of(runner.settings)))
        if found.lines:
            names = kg.names(ends)
            said = facet.title.format(thing=names[ends[0]], speaker=names[ends[-1]])
            return Read(asked.facet, said, query, found)
    return None


def _shown(answer: answering.Answer) -> answering.Answer:
    """An answer without the columns that only join (`?_t`), each row once."""
    kept = [at for at, name in enumerate(answer.columns) if not name.startswith(" ")]
    lines: dict[tuple[Node | None, ...], answering.Line] = {}
    for line in answer.lines:
        cells = tuple(line.cells[at] for at in kept)
        lines.setdefault(cells, replace(line, cells=cells))
    columns = tuple(answer.columns[at] for at in kept)
    return replace(answer, columns=columns, lines=tuple(lines.values()), total=len(lines))
