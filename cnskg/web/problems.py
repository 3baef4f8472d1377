"""The one shape of an error, on every route: problem+json (RFC 9457), or a small page where a page was asked for."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from ..errors import CnskgError, NotFound, ProtocolProblem
from ..namespaces import BASE
from ..query.trouble import service_trouble
from .language import gettext
from .negotiate import prefers_html

log = logging.getLogger("cnskg.web")

TYPE = "application/problem+json"


def describe(error: CnskgError) -> dict[str, Any]:
    """The members of the problem: type, title, status, detail, hint and what the error adds (line, column, …)."""
    own = {"type": f"{BASE}problem/{error.kind}", "title": error.title, "status": error.status, "detail": error.message}
    return own | ({"hint": error.hint} if error.hint else {}) | error.extra


def response(error: CnskgError, page: Callable[[dict[str, Any]], str] | None = None) -> Response:
    """The answer for an error. Where a page is wanted, `page` makes it of the problem, if given."""
    problem = describe(error) | ({"request_id": g.request_id} if "request_id" in g else {})
    g.problem = error.kind
    g.pop("alternates", None)  # an error has no other formats
    if _wants_page():
        title = gettext(error.title)
        if page:
            shown = page(problem | {"title": title})
        else:
            missing = error.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
            sought = _sought() if missing else ""
            shown = render_template("problem.html", problem=problem, title=title, kind=error.kind, sought=sought)
        answer = Response(shown, error.status, mimetype="text/html")
    else:
        answer = Response(json.dumps(problem, ensure_ascii=False, default=str) + "\n", error.status, mimetype=TYPE)
    if "retry_after" in error.extra:
        answer.headers["Retry-After"] = str(error.extra["retry_after"])
    elif error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = "10"
    for name, header in (("allow", "Allow"), ("content_range", "Content-Range")):
        if name in error.extra:
            answer.headers[header] = error.extra[name]
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _sought() -> str:
    """What somebody may have looked for at this address: the last part of it in words."""
    name = request.path.rstrip("/").rpartition("/")[2].partition(".")[0]
    return " ".join(name.replace("-", " ").replace("_", " ").split())[:60]


def _wants_page() -> bool:
    """Pages answer with pages; the data routes never do."""
    blueprint = request.blueprint or ""
    return blueprint not in ("sparql", "graph_store", "ops") and prefers_html(request.headers.get("Accept", ""))


def _of_http(error: HTTPException) -> CnskgError:
    """An error that Flask raised, in our shape."""
    if error.code == HTTPStatus.NOT_FOUND:
        pages, queries = url_for("pages.front"), url_for("sparql.endpoint")
        return NotFound(
            "there is nothing at this address", hint=f"The pages begin at {pages}, queries go to {queries}."
        )
    found = ProtocolProblem(error.code or HTTPStatus.INTERNAL_SERVER_ERROR, error.name.lower())
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        found.extra["allow"] = ", ".join(sorted(allowed))
        found.hint = f"Use {found.extra['allow']}."
    return found


def register(app: Flask) -> None:
    """Answer all errors of the app in this shape. What nobody foresaw is logged under a number that the client gets."""
    app.register_error_handler(CnskgError, response)

    def on_http(error: HTTPException) -> Any:
        if error.code is not None and error.code < 400:  # redirects are no errors
            return error.get_response()
        return response(_of_http(error))

    def on_fault(error: Exception) -> Response:
        number = secrets.token_hex(4)
        log.error("fault %s on %s", number, request.path, exc_info=error)
        return response(
            CnskgError("the service made a mistake", hint=f"Report it with the number {number}.", number=number)
        )

    def on_os(error: OSError) -> Response:
        return response(service_trouble("the service cannot read or write what it needs for this", error))

    app.register_error_handler(OSError, on_os)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(Exception, on_fault)
