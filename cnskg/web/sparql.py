"""The SPARQL endpoint: HTTP in, HTTP out. What a query may do is decided by the runner."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, g, redirect, request, url_for

from ..errors import ProtocolProblem
from . import answers, description, protocol
from .negotiate import choice, prefers_html
from .state import here

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST", "QUERY"], strict_slashes=False)
def endpoint() -> Any:
    """One query, or the description of the service where there is none (SPARQL 1.1 Service Description section 2)."""
    asked = _read()
    accept = request.headers.get("Accept", "")
    choose = choice(asked.formats, accept)
    if asked.query is None:
        if prefers_html(accept) and not any(asked.formats):
            return redirect(url_for("pages.query_page"), 303)
        return description.service_description(choose)
    runner, budget = here().runner, answers.budget(asked.timeout_s)
    g.query_digest = hashlib.sha256(asked.query.encode("utf-8", "replace")).hexdigest()[:16]
    prepared = runner.prepare(asked.query, choose, asked.default_graphs or None, asked.named_graphs or None, budget)
    return answers.respond(runner, prepared, budget)


def _read() -> protocol.Request:
    """The protocol request; too large or compressed a body is refused before it is read."""
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise ProtocolProblem(415, f"the body is compressed ({coding[:20]})", hint="Send it without Content-Encoding.")
    most = here().settings.body_kb
    if (request.content_length or 0) > most << 10:
        raise ProtocolProblem(413, f"the body is larger than {most} KiB", hint="Make it smaller.", limit_kb=most)
    body = request.get_data(cache=False) if request.method in ("POST", "QUERY") else b""
    return protocol.read(request.method, request.headers.get("Content-Type", ""), request.query_string, body)
