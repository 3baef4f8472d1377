"""Every limit of queue, lanes, workers and requests holds where it is set, and is the number of its setting."""

from __future__ import annotations

import re
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cnskg.errors import Busy, Cancelled, DeadlineExceeded, RefusedFeature, ServiceTrouble, UsageError
from cnskg.nearest import nearest
from cnskg.query import pool, wire
from cnskg.query.budget import Budget
from cnskg.query.hints import excerpt
from cnskg.query.remote import checked
from cnskg.query.runner import Runner
from cnskg.query.sparql_text import reaches_out
from cnskg.release.folder import Release, switch_release
from cnskg.settings import TABLE, Settings, env_name, load
from cnskg.web import protocol, server
from cnskg.web.sockets import Sockets
from cnskg.web.state import State
from tests.support.releases import app_for, make_release, make_settings, runner_for

NEVER = "ASK { GRAPH <urn:noise> { ?a <urn:next> ?x . ?b <urn:next> ?y . ?c <urn:next> ?z FILTER(?x + ?y + ?z < 0) } }"


#: ends by itself, after some tenths of a second of work
LONG = """SELECT (COUNT(*) AS ?n) { GRAPH <urn:noise> {
  ?a <urn:next> ?x . ?b <urn:next> ?y FILTER(?x < 600 && ?x + ?y = 5000) } }"""


def until(holds: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether something comes to hold in time."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


@contextmanager
def asking(runner: Runner, *queries: str) -> Iterator[list[BaseException]]:
    """Queries under way in threads of their own, given up at the end; their errors."""
    enough, errors = threading.Event(), []

    def one(query: str) -> None:
        try:
            runner.run(query, budget=Budget(250.0, 1 << 20, enough.is_set)).file.close()
        except (Busy, Cancelled, DeadlineExceeded) as error:
            errors.append(error)

    threads = [threading.Thread(target=one, args=(query,)) for query in queries]
    for thread in threads:
        thread.start()
    try:
        yield errors
    finally:
        enough.set()
        for thread in threads:
            thread.join()


def test_as_many_run_at_once_as_there_are_workers_and_as_many_wait_as_may(sample: Release) -> None:
    """With one worker and a queue of one the second query waits, and the third is told to come back."""
    with runner_for(sample, workers=1, queue=1, slow_after_s=1000.0) as runner, asking(runner, NEVER, NEVER):
        assert until(lambda: runner.pool.state()["waiting"] == 1)
        assert runner.pool.state()["fast"] == 1
        with pytest.raises(Busy, match="1 queries wait already"):
            runner.run("ASK {}")


def test_what_works_long_moves_to_the_slow_lane(sample: Release) -> None:
    """After its time in the fast lane a query leaves its place to the next one and goes on behind."""
    with runner_for(sample, workers=1, slow_workers=2, slow_after_s=0.3) as runner, asking(runner, NEVER):
        assert until(lambda: runner.pool.state()["slow"] == 1)
        runner.run("ASK {}").file.close()


def test_a_full_slow_lane_stops_a_query(sample: Release) -> None:
    """Where no place is left for what works long, it is stopped and told so."""
    with runner_for(sample, workers=1, slow_workers=0, slow_after_s=0.05) as runner, asking(runner, NEVER) as errors:
        assert until(lambda: bool(errors))
        assert isinstance(errors[0], Busy)
        assert "slow lane is full" in errors[0].message


def test_a_query_makes_way_sooner_while_others_wait() -> None:
    """A fifth of the time is enough to leave the fast lane when somebody waits and the slow lane has a place."""
    there = object.__new__(pool.Pool)
    there._settings, there._slow = Settings(slow_after_s=1.0, slow_workers=1), 0
    there._waiting = deque()
    assert [there._is_slow(used) for used in (0.25, 0.99, 1.0)] == [False, False, True]
    there._waiting.append(object())
    assert [there._is_slow(used) for used in (0.19, 0.21)] == [False, True]
    there._slow = 1
    assert not there._is_slow(0.21)


def test_a_process_is_renewed_after_its_jobs(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many jobs a fresh process takes over, so that no slow leak adds up; not sooner."""
    monkeypatch.setattr(pool, "_JOBS_PER_PROCESS", 2)
    with runner_for(sample, workers=1) as runner:
        seen = []
        for _ in range(4):
            seen.append(runner.pool.processes())
            runner.run("ASK {}").file.close()
        assert seen[0] == seen[1]
        assert seen[2] != seen[1]


def test_a_process_that_was_slowed_is_not_used_again(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """Priority only goes down, so a process that had to go behind serves no other query, even where one is wanted."""
    with runner_for(sample, workers=1, slow_after_s=0.05) as runner, asking(runner, LONG):
        assert until(lambda: runner.pool.state()["slow"] == 1)
        monkeypatch.setattr(runner.pool, "_settings", replace(runner.settings, slow_after_s=1000.0))
        with asking(runner, NEVER):
            # the slowed one gets only what a busy machine leaves over
            assert until(lambda: runner.pool.state()["slow"] == 0, seconds=200.0)
            assert (runner.pool.state()["fast"], runner.pool.processes()) == (1, [])


def test_a_query_whose_workers_are_killed_is_tried_so_often(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that is killed from outside is no fault of its query, which is run again, but not for ever."""
    tries = []

    def killed(*_: object) -> None:
        tries.append(1)
        raise pool.Killed

    with runner_for(sample, workers=1) as runner:
        monkeypatch.setattr(runner.pool, "_attempt", killed)
        with pytest.raises(ServiceTrouble, match="killed from outside"):
            runner.run("ASK {}")
    assert len(tries) == 10


def test_a_process_ends_itself_soon_after_its_deadline(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker is told its time and two seconds more, should the pool be gone; not less, since the pool is kinder."""
    told, send = [], wire.send

    def listen(channel: Any, message: dict[str, Any], *files: Any) -> None:
        told.append(message["seconds"])
        send(channel, message, *files)

    monkeypatch.setattr(wire, "send", listen)
    with runner_for(sample, workers=1) as runner:
        runner.run("ASK {}", budget=Budget(10.0, 1 << 20)).file.close()
    assert 11.0 < told[0] <= 12.0


def test_a_worker_has_the_memory_of_its_setting(sample: Release) -> None:
    """The address space of a worker is capped by the kernel at CNSKG_MEMORY_MB, and it leaves no core behind."""
    with runner_for(sample, workers=1, memory_mb=1024) as runner:
        runner.run("ASK {}").file.close()
        limits = Path(f"/proc/{runner.pool.processes()[0]}/limits").read_text(encoding="ascii")
    assert re.search(rf"Max address space\s+{1024 << 20}\s+{1024 << 20}\s", limits)
    assert re.search(r"Max core file size\s+0\s+0\s", limits)


def test_a_long_endpoint_is_an_endpoint() -> None:
    """SERVICE with an address too long to be read to its end counts as SERVICE."""
    assert reaches_out(f"SELECT * {{ SERVICE <http://x.example/{'a' * 5000}> {{ ?s ?p ?o }} }}")


def test_small_answers_are_not_compressed(sample: Release) -> None:
    """Below a kibibyte packing costs more than it saves; above it is done for who takes it."""
    with app_for(sample) as app:
        packed = {"Accept-Encoding": "gzip"}
        small = app.test_client().get("/sparql?query=ASK%7B%7D", headers=packed)
        large = app.test_client().get("/sparql?query=SELECT*%7B?s?p?o%7D", headers=packed)
    assert "Content-Encoding" not in small.headers
    assert large.headers["Content-Encoding"] == "gzip"


def test_readiness_is_known_soon(sample: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """The probe waits five seconds for its query, however long a query of a client may take."""
    asked = []

    def rows(query: str, budget: Budget) -> list[Any]:
        asked.append(budget.seconds)
        return []

    with app_for(sample, deadline_s=60.0) as app:
        monkeypatch.setattr(app.extensions["cnskg"].runner, "rows", rows)
        assert app.test_client().get("/readyz").status_code == 200
    assert asked == [5.0]


def test_a_request_has_so_many_parameters() -> None:
    """A thousand parameters are read, one more is refused."""
    many = b"query=ASK%7B%7D" + b"&default-graph-uri=urn:g" * 999
    assert len(protocol.read("GET", "", many, b"").default_graphs) == 999
    with pytest.raises(UsageError, match="more than 1000 parameters"):
        protocol.read("GET", "", many + b"&x=1", b"")


def test_the_body_is_as_large_as_its_setting(sample: Release) -> None:
    """A body over CNSKG_BODY_KB is 413 with the limit, one below it is read."""
    with app_for(sample, body_kb=2) as app:
        client = app.test_client()
        sizes = [client.post("/sparql", data={"query": "ASK {}" + " " * n}).status_code for n in (1000, 3000)]
    assert sizes == [200, 413]


def test_who_stands_behind_a_proxy_is_told_its_addresses(sample: Release) -> None:
    """Forwarded host and prefix are believed as far as CNSKG_PROXIES says, and not at all by default."""
    given = {"X-Forwarded-Host": "graph.example", "X-Forwarded-Proto": "https", "Accept": "application/n-triples"}
    found = []
    for proxies in (0, 1):
        with app_for(sample, proxies=proxies) as app:
            found.append(b"<https://graph.example/sparql>" in app.test_client().get("/sparql", headers=given).data)
    assert found == [False, True]


def test_the_server_gets_what_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """Address, port, sizes and a thread for each query that may run or wait, with some for what runs no query."""
    given: dict[str, Any] = {}
    monkeypatch.setattr(server, "open_doors", lambda *_, **words: given.update(words))
    settings = Settings(
        host="127.0.0.7", port=4711, workers=3, slow_workers=4, queue=5, body_kb=6, url_kb=7, result_mb=8
    )
    server.listen(None, settings)
    assert (given["host"], given["port"], given["threads"]) == ("127.0.0.7", 4711, 3 + 4 + 5 + 8)
    assert given["max_request_header_size"] == 7 << 10
    assert given["max_request_body_size"] == (6 << 10) + (64 << 10)
    assert given["outbuf_high_watermark"] == (8 + 1) << 20
    assert given["clear_untrusted_proxy_headers"] is False


def test_the_end_waits_for_the_longest_query_and_a_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told to end, the service waits for what is under way as long as a query may take and a little more, then goes."""
    caught = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)
    handlers = {number: signal.getsignal(number) for number in caught}
    waited: list[float] = []

    def turn(_: Sockets, seconds: float) -> None:
        if seconds == 0.5:
            signal.raise_signal(signal.SIGTERM)
        waited.append(time.monotonic())
        time.sleep(0.01)

    monkeypatch.setattr(Sockets, "turn", turn)
    monkeypatch.setattr(server, "_busy", lambda _: True)
    monkeypatch.setattr(server, "_GRACE", 0.4)
    try:
        server.run(Sockets(), replace(Settings(), deadline_s=0.1))
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    assert 0.4 < waited[-1] - waited[0] < 10


@pytest.mark.parametrize("name", TABLE)
def test_each_setting_is_read_from_its_variable(name: str) -> None:
    """CNSKG_X sets x and nothing else."""
    value = getattr(Settings(), name)
    other = type(value)((TABLE[name].metadata["least"] or 0) + 2) if isinstance(value, int | float) else "3"
    url = "https://example.org/"
    other = {"services": url, "store": url, "log": "text", "metrics": "off"}.get(name, other)
    found = load({env_name(name): str(other)})
    expected = Path("3").resolve() if isinstance(value, Path) else other
    assert found == replace(Settings(), **{name: expected})


def test_a_flag_of_zero_is_a_flag() -> None:
    """`--port 0` takes a free port; a flag that is not given leaves the setting."""
    assert load({"CNSKG_PORT": "9000"}, port=0, host=None) == replace(Settings(), port=0)


def test_clients_of_one_network_are_one(sample: Release) -> None:
    """An IPv6 client has a whole /64 to choose addresses from, so that network is the client; IPv4 goes by address."""
    with app_for(sample) as app:
        key = app.extensions["cnskg"].client
    assert key("2001:db8:1:2::1") == key("2001:db8:1:2:ffff::9") != key("2001:db8:1:3::1")
    assert key("192.0.2.1") != key("192.0.2.2")


def test_workers_of_the_release_before_end(tmp_path: Path) -> None:
    """When another release is taken up, the idle workers of the one before are ended."""
    settings = make_settings(tmp_path)
    switch_release(settings, make_release(tmp_path, "first").path)
    state = State(settings)
    try:
        before = state.runner.pool.processes()
        assert before
        switch_release(settings, make_release(tmp_path, "second").path)
        assert until(lambda: state.release.digest == "second")
        assert until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in before))
    finally:
        state.close()


def test_who_holds_an_answer_packed_or_not_is_told_so(sample: Release) -> None:
    """The tag of an answer and that of its compressed form are both known again; another format has another tag."""
    with app_for(sample) as app:
        client, path = app.test_client(), "/sparql?query=SELECT*%7B?s?p?o%7D"
        plain = client.get(path, headers={"Accept": "text/csv"})
        packed = client.get(path, headers={"Accept": "text/csv", "Accept-Encoding": "gzip"})
        other = client.get(path, headers={"Accept": "application/json"})
        tags = [answer.headers["ETag"] for answer in (plain, packed, other)]
        held = [client.get(path, headers={"Accept": "text/csv", "If-None-Match": tag}).status_code for tag in tags]
    assert len(set(tags)) == 3
    assert held == [304, 304, 200]


def test_the_caret_stands_under_the_column() -> None:
    """Under the excerpt the caret points at the column that the problem names, in long lines, too."""
    assert excerpt("SELECT x", 1, 8) == "SELECT x\n       ^"
    shown, caret = excerpt("a" * 200 + "X" + "a" * 50, 1, 201).split("\n")
    assert shown[caret.index("^")] == "X"


@pytest.mark.parametrize("word", ["SKOS", "Skos", "skoz"])
def test_nearness_does_not_hang_on_case(word: str) -> None:
    """What differs in case alone is near."""
    assert nearest(word, ["skos", "zzzz"])[0] == "skos"


@pytest.mark.parametrize("address", ["224.0.0.251", "239.1.1.1", "ff0e::1"])
def test_service_calls_no_multicast_address(address: str) -> None:
    """An address of many is no endpoint, though it counts as global."""
    with pytest.raises(RefusedFeature):
        checked([address], "many.example")
