"""A small client of a running service: raw where it must be, plain where it may."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

from tests.support.releases import FACT_COUNT

#: how many triples the default graph of the small release has, and the answer as CSV
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNTED = f"n\r\n{FACT_COUNT}\r\n".encode()


@dataclass
class Answer:
    """Status, headers and body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(service: str, query: str, accept: str = "*/*", **parameters: str) -> Answer:
    """Send a query by form POST."""
    data = urllib.parse.urlencode({"query": query, **parameters}).encode()
    return fetch(urllib.request.Request(f"{service}/sparql", data, {"Accept": accept}))


def fetch(request: urllib.request.Request | str) -> Answer:
    """The answer to a request, whatever its status."""
    try:
        with urllib.request.urlopen(request, timeout=60) as found:
            return Answer(found.status, dict(found.headers), found.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, dict(error.headers), error.read())


def raw(service: str, data: bytes) -> bytes:
    """What the server says to these bytes until it closes; empty where it just closes."""
    with connect(service) as channel:
        channel.sendall(data)
        parts = []
        try:
            while part := channel.recv(1 << 16):
                parts.append(part)
        except ConnectionError:
            pass
    return b"".join(parts)


def connect(service: str) -> socket.socket:
    """A connection to the service."""
    return socket.create_connection(("127.0.0.1", int(service.rpartition(":")[2])), timeout=60)


def gauge(service: str, what: str) -> float:
    """One number of the pool."""
    text = fetch(f"{service}/metrics").body.decode()
    return float(text.partition(f'cnskg_pool{{what="{what}"}} ')[2].split()[0])


def still_well(service: str) -> None:
    """The service answers, rightly."""
    answer = ask(service, COUNT, "text/csv")
    assert (answer.status, answer.body) == (200, COUNTED)
