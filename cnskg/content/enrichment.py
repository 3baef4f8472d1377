"""What was fetched from elsewhere on things that are mapped: data/enrichment/<name>.nq, written by `cnskg enrich`.

Each file is one graph, graph:enrichment-<name>, which describes itself: the endpoint, the query, when, under which
licence. It is no evidence and no fact of ours: a release has it beside the facts, and nothing is inferred from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..rdf import TYPE, XSD
from .decoding import read_file, refusal
from .listing import enrichment_paths, shown

SOURCE, LICENCE, TITLE, ABOUT = (ns.expand(f"dcterms:{n}") for n in ("source", "license", "title", "description"))
RETRIEVED = ns.expand("prov:generatedAtTime")
#: What a graph has to say of itself.
REQUIRED = (TITLE, ABOUT, SOURCE, LICENCE, RETRIEVED)
_LINE = re.compile(r" at line \d+ (?:columns? \d+|between columns \d+ and(?: column)? \d+): ?")


@dataclass(frozen=True)
class Origin:
    """Where the statements of a graph come from."""

    name: str
    endpoint: str
    query: str
    form: str  # select or construct
    licence: str
    began: str  # times, as xsd:dateTime has them
    ended: str
    things: int

    @property
    def graph(self) -> str:
        """The IRI of the graph."""
        return graph_of(self.name)


def graph_of(name: str) -> str:
    """The graph of a file."""
    return ns.GRAPHS_ENRICHMENT + name


def lines(root: Path, path: Path) -> Iterator[tuple[int, ox.Quad]]:
    """The quads of a file with their lines. Raises ContentError at what is no N-Quads."""
    for number, row in enumerate(read_file(root, path).text.split("\n"), 1):
        try:
            for quad in ox.parse(row.encode(), format=ox.RdfFormat.N_QUADS):
                yield number, quad
        except SyntaxError as error:
            said = f"not valid N-Quads: {_LINE.sub(': ', str(error))}"
            raise refusal(shown(root, path), number, said, "Fetch it again: `cnskg enrich`.") from None


def graphs(root: Path) -> dict[str, set[ox.Triple]]:
    """The graphs of all files, by their names. Raises ContentError where one cannot be read."""
    return {graph_of(path.stem): {q.triple for _, q in lines(root, path)} for path in enrichment_paths(root)}


def described(origin: Origin) -> Iterator[ox.Triple]:
    """What a graph says of itself, in PROV and Dublin Core."""
    graph, retrieval, query = (origin.graph + part for part in ("", "#retrieval", "#query"))
    endpoint, began, ended = ox.NamedNode(origin.endpoint), _time(origin.began), _time(origin.ended)
    yield _t(graph, TYPE, ox.NamedNode(ns.expand("void:Dataset")))
    yield _t(graph, TYPE, ox.NamedNode(ns.expand("prov:Entity")))
    yield _t(graph, TITLE, ox.Literal(f"enrichment {origin.name}", language="en"))
    many = f"{origin.things} {'thing' if origin.things == 1 else 'things'} of ours"
    about = f"What {origin.endpoint} says of {many}: fetched, not from the documents."
    yield _t(graph, ABOUT, ox.Literal(about, language="en"))
    yield _t(graph, SOURCE, endpoint)
    yield _t(graph, LICENCE, ox.NamedNode(origin.licence))
    yield _t(graph, RETRIEVED, ended)
    yield _t(graph, ns.expand("prov:wasGeneratedBy"), ox.NamedNode(retrieval))
    yield _t(retrieval, TYPE, ox.NamedNode(ns.expand("prov:Activity")))
    yield _t(retrieval, ns.expand("prov:used"), endpoint)
    yield _t(retrieval, ns.expand("prov:used"), ox.NamedNode(query))
    yield _t(retrieval, ns.expand("prov:startedAtTime"), began)
    yield _t(retrieval, ns.expand("prov:endedAtTime"), ended)
    yield _t(query, TYPE, ox.NamedNode(ns.expand("prov:Entity")))
    yield _t(query, ns.expand(f"sh:{origin.form}"), ox.Literal(origin.query))


def written(origin: Origin, triples: Iterable[ox.Triple]) -> bytes:
    """A file: one statement a line, sorted, so that what changes shows line by line."""
    graph = ox.NamedNode(origin.graph)
    quads = {ox.Quad(t.subject, t.predicate, t.object, graph) for t in (*described(origin), *triples)}
    return "".join(sorted(f"{quad} .\n" for quad in quads)).encode()


def _t(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value)


def _time(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + "dateTime"))
