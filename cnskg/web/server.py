"""The production server: waitress in front of the app, with an end that loses no request.

waitress reads requests and writes answers in one loop, so slow clients cost no thread, and it tells when a client has
left, so that its query is stopped. The work is in the worker processes; one web process is enough to feed them.

Parts of waitress that it does not document are driven here: its loop (`wasyncore.loop`) and map of sockets, to take no
new connection and still finish what has been asked; `active_channels`, `requests` and `total_outbufs_len`, to know when
that is done; `task_dispatcher`; `error_task_class`, for errors in our shape. That is why pyproject.toml holds waitress
below 4, and why tests/web/test_operations.py ends a service in the middle of an answer.
"""

from __future__ import annotations

import json
import re
import signal
import sys
import time
from types import FrameType
from typing import Any

import click
from waitress import create_server, wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer
from waitress.task import ErrorTask

from ..errors import CnskgError
from ..namespaces import BASE
from ..settings import Settings, load
from . import create_app, logs
from .middleware import CORS, DATA_POLICY, SECURITY
from .start import port_error, require

_GRACE = 10.0  # seconds past the longest query that requests under way may take when the service is told to end
_SPARE_THREADS = 8  # for what runs no query: probes, pages, metrics


class ProblemTask(ErrorTask):
    """What the server refuses before the app sees it, in the shape of all other errors."""

    def execute(self) -> None:
        error = self.request.error
        problem = {
            "type": f"{BASE}problem/protocol",
            "title": error.reason,
            "status": error.code,
            "detail": error.reason.lower(),
        }
        body = json.dumps(problem).encode() + b"\n"
        self.status = f"{error.code} {error.reason}"
        self.response_headers.extend([("Content-Type", "application/problem+json"), ("Cache-Control", "no-store")])
        self.response_headers.extend([*CORS.items(), *SECURITY.items(), ("Content-Security-Policy", DATA_POLICY)])
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Parser(HTTPRequestParser):
    """The head of a request, where addresses may stand in plain UTF-8, as people type them and curl sends them."""

    def parse_header(self, header_plus: bytes) -> None:
        line, end, rest = header_plus.partition(b"\r\n")
        encoded = re.sub(rb"[\x80-\xff]", lambda byte: b"%%%02X" % byte[0][0], line)
        super().parse_header(encoded + end + rest)


class Channel(HTTPChannel):
    """A connection whose addresses may be plain text, and whose errors are problems."""

    parser_class = Parser
    error_task_class = ProblemTask


def listen(app: Any, settings: Settings) -> dict[int, Any]:
    """Open the port; the server's sockets. Raises UsageError where the port is taken or not ours to open."""
    sockets: dict[int, Any] = {}
    threads = settings.workers + settings.slow_workers + settings.queue + _SPARE_THREADS
    try:
        create_server(
            app,
            map=sockets,
            host=settings.host,
            port=settings.port,
            threads=threads,
            channel_request_lookahead=1,
            connection_limit=2000,
            channel_timeout=60,
            max_request_header_size=settings.url_kb << 10,
            max_request_body_size=(settings.body_kb << 10) + (64 << 10),
            outbuf_overflow=256 << 10,  # more than this waits on disk, so that a slow reader costs no memory …
            outbuf_high_watermark=(settings.result_mb + 1) << 20,  # … and no thread
            clear_untrusted_proxy_headers=False,  # the app believes them as far as the settings say, and warns
            ident="cnskg",
        )
    except OSError as error:
        raise port_error(settings, error) from None
    for server in _servers(sockets):
        server.channel_class = Channel
    return sockets


def _servers(sockets: dict[int, Any]) -> list[Any]:
    return [entry for entry in sockets.values() if isinstance(entry, BaseWSGIServer)]


def run(sockets: dict[int, Any], settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; then take no new connection, and answer what has been asked."""
    stopping: list[float] = []

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        stopping.append(time.monotonic())

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while not stopping:
        wasyncore.loop(timeout=0.5, map=sockets, count=1)
    servers = _servers(sockets)
    for server in servers:
        server.del_channel(sockets)
        server.socket.close()
    while _busy(servers) and time.monotonic() - stopping[0] < settings.deadline_s + _GRACE and len(stopping) < 2:
        wasyncore.loop(timeout=0.1, map=sockets, count=1)
    for server in servers:
        server.task_dispatcher.shutdown(timeout=1)


def _busy(servers: list[Any]) -> bool:
    channels = [channel for server in servers for channel in list(server.active_channels.values())]
    return any(channel.requests or channel.total_outbufs_len for channel in channels)


def main(settings: Settings) -> int:
    """Serve the current release until told to end; the exit code."""
    logs.set_up(settings)
    app = create_app(settings)
    state = app.extensions["cnskg"]
    try:
        sockets = listen(app, settings)
        port = _servers(sockets)[0].effective_port
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        click.echo(f"Open http://{host}:{port}/ (release {state.release.digest[:12]}; Ctrl-C ends)")
        sys.stdout.flush()
        run(sockets, settings)
    finally:
        state.close()
    return 0


def command() -> int:
    """`python -m cnskg.web.server`: settings from the environment; one message, exit code 2 where it cannot start."""
    try:
        settings = load()
        require(settings)
        return main(settings)
    except CnskgError as error:
        click.echo(f"Error: {error}", err=True)
        return error.exit_code


if __name__ == "__main__":
    sys.exit(command())
