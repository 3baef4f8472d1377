"""What the service counts, in Prometheus's terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, disable_created_metrics
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from .. import __version__

disable_created_metrics()  # a second line for each counter, which nobody asks for

_POOL = ("fast", "slow", "waiting", "idle", "restarts")


class Waits(Collector):
    """How long queries waited for a worker: the pool counts them itself."""

    def __init__(self, waits: Callable[[], tuple[int, float]]) -> None:
        self._waits = waits

    def collect(self) -> Iterator[CounterMetricFamily]:
        """The two numbers, whose quotient is the mean."""
        entered, seconds = self._waits()
        yield CounterMetricFamily("cnskg_queue_entered", "Queries that got a worker", value=entered)
        yield CounterMetricFamily("cnskg_queue_wait_seconds", "Time that these waited for it", value=seconds)


class Metrics:
    """One registry per app. Labels have few values, none of which a client can choose."""

    def __init__(self, pool: Callable[[], Mapping[str, int]], waits: Callable[[], tuple[int, float]]) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("cnskg_requests", "Requests answered", ("route", "status"), registry=self.registry)
        self.problems = Counter("cnskg_problems", "Problems answered, by kind", ("kind",), registry=self.registry)
        self.seconds = Histogram("cnskg_query_seconds", "Time to a complete result", registry=self.registry)
        self.rows = Counter("cnskg_result_rows", "Rows and triples handed out", registry=self.registry)
        about = "Worker pool: jobs in lanes, waiting, idle workers, restarts"
        gauge = Gauge("cnskg_pool", about, ("what",), registry=self.registry)
        for what in _POOL:
            gauge.labels(what).set_function(partial(lambda name: pool()[name], what))
        self.info = Gauge("cnskg_build_info", "Versions: always 1", ("version", "release"), registry=self.registry)
        self.stale = Gauge("cnskg_release_stale", "1 where the release is not of these inputs", registry=self.registry)
        ProcessCollector(registry=self.registry)
        self.registry.register(Waits(waits))

    def tell(self, release: str, stale: bool) -> None:
        """Note which release is in service, just before somebody looks."""
        self.info.clear()
        self.info.labels(__version__, release).set(1)
        self.stale.set(stale)
