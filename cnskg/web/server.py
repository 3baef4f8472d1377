"""The production server: waitress in front of the app, with an end that loses no request.

waitress reads requests and writes answers in one loop, so slow clients cost no thread, and it tells when a client has
left, so that its query is stopped: no other kept WSGI server does both. The work is in the worker processes; one web
process is enough to feed them. The loop itself is ours (`sockets`), since those of waitress end above descriptor 1023
or ask every idle connection at every turn; so is the taking in of connections (`door`), since waitress lets whoever
holds many of them shut out the others.

Parts of waitress that it does not document are driven there and here: its classes for the socket that listens and for a
connection, its map of sockets, to take no new connection and still finish what has been asked; `requests` and
`total_outbufs_len`, to know when that is done; `task_dispatcher`; `error_task_class`, for errors in our shape. That is
why pyproject.toml holds waitress below 4, and why tests/web/test_operations.py ends a service in the middle of an
answer.

Signals: SIGTERM, SIGINT and SIGQUIT end the service when what has been asked is answered, a second one at once. SIGHUP
does the same where the service was started at a terminal, which then is gone; elsewhere it, SIGUSR1 and SIGUSR2 end
nothing and leave a line in the log: there is nothing to read again, since a new release is followed by itself.
"""

from __future__ import annotations

import logging
import signal
import sys
import time
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import click

from ..errors import CnskgError
from ..settings import Settings, load
from . import create_app, logs, warming
from .door import Channel, Door, open_doors
from .sockets import Sockets
from .start import port_error, require

log = logging.getLogger("cnskg.web.server")

_GRACE = 10.0  # seconds past the longest query that requests under way may take when the service is told to end
_SPARE_THREADS = 8  # for what runs no query: probes, pages, metrics


def listen(app: Any, settings: Settings) -> Sockets:
    """Open the port; the server's sockets. Raises UsageError where the port is taken or not ours to open."""
    sockets = Sockets()
    threads = settings.workers + settings.slow_workers + settings.queue + _SPARE_THREADS
    try:
        open_doors(
            app,
            sockets,
            host=settings.host,
            port=settings.port,
            threads=threads,
            channel_request_lookahead=1,
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
    return sockets


def _doors(sockets: Sockets) -> list[Door]:
    return [entry for entry in sockets.values() if isinstance(entry, Door)]


def run(sockets: Sockets, settings: Settings) -> None:
    """Serve until told to end; then take no new connection, and answer what has been asked."""
    signals = _signals()
    while not signals.end:
        sockets.turn(0.5)
        signals.tell()
    ended = time.monotonic()
    doors = _doors(sockets)
    for door in doors:
        door.del_channel(sockets)
        door.socket.close()
    while _busy(sockets) and time.monotonic() - ended < settings.deadline_s + _GRACE and signals.end < 2:
        sockets.turn(0.1)
    for door in doors:
        door.task_dispatcher.shutdown(timeout=1)


def _busy(sockets: Sockets) -> bool:
    channels = [entry for entry in sockets.values() if isinstance(entry, Channel)]
    return any(channel.requests or channel.total_outbufs_len for channel in channels)


@dataclass
class Signals:
    """What has been signalled; told in the log by the loop, since a handler may interrupt the log itself."""

    end: int = 0  # how often the service was told to end
    others: list[int] = field(default_factory=list)  # and what else it was told

    def tell(self) -> None:
        """A line for each signal that ends nothing."""
        while self.others:
            log.info(
                "%s ends nothing here; a new release is followed by itself", signal.Signals(self.others.pop()).name
            )


def _signals() -> Signals:
    """Catch the signals from now on."""
    seen = Signals()

    def end(number: int, frame: FrameType | None) -> None:
        del number, frame
        seen.end += 1

    def other(number: int, frame: FrameType | None) -> None:
        del frame
        seen.others.append(number)

    at_terminal = sys.stderr is not None and sys.stderr.isatty()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, end)
    for number in (signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, other)
    signal.signal(signal.SIGHUP, end if at_terminal else other)
    return seen


def main(settings: Settings, warm: bool = False) -> int:
    """Serve the current release until told to end; the exit code. With `warm`, what is read once is read at once."""
    logs.set_up(settings)
    app = create_app(settings)
    state = app.extensions["cnskg"]
    try:
        sockets = listen(app, settings)
        port = _doors(sockets)[0].effective_port
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        click.echo(f"Open http://{host}:{port}/ (release {state.release.digest[:12]}; Ctrl-C ends)")
        sys.stdout.flush()
        if warm:
            warming.keep(app)
        run(sockets, settings)
    except CnskgError:
        raise
    except Exception:
        log.critical("the service breaks off by a fault of ours", exc_info=True)
        return 2
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
