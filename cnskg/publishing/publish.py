"""Load a release into a triple store, graph by graph, and see afterwards that all of it is there.

Stores disagree on what the default graph is: some unite all named graphs in it, where a fact of two passages would
count twice, others leave it empty. So nothing goes there. Every named graph keeps its name, and the release's default
graph, in which each fact stands once, becomes `graph:all`. A last graph, `graph:published`, tells which release it is;
it is the first to go and the last to come, so that a store without it holds no whole release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pyoxigraph as ox

from ..errors import RemoteFailure
from ..namespaces import BASE, DATASET, GRAPH_ALL, GRAPH_PUBLISHED, PREFIXES
from ..release.folder import Release
from ..release.store import opened

_IDENTIFIER = ox.NamedNode(PREFIXES["dcterms"] + "identifier")
Triples = list[ox.Triple]


class Target(Protocol):
    """A store that takes graphs. Each method raises RemoteFailure where it says no."""

    most: int  # triples that it takes in one request

    def put(self, graph: str, triples: Triples) -> None:
        """Make these the triples of a graph, whatever it held."""

    def add(self, graph: str, triples: Triples) -> None:
        """Add triples to a graph."""

    def drop(self, graph: str) -> None:
        """Remove a graph, if it is there."""

    def counts(self) -> dict[str, int] | None:
        """How many triples the graphs hold that are there; None where that cannot be asked."""


def publish(release: Release, target: Target, step: Callable[[str, int], Any]) -> dict[str, int]:
    """Load a release; how many triples each graph got. `step` hears of each request: the graph, and its triples.

    Raises RemoteFailure where the store refuses something, or does not hold afterwards what it was given.
    """
    target.drop(GRAPH_PUBLISHED)
    sent = {}
    for graph, triples in graphs(release):
        sent[graph] = len(triples)
        for number, part in enumerate(parts(triples, target.most)):
            (target.add if number else target.put)(graph, part)
            step(graph, len(part))
    for graph in sorted(_ours(target.counts()) - {*sent, GRAPH_PUBLISHED}):
        target.drop(graph)  # of an earlier release
        step(graph, 0)
    _require_whole(sent, target.counts())
    told = ox.Triple(ox.NamedNode(DATASET), _IDENTIFIER, ox.Literal(release.digest))
    target.put(GRAPH_PUBLISHED, [told])
    return sent


def graphs(release: Release) -> Iterator[tuple[str, Triples]]:
    """The graphs of a release by the names that they are to have, sorted."""
    store = opened(release.store)
    named: dict[str, ox.NamedNode | ox.DefaultGraph] = {GRAPH_ALL: ox.DefaultGraph()}
    named |= {g.value: g for g in store.named_graphs() if isinstance(g, ox.NamedNode)}
    for name in sorted(named):
        if triples := [quad.triple for quad in store.quads_for_pattern(None, None, None, named[name])]:
            yield name, triples


def parts(triples: Triples, most: int) -> Iterator[Triples]:
    """Triples in portions. All with blank nodes are in one, since their names hold for one request only."""
    blank = [t for t in triples if has_blank(t)]
    if blank:
        yield blank
    rest = [t for t in triples if not has_blank(t)]
    for start in range(0, len(rest), most):
        yield rest[start : start + most]


def has_blank(triple: ox.Triple) -> bool:
    """Whether a triple has a blank node at an end."""
    return ox.BlankNode in (type(triple.subject), type(triple.object))


def _ours(counts: dict[str, int] | None) -> set[str]:
    return {graph for graph in counts or () if graph.startswith(BASE)}


def _require_whole(sent: dict[str, int], there: dict[str, int] | None) -> None:
    if there is None:
        return
    wrong = [graph for graph in sorted(_ours(sent)) if there.get(graph) != sent[graph]]
    if wrong:
        found, wanted = there.get(wrong[0], 0), sent[wrong[0]]
        raise RemoteFailure(
            f"{len(wrong)} graphs of the store are not what was sent: <{wrong[0]}> has {found} triples of {wanted}",
            hint="Nothing else may write there, and the store may cut no answer short. Then publish again.",
        )
