"""A triple store of somebody else's: Graph Store Protocol, Update and queries over HTTP, behind a name and a password.

Its default graph is the union of all graphs, as that of Virtuoso, GraphDB and QLever is; a query that names a default
graph sees no named graph but those that it names.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

USER, PASSWORD = "loader", "let me in"
_BASIC = f"Basic {base64.b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}"
Said = tuple[int, str, bytes]


@dataclass
class TripleStore:
    """The store, its address, and what was asked of it so far."""

    url: str
    store: ox.Store = field(default_factory=ox.Store)
    asked: list[str] = field(default_factory=list)
    spoil: Callable[[Said], Said] = lambda said: said  # what becomes of an answer to a query
    headers: dict[str, str] = field(default_factory=dict)  # that each answer has besides
    loses: str = ""  # a graph that is taken and thrown away

    def graph(self, iri: str) -> int:
        """How many triples a graph has."""
        return len(list(self.store.quads_for_pattern(None, None, None, ox.NamedNode(iri))))


@contextmanager
def triple_store() -> Iterator[TripleStore]:
    """A running one, empty."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    there = TripleStore(f"http://127.0.0.1:{server.server_port}")
    server.there = there  # type: ignore[attr-defined]  # the handler finds it there
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    @property
    def there(self) -> TripleStore:
        found: TripleStore = self.server.there  # type: ignore[attr-defined]
        return found

    @property
    def graph(self) -> ox.NamedNode:
        return ox.NamedNode(parse_qs(urlsplit(self.path).query)["graph"][0])

    def do_PUT(self) -> None:
        graph, body = self.graph, self._body()
        self._guarded(lambda: (self.there.store.clear_graph(graph), self._load(body)))

    def do_POST(self) -> None:
        body, path = self._body(), urlsplit(self.path).path
        if path == "/sparql":
            self._say(*self.there.spoil(_answer(self.there, parse_qs(body.decode())["query"][0])))
        elif path == "/update":
            self._guarded(lambda: self.there.store.update(body.decode()))
        else:
            self._guarded(lambda: self._load(body))

    def do_DELETE(self) -> None:
        if self.there.graph(self.graph.value):
            self._guarded(lambda: self.there.store.remove_graph(self.graph))
        else:
            self._guarded(lambda: None, 404)

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _load(self, body: bytes) -> None:
        if self.graph.value != self.there.loses:
            self.there.store.load(body, format=ox.RdfFormat.N_TRIPLES, to_graph=self.graph)

    def _guarded(self, change: Callable[[], object], status: int = 204) -> None:
        if self.headers.get("Authorization") != _BASIC:
            self._say(401, "text/plain", b"who are you?", 'Basic realm="store"')
            return
        change()
        self._say(status, "text/plain", b"")

    def _say(self, status: int, kind: str, body: bytes, challenge: str = "") -> None:
        self.there.asked.append(f"{self.command} {urlsplit(self.path).path} {status}")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in self.there.headers.items():
            self.send_header(name, value)
        if challenge:
            self.send_header("WWW-Authenticate", challenge)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the tests say what they see."""


def _answer(there: TripleStore, query: str) -> Said:
    there.asked.append(query)
    try:
        found = there.store.query(query, use_default_graph_as_union="FROM" not in query)
    except SyntaxError as error:
        return 400, "text/plain", str(error).encode()
    if isinstance(found, ox.QueryTriples):
        return 200, "application/n-triples", ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b""
    written = found.serialize(format=ox.QueryResultsFormat.JSON)
    return 200, "application/sparql-results+json", written or b""
