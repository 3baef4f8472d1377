"""What a service needs before it starts, looked at in its first second and told all at once."""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .. import folders
from ..errors import CnskgError, UsageError, together
from ..settings import Settings, env_name
from .served import served

_WHY = {
    errno.EADDRINUSE: "is in use",
    errno.EACCES: "may not be opened by you",
    errno.EADDRNOTAVAIL: "cannot be opened: the address is none of this machine's",
}


Need = Callable[[Settings], object]


def require(settings: Settings, *more: Need, building: bool = False) -> None:
    """All that serving needs is there, and `more`; with `building`, a release need not be, and must be writable.

    Raises the one CnskgError, or one UsageError that tells them all.
    """
    needs: list[Need] = [
        require_address,
        folders.require_build if building else served,
        folders.use_temporary,
        *more,
    ]
    found = []
    for need in needs:
        try:
            need(settings)
        except CnskgError as error:
            found.append(error)
    if found:
        raise together(found)


def require_address(settings: Settings) -> None:
    """The address is one of this machine's, and the port is free. Raises UsageError."""
    host, port = settings.host, settings.port
    try:
        found = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM, socket.IPPROTO_TCP, socket.AI_PASSIVE)
    except (OSError, UnicodeError):  # no such name; a name that can be none
        raise UsageError(
            f"there is no host {host}",
            hint=f"{env_name('host')} or --host: 127.0.0.1 for this machine, 0.0.0.0 for all.",
        ) from None
    for error in _unopened(found):
        raise port_error(settings, error)


def _unopened(addresses: Sequence[tuple[int, int, int, str, Any]]) -> Iterator[OSError]:
    """What the system says where an address cannot be opened."""
    for family, kind, protocol, _, address in addresses:
        try:
            with contextlib.closing(socket.socket(family, kind, protocol)) as channel:
                channel.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                channel.bind(address)
                channel.listen(1)  # where a port is held without SO_REUSEADDR, only this tells
        except OSError as error:
            yield error


def port_error(settings: Settings, error: OSError) -> UsageError:
    """What an operating system's refusal of a port means."""
    why = _WHY.get(error.errno or 0, f"cannot be opened ({error.strerror})")
    return UsageError(f"port {settings.port} on {settings.host} {why}", hint="Choose another: --port, or PORT=….")
