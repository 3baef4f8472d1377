"""From a prepared query to a response: what the routes that give data have in common."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, g, request

from ..errors import UsageError
from ..query.budget import Budget, budget_of, never
from ..query.result import CHUNK, Result
from ..query.runner import Prepared, Runner
from . import tags
from .state import here

_HEADER = 2_000  # characters of a header of ours: some proxies take no more than 4 KiB for all of them


def budget(seconds: float | None = None) -> Budget:
    """What this request may use: it ends when its time is over, or when its client has left."""
    gone = request.environ.get("waitress.client_disconnected", never)
    return budget_of(here().settings, seconds, gone)


def respond(runner: Runner, prepared: Prepared, budget: Budget) -> Response:
    """The complete answer to a query; where it may be kept and the client has it, 304 before anything is evaluated."""
    tag = prepared.digest(runner.release.digest) if prepared.repeatable else None
    if tag is not None and (held := tags.held(tag)):
        return tags.unchanged(held)
    response = answer(runner.execute(prepared, budget), runner)
    if tag is None:
        response.headers["Cache-Control"] = "no-store"
    else:
        response.set_etag(tag)
        response.headers["Cache-Control"] = tags.REVALIDATE
    return response


def answer(result: Result, runner: Runner) -> Response:
    """A complete result as a response, whose file is closed with it."""
    metrics = here().metrics
    metrics.seconds.observe(result.elapsed)
    metrics.rows.inc(result.rows)
    g.rows, g.seconds = result.rows, round(result.elapsed, 4)
    if request.method == "HEAD":
        result.file.close()
        response = Response(content_type=result.format.content_type)
    else:
        # a server that can sends the file itself: copied, it might find no room when 200 has been said
        sends = None if result.format.head else request.environ.get("wsgi.file_wrapper")
        body = sends(result.file, CHUNK) if sends else result.chunks()
        response = Response(body, content_type=result.format.content_type, direct_passthrough=sends is not None)
        response.call_on_close(result.file.close)
    headers = response.headers
    headers["Content-Length"] = str(len(result.format.head) + result.size)
    headers["X-Cnskg-Release"] = runner.release.digest
    headers["X-Cnskg-Rows"] = str(result.rows)
    headers["X-Cnskg-Elapsed"] = f"{result.elapsed:.4f}"
    headers["X-Cnskg-Complete"] = "true"
    if result.hints:
        headers["X-Cnskg-Hint"] = header_texts(result.hints)
    if result.missing_graphs:
        headers["X-Cnskg-Missing-Graph"] = " ".join(f"<{header_text(iri)}>" for iri in result.missing_graphs[:10])
    if request.args.get("download"):
        headers["Content-Disposition"] = f'attachment; filename="cnskg.{result.format.ending}"'
    return response


def header_text(text: str) -> str:
    """Text that a header can carry: ASCII, the rest percent-encoded, no line ends, no longer than a header may be."""
    return quote(text, safe=" !#$&'()*+,/:;=?@[]{}|^`~")[:_HEADER]


def header_texts(texts: list[str]) -> str:
    """Texts in one header, whole ones as far as there is room for them, and three dots where there are more.

    Semicolons part them, so that one within a text is percent-encoded.
    """
    quoted, lengths = [header_text(text).replace(";", "%3B") for text in texts], [0]
    for text in quoted:
        lengths.append(lengths[-1] + len(text) + 2)
    fit = [text for text, length in zip(quoted, lengths[1:], strict=True) if length <= _HEADER]
    return "; ".join(fit if len(fit) == len(quoted) else [*fit, "..."])


def single(name: str, without: str | None = None) -> str:
    """A query parameter that has one value, or where it need not stand, what goes without it. Raises UsageError."""
    values = list(dict.fromkeys(request.args.getlist(name)))
    if not values and without is not None:
        return without
    if len(values) != 1:
        given = f"It is given as {' and as '.join(value[:40] for value in values[:2])}." if values else ""
        raise UsageError(f"{name} must be given once", hint=given)
    return values[0]
