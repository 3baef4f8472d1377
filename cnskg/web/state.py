"""What all routes share: settings, the runner of the current release, metrics, the rate limit.

`app.extensions["cnskg"]` is a `Service`. A page asks its questions with `ask`, which goes through the worker pool like
any query from outside.
"""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from ..errors import CnskgError
from ..query.binding import Value
from ..query.budget import Budget
from ..query.result import Row
from ..query.runner import Runner
from ..release.folder import Release, current_release, read_release
from ..settings import Settings
from .limits import RateLimit

log = logging.getLogger("cnskg.web")

_LOOK_EVERY = 0.5  # seconds between two looks at the link `current`


class Metrics:
    """Counters in Prometheus's terms, one registry per app."""

    def __init__(self, service: Service) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("cnskg_requests", "Requests answered", ("route", "status"), registry=self.registry)
        self.problems = Counter("cnskg_problems", "Problems answered, by kind", ("kind",), registry=self.registry)
        self.seconds = Histogram("cnskg_query_seconds", "Time to a complete result", registry=self.registry)
        self.rows = Counter("cnskg_result_rows", "Rows and triples handed out", registry=self.registry)
        pool = Gauge(
            "cnskg_pool",
            "Worker pool: jobs in lanes, waiting, idle workers, restarts",
            ("what",),
            registry=self.registry,
        )
        for what in ("fast", "slow", "waiting", "idle", "restarts"):
            pool.labels(what).set_function(lambda what=what: service.runner.pool.state()[what])  # type: ignore[misc]


class Service:
    """The state behind the routes. Attributes for other blueprints: `settings`, `runner`, `release`, `ask`.

    `editor_page` and `problem_page` may be set by the blueprint of the pages: the page at /sparql for a browser that
    comes without a query, and the page for an error (called with the members of the problem).
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.metrics = Metrics(self)
        self.limit = RateLimit(settings.rate, settings.rate_burst)
        self.editor_page: Callable[[], Any] | None = None
        self.problem_page: Callable[[dict[str, Any]], str] | None = None
        self._salt = secrets.token_bytes(16)
        self._lock = threading.Lock()
        self._runner = Runner(settings, current_release(settings))
        self._looked = time.monotonic()

    @property
    def runner(self) -> Runner:
        """The runner of the current release. Take it once per request: it may be another one the next time."""
        if time.monotonic() - self._looked > _LOOK_EVERY and self._lock.acquire(blocking=False):
            try:
                self._looked = time.monotonic()
                self._follow()
            finally:
                self._lock.release()
        return self._runner

    @property
    def release(self) -> Release:
        """The current release."""
        return self.runner.release

    def ask(self, query: str, budget: Budget, /, **bindings: Value) -> list[Row]:
        """The rows of a SELECT. Values are bound, never pasted into the text."""
        return self.runner.rows(query, budget, **bindings)

    def client(self, address: str) -> str:
        """A key for a client that does not tell its address; an IPv6 client is its /64 network."""
        try:
            parsed = ipaddress.ip_address(address)
            if parsed.version == 6:
                address = str(ipaddress.ip_network((address, 64), strict=False))
        except ValueError:
            pass
        return hashlib.blake2s(address.encode(), key=self._salt, digest_size=6).hexdigest()

    def close(self) -> None:
        """End the workers."""
        self._runner.close()

    def _follow(self) -> None:
        """Change to a new release; queries under way finish on the old one. A damaged one is not followed."""
        try:
            target = (self.settings.build / "current").resolve()
            if target == self._runner.release.path.resolve():
                return
            fresh = Runner(self.settings, read_release(target))
        except (CnskgError, OSError) as error:
            log.error("not following the link to the current release: %s", error)
            return
        old, self._runner = self._runner, fresh
        old.close()
        log.info("now serving release %s", fresh.release.digest)
