"""Messages between the pool and a worker: a length, then JSON, with at most one open file beside it."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Sequence
from typing import Any

_HEAD = struct.Struct("!Q")


def send(channel: socket.socket, message: dict[str, Any], files: Sequence[int] = ()) -> None:
    """Send one message. Raises OSError where the other end is gone."""
    data = json.dumps(message).encode()
    if files:
        socket.send_fds(channel, [_HEAD.pack(len(data))], list(files))
        channel.sendall(data)
    else:
        channel.sendall(_HEAD.pack(len(data)) + data)


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
