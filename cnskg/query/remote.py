"""One call of a remote endpoint over HTTP: to checked addresses, with caps on bytes and time.

Each connection, redirects included, goes to a listed endpoint and to an address that was checked and to no other (no
second look-up that could give a different one); private, loopback and link-local addresses are refused unless the list
itself names the loopback address.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import zlib
from collections.abc import Iterable
from email.message import Message
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from ..errors import DeadlineExceeded, RefusedFeature, RemoteFailure, ResultTooLarge
from ..settings import Settings
from .budget import TICK, Budget

_RESULTS = "application/sparql-results+json, application/json;q=0.9"
_REDIRECTS = 3
_MOVED = (301, 302, 303, 307, 308)
_OTHERWISE = (400, 405, 415)  # what endpoints say that take no query as a body, but in a form
_LATER = (429, 503)
_FORM = "application/x-www-form-urlencoded"
#: The listed endpoints that have taken a query in a form, after refusing it as a body.
_in_forms: set[str] = set()
_AFTER = re.compile(r"\d{1,6}|[A-Z][a-z]{2}, [\w :]{16,24}")  # Retry-After: seconds or a date (RFC 9110 section 10.2.3)


def allowed(settings: Settings) -> frozenset[str]:
    """The endpoints that SERVICE may call."""
    return frozenset(settings.services.split())


class Call(threading.Thread):
    """One call, in a thread of its own.

    The look-up of a name cannot be interrupted, and a peer that sends a byte now and then never lets a time-out come.
    So whoever wants the answer waits beside the call, and hangs up when its budget is over.
    """

    def __init__(self, url: str, query: str, settings: Settings, budget: Budget) -> None:
        super().__init__(daemon=True)
        self._url, self._query, self._settings, self._budget = url, query, settings, budget
        self._socket: socket.socket | None = None
        self._body = b""
        self._error: Exception | None = None

    def answer(self) -> bytes:
        """The body of the answer. Raises RefusedFeature, RemoteFailure, ResultTooLarge, DeadlineExceeded, Cancelled."""
        self.start()
        try:
            while self.is_alive():
                self.join(TICK)
                if self.is_alive():
                    self._budget.check()
        except DeadlineExceeded:
            raise self._late() from None
        finally:
            self._hang_up()
        error, self._error = self._error, None  # which would keep its traceback, and that this call
        if error is not None:
            raise error
        return self._body

    def run(self) -> None:
        """The call itself."""
        try:
            self._body = self._fetch(self._url)
        except Exception as error:  # raised again where the answer is waited for
            self._error = error

    def _late(self) -> DeadlineExceeded:
        return DeadlineExceeded(
            f"the endpoint <{self._url}> did not answer in time",
            hint="Put constants or a LIMIT inside SERVICE.",
            limit_s=self._budget.seconds,
        )

    def _hang_up(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):  # it may be closed already
                self._socket.shutdown(socket.SHUT_RDWR)

    def _fetch(self, url: str) -> bytes:
        """The answer, following few redirects, each to a listed endpoint."""
        for _ in range(_REDIRECTS + 1):
            if url not in allowed(self._settings):
                raise RefusedFeature("a remote endpoint redirects to a place that is not listed")
            status, headers, body = self._ask(url)
            if status in _MOVED and headers.get("Location"):
                url = _joined(url, headers["Location"])
            elif status == 200:
                return body
            else:
                raise _refused(url, status, headers)
        raise RemoteFailure("a remote endpoint redirects too often")

    def _ask(self, url: str) -> tuple[int, Message, bytes]:
        """The answer to the query as a body, or where it does not take that, in a form; which is remembered."""
        ways = ("application/sparql-query", self._query), (_FORM, urlencode({"query": self._query}))
        answers = []
        for kind, text in reversed(ways) if url in _in_forms else ways:
            answers.append(self._post(url, kind, text.encode()))
            if answers[-1][0] not in _OTHERWISE:
                (_in_forms.add if kind == _FORM else _in_forms.discard)(url)
                return answers[-1]
        return answers[0]

    def _post(self, url: str, content_type: str, data: bytes) -> tuple[int, Message, bytes]:
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {
            "Accept": _RESULTS,
            "Accept-Encoding": "gzip",
            "Content-Type": content_type,
            "User-Agent": self._settings.agent,
        }
        try:
            with contextlib.closing(self._connect(url)) as connection:
                connection.request("POST", path, data, headers)
                with connection.getresponse() as response:
                    return response.status, response.headers, self._read(response)
        except TimeoutError:
            raise self._late() from None
        except (OSError, http.client.HTTPException, zlib.error):
            raise RemoteFailure(f"the endpoint <{url}> did not answer") from None

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        """The body, unpacked, whose size counts as it then is."""
        cap = self._settings.service_mb << 20
        packed = response.headers.get("Content-Encoding", "").lower() in ("gzip", "x-gzip")
        unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        parts, size = [], 0
        while part := response.read1(1 << 16):
            plain = unpacker.decompress(part, cap + 1) if packed else part
            size += len(plain)
            if size > cap:
                raise ResultTooLarge(f"a SERVICE call gave more than {cap >> 20} MiB", hint="Ask it for less.")
            parts.append(plain)
        if packed and size and not unpacker.eof:
            raise http.client.IncompleteRead(b"")
        return b"".join(parts)

    def _connect(self, url: str) -> http.client.HTTPConnection:
        """A connection to a checked address of the endpoint's host."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise RefusedFeature(f"<{url}> is not an endpoint that SERVICE may call")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
        except OSError:
            raise RemoteFailure(f"the host of <{url}> is not known") from None
        address = checked([str(entry[4][0]) for entry in found], parts.hostname)
        self._budget.check()  # the look-up may have taken all of it
        left = max(self._budget.left, 0.01)  # a socket takes no time-out of 0
        self._socket = socket.create_connection((address, port), timeout=left)
        if parts.scheme == "https":
            self._socket = ssl.create_default_context().wrap_socket(self._socket, server_hostname=parts.hostname)
        connection = http.client.HTTPConnection(parts.hostname, port)
        connection.sock = self._socket
        return connection


def _joined(url: str, location: str) -> str:
    """Where a redirect leads; nowhere that is listed, if it is no address at all."""
    try:
        return urljoin(url, location)
    except ValueError:  # brackets left open
        return ""


def _refused(url: str, status: int, headers: Message) -> RemoteFailure:
    """What an endpoint's status means for whoever asked; where it says when to come back, so do we."""
    after = headers.get("Retry-After", "").strip()
    if status not in _LATER or not _AFTER.fullmatch(after):
        return RemoteFailure(f"the endpoint <{url}> answered with status {status}")
    later = RemoteFailure(
        f"the endpoint <{url}> has no time now (status {status})",
        hint=f"Come back in {after} s." if after.isdigit() else f"Come back after {after}.",
        retry_after=after,
    )
    later.status = 503
    return later


def checked(addresses: Iterable[str], host: str) -> str:
    """The first of the addresses, all of them being public; loopback only where the host itself is that address."""
    kept: list[Any] = [ipaddress.ip_address(a.partition("%")[0]) for a in addresses]
    for address in kept:
        plain = getattr(address, "ipv4_mapped", None) or address
        if (not plain.is_global or plain.is_multicast) and not (plain.is_loopback and host == str(address)):
            raise RefusedFeature(f"the host {host} has an address that SERVICE may not call")
    if not kept:
        raise RemoteFailure(f"the host {host} has no address")
    return str(kept[0])
