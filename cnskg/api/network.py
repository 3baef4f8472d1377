"""Posts as of a date and the order of organs as a graph of networkx, for its centralities, paths and pictures.

A node is an IRI, with `name` and `kind` (`person`, `post`, `organ`). An edge has its `relation`: `holds` (a person and
a post; `status` and `times` say what is known as of the date, in the words of `asof.py`), `in` (a post and its organ;
`leads` where it is the leading post), `directs`, `coordinates`, `part of`, `member of`, to which no text gives a date.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..query.result import Row
from ..tenures import asof
from ..tenures.rows import QUERY
from .entities import Graph
from .extras import require

if TYPE_CHECKING:
    import networkx

#: What the query calls a relation of organs -> what an edge is called, and whether it starts at the upper one.
_RELATIONS = {"directs": ("directs", True), "coordinates": ("coordinates", True), "part": ("part of", False),
              "member": ("member of", False)}  # fmt: skip
Edge = tuple[str, str, dict[str, Any]]


def make(graph: Graph, as_of: str) -> networkx.MultiDiGraph:
    """The network as of a date. Raises UsageError for what is no date."""
    library = require("networkx")
    rows = graph.source.rows(QUERY)
    held = asof.grouped(row for row in rows if "tenure" in row)
    then = asof.asked(as_of, asof.stops(held.values()))
    made: networkx.MultiDiGraph = library.MultiDiGraph(
        as_of=asof.local(then) if then else "", release=graph.source.release
    )
    kinds: dict[str, str] = {}
    edges = [*_posts(held, then, kinds), *(_order(row, kinds) for row in rows if "relation" in row)]
    names = graph.names(kinds)
    made.add_nodes_from((iri, {"name": names[iri], "kind": kind}) for iri, kind in kinds.items())
    made.add_edges_from(edges)
    return made


def _posts(held: dict[tuple[Any, Any], asof.Held], then: asof.Span | None, kinds: dict[str, str]) -> Iterator[Edge]:
    """Who holds which post, and in which organ it is; what begins later is left out."""
    for (person, post), one in held.items():
        status, spans = one.status(then) if then else ("undated", [])
        if not status:
            continue
        kinds |= {person.value: "person", post.value: "post"}
        times = tuple(asof.local(span) for span in spans)
        yield person.value, post.value, {"relation": "holds", "status": status, "times": times}
    for row in {(r["post"], r["organ"]): r for o in held.values() for r in o.rows if "organ" in r}.values():
        if row["post"].value in kinds:
            kinds.setdefault(row["organ"].value, "organ")
            yield row["post"].value, row["organ"].value, {"relation": "in", "leads": "leads" in row}


def _order(row: Row, kinds: dict[str, str]) -> Edge:
    """How two organs stand to one another."""
    upper, lower = row["upper"].value, row["lower"].value
    for iri in (upper, lower):
        kinds.setdefault(iri, "organ")
    relation, down = _RELATIONS[row["relation"].value]
    start, end = (upper, lower) if down else (lower, upper)
    return start, end, {"relation": relation}
