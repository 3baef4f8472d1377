"""What the end of a worker says, whose query goes on, and that no worker outlives its service."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cnskg.errors import (
    CnskgError,
    DeadlineExceeded,
    EngineFault,
    QueryError,
    RefusedFeature,
    ResourceExceeded,
    ServiceTrouble,
)
from cnskg.query import pool, process, sandbox, wire
from cnskg.query.budget import Budget
from cnskg.query.job import Job
from cnskg.query.trouble import one_line
from cnskg.release.folder import Release
from tests.support.releases import runner_for, worker_of

NEVER = "ASK { GRAPH <urn:noise> { ?a <urn:next> ?x . ?b <urn:next> ?y . ?c <urn:next> ?z FILTER(?x + ?y + ?z < 0) } }"
PANIC = b"\nthread '<unnamed>' (7) panicked at library/core/src/slice/sort.rs:854:5:\nno total order\n"
NO_THREADS = (
    b"terminate called after throwing an instance of 'std::system_error'\n  what():  Resource temporarily unavailable\n"
)
ENDS: dict[str, tuple[int, bytes, type[CnskgError]]] = {
    "memory, says Rust": (-signal.SIGABRT, b"memory allocation of 480 bytes failed\n", ResourceExceeded),
    "memory, says C++": (-signal.SIGABRT, b"terminate called after throwing 'std::bad_alloc'\n", ResourceExceeded),
    "memory, says Python": (sandbox.NO_MEMORY, b"", ResourceExceeded),
    "the stack": (-signal.SIGSEGV, b"", ResourceExceeded),
    "a panic": (-signal.SIGABRT, PANIC, EngineFault),
    "no threads": (-signal.SIGABRT, NO_THREADS, ServiceTrouble),
    "an abort without a word": (-signal.SIGABRT, b"", EngineFault),
    "an instruction that is none": (-signal.SIGILL, b"", EngineFault),
    "the store gone from under it": (-signal.SIGBUS, b"", ServiceTrouble),
    "no store": (sandbox.NO_STORE, b"IO error: /x/CURRENT: Too many open files\n", ServiceTrouble),
    "no package": (1, b"Traceback (most recent call last):\n  File ...\nModuleNotFoundError: cnskg\n", ServiceTrouble),
    "the clock": (-signal.SIGALRM, b"", DeadlineExceeded),
    "the network": (-signal.SIGSYS, b"", RefusedFeature),
}


@pytest.mark.parametrize("end", ENDS)
def test_the_end_of_a_worker_says_who_is_to_blame(end: str, caplog: pytest.LogCaptureFixture) -> None:
    """Query, engine or service: signal, exit code and last words tell, and the operator has it on one line."""
    code, said, error = ENDS[end]
    found = process.verdict(code, said)
    assert type(found) is error
    assert isinstance(found, QueryError) == (error not in (EngineFault, ServiceTrouble))
    (record,) = caplog.records
    assert "\n" not in record.getMessage()
    assert one_line(said.decode()) in record.getMessage()


def test_last_words_are_one_line() -> None:
    """Of a traceback the last line counts, and of many words the first some hundred; line ends become spaces."""
    assert one_line("Traceback (most recent call last):\n  File x\nValueError: y\n") == "ValueError: y"
    assert one_line(" a\n\tb " + "x" * 10_000) == ("a b " + "x" * 10_000)[:600]


@contextmanager
def asked(runner: Any, query: str, seconds: float = 60.0) -> Iterator[list[BaseException]]:
    """A query under way in a thread of its own, waited for at the end of the block; what it raised."""
    errors: list[BaseException] = []

    def ask() -> None:
        try:
            runner.rows(query, Budget(seconds, 1 << 20))
        except CnskgError as error:
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield errors
    finally:
        thread.join()


def wait_for_work(pid: int) -> None:
    """Until a worker has worked for some tenths of a second."""
    begun = pool.processor_seconds(pid)
    while pool.processor_seconds(pid) < begun + 0.3:
        time.sleep(0.01)


def test_last_words_reach_the_log(sample: Release, caplog: pytest.LogCaptureFixture) -> None:
    """What a worker that aborts has written stands in the log on one line; the client hears that the engine failed."""
    with runner_for(sample, workers=1) as runner:
        runner.rows("SELECT (1 AS ?x) {}")
        pid = worker_of(runner)
        with asked(runner, NEVER) as errors:
            wait_for_work(pid)
            Path(f"/proc/{pid}/fd/2").write_bytes(PANIC)
            os.kill(pid, signal.SIGABRT)
        assert [type(error) for error in errors] == [EngineFault]
        assert runner.pool.state()["idle"] == 1
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("a worker ended by SIGABRT: thread '<unnamed>' (7) panicked")
    assert line.endswith("no total order")


def test_a_worker_that_talks_without_end_is_not_held_up(sample: Release) -> None:
    """Words beyond what a pipe holds are lost; the worker goes on, and so does its query."""
    with runner_for(sample, workers=1) as runner:
        runner.rows("SELECT (1 AS ?x) {}")
        descriptor = os.open(f"/proc/{worker_of(runner)}/fd/2", os.O_WRONLY | os.O_NONBLOCK)
        with pytest.raises(BlockingIOError):
            while True:
                os.write(descriptor, b"x" * 4096)
        os.close(descriptor)
        flags = Path(f"/proc/{worker_of(runner)}/fdinfo/2").read_text().split("flags:")[1].split()[0]
        assert int(flags, 8) & os.O_NONBLOCK
        assert len(runner.rows("SELECT (1 AS ?x) {}")) == 1


def test_a_query_whose_worker_is_killed_is_run_again(sample: Release, caplog: pytest.LogCaptureFixture) -> None:
    """A worker killed from outside in the middle of a query costs time, not the answer."""
    query = """SELECT (COUNT(*) AS ?n) { GRAPH <urn:noise> {
      ?a <urn:next> ?x . ?b <urn:next> ?y FILTER(?x < 900 && ?x + ?y = 5000) } }"""
    with runner_for(sample, workers=1) as runner:
        runner.rows("SELECT (1 AS ?x) {}")
        pid = worker_of(runner)
        with asked(runner, query) as errors:
            wait_for_work(pid)
            os.kill(pid, signal.SIGTERM)
        assert errors == []
    assert "its query is run again" in caplog.text


def stubbed(runner: Any, monkeypatch: pytest.MonkeyPatch, *ends: Exception) -> list[int]:
    """Attempts that take a twentieth of a second and end so, one after the other; the list says how many."""
    tries: list[int] = []

    def attempt(*_: object) -> None:
        time.sleep(0.05)
        tries.append(1)
        raise ends[len(tries) - 1]

    monkeypatch.setattr(runner.pool, "_attempt", attempt)
    return tries


def test_late_in_its_time_a_killed_query_is_told_so_at_once(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where less time is left than the worker had had, the query is not run again: its client may ask again itself."""
    with runner_for(sample, workers=1) as runner:
        tries = stubbed(runner, monkeypatch, pool.Killed(), pool.Killed())
        late = Budget(100.0, 1 << 20, began=time.monotonic() - 100.0 + 0.09)
        with pytest.raises(ServiceTrouble, match="killed from outside") as caught:
            runner.rows("SELECT (1 AS ?x) {}", late)
    assert len(tries) == 1
    assert caught.value.extra["retry_after"] == 1


def test_the_time_of_a_killed_worker_is_not_the_query_s(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that runs out of time after its worker was killed is not told that it took too long."""
    with runner_for(sample, workers=1) as runner:
        stubbed(runner, monkeypatch, pool.Killed(), DeadlineExceeded("late"))
        with pytest.raises(ServiceTrouble, match="killed from outside"):
            runner.rows("SELECT (1 AS ?x) {}")


def test_a_query_without_time_costs_no_worker(sample: Release) -> None:
    """Whose time is over before a worker has its query is told so, and no worker is ended for that."""
    with runner_for(sample, workers=1) as runner:
        with pytest.raises(DeadlineExceeded):
            runner.rows("SELECT (1 AS ?x) {}", Budget(0.0, 1 << 20))
        assert runner.pool.state()["restarts"] == 0


def test_a_worker_that_does_not_read_is_not_outwaited(sample: Release) -> None:
    """A long query for a worker that takes nothing in ends at its deadline, and is not told as a killed worker."""
    with runner_for(sample, workers=1) as runner:
        runner.rows("SELECT (1 AS ?x) {}")
        os.kill(worker_of(runner), signal.SIGSTOP)
        with pytest.raises(DeadlineExceeded):
            runner.rows(f"SELECT (1 AS ?x) {{}} # {'x' * 1_000_000}", Budget(5.0, 1 << 20))
        assert runner.pool.state()["restarts"] == 1
        assert len(runner.rows(f"SELECT (1 AS ?x) {{}} # {'x' * 1_000_000}")) == 1


def test_a_worker_that_hangs_up_and_stays_is_killed(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that has closed its end is waited for some seconds and no longer, and counts as killed from outside."""
    monkeypatch.setattr(process, "_END_S", 0.1)
    worker = process.Process(sample.store, 1024)
    os.kill(worker.popen.pid, signal.SIGSTOP)
    waited, wait = [], worker.popen.wait
    monkeypatch.setattr(worker.popen, "wait", lambda timeout=None: (waited.append(timeout), wait(timeout))[1])
    assert worker.verdict() is None
    assert waited == [0.1, None]
    assert worker.popen.returncode == -signal.SIGKILL
    worker.end()


def test_a_reply_that_stops_in_the_middle_is_not_waited_for(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that begins to reply and gets no further is given up after some seconds."""
    monkeypatch.setattr(pool, "_PROMPT", 0.1)
    monkeypatch.setattr(process, "_END_S", 0.1)
    worker = process.Process(sample.store, 1024)
    os.kill(worker.popen.pid, signal.SIGSTOP)
    worker.channel.close()
    worker.channel, theirs = socket.socketpair()
    with theirs:
        theirs.sendall(b"\0\0")
        with pytest.raises(pool.Killed):
            pool._reply(worker)
    assert worker.channel.gettimeout() == 0.1
    worker.end()


def test_a_worker_ends_with_its_service(sample: Release, tmp_path: Path) -> None:
    """A worker whose pool is gone ends at once, in the middle of the engine's work and long before its own deadline."""
    worker = process.Process(sample.store, 1024)
    with (tmp_path / "answer").open("w+b") as file:
        message = Job(NEVER, "text/csv", "text/turtle", 1 << 20).message(3600.0)
        wire.send(worker.channel, message, [file.fileno()])
        wait_for_work(worker.popen.pid)
        worker.popen.stdin.close()
        assert worker.popen.wait(timeout=60) in (-signal.SIGIO, 0)
    worker.end()


def test_data_that_comes_late_ends_no_worker(sample: Release, tmp_path: Path) -> None:
    """What arrives on the channel of a worker that works is no sign that its service is gone."""
    worker = process.Process(sample.store, 1024)
    with (tmp_path / "answer").open("w+b") as file:
        wire.send(worker.channel, Job(NEVER, "text/csv", "text/turtle", 1 << 20).message(3600.0), [file.fileno()])
        wait_for_work(worker.popen.pid)
        worker.channel.send(b"\0")
        with pytest.raises(subprocess.TimeoutExpired):
            worker.popen.wait(0.5)
    worker.end()


def test_the_keys_of_a_terminal_are_not_for_workers(sample: Release) -> None:
    """A worker has a process group of its own, so that Ctrl-C ends the service when queries under way are answered."""
    with runner_for(sample, workers=1) as runner:
        (pid,) = runner.pool.processes()
        assert os.getpgid(pid) == pid != os.getpgid(0)


def test_the_kernel_ends_a_worker_rather_than_the_service(sample: Release) -> None:
    """Where the memory of the machine runs out, workers are the first to go."""
    with runner_for(sample, workers=1) as runner:
        runner.rows("SELECT (1 AS ?x) {}")
        assert Path(f"/proc/{worker_of(runner)}/oom_score_adj").read_text().strip() == "500"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGIO])
def test_a_signal_from_outside_blames_nobody(sample: Release, number: signal.Signals) -> None:
    """A worker that was ended from outside, or by a stray word of the kernel's, leaves its query to be run again."""
    worker = process.Process(sample.store, 1024)
    os.kill(worker.popen.pid, number)
    assert worker.verdict() is None
    worker.end()


def test_no_answer_waits_until_a_slowed_worker_is_gone(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker of the lowest priority may take seconds to die: its end does not wait for that, and reaps it later."""
    worker = process.Process(sample.store, 1024)
    worker.slow_down()
    wait, gone = worker.popen.wait, threading.Event()
    monkeypatch.setattr(worker.popen, "wait", lambda: (gone.wait(30), wait()))
    worker.end()  # would wait for half a minute
    assert not gone.is_set()
    assert worker.popen.returncode is None
    gone.set()
    deadline = time.monotonic() + 20
    while worker.popen.returncode is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert worker.popen.returncode == -signal.SIGKILL
