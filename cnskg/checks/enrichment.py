"""What was fetched from elsewhere: whole, of one source each, on things of ours, in terms of others."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.enrichment import REQUIRED, graph_of, lines
from ..content.files import Content
from ..content.listing import enrichment_paths, shown
from ..errors import ContentError
from ..rdf import TYPE
from .check import Check, Fault, check

AGAIN = "Fetch it again: `cnskg enrich`."
_CASES = ("no N-Quads", "another graph", "no licence", "no thing of ours", "a property of ours", "a class of ours")


@check("enrichment", cases=_CASES)
def enrichment(content: Content) -> Iterator[Fault]:
    """A file of enrichment is one graph with its source, licence and time, on things of ours, in terms of others."""
    for path in enrichment_paths(content.root):
        name = shown(content.root, path)
        if content.is_unread(name):
            continue
        try:
            found = list(lines(content.root, path))
        except ContentError as error:
            yield Fault(name, error.extra["line"], error.extra["said"], error.hint)
            continue
        graph = graph_of(path.stem)
        said = {q.predicate.value for _, q in found if q.subject == ox.NamedNode(graph)}
        for term in REQUIRED:
            if term not in said:
                yield Fault(name, 1, f"the graph does not say its {ns.compact(term)}", AGAIN)
        for number, quad in found:
            if fault := _fault(content, graph, quad):
                yield Fault(name, number, *fault)


def _fault(content: Content, graph: str, quad: ox.Quad) -> tuple[str, str] | None:
    """What is wrong with a statement, and how to mend it."""
    if quad.graph_name != ox.NamedNode(graph):
        return f"the statement is not in {ns.compact(graph)}, as the file's name has it", AGAIN
    if own_term(quad.triple):
        hint = "What the documents do not say needs a source: data/background/."
        return "the statement is in terms of ours, which only facts with evidence are", hint
    subject = quad.subject.value
    if subject.partition("#")[0] == graph or subject in content.types or content.unsure(subject):
        return None
    return f"{ns.compact(subject)} is no thing of ours", "Remove the line, or fetch again."


def own_term(triple: ox.Triple) -> bool:
    """Whether a statement has a property or a class of the ontology."""
    value = triple.object.value if triple.predicate.value == TYPE else ""
    return triple.predicate.value.startswith(ns.CNS) or value.startswith(ns.CNS)


CHECKS: tuple[Check, ...] = (enrichment,)
