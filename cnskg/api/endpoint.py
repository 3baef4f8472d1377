"""A release behind a URL: a service of ours, or any SPARQL endpoint into which one was loaded."""

from __future__ import annotations

import io
import json
import time
from dataclasses import replace
from functools import cached_property
from urllib.parse import unquote, urlencode, urljoin, urlsplit
from urllib.request import Request

import pyoxigraph as ox

from .. import addresses, settings
from .. import namespaces as ns
from ..errors import CnskgError, QueryError, RemoteFailure, UsageError
from ..folding import fold
from ..query.binding import Value, bind
from ..query.formats import ROWS
from ..query.http import WHERE, Reply, fetch, is_ours, leads_to, refusal, require_whole
from ..query.result import Result, Row
from ..search import entries
from ..search.asked import MOST_ASKED, taken
from ..search.entries import Entry, Name
from ..search.found import Found, Hit, Tier
from ..search.searcher import Searcher
from .source import Answer, budget, within

_JSON, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_JSONS = (_JSON, "application/json")
_MOVED = (301, 302, 303, 307, 308)
_ELSEWHERE = (404, 405)  # what the front page of a service says to a query
#: Every release has its ontology, which says what it is.
_PROBE = f"ASK {{ GRAPH <{ns.GRAPH_ONTOLOGY}> {{ ?term a <{ns.PREFIXES['owl']}Class> }} }}"
_NAMED = f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  VALUES ?g {{ <{ns.GRAPH_ASSERTED}> <{ns.GRAPH_QUESTIONS}> <{ns.GRAPH_ONTOLOGY}> }} GRAPH ?g {{ ?s ?p ?o }}
  FILTER(isIRI(?s)) }}"""


class Endpoint:
    """A release that is asked over HTTP. Opening it asks once whether there is one."""

    def __init__(self, url: str, timeout: float | None = None, result_mb: int | None = None) -> None:
        addresses.require(url, "an endpoint")
        self._settings = settings.load(deadline_s=timeout, result_mb=result_mb)
        self.place, self.release = url, ""
        self._open([url, url.rstrip("/") + "/sparql"])

    def rows(self, query: str, /, **values: Value) -> list[Row]:
        """As Source has it."""
        return self.select(bind(query, values)).rows

    def select(self, query: str, seconds: float | None = None) -> Answer:
        """As Source has it."""
        reply, elapsed = self._asked(query, _JSONS, seconds)
        try:
            columns, found = _result(reply, elapsed).table()
            rows = list(found)
        except (SyntaxError, ValueError, QueryError):
            raise self._liar("it is not SPARQL results in JSON") from None
        require_whole(reply, len(rows))
        return Answer(
            columns, rows, [unquote(hint) for hint in reply.headers.get("X-Cnskg-Hint", "").split("; ") if hint]
        )

    def ask(self, query: str, seconds: float | None = None) -> bool:
        """As Source has it."""
        return self._truth(*self._asked(query, _JSONS, seconds))

    def triples(self, query: str, seconds: float | None = None) -> bytes:
        """As Source has it."""
        reply, _ = self._asked(query, (_TRIPLES,), seconds)
        try:
            found = sum(1 for _ in ox.parse(reply.body, format=ox.RdfFormat.N_TRIPLES))
        except SyntaxError:
            raise self._liar("it is not N-Triples") from None
        require_whole(reply, found)
        return reply.body

    def find(self, text: str, kind: str = "", most: int | None = None) -> Found:
        """As Source has it: the search of a service of ours, page by page; else one over the names that it has."""
        if not self.release or not self.place.endswith("/sparql"):
            return within(self._searcher.find(text), kind, most)
        found, of_all = self._page(taken(text)[:MOST_ASKED], kind, 1)
        page, hits = 1, found.hits
        while most is not None and len(hits) < min(of_all, most):
            page += 1
            more, of_now = self._page(text[:MOST_ASKED], kind, page)
            if of_now != of_all or not more.hits:
                raise RemoteFailure(
                    f"{self.place} found {of_all} things, and then others", hint="Another release came. Ask again."
                )
            hits = hits + more.hits
        return replace(found, hits=hits[:most])

    def _page(self, text: str, kind: str, page: int) -> tuple[Found, int]:
        """One page of a search, and how many hits all pages have."""
        wanted = urlencode({"q": text, "format": "json", "kind": kind, "page": page}, errors="replace")
        address = f"{self.place.removesuffix('sparql')}search?{wanted}"
        reply = fetch(Request(address, headers=_headers("application/json")), budget(self._settings, None))
        if reply.status != 200:
            raise refusal(self.place, reply)
        try:
            told = json.loads(reply.body)
            hits, meant = ([_hit(one) for one in told[name]] for name in ("results", "did_you_mean"))
            also = tuple(map(str, told.get("also_searched", ())))  # an older service tells none
            return Found(hits, meant, str(told["instead"]), also), int(told["found"])
        except (ValueError, KeyError, TypeError, AttributeError):
            raise self._liar("it is no answer of a search") from None

    def close(self) -> None:
        """As Source has it; nothing is kept open."""

    @cached_property
    def _searcher(self) -> Searcher:
        """The search of a release, over the triples from which its index is made, fetched once."""
        return Searcher.over(entries.entries(ox.parse(self.triples(_NAMED), format=ox.RdfFormat.N_TRIPLES)))

    def _open(self, places: list[str]) -> None:
        """Find the endpoint: at the address itself, where that leads to, beside a front page, or above another one."""
        first: CnskgError | None = None
        for _ in range(8):  # a circle of redirects has an end, too
            if not places:
                break
            place = self.place = places.pop(0)
            reply, elapsed = self._send(_PROBE, _JSONS, None)
            if reply.status in _MOVED and "Location" in reply.headers:
                places.insert(0, leads_to(place, reply))
            elif reply.status == 200 and reply.media_type in _JSONS:
                if not self._truth(reply, elapsed):
                    raise RemoteFailure(
                        f"{place} answers, but holds no release of cnskg", hint="`cnskg serve` has one."
                    )
                self.release = reply.headers.get("X-Cnskg-Release", "")
                return
            elif reply.status in _ELSEWHERE or reply.status == 200:
                if first is None and is_ours(reply):
                    places += _above(place)
                first = first or (refusal(place, reply) if reply.status != 200 else self._other(reply, _JSONS))
            else:
                raise refusal(place, reply)
        raise first or RemoteFailure(f"{self.place} leads from one address to the next", hint="Give the last of them.")

    def _truth(self, reply: Reply, elapsed: float) -> bool:
        try:
            return _result(reply, elapsed).truth()
        except (SyntaxError, ValueError, QueryError):  # rows, which are no answer to an ASK, of whatever endpoint
            raise self._liar("it is not the answer to an ASK") from None

    def _asked(self, query: str, accept: tuple[str, ...], seconds: float | None) -> tuple[Reply, float]:
        """The complete answer to a query, of a type that was asked for, and how long it took."""
        text = query if self.release else f"{_PROLOGUE} {query}"
        reply, elapsed = self._send(text, accept, seconds)
        if reply.status != 200:
            raise refusal(self.place, reply)
        if reply.media_type not in accept:
            raise self._other(reply, accept)
        return reply, elapsed

    def _send(self, query: str, accept: tuple[str, ...], seconds: float | None) -> tuple[Reply, float]:
        try:
            data = urlencode({"query": query}).encode()
        except UnicodeEncodeError:
            raise UsageError("the query is no text that can be sent", hint="It holds half a character.") from None
        request = Request(self.place, data, _headers(", ".join(accept)))
        began = time.monotonic()
        return fetch(request, budget(self._settings, seconds)), time.monotonic() - began

    def _other(self, reply: Reply, accept: tuple[str, ...]) -> RemoteFailure:
        return RemoteFailure(
            f"{self.place} answered with {reply.media_type} and not with {accept[0]}",
            hint=WHERE,
        )

    def _liar(self, what: str) -> RemoteFailure:
        return RemoteFailure(
            f"the answer of {self.place} is not what its type says: {what}", hint="Nothing is used of it."
        )


_PROLOGUE = " ".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in ns.PREFIXES.items())


def _above(place: str) -> list[str]:
    """Where the endpoint of a service of ours may be one of whose pages has this address, the nearest first."""
    parts = urlsplit(place)
    above = parts.path.strip("/").split("/")[:-1]
    return [urljoin(place, "/".join(["", *above[:n], "sparql"])) for n in range(len(above), -1, -1)]


def _headers(accept: str) -> dict[str, str]:
    return {"Accept": accept, "User-Agent": "cnskg (https://w3id.org/cnskg)"}


def _result(reply: Reply, elapsed: float) -> Result:
    """An answer as the runner would have it."""
    return Result(io.BytesIO(reply.body), len(reply.body), 0, ROWS[0], "", elapsed)


def _hit(told: dict[str, object]) -> Hit:
    """One thing found, as the search of a service tells it."""
    label, kinds = str(told["name"]), told["kind"]
    name = Name(label, "en", True, fold(label), ())
    entry = Entry(
        str(told["iri"]),
        tuple(map(str, kinds)) if isinstance(kinds, list) else (),
        str(told["group"]),
        (name,),
        str(told["description"]),
    )
    return Hit(entry, str(told["matched"]), Tier(int(str(told["score"]))))
