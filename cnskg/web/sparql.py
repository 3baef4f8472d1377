"""The SPARQL endpoint: HTTP in, HTTP out. What a query may do is decided by the runner."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, current_app, g, request

from ..errors import NotAcceptable, ProtocolProblem
from ..query.formats import GRAPHS, ROWS, Format, named
from . import answers, description, protocol
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
    choose, budget = by_accept(_accept(asked.format, accept)), answers.budget(asked.timeout_s)
    prepared = runner.prepare(asked.query, choose, asked.default_graphs or None, asked.named_graphs or None, budget)
    return answers.respond(runner, prepared, budget)


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
