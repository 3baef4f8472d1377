"""Two parsers, one reading: rdflib and Oxigraph find the same statements in a file."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import rdflib

from ..content.files import HEAD, Content, CuratedFile, Kind
from .check import Check, Fault, check

HINT = "Write the statement in a plainer form; `cnskg fmt` does so."


@check("two-parsers", cases=("not read", "read otherwise"))
def two_parsers(content: Content) -> Iterator[Fault]:
    """Two parsers, rdflib and Oxigraph, read the same statements in a file (blank nodes are only counted)."""
    for source in content.files:
        said = disagreement(source)
        if said:
            yield Fault(source.name, 0, said, HINT)


def disagreement(source: CuratedFile) -> str:
    """In what rdflib reads the file otherwise than Oxigraph; nothing where they agree."""
    graph = rdflib.Graph()
    try:
        graph.parse(data=(HEAD if source.kind != Kind.ONTOLOGY else "") + source.text, format="turtle")
    except Exception as error:  # rdflib raises many kinds for bad input; the finding names what it said
        return f"rdflib cannot read it: {str(error).splitlines()[0]}"
    ours = {_plain(t) for t in source.triples if not _blank(t)}
    theirs = set()
    if len(graph):
        parsed = ox.parse(graph.serialize(format="nt").encode(), format=ox.RdfFormat.N_TRIPLES)
        theirs = {_plain(q.triple) for q in parsed if not _blank(q.triple)}
    if ours != theirs or len(source.triples) != len(graph):
        return "rdflib and Oxigraph read different statements in it"
    return ""


def _plain(triple: ox.Triple) -> str:
    return f"{triple.subject} {triple.predicate} {triple.object}"


def _blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


CHECKS: tuple[Check, ...] = (two_parsers,)
