"""The service goes on, whatever clients hold or the machine lacks: connections, descriptors, room, signals, workers."""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import socket
import threading
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.http import COUNT, COUNTED, Answer, ask, connect, fetch, gauge, still_well
from tests.support.load import NEVER, workers_of
from tests.support.service import Service, running

#: some seconds of work
LONG = """SELECT (COUNT(*) AS ?n) { GRAPH ?g {
  ?a <urn:next> ?x . ?b <urn:next> ?y FILTER(?x < 2000 && ?x + ?y = 5000) } }"""
PROBE = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(scope="module", autouse=True)
def _descriptors() -> Iterator[None]:
    """The clients of these tests are many, and all in this process."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(before[1], 4096), before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@contextmanager
def held(url: str, number: int) -> Iterator[list[socket.socket]]:
    """So many connections that ask nothing."""
    channels: list[socket.socket] = []
    try:
        for _ in range(number):
            channels.append(connect(url))
        yield channels
    finally:
        for channel in channels:
            channel.close()


def kind(answer: Answer) -> str:
    """The last part of a problem's type."""
    return str(answer.json["type"].rpartition("/")[2])


def told(log: Path, logger: str) -> list[str]:
    """The messages of one logger in a service's log."""
    events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    return [event["message"] for event in events if event["logger"] == logger]


def test_more_connections_than_select_can_tell(hostile_build: Path) -> None:
    """With 1,200 idle connections, begun under a soft limit of 1,024 files, new clients and old are answered."""
    limits = {"workers": 2, "slow_workers": 4, "slow_after_s": 0.05}
    with running(build=hostile_build, ulimit="-S -n 1024", **limits) as service, held(service.url, 1200) as channels:
        still_well(service.url)
        with ThreadPoolExecutor(6) as clients:  # more workers than before: their descriptors have high numbers, too
            found = list(clients.map(lambda _: kind(ask(service.url, NEVER, timeout="4")), range(6)))
        assert set(found) <= {"deadline", "busy"}
        for channel in (channels[0], channels[-1]):
            channel.sendall(PROBE)
            assert channel.recv(15) == b"HTTP/1.1 200 OK"
        assert service.process.poll() is None


def test_idle_connections_make_room(hostile_build: Path, tmp_path: Path) -> None:
    """Where only 512 files may be open, those idle longest are closed for those who come; the log says so once."""
    with running(build=hostile_build, log=tmp_path / "log", ulimit="-n 512", queue=4) as service:
        with held(service.url, 700) as channels:
            still_well(service.url)
            assert channels[0].recv(1) == b""
            channels[-1].sendall(PROBE)
            assert channels[-1].recv(15) == b"HTTP/1.1 200 OK"
        still_well(service.url)
    (line,) = told(tmp_path / "log", "cnskg.web.door")
    assert "idle longest are closed; raise the limit of open files" in line


def test_out_of_descriptors_at_the_door(hostile_build: Path, tmp_path: Path) -> None:
    """When descriptors run out under it, the service closes idle connections and goes on, with one line in its log."""
    with running(build=hostile_build, log=tmp_path / "log") as service, held(service.url, 100) as channels:
        still_well(service.url)
        taken = len(list(Path(f"/proc/{service.pid}/fd").iterdir()))
        resource.prlimit(service.pid, resource.RLIMIT_NOFILE, (taken, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        with held(service.url, 50) as more:
            more[-1].sendall(PROBE)
            assert more[-1].recv(15) == b"HTTP/1.1 200 OK"
        assert channels[0].recv(1) == b""
    (line,) = told(tmp_path / "log", "cnskg.web.door")
    assert line.startswith("Too many open files, no more can be: those idle longest")


def test_signals_that_end_nothing(hostile_build: Path, tmp_path: Path) -> None:
    """SIGHUP and the like leave a query and the service as they are, with a line in the log."""
    got: list[bytes] = []
    with running(build=hostile_build, log=tmp_path / "log", deadline_s=120) as service:
        thread = threading.Thread(target=lambda: got.append(ask(service.url, LONG, "text/csv").body))
        thread.start()
        while gauge(service.url, "fast") + gauge(service.url, "slow") < 1:
            pass
        for number in (signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2):
            service.process.send_signal(number)
        thread.join()
        still_well(service.url)
    assert got == [b"n\r\n0\r\n"]
    log = (tmp_path / "log").read_text()
    assert [log.count(f"{name} ends nothing here") for name in ("SIGHUP", "SIGUSR1", "SIGUSR2")] == [1, 1, 1]


def test_workers_end_with_a_service_that_is_killed(hostile_build: Path) -> None:
    """Where the service itself is killed, no worker is left behind, not even one in the middle of a query."""
    with running(build=hostile_build, deadline_s=3600) as service:
        thread = threading.Thread(target=lost, args=(service.url,))
        thread.start()
        while gauge(service.url, "fast") + gauge(service.url, "slow") < 1:
            pass
        pidfds = [os.pidfd_open(pid) for pid in workers_of(service.pid)]
        service.process.kill()
        thread.join()
        for pidfd in pidfds:
            poll = select.poll()
            poll.register(pidfd, select.POLLIN)
            assert poll.poll(60_000), "a worker goes on"
            os.close(pidfd)


def lost(url: str) -> None:
    """Ask for ever, and get nothing."""
    with pytest.raises(OSError):
        ask(url, NEVER)


def test_an_engine_that_aborts(hostile_build: Path, tmp_path: Path) -> None:
    """A query whose worker aborts hears that the engine failed, and not that it was too large; the others go on."""
    got: list[Answer] = []
    with running(build=hostile_build, log=tmp_path / "log") as service:
        thread = threading.Thread(target=lambda: got.append(ask(service.url, NEVER)))
        thread.start()
        while gauge(service.url, "fast") + gauge(service.url, "slow") < 1:
            pass
        for pid in workers_of(service.pid):
            os.kill(pid, signal.SIGABRT)
        thread.join()
        still_well(service.url)
    assert (got[0].status, kind(got[0])) == (500, "engine")
    assert "memory" not in got[0].body.decode()
    assert (tmp_path / "log").read_text().count("a worker ended by SIGABRT") == 1


@contextmanager
def no_file_larger(service: Service, size: int) -> Iterator[None]:
    """The service and its workers may write no file beyond so many bytes."""
    for pid in (service.pid, *workers_of(service.pid)):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for pid in (service.pid, *workers_of(service.pid)):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def test_no_room_for_answers(hostile_build: Path, tmp_path: Path) -> None:
    """An answer, a page or a large request for which there is no room is 503 with the cause, until there is again."""
    large = "SELECT * { GRAPH <urn:noise> { ?s ?p ?o } }"
    with running(build=hostile_build, log=tmp_path / "log") as service:
        with no_file_larger(service, 20_000):
            assert ask(service.url, COUNT, "text/csv").body == COUNTED
            form = {"query": large}
            page = urllib.request.Request(f"{service.url}/query?{urllib.parse.urlencode(form)}")
            answers = [ask(service.url, large, "text/csv"), fetch(page)]
            answers.append(ask(service.url, f"ASK {{}} # {'x' * 700_000}"))
        again = ask(service.url, large, "text/csv")
    for answer in answers:
        assert (answer.status, kind(answer)) == (503, "trouble")
        assert "File too large" in answer.json["detail"]
        assert int(answer.headers["Retry-After"]) > 0
    assert again.status == 200
    assert "File too large" in (tmp_path / "log").read_text()


def test_few_descriptors(hostile_build: Path) -> None:
    """With so few descriptors that no worker comes up, the service and its probe say so; it is nobody's memory."""
    with running(build=hostile_build, ulimit="-n 40", queue=0) as service:
        for answer in (fetch(f"{service.url}/readyz"), ask(service.url, "ASK {}")):
            assert (answer.status, kind(answer)) == (503, "trouble")
            assert answer.json["detail"] == "a worker cannot open the store: Too many open files"
        assert fetch(f"{service.url}/healthz").status == 200
