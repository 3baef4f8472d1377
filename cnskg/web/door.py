"""The door of the service: connections are taken in as long as there is room, and told in our shape what is refused.

How many connections may be open at once follows from the limit of open files. Whoever comes when all are taken gets the
place of the one that has been idle for longest, so that no client can shut out the others by holding connections.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import re
import resource
import time
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher
from waitress.utilities import Error, InternalServerError

from ..namespaces import BASE
from .middleware import CORS, DATA_POLICY, SECURITY, access, request_id

log = logging.getLogger("cnskg.web.door")

_MOST = 8192  # connections open at once: some 40 MB
_FILES = 1 << 16  # open files that are enough for them, where the machine would give any number
_FEWEST = 16  # connections, however few files may be open
_OWN_FILES = 64  # descriptors that the service needs for itself: logs, libraries, the release, idle workers
_FILES_PER_THREAD = 4  # of a query under way: the answer twice, its worker's socket and standard error
_PAUSE_S = 0.5  # seconds in which nobody is taken in, where there is no descriptor and no idle connection to close
_SILENCE_S = 60.0  # seconds between two lines on connections that were closed for want of room
_SHED = 16  # a part of so many of the idle connections is closed at once, those idle longest


#: What accept says where descriptors or the kernel's memory run out.
_SHORT = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
#: What the parser says of a first line that is none, for the most part because of a space in the address.
_ADDRESS = re.compile(r"Start line|URI")
#: What to do where the body, or the head with the address in it, is larger than is read.
_TOO_LONG = {
    413: "/limits says in body_kb how large a body may be. Ask with fewer VALUES, or in several requests.",
    431: "/limits says in url_kb how long a head may be. Send a long query by POST.",
}


class Unavailable(Error):
    """What a client hears whose request cannot be taken in."""

    code = 503
    reason = "Service Unavailable"


class ProblemTask(ErrorTask):
    """What the server refuses before the app sees it, in the shape of all other errors."""

    def execute(self) -> None:
        error = self.request.error
        ours = error.code == Unavailable.code
        kind = {Unavailable.code: "trouble", InternalServerError.code: "fault"}.get(error.code, "protocol")
        number = request_id("")
        problem = {
            "type": f"{BASE}problem/{kind}",
            "title": error.reason,
            "status": error.code,
            "detail": error.body if ours else f"{error.reason.lower()}: {error.body[:200]}",
            "request_id": number,
        }
        if error.code in _TOO_LONG:
            problem["hint"] = _TOO_LONG[error.code]
        if _ADDRESS.search(error.body):
            problem["hint"] = "Percent-encode the address once, as UTF-8, its spaces, too."
        told = {"request": number, "status": error.code, "problem": kind}
        access.info("refused before it was read: %s", error.reason, extra={"fields": told})
        body = json.dumps(problem).encode() + b"\n"
        self.status = f"{error.code} {error.reason}"
        self.response_headers.extend([("Content-Type", "application/problem+json"), ("Cache-Control", "no-store")])
        self.response_headers.extend([*CORS.items(), *SECURITY.items(), ("Content-Security-Policy", DATA_POLICY)])
        self.response_headers.append(("X-Request-Id", number))
        if ours:
            self.response_headers.append(("Retry-After", "10"))
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

    request: Any
    parser_class = Parser
    error_task_class = ProblemTask

    @property
    def idle(self) -> bool:
        """Whether nothing has been asked here that is not answered."""
        return not self.requests and not self.total_outbufs_len and not self.will_close

    def received(self, data: bytes) -> bool:
        """Take in what has come. A large body goes to a temporary file, for which there may be no room."""
        try:
            return bool(super().received(data))
        except OSError as error:
            log.error("a request could not be taken in: %s", error)
            request, self.request = self.request, None
            request.error = Unavailable(f"no room for the request: {os.strerror(error.errno or 0)}")
            request.completed = True
            with self.requests_lock:
                self.requests.append(request)
                if len(self.requests) == 1:
                    self.server.add_task(self)
            return True


class Door(TcpWSGIServer):
    """A socket that listens."""

    next_channel_cleanup: float
    channel_class = Channel
    most = _MOST
    _closed_until = 0.0
    _told = -_SILENCE_S

    def readable(self) -> bool:
        """Whether somebody may come in; connections that were idle for too long are ended on the way."""
        now = time.time()
        if now >= self.next_channel_cleanup:
            self.next_channel_cleanup = now + self.adj.cleanup_interval
            self.maintenance(now)
        return bool(self.accepting and time.monotonic() >= self._closed_until)

    def handle_accept(self) -> None:
        """Take in one connection, closing idle ones where there is no room; where nothing helps, nobody for a while."""
        if len(self._map) >= self.most and not self._make_room(f"{self.most} connections are open"):
            return
        try:
            came = self.accept()
        except OSError as error:
            if error.errno in _SHORT:
                self._make_room(os.strerror(error.errno))
            return
        if came is None:
            return
        try:
            self.set_socket_options(came[0])
            self.channel_class(self, came[0], self.fix_addr(came[1]), self.adj, map=self._map)
        except OSError:  # it has left already, or the kernel takes no more
            came[0].close()
        except BaseException:
            came[0].close()
            raise

    def handle_error(self) -> None:
        """A fault of ours must not close the door."""
        log.exception("a connection could not be taken in")
        self._closed_until = time.monotonic() + _PAUSE_S

    def _make_room(self, why: str) -> bool:
        """Close the connections that were idle for longest; False, and a pause, where all are at work."""
        idle = [one for one in self._map.values() if isinstance(one, Channel) and one.idle]
        idle.sort(key=lambda one: one.last_activity)
        now = time.monotonic()
        if now - self._told > _SILENCE_S:
            self._told = now
            does = "those idle longest are closed" if idle else "nobody is taken in until some are done"
            log.warning("%s, no more can be: %s; raise the limit of open files (ulimit -n) if it is low", why, does)
        for one in idle[: 1 + len(idle) // _SHED]:
            one.handle_close()
        if not idle:
            self._closed_until = now + _PAUSE_S
        return bool(idle)


def raise_limit() -> int:
    """Let this process and its workers open as many files as they need and may; how many that are."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    may = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
    if soft == resource.RLIM_INFINITY or soft >= may:
        return _FILES if soft == resource.RLIM_INFINITY else soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (may, hard))
    return may


def most_connections(files: int, threads: int) -> int:
    """Connections for which so many open files are enough, where each may need another file for its answer."""
    return max(_FEWEST, min(_MOST, (files - _OWN_FILES - _FILES_PER_THREAD * threads) // 2))


def open_doors(app: Any, sockets: dict[int, Any], **words: Any) -> list[Door]:
    """Listen as the words say, which are waitress's; raises OSError where that cannot be."""
    adjustments = Adjustments(**words)
    threads = ThreadedTaskDispatcher()
    threads.set_thread_count(adjustments.threads)
    most = most_connections(raise_limit(), adjustments.threads)
    doors = [Door(app, sockets, dispatcher=threads, adj=adjustments, sockinfo=place) for place in adjustments.listen]
    for door in doors:
        door.most = most
    return doors
