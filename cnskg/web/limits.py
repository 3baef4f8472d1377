"""What is kept for clients, with its bounds: token buckets, and mappings that forget."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Bounded(OrderedDict[K, V]):
    """A mapping of at most so many entries: one more, and the entry that was put in longest ago is forgotten."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __setitem__(self, key: K, value: V) -> None:
        super().__setitem__(key, value)
        if len(self) > self.most:
            self.popitem(last=False)


class RateLimit:
    """A token bucket per client: `burst` at once, `rate` a second in the long run; rate 0 lets all pass."""

    MOST_CLIENTS = 50_000  # buckets kept, some 10 MiB; a client that is forgotten may send its burst once more

    def __init__(self, rate: float, burst: int) -> None:
        self._rate, self._burst = rate, float(burst)
        self._buckets: Bounded[str, tuple[float, float]] = Bounded(self.MOST_CLIENTS)
        self._lock = threading.Lock()

    def wait(self, client: str, now: float) -> float:
        """Take one token: 0, or the seconds until there is one."""
        if self._rate <= 0:
            return 0.0
        with self._lock:
            tokens, last = self._buckets.pop(client, (self._burst, now))
            tokens = min(self._burst, tokens + (now - last) * self._rate)
            allowed = tokens >= 1
            self._buckets[client] = (tokens - 1 if allowed else tokens, now)
        return 0.0 if allowed else (1 - tokens) / self._rate

    def __len__(self) -> int:
        return len(self._buckets)
