"""Reading the W3C query suites (w3c/rdf-tests) and running one test through the code of our workers."""

from __future__ import annotations

import csv
import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox

from cnskg.query import sparql_text, worker
from cnskg.query.job import Job, Reply
from tests.support import ROOT

ARCHIVE = ROOT.parent / "shared" / "conformance" / "rdf-tests-sparql11.tar.gz"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
JSON = "application/sparql-results+json"


def unpack(target: Path) -> Path:
    """The suites, unpacked below `target`."""
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(target, filter="data")
    return target


@dataclass
class Case:
    """One test of a manifest."""

    name: str
    kind: str
    query: Path
    data: list[Path] = field(default_factory=list)
    graphs: list[tuple[str, Path]] = field(default_factory=list)
    result: Path | None = None


class Manifest:
    """The cases of one manifest file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._store = ox.Store()
        self._store.load(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())

    def _objects(self, subject: object, predicate: str) -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
        return [q.object for q in self._store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)]

    def _list(self, node: object) -> Iterator[object]:
        while isinstance(node, ox.BlankNode):
            yield from self._objects(node, RDF + "first")
            node = self._objects(node, RDF + "rest")[0]

    def cases(self) -> Iterator[Case]:
        for quad in self._store.quads_for_pattern(None, ox.NamedNode(MF + "entries"), None, None):
            for entry in self._list(quad.object):
                case = self._case(entry)
                if case is not None:
                    yield case

    def _case(self, entry: object) -> Case | None:
        kinds = [k.value.rpartition("#")[2] for k in self._objects(entry, RDF + "type")]
        action = self._objects(entry, MF + "action")
        if not kinds or not action:
            return None
        query = self._objects(action[0], QT + "query") or action
        if not isinstance(query[0], ox.NamedNode):
            return None
        data = [path_of(d) for d in self._objects(action[0], QT + "data")]
        graphs = [
            (d.value, path_of(d)) for d in self._objects(action[0], QT + "graphData") if isinstance(d, ox.NamedNode)
        ]
        result = self._objects(entry, MF + "result")
        name = entry.value.rpartition("#")[2] or entry.value
        return Case(name, kinds[0], path_of(query[0]), data, graphs, path_of(result[0]) if result else None)


def path_of(node: object) -> Path:
    """The file of a file: IRI."""
    return Path(unquote(node.value.removeprefix("file://").partition("#")[0]))


_ENDINGS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
}


def load(case: Case, text: sparql_text.Query) -> ox.Store:
    """A store with the data of the case, FROM clauses included."""
    store = ox.Store()
    for path in case.data:
        store.load(path=str(path), format=_ENDINGS[path.suffix], base_iri=path.as_uri())
    named = [*case.graphs, *((iri, path_of(ox.NamedNode(iri))) for iri in [*text.from_default, *text.from_named])]
    for iri, path in named:
        store.load(path=str(path), format=_ENDINGS[path.suffix], base_iri=path.as_uri(), to_graph=ox.NamedNode(iri))
    return store


def answer(case: Case, accept: str, base: str) -> tuple[Reply, bytes]:
    """The worker's reply to the query of the case, and the result's bytes."""
    source = case.query.read_text(encoding="utf-8")
    text = sparql_text.read(f"BASE <{base}>\n{source}")
    dataset = text.from_default or text.from_named
    graphs = (text.from_default, text.from_named) if dataset else (None, None)
    job = Job(text.text, accept, "application/n-triples", 1 << 24, *graphs, text.star())
    file = io.BytesIO()
    try:
        reply = worker.answer(load(case, text), job, file)
    except (OSError, SyntaxError, ValueError) as error:
        return Reply(error="test data", message=str(error)), b""
    return reply, file.getvalue()


def passed(case: Case) -> bool:
    """Whether the case comes out as its suite says."""
    base = case.query.as_uri()
    if "Syntax" in case.kind:
        text = sparql_text.read(case.query.read_text(encoding="utf-8"))
        reply = worker.answer(ox.Store(), Job(text.text, JSON, "application/n-triples", 1 << 24), io.BytesIO())
        return (reply.error == "syntax") == ("Negative" in case.kind)
    assert case.result is not None
    if case.result.suffix == ".csv":
        reply, body = answer(case, "text/csv", base)
        return not reply.error and _csv(body) == _csv(case.result.read_bytes())
    reply, body = answer(case, JSON, base)
    if reply.error:
        return False
    if reply.form == "graph":
        found = ox.Dataset(ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
        return _canonical(found) == _canonical(_rdf(case.result))
    return _results(body, ox.QueryResultsFormat.JSON) == _expected(case.result)


def _csv(data: bytes) -> list[list[str]]:
    """The rows, whatever their blank nodes are called."""
    rows = csv.reader(io.StringIO(data.decode(), newline=""))
    return sorted([["_:" if cell.startswith("_:") else cell for cell in row] for row in rows])


def _rdf(path: Path) -> ox.Dataset:
    return ox.Dataset(ox.parse(path=str(path), format=_ENDINGS[path.suffix], base_iri=path.as_uri()))


def _canonical(dataset: ox.Dataset) -> set[str]:
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


def _rows(rows: list[dict[str, object]]) -> set[str]:
    """Rows as a graph, so that blank nodes may have any name; by way of a store, which writes numbers in one way."""
    dataset = ox.Store()
    for number, row in enumerate(rows):
        node = ox.BlankNode(f"row{number}")
        dataset.add(ox.Quad(node, ox.NamedNode("urn:row"), ox.Literal("row")))
        for name, value in row.items():
            dataset.add(ox.Quad(node, ox.NamedNode(f"urn:var:{name}"), value))
    return _canonical(ox.Dataset(dataset))


def _results(data: bytes, format: ox.QueryResultsFormat) -> bool | set[str]:
    found = ox.parse_query_results(data, format=format)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [v.value for v in found.variables]
    return _rows([{n: row[n] for n in names if row[n] is not None} for row in found])


_RESULTS = {".srx": ox.QueryResultsFormat.XML, ".srj": ox.QueryResultsFormat.JSON, ".tsv": ox.QueryResultsFormat.TSV}


def _expected(path: Path) -> bool | set[str]:
    if path.suffix in _RESULTS:
        return _results(path.read_bytes(), _RESULTS[path.suffix])
    store = ox.Store()
    store.extend(_rdf(path))

    def value(subject: object, name: str) -> object:
        return next(q.object for q in store.quads_for_pattern(subject, ox.NamedNode(RS + name), None, None))

    root = next(q.subject for q in store.quads_for_pattern(None, None, ox.NamedNode(RS + "ResultSet"), None))
    for boolean in store.quads_for_pattern(root, ox.NamedNode(RS + "boolean"), None, None):
        return boolean.object.value == "true"
    rows = []
    for solution in store.quads_for_pattern(root, ox.NamedNode(RS + "solution"), None, None):
        bindings = store.quads_for_pattern(solution.object, ox.NamedNode(RS + "binding"), None, None)
        rows.append({value(b.object, "variable").value: value(b.object, "value") for b in bindings})
    return _rows(rows)
