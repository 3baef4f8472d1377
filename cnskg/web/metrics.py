"""What the service counts, in Prometheus's terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_POOL = ("fast", "slow", "waiting", "idle", "restarts")


class Metrics:
    """One registry per app. Labels have few values, none of which a client can choose."""

    def __init__(self, pool: Callable[[], Mapping[str, int]]) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("cnskg_requests", "Requests answered", ("route", "status"), registry=self.registry)
        self.problems = Counter("cnskg_problems", "Problems answered, by kind", ("kind",), registry=self.registry)
        self.seconds = Histogram("cnskg_query_seconds", "Time to a complete result", registry=self.registry)
        self.rows = Counter("cnskg_result_rows", "Rows and triples handed out", registry=self.registry)
        about = "Worker pool: jobs in lanes, waiting, idle workers, restarts"
        gauge = Gauge("cnskg_pool", about, ("what",), registry=self.registry)
        for what in _POOL:
            gauge.labels(what).set_function(partial(lambda name: pool()[name], what))
