"""Messages between the pool and a worker: a length, then JSON, with at most one open file beside it."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable, Sequence
from typing import Any

_HEAD = struct.Struct("!Q")


def send(
    channel: socket.socket, message: dict[str, Any], files: Sequence[int] = (), wait: Callable[[], None] | None = None
) -> None:
    """Send one message. Raises OSError where the other end is gone.

    The other end may be slow to read a long message. On a channel that does not block, `wait` is called until it has.
    """
    data = json.dumps(message).encode()
    head = _HEAD.pack(len(data))
    if files:
        socket.send_fds(channel, [head], list(files))
        head = b""
    left = memoryview(head + data)
    while left:
        try:
            left = left[channel.send(left) :]
        except BlockingIOError:
            if wait is None:
                raise
            wait()


def receive(channel: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """The next message and the files that came with it, or None where the other end has closed."""
    head, files, _, _ = socket.recv_fds(channel, _HEAD.size, 1)
    if not head:
        return None
    head += _exactly(channel, _HEAD.size - len(head))
    return json.loads(_exactly(channel, _HEAD.unpack(head)[0])), files


def _exactly(channel: socket.socket, size: int) -> bytes:
    parts = []
    while size:
        part = channel.recv(min(size, 1 << 20))
        if not part:
            raise ConnectionError("the other end closed in the middle of a message")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
