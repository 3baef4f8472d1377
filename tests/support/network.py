"""No test reaches further than this machine: what opens a connection to elsewhere fails at once, and says where to."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest

#: What sends something to an address, and where among its arguments the address stands.
REACHING = {"connect": 0, "connect_ex": 0, "sendto": -1}


def forbid(patch: pytest.MonkeyPatch) -> None:
    """Have sockets of this process refuse every address but loopback. Processes that tests start are not held."""
    for name, place in REACHING.items():
        patch.setattr(socket.socket, name, _held(getattr(socket.socket, name), place))


def _held(method: Any, place: int) -> Any:
    def call(self: socket.socket, *arguments: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(arguments[place][0]):
            pytest.fail(f"a test reaches for {arguments[place][0]}: nothing is fetched while tests run")
        return method(self, *arguments)

    return call


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False
