"""The open sockets of the service, waited for in a way that costs nothing for those that are idle.

waitress keeps its sockets in a mapping from descriptor to object, and asks each of them, at every turn of its loop,
what it waits for. This mapping asks only those at which something goes on, and tells the kernel (epoll) of changes
alone. Measured with 2,000 idle connections, a request in turn: 2.4 ms as with none (1.9 ms of them on the processor);
with waitress's own loop and poll 12 ms (6.8 ms); its loop with select ends at descriptor 1024.
"""

from __future__ import annotations

import select
import selectors
import time
from typing import Any

from waitress import wasyncore

_SWEEP_S = 1.0  # seconds between two looks at all sockets: for what threads or time have changed without an event


class Sockets(dict[int, Any]):
    """Sockets by descriptor, as waitress puts them in and takes them out, all in the thread that calls `turn`."""

    def __init__(self) -> None:
        super().__init__()
        self._selector = selectors.DefaultSelector()
        self._wanted: dict[int, int] = {}  # what the selector waits for; nothing for those that are not in it
        self._lively: set[int] = set()  # those that may come to want something else without an event of their own
        self._swept = 0.0

    def __setitem__(self, descriptor: int, one: Any) -> None:
        super().__setitem__(descriptor, one)
        self._lively.add(descriptor)

    def __delitem__(self, descriptor: int) -> None:
        super().__delitem__(descriptor)
        self._lively.discard(descriptor)
        self._want(descriptor, 0)

    def turn(self, seconds: float) -> None:
        """Wait so long for something to happen, at most, and see to it."""
        now = time.monotonic()
        if now - self._swept > _SWEEP_S:
            self._swept = now
            self._lively.update(self)
        for descriptor in list(self._lively):
            self._look(descriptor)
        for key, events in self._selector.select(seconds):
            one = self.get(key.fd)
            if one is not None:
                self._lively.add(key.fd)
                read = select.POLLIN if events & selectors.EVENT_READ else 0
                write = select.POLLOUT if events & selectors.EVENT_WRITE else 0
                wasyncore.readwrite(one, read | write)

    def close(self) -> None:
        """Wait for nothing any more."""
        self._selector.close()

    def _look(self, descriptor: int) -> None:
        one = self[descriptor]
        at_work = getattr(one, "requests", None)  # first: a thread empties it when all else is as it will stay
        wanted = selectors.EVENT_READ if one.readable() else 0
        if not one.accepting and one.writable():
            wanted |= selectors.EVENT_WRITE
        self._want(descriptor, wanted)
        if wanted == selectors.EVENT_READ and not at_work and not one.accepting:
            self._lively.discard(descriptor)

    def _want(self, descriptor: int, wanted: int) -> None:
        before = self._wanted.get(descriptor, 0)
        if wanted == before:
            return
        if not wanted:
            del self._wanted[descriptor]
            self._selector.unregister(descriptor)
            return
        self._wanted[descriptor] = wanted
        (self._selector.modify if before else self._selector.register)(descriptor, wanted)
