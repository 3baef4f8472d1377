"""A store behind a URL in the place of the worker processes: it evaluates, all else is done here.

The store holds what `cnskg publish` loaded. Before it is asked it says, every few seconds, which release that is: while
another one is loaded it holds none, and nothing is answered from a half. Its address is the operator's, so no visitor
is told it.
"""

from __future__ import annotations

import json
import logging
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any
from urllib.parse import urlencode
from urllib.request import Request

import pyoxigraph as ox

from .. import addresses
from ..errors import Busy, DeadlineExceeded, QueryError, RemoteFailure, ServiceTrouble
from ..namespaces import DATASET, GRAPH_PUBLISHED, PREFIXES
from ..settings import Settings
from .abroad import abroad
from .budget import TICK, Budget, budget_of
from .carrying import Unfit
from .http import Reply as Said
from .http import fetch, require_whole
from .job import Job, Reply
from .sparql_text import Query, read
from .trouble import one_line
from .writing import TooLarge, write_result

log = logging.getLogger("cnskg.query.elsewhere")

_ROWS, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_TYPES = {"graph": (_TRIPLES, "text/plain"), "rows": (_ROWS, "application/json")}
_PUBLISHED = (
    f"SELECT ?digest {{ GRAPH <{GRAPH_PUBLISHED}> {{ <{DATASET}> <{PREFIXES['dcterms']}identifier> ?digest }} }}"
)
_BOOLEAN = (PREFIXES["xsd"] + "boolean").encode()
_NUMBERED = re.compile(rb'"([01])"(\^\^<' + re.escape(_BOOLEAN) + rb">)")
_LATER = (429, 503)
_LOOK_EVERY = 5.0  # seconds after which the store is asked anew which release it holds
_AGAIN_S = 5  # seconds after which to come back to a store that is down, or being loaded
_SAID = 300  # characters of what a store says against a query


def published(settings: Settings, budget: Budget | None = None) -> str:
    """The digest of the release that the store of the settings holds; empty where it holds none.

    Raises UsageError for an address that is none, ServiceTrouble or a QueryError where the store does not answer.
    """
    addresses.require(settings.store, "a store")
    budget = budget or budget_of(settings)
    found: Any = ox.parse_query_results(
        _asked(settings, _PUBLISHED, "rows", budget).body, format=ox.QueryResultsFormat.JSON
    )
    return next((str(row["digest"].value) for row in found), "")


class Elsewhere:
    """Has jobs done by the store of the settings, as Pool has them done by workers. Safe to use from many threads."""

    def __init__(self, settings: Settings, digest: str) -> None:
        self._settings, self._digest = settings, digest
        self._most = settings.workers + settings.slow_workers
        self._lock = threading.Condition()
        self._busy = self._waiting = 0
        self._looked = float("-inf")
        self.entered, self.waited_s = 0, 0.0

    def state(self) -> dict[str, int]:
        """As Pool has it; the store has one lane, and no processes of ours."""
        with self._lock:
            return {
                "fast": self._busy,
                "slow": 0,
                "waiting": self._waiting,
                "idle": self._most - self._busy,
                "restarts": 0,
            }

    def waits(self) -> tuple[int, float]:
        """As Pool has it."""
        with self._lock:
            return self.entered, self.waited_s

    def close(self) -> None:
        """As Pool has it; nothing is kept open."""

    def execute(self, job: Job, file: IO[bytes], budget: Budget) -> Reply:
        """As Pool has it.

        Raises Busy, DeadlineExceeded, ResultTooLarge (of which the store gives a part), QueryError, ServiceTrouble or
        Cancelled.
        """
        from . import grammar  # its parser is loaded where a store elsewhere is asked, and for refused queries

        query = read(job.query)
        if isinstance(grammar.parse(query.tokens), grammar.Stop) or not _resolved(query):
            return Reply(error="syntax")
        form = query.form or "rows"
        with self._place(budget):
            self._require_release(budget)
            said = _asked(self._settings, abroad(query, job.default_graphs, job.named_graphs), form, budget)
        file.seek(0)
        file.truncate()
        return _written(said, query, job, file)

    @contextmanager
    def _place(self, budget: Budget) -> Iterator[None]:
        """One of the calls that may be made at once, for which so many may wait. Raises Busy."""
        began = time.monotonic()
        with self._lock:
            if self._busy >= self._most and self._waiting >= self._settings.queue:
                raise Busy(f"{self._waiting} queries wait already", hint="Try again in a moment.", retry_after=2)
            self._waiting += 1
            try:
                while self._busy >= self._most:
                    if not budget.left:
                        raise Busy("the store did not come free in time", hint="Try again in a moment.", retry_after=2)
                    budget.check()
                    self._lock.wait(min(budget.left, 10 * TICK))
                self._busy += 1
                self.entered += 1
                self.waited_s += time.monotonic() - began
            finally:
                self._waiting -= 1
        try:
            yield
        finally:
            with self._lock:
                self._busy -= 1
                self._lock.notify()

    def _require_release(self, budget: Budget) -> None:
        """The store holds the release that is served. Raises ServiceTrouble."""
        if time.monotonic() - self._looked < _LOOK_EVERY:
            return
        if (there := published(self._settings, budget)) != self._digest:
            log.error("the store holds %s, and not release %s", there or "no whole release", self._digest)
            raise ServiceTrouble(
                "the store behind this service holds another release, or one is being loaded",
                hint="Come back in a moment. For the operator: start the service anew when `cnskg publish` has ended.",
                retry_after=_AGAIN_S,
            )
        self._looked = time.monotonic()


def _resolved(query: Query) -> bool:
    """Whether all prefixes are known."""
    return all(
        query.resolve(t) is not None for t in query.tokens if t.kind == "pname" and t.start >= query.prologue_end
    )


def _asked(settings: Settings, text: str, form: str, budget: Budget) -> Said:
    """The store's answer, of a type that was asked for. What went wrong is told without its address."""
    headers = {"Accept": ", ".join(_TYPES[form]), "User-Agent": settings.agent}
    try:
        said = fetch(Request(settings.store, urlencode({"query": text}).encode(), headers), budget)
    except RemoteFailure as error:
        log.error("the store does not answer: %s", one_line(str(error)))
        raise ServiceTrouble(
            "the store behind this service does not answer", hint="Come back in a moment.", retry_after=_AGAIN_S
        ) from None
    except DeadlineExceeded:
        raise DeadlineExceeded("the query was stopped at its deadline") from None
    if said.status != 200 or said.media_type not in _TYPES[form]:
        raise _refusal(said)
    return said


def _refusal(said: Said) -> Exception:
    """What the store's answer means for who asked."""
    told = " ".join(said.body.decode("utf-8", "replace").split())[:_SAID] if said.media_type == "text/plain" else ""
    log.warning("the store answers with status %d, %s: %s", said.status, said.media_type, told)
    if said.status in _LATER:
        return Busy("the store behind this service has no time now", hint=told, retry_after=_AGAIN_S)
    if said.status == 400:
        return QueryError("the store behind this service does not take the query", hint=told)
    return ServiceTrouble(
        f"the store behind this service failed (status {said.status})", hint=told or "Its log may say why."
    )


def _written(said: Said, query: Query, job: Job, file: IO[bytes]) -> Reply:
    """The answer in the format that is wanted, as the reply of a worker."""
    try:
        result: Any
        if query.form == "graph":
            result = ox.parse(_NUMBERED.sub(_boolean, said.body), format=ox.RdfFormat.N_TRIPLES)
        else:
            result = ox.parse_query_results(_tidy(said.body, query, job), format=ox.QueryResultsFormat.JSON)
        form = "graph" if query.form == "graph" else "boolean" if isinstance(result, ox.QueryBoolean) else "rows"
        reply = Reply(write_result(result, file, job), form)
    except TooLarge:
        return Reply(error="too-large")
    except Unfit as error:
        return Reply(error="unfit", message=str(error))
    except (SyntaxError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.error("the answer of the store cannot be read: %s", one_line(str(error)))
        raise ServiceTrouble("the store behind this service gives an answer that cannot be read") from None
    require_whole(said, reply.rows)
    return reply


def _boolean(found: re.Match[bytes]) -> bytes:
    return (b'"true"' if found[1] == b"1" else b'"false"') + found[2]


def _tidy(body: bytes, query: Query, job: Job) -> bytes:
    """Results as the query has them: columns of SELECT * in its order, each row of DISTINCT once, `true` for `1`.

    Virtuoso 7 has these otherwise, gives blank nodes names that none can have, and some of it answer ASK with a row.
    """
    head = next((t for t in query.tokens if t.start > query.prologue_end), None)
    distinct = head is not None and head.is_word("DISTINCT")
    asks = query.keyword == "ASK"
    if not (asks or distinct or job.star or _BOOLEAN in body or b'"bnode"' in body):
        return body
    told = json.loads(body)
    if "results" not in told:
        return body
    if asks:
        return json.dumps({"head": {}, "boolean": bool(told["results"]["bindings"])}).encode()
    if job.star:
        place = {name: at for at, name in enumerate(job.star[1])}
        told["head"]["vars"].sort(key=lambda name: place.get(name, len(place)))
    rows = told["results"]["bindings"]
    for value in (value for row in rows for value in row.values()):
        if value["type"] == "bnode":
            value["value"] = "b" + value["value"].encode().hex()
        elif value.get("datatype", "").encode() == _BOOLEAN:
            value["value"] = {"1": "true", "0": "false"}.get(value["value"], value["value"])
    if distinct:
        told["results"]["bindings"] = list({json.dumps(row, sort_keys=True): row for row in rows}.values())
    return json.dumps(told).encode()
