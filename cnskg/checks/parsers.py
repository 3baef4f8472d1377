"""Two parsers, one reading: rdflib and Oxigraph find the same statements in a file."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from ..content.files import HEAD, Content, CuratedFile, Kind
from .as_rdflib import as_written, read
from .check import Check, Fault, at, check
from .datatypes import plain_form

HINT = "Write the statement in a plainer form; `cnskg fmt` does so."


@check("two-parsers", cases=("not read", "read otherwise"))
def two_parsers(content: Content) -> Iterator[Fault]:
    """Two parsers, rdflib and Oxigraph, read the same statements in a file (blank nodes are only counted)."""
    for source in content.files:
        try:
            theirs, blank = _theirs(source)
        except Exception as error:  # rdflib raises many kinds for bad input; the finding names what it said
            said = (str(error) or type(error).__name__).splitlines()[0]
            yield Fault(source.name, 0, f"rdflib cannot read it: {said}", HINT)
            continue
        ours = {_plain(t): t for t in source.triples if not _blank(t)}
        unknown = sorted(set(ours) - theirs)
        if unknown:
            yield at(source, ours[unknown[0]], f"rdflib reads another statement than {unknown[0]}", HINT)
        elif theirs - set(ours) or sum(map(_blank, source.triples)) != blank:
            yield Fault(source.name, 0, "rdflib reads more statements in it, or less, than Oxigraph", HINT)


def _theirs(source: CuratedFile) -> tuple[set[str], int]:
    """The statements that rdflib reads in a file, but for those of blank nodes; and how many those are."""
    graph = read((HEAD if source.kind != Kind.ONTOLOGY else "") + source.text, "turtle")
    if not len(graph):
        return set(), 0
    with as_written():
        text = graph.serialize(format="nt")
    parsed = ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES)
    triples = [q.triple for q in parsed]
    return {_plain(t) for t in triples if not _blank(t)}, sum(map(_blank, triples))


def _plain(triple: ox.Triple) -> str:
    """A statement, its number in the plain form: rdflib spells numbers anew, and `other-form` tells of that."""
    node = triple.object
    if isinstance(node, ox.Literal) and not node.language:
        node = ox.Literal(plain_form(node.value, node.datatype.value), datatype=node.datatype)
    return f"{triple.subject} {triple.predicate} {node}"


def _blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


CHECKS: tuple[Check, ...] = (two_parsers,)
