"""The embedded store of a release: filled once, then only read. The only place that writes Oxigraph stores and dumps.

Default graph: the deduplicated union of ontology, asserted, inferred and links, so that a triple of two passages
counts once (Oxigraph's own union mode counts it twice). Evidence stands in the named graphs.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from ..namespaces import GRAPH_EXPLANATIONS

Graphs = dict[str, set[ox.Triple]]
DUMPS = {
    "cnskg.nt": ox.RdfFormat.N_TRIPLES,
    "cnskg.ttl": ox.RdfFormat.TURTLE,
    "cnskg.nq": ox.RdfFormat.N_QUADS,
    "cnskg.trig": ox.RdfFormat.TRIG,
    "cnskg.jsonld": ox.RdfFormat.JSON_LD,
}


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


def dump(folder: Path, content: list[ox.Quad], prefixes: dict[str, str]) -> None:
    """Write the dumps: the default graph as N-Triples and Turtle, all graphs as N-Quads, TriG and JSON-LD.

    JSON-LD leaves out the explanations, which would make most of a file that is meant for the web.
    """
    folder.mkdir(parents=True)
    explanations = ox.NamedNode(GRAPH_EXPLANATIONS)
    default = [q.triple for q in content if isinstance(q.graph_name, ox.DefaultGraph)]
    for name, kind in DUMPS.items():
        whole = default if name in ("cnskg.nt", "cnskg.ttl") else content
        if kind == ox.RdfFormat.JSON_LD:
            whole = [q for q in content if q.graph_name != explanations]
        known = {} if kind in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS) else prefixes
        ox.serialize(whole, folder / name, format=kind, prefixes=known or None)
