"""A server on loopback that tells who called it."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def bindings(*rows: dict[str, object]) -> bytes:
    """SPARQL JSON results."""
    names = sorted({name for row in rows for name in row})
    return json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()


class Canary:
    """A server that only counts who calls; `reply` may be set to answer as an endpoint would."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.bodies: list[bytes] = []
        self.status, self.headers, self.reply = 200, {"Content-Type": "application/sparql-results+json"}, b"{}"
        self.refuses: dict[str, int] = {}  # the status for a Content-Type of requests that is not taken
        canary = self

        class Handler(BaseHTTPRequestHandler):
            def handle_any(self) -> None:
                canary.calls.append(f"{self.command} {self.path}")
                canary.bodies.append(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
                self.send_response(canary.refuses.get(self.headers.get("Content-Type") or "", canary.status))
                for name, value in canary.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(canary.reply)))
                self.end_headers()
                self.wfile.write(canary.reply)

            do_GET = do_POST = do_HEAD = handle_any  # noqa: N815 -- the base class's names

            def log_message(self, format: str, *args: Any) -> None:
                del format, args

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}/"

    def __enter__(self) -> Canary:
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
