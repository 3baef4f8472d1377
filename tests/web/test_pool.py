"""The worker pool: lanes, queue, processes renewed and replaced, and what holds of its counters after each end."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from cnskg.errors import Busy, CnskgError, DeadlineExceeded, ResourceExceeded, ResultTooLarge, SyntaxProblem
from cnskg.query import pool
from cnskg.query.budget import Budget
from cnskg.query.runner import Runner
from cnskg.release.folder import Release
from tests.support.releases import runner_for

ONE = "SELECT (1 AS ?x) {}"
NEVER = "ASK { GRAPH <urn:noise> { ?a <urn:next> ?x . ?b <urn:next> ?y . ?c <urn:next> ?z FILTER(?x + ?y + ?z < 0) } }"
#: some tenths of a second of work
WHILE = (
    "SELECT (COUNT(*) AS ?n) { GRAPH <urn:noise> { { ?a <urn:next> ?x FILTER(?x < 500) } "
    "?b <urn:next> ?y FILTER(?x + ?y < 0) } }"
)
BOMB = (
    f"SELECT ?z {{ VALUES ?s {{ '{'x' * 5000}' }} BIND(CONCAT(?s, ?s) AS ?s0) "
    + " ".join(f"BIND(CONCAT(?s{i - 1}, ?s{i - 1}) AS ?s{i})" for i in range(1, 22))
    + " BIND(?s21 AS ?z) }"
)


@contextmanager
def running(runner: Runner, query: str = NEVER, seconds: float = 60.0) -> Iterator[threading.Thread]:
    """A query under way in a thread of its own until the block ends."""
    enough = threading.Event()

    def ask() -> None:
        with pytest.raises(CnskgError):
            runner.rows(query, Budget(seconds, 1 << 20, enough.is_set))

    thread = threading.Thread(target=ask)
    before = sum(runner.pool.state()[lane] for lane in ("fast", "slow", "waiting"))
    thread.start()
    while sum(runner.pool.state()[lane] for lane in ("fast", "slow", "waiting")) == before:
        time.sleep(0.01)
    try:
        yield thread
    finally:
        enough.set()
        thread.join()


def settled(runner: Runner, workers: int) -> dict[str, int]:
    """The state of a pool without jobs: as many processes are up as the fast lane has places, and none too many."""
    state = runner.pool.state()
    assert (state["fast"], state["slow"], state["waiting"], state["idle"]) == (0, 0, 0, workers)
    assert {os.getpriority(os.PRIO_PROCESS, pid) for pid in runner.pool.processes()} == {
        os.getpriority(os.PRIO_PROCESS, 0)
    }
    return state


ENDS: dict[str, tuple[str, float, type[CnskgError] | None, dict[str, Any]]] = {
    "an answer": (ONE, 20.0, None, {}),
    "an answer from the slow lane": (WHILE, 60.0, None, {"slow_after_s": 0.01}),
    "an error of the query": ("SELECT ?x {", 20.0, SyntaxProblem, {}),
    "too large an answer": ("SELECT * { GRAPH <urn:noise> { ?s ?p ?o } }", 20.0, ResultTooLarge, {}),
    "too little memory": (BOMB, 60.0, ResourceExceeded, {"memory_mb": 800}),
    "the deadline in the fast lane": (NEVER, 0.3, DeadlineExceeded, {"slow_after_s": 1000.0}),
    "the deadline in the slow lane": (NEVER, 2.0, DeadlineExceeded, {"slow_after_s": 0.01}),
    "a full slow lane": (NEVER, 60.0, Busy, {"slow_after_s": 0.1, "slow_workers": 0}),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_pool_is_whole_after_each_end(sample: Release, end: str) -> None:
    """However a job ends, the pool has its processes again, and the next query finds one that is up."""
    query, seconds, error, changes = ENDS[end]
    with runner_for(sample, **changes) as runner:
        for _ in range(2):
            if error is None:
                runner.run(query, budget=Budget(seconds, 64 << 20)).file.close()
            else:
                with pytest.raises(error):
                    runner.run(query, budget=Budget(seconds, 20_000))
            settled(runner, 2)


def test_killed_workers_are_replaced_at_once(sample: Release) -> None:
    """After idle workers were killed from outside, the next query is answered and the pool is whole again."""
    with runner_for(sample) as runner:
        for pid in runner.pool.processes():
            os.kill(pid, signal.SIGKILL)
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        runner.rows(ONE)
        assert settled(runner, 2)["restarts"] == 2


def test_the_slow_lane_has_the_lowest_priority(sample: Release) -> None:
    """A job that moves to the slow lane goes on there, in its process, at the lowest priority."""
    with runner_for(sample, workers=1, slow_after_s=0.1) as runner:
        (pid,) = runner.pool.processes()
        with running(runner):
            while not runner.pool.state()["slow"]:
                time.sleep(0.01)
            assert os.getpriority(os.PRIO_PROCESS, pid) == 19
            runner.rows(ONE)


def test_a_job_is_slow_by_its_own_work(sample: Release) -> None:
    """Alone in the fast lane a job stays there until it has worked for the seconds of the settings."""
    with runner_for(sample, workers=1, slow_after_s=1000.0) as runner:
        runner.rows(ONE)
        (pid,) = runner.pool.processes()
        begun = pool.processor_seconds(pid)
        with running(runner):
            while pool.processor_seconds(pid) < begun + 0.5:
                time.sleep(0.01)
            assert (runner.pool.state()["fast"], runner.pool.state()["slow"]) == (1, 0)


def test_the_store_is_only_read(sample: Release) -> None:
    """Workers leave the folder of the store as it is, to the byte and the second."""

    def seen() -> dict[str, tuple[int, int]]:
        return {p.name: (p.stat().st_size, p.stat().st_mtime_ns) for p in sample.store.iterdir()}

    before = seen()
    with runner_for(sample, workers=2) as runner:
        runner.rows("SELECT * { ?s ?p ?o }")
        for query in ("CLEAR ALL", "INSERT DATA { <urn:a> <urn:b> <urn:c> }"):
            with pytest.raises(CnskgError):
                runner.rows(query)
        with pytest.raises(CnskgError):
            runner.rows(NEVER, Budget(0.2, 1 << 20))
    assert seen() == before
