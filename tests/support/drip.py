"""A peer on loopback that keeps a connection open and says little or nothing."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

_PAUSE_S, _DROPS = 0.05, 600


@dataclass
class Peer:
    """Where it listens, and whether who called it has hung up."""

    url: str
    hung_up: threading.Event = field(default_factory=threading.Event)


@contextlib.contextmanager
def dripping(first: bytes = b"", drop: bytes = b"") -> Iterator[Peer]:
    """A server that sends `first` and then a `drop` again and again to its one caller, until that hangs up.

    After half a minute it does so itself, so that a caller who waits for ever does not.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        peer = Peer(f"http://127.0.0.1:{listener.getsockname()[1]}/")
        thread = threading.Thread(target=_serve, args=(listener, peer, first, drop), daemon=True)
        thread.start()
        yield peer


def _serve(listener: socket.socket, peer: Peer, first: bytes, drop: bytes) -> None:
    with contextlib.suppress(OSError):
        channel, _ = listener.accept()
        with channel:
            channel.sendall(first)
            channel.settimeout(_PAUSE_S)
            for _ in range(_DROPS):
                try:
                    if not channel.recv(1 << 16):
                        break
                except TimeoutError:
                    channel.sendall(drop)
    peer.hung_up.set()
