"""What happens to every request and every response: rate limit, headers, compression, metrics, the access log."""

from __future__ import annotations

import logging
import math
import re
import secrets
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, g, request

from ..errors import NotFound, ProtocolProblem, UsageError
from . import language, tags
from .state import State

log = logging.getLogger("cnskg.web")
access = logging.getLogger("cnskg.access")

_COMPRESS_FROM = 1024  # bytes
_COMPRESSIBLE = re.compile(r"text/|image/svg|application/(json|javascript|sparql-results|ld|rdf|n-|trig|problem)")
_EXPOSED = "ETag, Link, Retry-After, X-Cnskg-Release, X-Cnskg-Rows, X-Cnskg-Elapsed, X-Cnskg-Complete, X-Cnskg-Hint, "
_EXPOSED += "X-Request-Id, X-Cnskg-Missing-Graph"
_SHARED = (
    "a request came with X-Forwarded-For, but CNSKG_PROXIES is 0: behind a reverse proxy all clients share one rate "
    "limit, and addresses are wrong. Set it to the number of proxies in front. (Said once.)"
)
_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ufffd]"
)  # no path of ours has one; U+FFFD stands for bytes that are not UTF-8
_REQUEST_ID = re.compile(r"[A-Za-z0-9._~:/+=@-]{1,128}")  # as proxies make them; nothing that a log could be fooled by
_PROBES = ("/healthz", "/readyz", "/metrics")

CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": _EXPOSED}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, QUERY, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match, Authorization, X-Request-Id",
    "Access-Control-Max-Age": "86400",
}
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PAGE_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
#: What other programs show in a window of theirs.
FRAMED_POLICY = PAGE_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
DATA_POLICY = "default-src 'none'; sandbox"


def register(app: Flask, state: State) -> None:
    """Hang the edges on the app."""

    alone = threading.Event()  # set once somebody has been warned that we stand behind a proxy after all

    @app.before_request
    def begin() -> None:
        g.began, g.request_id = time.monotonic(), request_id(request.headers.get("X-Request-Id", ""))
        _legible()
        if "X-Forwarded-For" in request.headers and not state.settings.proxies and not alone.is_set():
            alone.set()
            log.warning("%s", _SHARED)
        g.client = state.client(request.remote_addr or "")
        if request.path not in _PROBES and (wait := state.limit.wait(g.client, g.began)):
            seconds = math.ceil(wait)
            raise ProtocolProblem(
                429,
                "too many requests from this client",
                hint=f"Wait {seconds} s.",
                retry_after=seconds,
                rate=state.settings.rate,
            )
        state.enter()

    @app.after_request
    def finish(response: Response) -> Response:
        _headers(response, state)
        language.tell(response)
        tags.conditional(response)
        size = response.content_length  # before it is packed: what was asked for, and known
        _compress(response)
        tags.name_packed(response)
        route = str(request.url_rule) if request.url_rule else "none"
        state.metrics.requests.labels(route, str(response.status_code)).inc()
        if "problem" in g:
            state.metrics.problems.labels(g.problem).inc()
        told = entry(response, route, size)
        access.info("%s %s %s", told["method"], told["path"], told["status"], extra={"fields": told})
        return response


def request_id(given: str) -> str:
    """The number under which a proxy knows a request, if it is one; else a fresh one."""
    return given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def _legible() -> None:
    """Refuse an address that is no text. Raises NotFound for a path, UsageError for parameters."""
    if _CONTROL.search(request.path):
        raise NotFound("there is nothing at this address", hint="It holds control characters, or is not UTF-8.")
    try:
        unquote_to_bytes(request.query_string).decode()
    except UnicodeDecodeError:
        raise UsageError("a parameter is not percent-encoded UTF-8", hint="Percent-encode it once, as UTF-8.") from None


def _headers(response: Response, state: State) -> None:
    headers = response.headers
    headers.extend(CORS)
    if request.method == "OPTIONS":
        headers.extend(PREFLIGHT)
    for name, value in SECURITY.items():
        headers.setdefault(name, value)
    page = response.mimetype == "text/html"
    headers.setdefault("Content-Security-Policy", PAGE_POLICY if page else DATA_POLICY)
    headers["X-Request-Id"] = g.get("request_id", "")
    headers.setdefault("X-Cnskg-Release", state.release.digest)
    response.vary.update(("Accept", "Accept-Encoding"))


def _compress(response: Response) -> None:
    """gzip where the client takes it and it pays."""
    size = response.content_length
    takes = request.accept_encodings.quality("gzip") > 0 and request.headers.get("Accept-Encoding")
    if not takes or response.status_code != 200 or (size is not None and size < _COMPRESS_FROM):
        return
    if "Content-Encoding" in response.headers or not _COMPRESSIBLE.match(response.mimetype or ""):
        return
    response.direct_passthrough = False
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("Content-Length", None)
    parts = response.response
    response.response = _gzip(parts)
    if hasattr(parts, "close"):  # a file, which would be closed with the answer that we have just emptied
        response.call_on_close(parts.close)


def _gzip(parts: Iterable[bytes | str]) -> Iterator[bytes]:
    compressor = zlib.compressobj(5, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for part in parts:
        if data := compressor.compress(part.encode() if isinstance(part, str) else part):
            yield data
    yield compressor.flush()


def entry(response: Response, route: str, size: int | None) -> dict[str, object]:
    """What the log tells of a request: of the query nothing but its digest, of the client nothing but a salted key."""
    return {
        "client": g.get("client", ""),
        "method": request.method,
        "path": request.path,
        "route": route,
        "status": response.status_code,
        "bytes": size,
        "query": g.get("query_digest"),
        "rows": g.get("rows"),
        "problem": g.get("problem"),
        "ms": round(1000 * (time.monotonic() - g.get("began", time.monotonic())), 1),
    }
