"""How assistants reach the server: over standard input and output, or over HTTP on this machine."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import socket
from collections.abc import Callable, Sequence

import anyio
import uvicorn
from mcp.server.transport_security import TransportSecuritySettings

from ..api.source import Local
from ..errors import UsageError
from ..release.folder import current_release
from ..settings import Settings
from . import server
from .door import Door
from .packing import short

PATH = "/mcp"


def over_pipes(chosen: Settings) -> None:
    """Serve whoever started this process, until it closes standard input."""
    door = Door(Local(chosen, current_release(chosen)))
    try:
        anyio.run(server.make(door).run_stdio_async)
    finally:
        door.kg.close()


def over_http(chosen: Settings, host: str, port: int, names: Sequence[str], say: Callable[[str], None]) -> None:
    """Serve over HTTP until told to end. Raises UsageError where the address cannot be had, or no name is safe."""
    allowed = _allowed(host, names)
    listening = _bound(host, port)
    door = Door(Local(chosen, current_release(chosen)))
    try:
        at = listening.getsockname()[1]
        app = server.make(door).streamable_http_app(
            streamable_http_path=PATH,
            stateless_http=True,  # each call stands alone, so that nothing is kept for clients that have left
            json_response=True,
            max_request_body_size=chosen.body_kb << 10,
            transport_security=_guard(allowed, at),
            host=host,
        )
        say(f"Listening at http://{_written(allowed[0])}:{at}{PATH}")
        web = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="on"))
        web.run(sockets=[listening])
    finally:
        door.kg.close()
        listening.close()


def _allowed(host: str, names: Sequence[str]) -> list[str]:
    """The hosts by which one may ask: the names given, else this machine's own, else the address itself."""
    if _is_loopback(host):
        return list(dict.fromkeys([*names, *([host] if host != "localhost" else []), "127.0.0.1", "localhost", "::1"]))
    found = [*names, *([] if host in ("0.0.0.0", "::") else [host])]
    if not found:
        raise UsageError(
            f"--host {host} listens on every address",
            hint="Say with --name by which host names it may be asked; others are refused.",
        )
    return found


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _written(host: str) -> str:
    """A host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def _guard(allowed: Sequence[str], port: int) -> TransportSecuritySettings:
    """Which Host and Origin headers pass: a page of another site that a browser shows may not ask us."""
    hosts = [f"{_written(one)}{end}" for one in allowed for end in (f":{port}", "")]
    origins = [f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")]
    return TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins)


def _bound(host: str, port: int) -> socket.socket:
    """A socket that listens at an address. Raises UsageError."""
    try:
        family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with contextlib.ExitStack() as unless:
            made = unless.enter_context(socket.socket(family, kind, number))
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(address)
            unless.pop_all()
    except (OSError, UnicodeError) as error:  # a name that is none is told by what encodes it
        why = getattr(error, "strerror", None) or "it is no host name"
        told = f"cannot listen at {short(host, 60)}:{port}: {why.lower()}"
        raise UsageError(told, hint=_remedy(error)) from None
    return made


def _remedy(error: Exception) -> str:
    """What to change where an address cannot be had: the host where there is no such one here, else the port."""
    if isinstance(error, socket.gaierror | UnicodeError) or getattr(error, "errno", 0) == errno.EADDRNOTAVAIL:
        return "Take a --host of this machine: 127.0.0.1, or 0.0.0.0 with --name."
    return "Take another --port, or 0 for a free one."
