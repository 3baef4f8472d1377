"""One call over HTTP, of a graph behind a URL: all of an answer, in time and not too large, or one error."""

from __future__ import annotations

import http.client
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import IO, Any
from urllib.parse import urljoin

from .. import addresses
from ..errors import (
    Busy,
    CnskgError,
    DeadlineExceeded,
    ProtocolProblem,
    QueryError,
    RemoteFailure,
    ResultTooLarge,
    UsageError,
)
from .budget import TICK, Budget
from .result import CHUNK

_LATER = (429, 503)
WHERE = "Is this the address of a SPARQL endpoint? A service of ours has it at /sparql."


@dataclass(frozen=True)
class Reply:
    """Status, headers and body of an answer."""

    status: int
    headers: Message
    body: bytes

    @property
    def media_type(self) -> str:
        """What it says that it is."""
        return self.headers.get_content_type() if "Content-Type" in self.headers else "nothing that it names"


class _Call(threading.Thread):
    """A call in a thread of its own, for neither the look-up of a name nor a peer that drips can be interrupted."""

    def __init__(self, request: urllib.request.Request, budget: Budget) -> None:
        super().__init__(daemon=True)
        self.reply: Reply | None = None
        self.error: Exception | None = None
        self.over = False
        self._request, self._budget = request, budget

    def run(self) -> None:
        """The call itself."""
        try:
            self.reply = self._fetch()
        except Exception as error:  # raised again where the answer is waited for
            self.error = error

    def _fetch(self) -> Reply:
        opener = addresses.opener()  # redirects are answers: Python's own way with them drops the query
        try:
            found: Any = opener.open(self._request, timeout=max(self._budget.left, 0.01))
        except urllib.error.HTTPError as error:
            found = error
        with found:
            body = b"".join(self._parts(found))
            length = found.headers.get("Content-Length", "")
            if length.isdigit() and len(body) < int(length):
                raise http.client.IncompleteRead(b"")
            return Reply(found.status, found.headers, body)

    def _parts(self, found: IO[bytes]) -> Iterator[bytes]:
        size = 0
        while not self.over and (part := found.read(CHUNK)):
            size += len(part)
            if size > self._budget.bytes:
                raise ResultTooLarge(
                    f"the answer is larger than {self._budget.bytes >> 20} MiB",
                    hint="Ask for fewer rows or columns, or open the graph with a larger result_mb.",
                )
            yield part


def fetch(request: urllib.request.Request, budget: Budget) -> Reply:
    """The answer to a request, whatever its status.

    Raises RemoteFailure, ResultTooLarge, DeadlineExceeded or Cancelled.
    """
    call, url = _Call(request, budget), request.full_url.partition("?")[0]
    call.start()
    try:
        while call.is_alive() and budget.left:
            call.join(min(TICK, budget.left))
            if budget.cancelled():
                budget.check()
    finally:
        call.over = True  # whoever waits no more, reads no more
    if isinstance(call.error, CnskgError):
        raise call.error
    if call.reply is None:
        raise _failure(url, call.error, budget) from None
    return call.reply


def _failure(url: str, error: Exception | None, budget: Budget) -> CnskgError:
    """Why there is no answer."""
    reason = getattr(error, "reason", error)
    if error is None or isinstance(reason, TimeoutError):
        return DeadlineExceeded(
            f"{url} did not answer within {budget.seconds:g} s",
            hint="Ask for less (LIMIT, narrower patterns), or give it a longer timeout.",
            limit_s=budget.seconds,
        )
    if isinstance(error, http.client.IncompleteRead):
        return RemoteFailure(f"{url} broke off in the middle of its answer", hint="Nothing of it is used. Ask again.")
    said = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return RemoteFailure(f"{url} cannot be reached: {said}", hint="Is the address right, and does the service run?")


def refusal(url: str, reply: Reply) -> CnskgError:
    """The error that an answer with another status than 200 stands for: ours as they are, others by what they say."""
    if reply.status == 405:  # a page: that it takes GET alone is of no use to whoever has a query
        return RemoteFailure(f"{url} takes no queries (status 405)", hint=WHERE)
    if (ours := _problem(reply)) is not None:
        return ours
    told = " ".join(reply.body.decode("utf-8", "replace").split())[:300] if reply.media_type == "text/plain" else ""
    if reply.status in _LATER:
        after = reply.headers.get("Retry-After", "")
        return Busy(
            f"{url} has no time now (status {reply.status})", hint=f"Come back in {after} s." if after else told
        )
    if reply.status == 400:
        return QueryError(f"{url} does not take the query (status 400)", hint=told)
    return RemoteFailure(f"{url} answered with status {reply.status}", hint=told)


def leads_to(url: str, reply: Reply) -> str:
    """Where a redirect leads. Raises RemoteFailure where that is no address on the web, but a file's, say."""
    told = reply.headers["Location"]
    try:
        there = urljoin(url, told)
        addresses.require(there, "an endpoint")
    except (ValueError, UsageError):
        raise RemoteFailure(f"{url} leads to {told[:80]!r}, which is no address on the web", hint=WHERE) from None
    return there


def is_ours(reply: Reply) -> bool:
    """Whether a service of ours tells an error."""
    return _problem(reply) is not None


def require_whole(reply: Reply, found: int) -> None:
    """Raises ResultTooLarge where an endpoint says, or Virtuoso does by its headers, that it has left something out."""
    most = reply.headers.get("X-SPARQL-MaxRows", "")
    if "X-SQL-State" in reply.headers or (most.isdigit() and found >= int(most)):
        raise ResultTooLarge(
            "the endpoint gives only a part of the answer",
            hint="Ask for less, or in parts with ORDER BY, LIMIT, OFFSET.",
        )


def _problem(reply: Reply) -> CnskgError | None:
    """The error of a service of ours, in the class that it has here."""
    if reply.media_type != "application/problem+json":
        return None
    try:
        told = json.loads(reply.body)
        kind = str(told.pop("type")).rpartition("/")[2]
        message, hint = str(told.pop("detail")), str(told.pop("hint", ""))
        extra = {name: value for name, value in told.items() if name not in ("title", "message")}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    status = int(extra.pop("status", reply.status))
    if kind == ProtocolProblem.kind:
        return ProtocolProblem(status, message, hint=hint, **extra)
    found = next((one for one in _tree(CnskgError) if one.kind == kind), RemoteFailure)
    return found(message, hint=hint, **extra)


def _tree(root: type[CnskgError]) -> Iterator[type[CnskgError]]:
    yield root
    for below in root.__subclasses__():
        yield from _tree(below)
