"""SPARQL endpoints that are not ours: one on a store, without our prefixes, and one that says what it is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox

#: Status, headers and body.
Said = tuple[int, dict[str, str], bytes]


@contextmanager
def saying(
    say: Callable[[str], Said], drip_s: float = 0.0, search: Callable[[int], bytes] | None = None
) -> Iterator[str]:
    """An endpoint that answers each query with what `say` makes of it, a byte at a time where it drips.

    With `search` it has a page for each number, as the search of a service of ours.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, headers, answer = say(parse_qs(body)["query"][0])
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for part in [answer] if not drip_s else (answer[i : i + 1] for i in range(len(answer))):
                    self.wfile.write(part)
                    self.wfile.flush()
                    time.sleep(drip_s)
            except OSError:
                pass  # who asked has left

        def do_GET(self) -> None:
            asked = parse_qs(self.path.partition("?")[2])
            if search is None:
                self.send_error(404)
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.write(search(int(asked.get("page", ["1"])[0])))

        def log_message(self, *_: object) -> None:
            """Nothing: the tests say what they see."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def foreign(store: Path) -> Iterator[str]:
    """An endpoint on the store of a release."""
    with over(ox.Store.read_only(str(store))) as url:
        yield url


@contextmanager
def over(opened: ox.Store) -> Iterator[str]:
    """An endpoint on an open store."""

    def say(query: str) -> Said:
        try:
            found = opened.query(query)
        except SyntaxError as error:
            return 400, {"Content-Type": "text/plain"}, f"Parse error: {error}".encode()
        if isinstance(found, ox.QueryTriples):
            return 200, {"Content-Type": "application/n-triples"}, ox.serialize(found, format=ox.RdfFormat.N_TRIPLES)
        written = found.serialize(format=ox.QueryResultsFormat.JSON)
        return 200, {"Content-Type": "application/sparql-results+json"}, written

    with saying(say) as url:
        yield url
