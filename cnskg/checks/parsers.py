"""Two parsers, one reading: rdflib and Oxigraph find the same statements in a file."""

from __future__ import annotations

import pyoxigraph as ox
import rdflib

from ..content.files import CuratedFile
from ..findings import Finding


def disagreement(source: CuratedFile) -> Finding | None:
    """A finding where rdflib reads something else in the file than Oxigraph does (blank nodes are only counted)."""
    graph = rdflib.Graph()
    try:
        graph.parse(data=source.text, format="turtle")
    except Exception as error:  # rdflib raises many kinds for bad input; the finding names what it said
        return Finding(source.name, 0, "two-parsers", f"rdflib cannot read it: {str(error).splitlines()[0]}")
    ours = {_plain(t) for t in source.triples if not _blank(t)}
    theirs = set()
    if len(graph):
        parsed = ox.parse(graph.serialize(format="nt").encode(), format=ox.RdfFormat.N_TRIPLES)
        theirs = {_plain(q.triple) for q in parsed if not _blank(q.triple)}
    if ours != theirs or len(source.triples) != len(graph):
        return Finding(source.name, 0, "two-parsers", "rdflib and Oxigraph read different statements in it")
    return None


def _plain(triple: ox.Triple) -> str:
    return f"{triple.subject} {triple.predicate} {triple.object}"


def _blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)
