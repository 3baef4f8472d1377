"""The service's own trouble is told as its own: no room, no descriptors, no store, no worker, an engine that fails."""

from __future__ import annotations

import errno
import logging
import os
import resource
import signal
import socket
import subprocess
import tempfile
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
from cnskg.query.formats import only
from cnskg.query.job import Job
from cnskg.query.process import Process
from cnskg.query.trouble import one_line
from cnskg.release.folder import Release, switch_release
from cnskg.web import operators
from cnskg.web.state import State
from tests.support.releases import app_for, make_release, make_settings, runner_for

NEVER = "ASK { GRAPH <urn:noise> { ?a <urn:next> ?x . ?b <urn:next> ?y . ?c <urn:next> ?z FILTER(?x + ?y + ?z < 0) } }"
LARGE = "SELECT * { GRAPH <urn:noise> { ?s ?p ?o } }"
PANIC = b"\nthread '<unnamed>' (7) panicked at library/core/src/slice/sort.rs:854:5:\nno total order\n"

ENDS: dict[str, tuple[int, bytes, type[CnskgError]]] = {
    "memory, says Rust": (-signal.SIGABRT, b"memory allocation of 480 bytes failed\n", ResourceExceeded),
    "memory, says C++": (-signal.SIGABRT, b"terminate called after throwing 'std::bad_alloc'\n", ResourceExceeded),
    "memory, says Python": (sandbox.NO_MEMORY, b"", ResourceExceeded),
    "the stack": (-signal.SIGSEGV, b"", ResourceExceeded),
    "a panic": (-signal.SIGABRT, PANIC, EngineFault),
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


def test_the_cause_is_told_without_a_path() -> None:
    """A client is told what the system says, and not where."""
    found = process.verdict(sandbox.NO_STORE, b"IO error: /secret/store/CURRENT: Too many open files\n")
    assert found.message == "a worker cannot open the store: Too many open files"


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


def at_work(runner: Any) -> int:
    """The only worker of a pool, when it is in the middle of a query."""
    (pid,) = runner.pool.processes()
    return int(pid)


def wait_for_work(pid: int) -> None:
    """Until a worker has worked for some tenths of a second."""
    begun = pool.processor_seconds(pid)
    while pool.processor_seconds(pid) < begun + 0.3:
        time.sleep(0.01)


def test_last_words_reach_the_log(sample: Release, caplog: pytest.LogCaptureFixture) -> None:
    """What a worker that aborts has written stands in the log on one line; the client hears that the engine failed."""
    with runner_for(sample, workers=1) as runner:
        runner.rows("SELECT (1 AS ?x) {}")
        pid = at_work(runner)
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
        descriptor = os.open(f"/proc/{at_work(runner)}/fd/2", os.O_WRONLY | os.O_NONBLOCK)
        with pytest.raises(BlockingIOError):
            while True:
                os.write(descriptor, b"x" * 4096)
        os.close(descriptor)
        flags = Path(f"/proc/{at_work(runner)}/fdinfo/2").read_text().split("flags:")[1].split()[0]
        assert int(flags, 8) & os.O_NONBLOCK
        assert len(runner.rows("SELECT (1 AS ?x) {}")) == 1


def test_a_query_whose_worker_is_killed_is_run_again(sample: Release, caplog: pytest.LogCaptureFixture) -> None:
    """A worker killed from outside in the middle of a query costs time, not the answer."""
    query = """SELECT (COUNT(*) AS ?n) { GRAPH <urn:noise> {
      ?a <urn:next> ?x . ?b <urn:next> ?y FILTER(?x < 900 && ?x + ?y = 5000) } }"""
    with runner_for(sample, workers=1) as runner:
        runner.rows("SELECT (1 AS ?x) {}")
        pid = at_work(runner)
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
        os.kill(at_work(runner), signal.SIGSTOP)
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


@pytest.mark.parametrize("form", ["json", "csv", "turtle"])
def test_no_room_for_an_answer_is_not_the_query_s_fault(sample: Release, form: str) -> None:
    """An answer that cannot be written is 503 with the cause, and the worker goes on."""
    query = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <urn:noise> { ?s ?p ?o } }" if form == "turtle" else LARGE
    with runner_for(sample, workers=1) as runner:
        runner.rows("SELECT (1 AS ?x) {}")
        pid = at_work(runner)
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (500, before[1]))
        with pytest.raises(ServiceTrouble, match=os.strerror(errno.EFBIG)) as caught:
            runner.run(query, only(form))
        assert caught.value.status == 503
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
        runner.run(query, only(form)).file.close()
        assert at_work(runner) == pid


def test_no_place_for_a_temporary_file(sample: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a folder for temporary files queries, pages and the probe say 503, and all is well when it is back."""
    paths = ("/sparql?query=ASK%7B%7D", "/readyz", "/id/china", "/explain?s=id:cnsc&p=rdf:type&o=cns:Organ")
    with app_for(sample) as app:
        client = app.test_client()
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
        for path in paths:
            got = client.get(path)
            assert (path, got.status_code, got.json["type"].rpartition("/")[2]) == (path, 503, "trouble")
            assert os.strerror(errno.ENOENT) in got.json["detail"]
            assert str(tmp_path) not in got.text
            assert int(got.headers["Retry-After"]) > 0
        (tmp_path / "gone").mkdir()
        assert client.get("/readyz").status_code == 200


def test_a_store_that_is_gone(tmp_path: Path) -> None:
    """Without its store a service says 503 with the cause, at the probe too; idle workers or not, it comes back."""
    release = make_release(tmp_path, "moved")
    switch_release(make_settings(tmp_path), release.path)
    with app_for(release, workers=1) as app:
        client, running = app.test_client(), app.extensions["cnskg"].runner.pool
        release.store.rename(tmp_path / "aside")
        for pid in running.processes():
            os.kill(pid, signal.SIGKILL)
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        for path in ("/readyz", "/sparql?query=ASK%7B%7D"):
            got = client.get(path)
            assert (got.status_code, got.json["type"].rpartition("/")[2]) == (503, "trouble")
            assert got.json["detail"] == f"a worker cannot open the store: {os.strerror(errno.ENOENT)}"
        (tmp_path / "aside").rename(release.store)
        assert client.get("/readyz").status_code == 200


def test_where_no_worker_can_be_started(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too few descriptors for a worker are 503 with the cause; the pool is whole when there are enough again."""

    def none(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    with runner_for(sample, workers=2) as runner:
        with monkeypatch.context() as patch:
            patch.setattr(subprocess, "Popen", none)
            for pid in runner.pool.processes():
                os.kill(pid, signal.SIGKILL)
                os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
            with pytest.raises(ServiceTrouble, match=os.strerror(errno.EMFILE)):
                runner.rows("SELECT (1 AS ?x) {}")
        assert len(runner.rows("SELECT (1 AS ?x) {}")) == 1
        state = runner.pool.state()
        assert (state["fast"], state["slow"], state["idle"]) == (0, 0, 2)


def test_what_the_system_refuses_is_no_mistake(
    sample: Release, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the system fails a route unforeseen, that is 503 with the cause, and one line with the path."""

    def full(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), "/secret/file")

    with app_for(sample) as app:
        monkeypatch.setattr(app.extensions["cnskg"].runner, "execute", full)
        got = app.test_client().get("/sparql?query=ASK%7B%7D")
    assert (got.status_code, got.json["type"].rpartition("/")[2]) == (503, "trouble")
    assert os.strerror(errno.EIO) in got.json["detail"]
    assert "secret" not in got.text
    (line,) = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert "/secret/file" in line


def test_the_probe_tells_the_reason(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever keeps the smallest query from its answer is 503 at the probe, also where it is 500 elsewhere."""
    with app_for(sample) as app:
        monkeypatch.setattr(app.extensions["cnskg"].runner, "rows", lambda *_: 1 / 0)
        broken = app.test_client().get("/readyz")
        monkeypatch.setattr(app.extensions["cnskg"].runner, "rows", fails)
        failed = app.test_client().get("/readyz")
    assert (broken.status_code, failed.status_code) == (503, 503)
    assert "the engine failed" in failed.json["detail"]


def fails(*_: object) -> None:
    """What a query does where the engine fails."""
    raise EngineFault("the engine failed")


def test_the_probe_wants_room(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """With too little room for answers of common size a service is not ready, though the smallest query has room."""
    with app_for(sample) as app:
        codes = []
        for left in ((1 << 20) - 1, 1 << 20):
            monkeypatch.setattr(operators, "free_bytes", lambda left=left: left)
            codes.append(app.test_client().get("/readyz").status_code)
    assert codes == [503, 200]


def test_a_link_that_is_gone_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Without the link to the current release the one in use stays, and the log says so once, not at each look."""
    settings = make_settings(tmp_path)
    switch_release(settings, make_release(tmp_path, "kept").path)
    state = State(settings)
    try:
        (tmp_path / "current").unlink()
        with caplog.at_level(logging.ERROR):
            for _ in range(3):
                state._looked = 0.0
                assert state.release.digest == "kept"
        assert [record.levelname for record in caplog.records].count("ERROR") == 1
    finally:
        state.close()


def test_a_worker_ends_with_its_service(sample: Release, tmp_path: Path) -> None:
    """A worker whose pool is gone ends at once, in the middle of the engine's work and long before its own deadline."""
    worker = process.Process(sample.store, 1024)
    with (tmp_path / "answer").open("w+b") as file:
        message = Job(NEVER, "text/csv", "text/turtle", 1 << 20).message(3600.0)
        wire.send(worker.channel, message, [file.fileno()])
        wait_for_work(worker.popen.pid)
        worker.channel.shutdown(socket.SHUT_RDWR)
        worker.channel.close()
        assert worker.popen.wait(timeout=60) in (-signal.SIGIO, 0)
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
        assert Path(f"/proc/{at_work(runner)}/oom_score_adj").read_text().strip() == "500"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGIO])
def test_a_signal_from_outside_blames_nobody(sample: Release, number: signal.Signals) -> None:
    """A worker that was ended from outside, or by a stray word of the kernel's, leaves its query to be run again."""
    process = Process(sample.store, 1024)
    os.kill(process.popen.pid, number)
    assert process.verdict() is None
    process.end()
