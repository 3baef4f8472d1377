"""Connections are taken in as far as there is room, and waited for without asking those that are idle."""

from __future__ import annotations

import errno
import io
import logging
import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from cnskg.web import door
from cnskg.web.door import Channel, most_connections, open_doors
from cnskg.web.sockets import Sockets


class Place:
    """A door that is open, its sockets, and the clients that have come."""

    def __init__(self, stack: ExitStack) -> None:
        self.sockets = Sockets()
        (self.door,) = open_doors(None, self.sockets, host="127.0.0.1", port=0, threads=1)
        self.stack = stack
        stack.callback(self.close)

    def close(self) -> None:
        """Leave nothing open."""
        for one in list(self.sockets.values()):
            one.close()
        self.sockets.close()
        self.door.task_dispatcher.shutdown()

    def come(self, number: int) -> list[socket.socket]:
        """So many clients, one after the other."""
        came = []
        for _ in range(number):
            came.append(self.stack.enter_context(socket.create_connection(self.door.socket.getsockname())))
            self.sockets.turn(0.1)
            time.sleep(0.001)  # so that one has been idle for longer than the next
        return came

    @property
    def connections(self) -> list[Channel]:
        """Those taken in."""
        return [one for one in self.sockets.values() if isinstance(one, Channel)]


@pytest.fixture
def place() -> Iterator[Place]:
    """A door on any port."""
    with ExitStack() as stack:
        yield Place(stack)


def test_as_many_connections_as_files_allow() -> None:
    """Two files a connection, after what the service itself and its queries need; never too few, nor without end."""
    assert [most_connections(files, 10) for files in (64, 1024, 65_536)] == [16, (1024 - 64 - 4 * 10) // 2, 8192]


def test_those_idle_longest_make_room(place: Place) -> None:
    """When all places are taken, a sixteenth of the idle connections is closed, and one more, those idle longest."""
    early = place.come(32)
    early[0].sendall(b"GET ")  # the first has just been heard of
    place.sockets.turn(0.1)
    place.door.most = len(place.sockets)
    place.come(1)
    assert len(place.connections) == 32 - 3 + 1
    ends = [client for client in early if is_closed(client)]
    assert ends == early[1:4]


def is_closed(client: socket.socket) -> bool:
    """Whether the server has hung up."""
    client.setblocking(False)
    try:
        return client.recv(1) == b""
    except BlockingIOError:
        return False


def test_where_nobody_can_go_nobody_comes_for_a_while(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    """With all connections at work the door is shut for a moment, so that waiting costs nothing; one line tells it."""
    place.come(1)
    place.connections[0].requests = [object()]
    place.door.most = len(place.sockets)
    place.come(1)
    assert not place.door.readable()
    assert len(place.connections) == 1
    place.connections[0].requests = []
    place.door._closed_until = 0.0
    place.sockets.turn(0.1)
    assert len(place.connections) == 1  # the first has gone, the second is in
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_out_of_descriptors(place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Where the kernel gives no descriptor, idle connections are closed; what else may go wrong is passed over."""
    place.come(2)
    causes = [errno.EMFILE, errno.EPROTO]

    def accept() -> None:
        number = causes.pop(0)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(place.door, "accept", accept)
    place.come(1)
    assert len(place.connections) == 1
    place.sockets.turn(0.1)
    assert len(place.connections) == 1
    assert [record.getMessage()[:19] for record in caplog.records] == ["Too many open files"]


def test_a_fault_does_not_close_the_door(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong while somebody is taken in, the next one is."""
    with monkeypatch.context() as patch:
        patch.setattr(place.door, "channel_class", lambda *_, **__: 1 / 0)
        place.come(1)
    assert not place.door.readable()
    place.door._closed_until = 0.0
    place.come(1)
    assert len(place.connections) == 1


def test_soft_limit_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many files as may be opened, but not any number; what is more already stays."""
    limits = iter([(1024, 4096), (1024, -1), (1024, 1 << 30), (1 << 20, 1 << 20), (-1, -1)])
    given: list[Any] = []
    monkeypatch.setattr(door.resource, "getrlimit", lambda _: next(limits))
    monkeypatch.setattr(door.resource, "setrlimit", lambda _, pair: given.append(pair))
    assert [door.raise_limit() for _ in range(5)] == [4096, 65_536, 65_536, 1 << 20, 65_536]
    assert given == [(4096, 4096), (65_536, -1), (65_536, 1 << 30)]


class Quiet:
    """A socket that nothing happens at."""

    accepting = False
    asked = 0

    def readable(self) -> bool:
        """As waitress asks."""
        self.asked += 1
        return True

    def writable(self) -> bool:
        """As waitress asks."""
        return False


def test_the_idle_are_not_asked_at_each_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket at which nothing happens is asked what it waits for once, and then now and then, not at each turn."""
    clock = iter([100.0] * 21 + [101.5, 101.6])
    monkeypatch.setattr("cnskg.web.sockets.time.monotonic", lambda: next(clock))
    ours, theirs = socket.socketpair()
    sockets, quiet = Sockets(), Quiet()
    with ours, theirs:
        sockets[ours.fileno()] = quiet
        for _ in range(21):
            sockets.turn(0)
        assert quiet.asked == 1
        sockets.turn(0)
        sockets.turn(0)
        assert quiet.asked == 2
        del sockets[ours.fileno()]
    sockets.close()


def test_a_request_for_which_there_is_no_room(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that cannot be put aside is 503 in our shape, and the connection is closed then."""
    caught = logging.getLogger("cnskg.web.door")
    monkeypatch.setattr(caught, "propagate", False)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (client,) = place.come(1)
    client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nquery")
    place.sockets.turn(0.1)
    monkeypatch.setattr(type(place.connections[0].request), "received", full)
    client.sendall(b"more")
    answer = io.BytesIO()
    client.settimeout(0.05)
    while not answer.getvalue().endswith(b"}\n"):
        place.sockets.turn(0.05)
        try:
            answer.write(client.recv(1 << 16))
        except TimeoutError:
            continue
    assert answer.getvalue().startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
    assert b"problem/trouble" in answer.getvalue()
    assert b"No space left on device" in answer.getvalue()
    assert b"Retry-After: 10" in answer.getvalue()
