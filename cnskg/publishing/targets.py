"""The two ways into a triple store: SPARQL 1.1 Graph Store Protocol, and SPARQL 1.1 Update."""

from __future__ import annotations

import contextlib
import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from .. import addresses
from ..errors import RemoteFailure
from ..namespaces import BASE
from .publish import Triples, has_blank

_COUNTS = f"""SELECT ?g (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{BASE}")) }}
GROUP BY ?g"""
_RESULTS = "application/sparql-results+json"
_ABSENT = (404, 410)
_BROKEN = (ConnectionError, http.client.RemoteDisconnected)
_TURNED_AWAY = (401, 403)


@dataclass(frozen=True)
class Door:
    """Where a store is reached, by whom, and where it answers queries, if that is known."""

    url: str
    queries: str = ""
    user: str = ""
    password: str = ""
    patience_s: float = 600.0  # for one request: a store under load may take its time, one that hangs may not hold us

    def __post_init__(self) -> None:
        for url in (self.url, self.queries) if self.queries else (self.url,):
            addresses.require(url, "a store")

    def send(self, method: str, url: str, data: bytes | None, kind: str, accept: str = "*/*") -> bytes:
        """The body of the answer; empty where there is nothing at the address. Raises RemoteFailure."""
        headers = {"Content-Type": kind, "Accept": accept}
        try:
            try:
                return self._sent(urllib.request.Request(url, data, headers, method=method))
            except _BROKEN:  # whoever knows us no more hangs up before the body; sent twice, a triple is still one
                self._opener.knock(self.url)
                return self._sent(urllib.request.Request(url, data, headers, method=method))
        except urllib.error.HTTPError as error:
            with error:
                said = " ".join(error.read(2000).decode("utf-8", "replace").split())[:300]
            if method == "DELETE" and error.code in _ABSENT:
                return b""
            hint = "--user and --password-file say who we are." if error.code in _TURNED_AWAY else said
            if place := error.headers.get("Location", ""):
                hint = f"It sends us to {place[:200]}. Nothing is sent on: if that is the store, give its address."
            raise RemoteFailure(f"{_bare(url)} answered {method} with status {error.code}", hint=hint) from None
        except (OSError, http.client.HTTPException) as error:
            why = getattr(error, "reason", error)
            raise RemoteFailure(f"{_bare(url)} cannot be reached: {why}", hint="Does the store run there?") from None

    def _sent(self, request: urllib.request.Request) -> bytes:
        try:
            with self._opener.open(request) as reply:
                found: bytes = reply.read()
                return found
        except urllib.error.URLError as error:
            if isinstance(error.reason, ConnectionError):
                raise error.reason from None
            raise

    def counts(self) -> dict[str, int] | None:
        """As Target has it."""
        if not self.queries:
            return None
        data = urlencode({"query": _COUNTS}).encode()
        told = self.send("POST", self.queries, data, "application/x-www-form-urlencoded", _RESULTS)
        try:
            rows = json.loads(told)["results"]["bindings"]
            return {row["g"]["value"]: int(row["n"]["value"]) for row in rows if "g" in row}
        except (ValueError, KeyError, TypeError):
            raise RemoteFailure(f"{_bare(self.queries)} gives no SPARQL results", hint="Is it the endpoint?") from None

    @cached_property
    def _opener(self) -> _Opener:
        return _Opener([self.url, self.queries or self.url], self.user, self.password, self.patience_s)


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """Answers the last challenge again before it is asked: a store may close the door on a body that comes unasked."""

    challenge = ""

    def retry_http_digest_auth(self, req: urllib.request.Request, auth: str) -> Any:
        self.challenge = auth.partition(" ")[2]
        return super().retry_http_digest_auth(req, auth)

    def http_request(self, req: urllib.request.Request) -> urllib.request.Request:
        """Called for each request before it is sent."""
        if self.challenge and not req.has_header(self.auth_header):
            known = urllib.request.parse_keqv_list(list(filter(None, urllib.request.parse_http_list(self.challenge))))
            req.add_unredirected_header(self.auth_header, f"Digest {self.get_authorization(req, known)}")
        return req

    https_request = http_request


class _Opener:
    """Opens addresses of one store, as one user, who is remembered."""

    def __init__(self, places: list[str], user: str, password: str, patience_s: float) -> None:
        self._patience_s = patience_s
        known = urllib.request.HTTPPasswordMgrWithPriorAuth()
        known.add_password(None, places, user, password)
        handlers: list[Any] = [_Digest(known), urllib.request.HTTPBasicAuthHandler(known)] if user else []
        # no redirect is followed: what is to be written would be lost on the way, and asked for instead
        self._opener = addresses.opener(*handlers)

    def open(self, request: urllib.request.Request) -> Any:
        """The answer. Raises as urllib does."""
        return self._opener.open(request, timeout=self._patience_s)

    def knock(self, url: str) -> None:
        """Ask for nothing, so that the store tells anew how to say who we are."""
        with contextlib.suppress(urllib.error.HTTPError):
            self.open(urllib.request.Request(url, method="HEAD")).close()


class GraphStore(Door):
    """A store by the Graph Store Protocol: `?graph=IRI` behind its address names the graph."""

    most = 5000

    def put(self, graph: str, triples: Triples) -> None:
        """As Target has it."""
        self.send("PUT", self._of(graph), _written(triples), "application/n-triples")

    def add(self, graph: str, triples: Triples) -> None:
        """As Target has it."""
        self.send("POST", self._of(graph), _written(triples), "application/n-triples")

    def drop(self, graph: str) -> None:
        """As Target has it."""
        self.send("DELETE", self._of(graph), None, "application/n-triples")

    def _of(self, graph: str) -> str:
        return f"{self.url}{'&' if urlsplit(self.url).query else '?'}{urlencode({'graph': graph})}"


class Update(Door):
    """A store by SPARQL Update."""

    most = 1000  # Virtuoso parses no update of 5,000

    def put(self, graph: str, triples: Triples) -> None:
        """As Target has it."""
        self.drop(graph)
        self.add(graph, triples)

    def add(self, graph: str, triples: Triples) -> None:
        """As Target has it."""
        written = _written(triples).decode()
        blank = any(map(has_blank, triples))
        # Virtuoso takes no blank node as data; in a template one stands for a new one, of which there is one solution.
        start, end = ("INSERT", "WHERE {}") if blank else ("INSERT DATA", "")
        self._update(f"{start} {{ GRAPH <{graph}> {{\n{written}}} }} {end}")

    def drop(self, graph: str) -> None:
        """As Target has it."""
        self._update(f"DROP SILENT GRAPH <{graph}>")

    def _update(self, text: str) -> None:
        self.send("POST", self.url, text.encode(), "application/sparql-update")


def _written(triples: Triples) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""  # None is for those that write to a file


def _bare(url: str) -> str:
    """An address without its query, and without who may enter."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
