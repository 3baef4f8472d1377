"""pySHACL: what breaks which shape. It takes long to load, so it is where somebody asks it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib import RDF, SH

from .as_rdflib import as_written, read
from .shape_files import Broken


@lru_cache(maxsize=2)
def to_rdflib(triples: frozenset[ox.Triple]) -> rdflib.Graph:
    """The same triples as an rdflib graph; the last ones are kept, since the ontology is asked for again and again."""
    return read(as_text(triples), "nt")


def as_text(triples: Iterable[ox.Triple]) -> bytes:
    """Triples as N-Triples, in one order."""
    return ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.N_TRIPLES) or b""


@lru_cache(maxsize=2)
def shapes_graph(texts: tuple[str | bytes, ...], form: str = "turtle") -> rdflib.Graph:
    """The shapes as pySHACL takes them."""
    graph = rdflib.Graph()
    for text in texts:
        graph.parse(data=text, format=form)
    return graph


def aimed(shapes: rdflib.Graph, targets: dict[str, set[str]]) -> rdflib.Graph:
    """The shapes with these nodes as their targets, in place of a class.

    pySHACL's own option for focus nodes holds for the values that a shape looks at, too, and so hides faults.
    """
    found = rdflib.Graph()
    for s, p, o in shapes:
        if p != SH.targetClass:
            found.add((s, p, o))
    for shape, nodes in targets.items():
        for node in nodes:
            found.add((rdflib.URIRef(shape), SH.targetNode, rdflib.URIRef(node)))
    return found


def owner(graph: rdflib.Graph, shape: rdflib.term.Node) -> str:
    """The named shape that a shape is part of, or is."""
    while not isinstance(shape, rdflib.URIRef):
        shape = next(graph.subjects(None, shape))
    return str(shape)


def broken(shapes: rdflib.Graph, stated: Iterable[ox.Triple], hierarchy: Iterable[ox.Triple]) -> dict[str, set[Broken]]:
    """For each shape that is broken, where it is; of the ontology SHACL asks only which class lies below which."""
    data, classes = to_rdflib(frozenset(stated)), to_rdflib(frozenset(hierarchy))
    with as_written():
        _, results, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=classes, inference="none", advanced=False)
    found: dict[str, set[Broken]] = defaultdict(set)
    for result in results.subjects(RDF.type, SH.ValidationResult):
        path = results.value(result, SH.resultPath)
        predicate = str(path) if isinstance(path, rdflib.URIRef) else ""
        shape = results.value(result, SH.sourceShape)
        found[owner(shapes, shape)].add((str(results.value(result, SH.focusNode)), predicate))
    return found
