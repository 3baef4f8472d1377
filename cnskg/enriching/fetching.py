"""One question to another endpoint: asked politely, waited for as long as it says, and answered whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import sleep
from urllib.parse import urlencode
from urllib.request import Request

from ..errors import Busy, CnskgError, DeadlineExceeded, RemoteFailure, ResultTooLarge
from ..query.budget import Budget
from ..query.http import Reply, fetch, leads_to, refusal

_LATER = (429, 503)
_MOVED = (301, 302, 303, 307, 308)
_FIRST_WAIT_S = 5.0
_SMALLER = "Ask for fewer things at once (--batch), or for less of each."


@dataclass(frozen=True)
class Endpoint:
    """Where to ask, who we say we are, how long and how much one answer may be, and how long we wait altogether."""

    url: str
    agent: str
    seconds: float
    most_bytes: int
    patience: float


def ask(endpoint: Endpoint, query: str, accept: tuple[str, ...], say: Callable[[str], object]) -> Reply:
    """The whole answer, of a type that was asked for. Raises RemoteFailure, Busy, DeadlineExceeded, ResultTooLarge."""
    waited, wait = 0.0, _FIRST_WAIT_S
    while True:
        reply = _once(endpoint, query, accept)
        if reply.status not in _LATER:
            return _whole(endpoint, reply, accept)
        told = _after(reply.headers.get("Retry-After", ""))
        wait = wait if told is None else told
        if waited + wait > endpoint.patience:
            asks = "does not say for how long" if told is None else f"asks to wait {wait:.0f} s"
            raise Busy(
                f"{endpoint.url} has no time now (status {reply.status}), and {asks}",
                hint=f"Come back then, or wait longer: --patience {waited + wait:.0f}.",
            )
        say(f"the endpoint has no time now; waiting {wait:.0f} s")
        sleep(wait)
        waited, wait = waited + wait, wait * 2


def _once(endpoint: Endpoint, query: str, accept: tuple[str, ...]) -> Reply:
    headers = {"Accept": ", ".join(accept), "User-Agent": endpoint.agent}
    request = Request(endpoint.url, urlencode({"query": query}).encode(), headers)
    try:
        return fetch(request, Budget(endpoint.seconds, endpoint.most_bytes))
    except DeadlineExceeded as error:
        raise DeadlineExceeded(error.message, hint=f"{_SMALLER} Or give it longer: --deadline.") from None
    except ResultTooLarge as error:
        raise ResultTooLarge(error.message, hint=f"{_SMALLER} CNSKG_SERVICE_MB is the limit.") from None


def _whole(endpoint: Endpoint, reply: Reply, accept: tuple[str, ...]) -> Reply:
    """The answer, if it is one, of a type that was asked for, and says of no part that it is left out."""
    if reply.status in _MOVED and "Location" in reply.headers:
        there = leads_to(endpoint.url, reply)
        raise RemoteFailure(f"{endpoint.url} leads elsewhere", hint=f"Give the address itself: --from {there}")
    if reply.status != 200:
        error: CnskgError = refusal(endpoint.url, reply)
        raise error
    if reply.media_type not in accept:
        raise RemoteFailure(
            f"{endpoint.url} answered with {reply.media_type} and not with {' or '.join(accept)}",
            hint="Is this the address of a SPARQL endpoint? Try the query there, or as SELECT ?s ?p ?o.",
        )
    if "X-SQL-State" in reply.headers:  # so Virtuoso says that its time was over and the answer is a part
        raise ResultTooLarge(f"{endpoint.url} gives only a part of the answer", hint=_SMALLER)
    return reply


def most_rows(reply: Reply) -> int | None:
    """The rows after which an endpoint cuts answers off, if it tells."""
    most = reply.headers.get("X-SPARQL-MaxRows", "")
    return int(most) if most.isdigit() else None


def _after(text: str) -> float | None:
    """The seconds of Retry-After (RFC 9110 section 10.2.3), which may be a date; None where it says neither."""
    if re.fullmatch(r"\d{1,6}", text.strip()):
        return float(text)
    try:
        when = parsedate_to_datetime(text)
        return max((when - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None
