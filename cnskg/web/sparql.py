"""The SPARQL endpoint: HTTP in, HTTP out. What a query may do is decided by the runner."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, current_app, g, request

from ..errors import NotAcceptable, ProtocolProblem, UsageError
from ..query.formats import GRAPHS, ROWS, Format, named
from ..query.runner import Prepared, Result, Runner
from . import description, protocol
from .negotiate import by_accept, prefers_html
from .state import Service

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST", "QUERY"], strict_slashes=False)
def endpoint() -> Any:
    """One query, or the description of the service where there is none (SPARQL 1.1 Service Description section 2)."""
    service: Service = current_app.extensions["cnskg"]
    asked = _read(service)
    accept = request.headers.get("Accept", "")
    if asked.query is None:
        if service.editor_page is not None and prefers_html(accept) and not asked.format:
            return service.editor_page()
        return description.service_description(service, _accept(asked.format, accept))
    runner = service.runner
    g.query_digest = hashlib.sha256(asked.query.encode("utf-8", "replace")).hexdigest()[:16]
    prepared = runner.prepare(
        asked.query, by_accept(_accept(asked.format, accept)), asked.default_graphs or None, asked.named_graphs or None
    )
    tag = None if prepared.query.volatile else prepared.digest(runner.release.digest)
    if tag is not None and is_fresh(tag):
        return cached(Response(status=304), tag)
    result = runner.execute(prepared, asked.timeout_s, request.environ.get("waitress.client_disconnected"))
    return cached(answer(result, runner, prepared, service), tag)


def _read(service: Service) -> protocol.Request:
    """The protocol request; too large a body is refused before it is read."""
    most = service.settings.body_kb << 10
    if (request.content_length or 0) > most:
        raise ProtocolProblem(
            413, f"the body is larger than {service.settings.body_kb} KiB", limit_kb=service.settings.body_kb
        )
    body = request.get_data(cache=False) if request.method in ("POST", "QUERY") else b""
    return protocol.read(request.method, request.headers.get("Content-Type", ""), request.query_string, body)


def _accept(name: str, header: str) -> str:
    """The Accept header, or what the parameter `format` says instead (a short name or a media type)."""
    if not name:
        return header
    offers: tuple[Format, ...] = (*ROWS, *GRAPHS)
    kinds = [f.media_type for table in (ROWS, GRAPHS) if (f := named(table, name)) is not None]
    if not kinds:
        known = ", ".join(dict.fromkeys(f.short for f in offers if f.short))
        raise NotAcceptable(f"the format {name[:40]} is not known", hint=f"Known: {known}.")
    return ", ".join(kinds)


def is_fresh(tag: str) -> bool:
    """Whether the client holds this very answer, compressed or not."""
    held = request.if_none_match
    return held.contains(tag) or held.contains(f"{tag}-gzip")


def cached(response: Response, tag: str | None) -> Response:
    """Headers for caches: revalidate each time, which is cheap, because a release never changes."""
    if tag is None:
        response.headers["Cache-Control"] = "no-store"
    else:
        response.set_etag(tag)
        response.headers["Cache-Control"] = "public, no-cache"
    return response


def answer(result: Result, runner: Runner, prepared: Prepared, service: Service) -> Response:
    """A complete result as a response, whose file is closed with it."""
    service.metrics.seconds.observe(result.elapsed)
    service.metrics.rows.inc(result.rows)
    g.rows, g.seconds = result.rows, round(result.elapsed, 4)
    if request.method == "HEAD":
        result.file.close()
        response = Response(content_type=result.format.content_type)
    else:
        response = Response(result.chunks(), content_type=result.format.content_type)
        response.call_on_close(result.file.close)
    headers = response.headers
    headers["Content-Length"] = str(result.size)
    headers["X-Cnskg-Release"] = runner.release.digest
    headers["X-Cnskg-Rows"] = str(result.rows)
    headers["X-Cnskg-Elapsed"] = f"{result.elapsed:.4f}"
    headers["X-Cnskg-Complete"] = "true"
    if result.hints:
        headers["X-Cnskg-Hint"] = header_text("; ".join(result.hints))
    if result.missing_graphs:
        headers["X-Cnskg-Missing-Graph"] = " ".join(f"<{header_text(iri)}>" for iri in result.missing_graphs[:10])
    if request.args.get("download"):
        headers["Content-Disposition"] = f'attachment; filename="cnskg.{prepared.format.ending}"'
    return response


def header_text(text: str, most: int = 800) -> str:
    """Text that a header can carry: ASCII, the rest percent-encoded, no line ends."""
    return quote(text, safe=" !#$&'()*+,/:;=?@[]{}|^`~")[:most]


def single(name: str) -> str:
    """A query parameter that must stand exactly once. Raises UsageError."""
    values = request.args.getlist(name)
    if len(values) != 1:
        raise UsageError(f"{name} must be given once")
    return values[0]
