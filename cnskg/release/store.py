"""The embedded store of a release: filled once, then only read. The only place that writes Oxigraph stores.

Default graph: the deduplicated union of ontology, asserted, inferred and links, so that a triple of two passages
counts once (Oxigraph's own union mode counts it twice). Evidence stands in the named graphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

Graphs = dict[str, set[ox.Triple]]


def canonical(triples: set[ox.Triple]) -> set[ox.Triple]:
    """The same triples with blank nodes named by what they say (RDFC-1.0): the same input, the same bytes."""
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {q.triple for q in dataset}


def quads(default: set[ox.Triple], graphs: Graphs) -> list[ox.Quad]:
    """All quads, sorted, so that the same content gives the same bytes."""
    found = [ox.Quad(t.subject, t.predicate, t.object) for t in default]
    for name, triples in graphs.items():
        graph = ox.NamedNode(name)
        found += [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples]
    return sorted(found, key=_key)


def _key(quad: ox.Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)


def fill(path: Path, content: Iterable[ox.Quad]) -> None:
    """Write a new store."""
    store = ox.Store(path)
    store.bulk_extend(content)
    store.optimize()
    store.flush()
    del store


def opened(path: Path) -> ox.Store:
    """The store of a release, to be asked only."""
    return ox.Store.read_only(str(path))


def named(path: Path) -> Iterator[tuple[str, set[ox.Triple]]]:
    """The named graphs of a store, each with its triples."""
    store = opened(path)
    for graph in store.named_graphs():
        yield graph.value, {q.triple for q in store.quads_for_pattern(None, None, None, graph)}
