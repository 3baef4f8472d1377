"""An endpoint on loopback in the shape of Wikidata's: its IRIs, statement nodes and odd terms. All values are made up.

As that one it wants to know who asks, answers SELECT in JSON and CONSTRUCT in Turtle or N-Triples, tells those who ask
too often when to come back, and gives unknown values as blank nodes.
"""

from __future__ import annotations

import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pyoxigraph as ox

WD, WDT = "http://www.wikidata.org/entity/", "http://www.wikidata.org/prop/direct/"
PREFIXES = f"""PREFIX wd: <{WD}> PREFIX wdt: <{WDT}> PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/> PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX wds: <http://www.wikidata.org/entity/statement/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
#: Three persons, an organ and a state; Q9 is nobody's counterpart.
DATA = """
wd:Q15031 rdfs:label "Made-up One"@en , "甲"@zh-Hans ; wdt:P569 "1901-02-03T00:00:00Z"^^xsd:dateTime ; wdt:P27 wd:Q148 ;
  p:P39 wds:q15031-1 .
wds:q15031-1 ps:P39 wd:Q39 ; pq:P580 "1999-01-01T00:00:00Z"^^xsd:dateTime .
wd:Q8 rdfs:label "Made-up Two"@en ; wdt:P569 _:unknown ; wdt:P27 wd:Q148 .
wd:Q9 rdfs:label "Nobody of ours"@en ; wdt:P569 "1903-03-03T00:00:00Z"^^xsd:dateTime .
wd:Q10 rdfs:label "Made-up Organ"@en ; wdt:P571 "1949-13-40"^^xsd:date , "1949"^^xsd:gYear .
wd:Q148 rdfs:label "Made-up State"@en ; wdt:P297 "XX" .
"""


class Wikidata:
    """The stand-in; `with` starts and ends it. `queries` and `agents` tell who asked what.

    `refusals` are given first, one a call: status and headers. `types` replaces the Content-Type of answers.
    """

    def __init__(self, data: str = DATA) -> None:
        self.queries: list[str] = []
        self.agents: list[str] = []
        self.refusals: deque[tuple[int, dict[str, str]]] = deque()
        self.type = ""
        self._store = ox.Store()
        head = PREFIXES.replace("PREFIX", "@prefix").replace("> ", "> . ").replace(">\n", "> .\n")
        self._store.load((head + data).encode(), format=ox.RdfFormat.TURTLE, lenient=True)
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                kind = self.headers.get_content_type()
                query = body if kind == "application/sparql-query" else parse_qs(body)["query"][0]
                status, headers, answer = stand_in.answer(query, self.headers)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                """Nothing: the tests say what they see."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/sparql"

    def answer(self, query: str, asked: Any) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for one query."""
        self.queries.append(query)
        self.agents.append(asked.get("User-Agent", ""))
        if self.refusals:
            return (*self.refusals.popleft(), b"Rate limit exceeded")
        if "http" not in self.agents[-1] and "@" not in self.agents[-1]:
            return 403, {}, b"Who are you? See the policy on User-Agent."
        try:
            found = self._store.query(PREFIXES + query)
        except SyntaxError as error:
            return 400, {"Content-Type": "text/plain"}, f"MalformedQueryException: {error}".encode()
        if isinstance(found, ox.QueryTriples):
            lines = "n-triples" in asked["Accept"]
            form = ox.RdfFormat.N_TRIPLES if lines else ox.RdfFormat.TURTLE
            return 200, {"Content-Type": self.type or form.media_type}, ox.serialize(found, format=form) or b""
        written = found.serialize(format=ox.QueryResultsFormat.JSON) or b""
        return 200, {"Content-Type": self.type or "application/sparql-results+json;charset=utf-8"}, written

    def __enter__(self) -> Wikidata:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
