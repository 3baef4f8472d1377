"""Reading a request of the SPARQL 1.1 Protocol (section 2.1): pure functions on plain values.

Percent escapes are decoded once, as UTF-8 and nothing else. A parameter that may stand once and has two values is an
error, wherever it stands (query string or form); the same value twice is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from ..errors import ProtocolProblem, RefusedFeature, UsageError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
METHODS = ("GET", "HEAD", "POST", "QUERY")
FORMATS = ("format", "output", "results")  # each is the name for it at some endpoint; some clients send all three
_ONCE = ("query", "update", "timeout")
_MOST_PARAMETERS = 1000


@dataclass(frozen=True)
class Request:
    """What a client asks: `query` is None where it asks for the description of the service."""

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout_s: float | None = None
    formats: tuple[str, ...] = ()


def read(method: str, content_type: str, query_string: bytes, body: bytes) -> Request:
    """The request. Raises UsageError (400), ProtocolProblem (405, 415) or RefusedFeature (403, updates)."""
    if method not in METHODS:
        raise ProtocolProblem(405, f"{method} is not a method of this route", hint=f"Use {', '.join(METHODS)}.")
    parameters = _pairs(query_string)
    direct = None
    if method in ("POST", "QUERY"):
        direct, more = _body(content_type, body)
        parameters += more
    return _request(parameters, direct, described=method in ("GET", "HEAD"))


def _body(content_type: str, body: bytes) -> tuple[str | None, list[tuple[str, str]]]:
    """A query sent directly, or the fields of a form."""
    media_type, charset = _media_type(content_type)
    if media_type not in (FORM, QUERY, UPDATE):
        given = f"not {media_type}" if media_type else "and none was given"
        raise ProtocolProblem(415, f"the body must be {QUERY} or {FORM}, {given}", hint="Set Content-Type.")
    if charset not in ("", "utf-8", "utf8"):
        raise ProtocolProblem(415, f"the body must be UTF-8, not {charset}", hint="Leave charset out, or say utf-8.")
    if media_type == UPDATE:
        raise RefusedFeature("updates are refused; this service only reads", hint="Ask with SELECT, ASK, …")
    if media_type == FORM:
        return None, _pairs(body)
    try:
        return body.decode("utf-8"), []
    except UnicodeDecodeError:
        raise UsageError("the body is not UTF-8", hint="Encode the query as UTF-8.") from None


def _media_type(content_type: str) -> tuple[str, str]:
    name, *parameters = content_type.split(";")
    charset = [p.partition("=")[2] for p in parameters if p.partition("=")[0].strip().lower() == "charset"]
    return name.strip().lower(), charset[0].strip().strip('"').lower() if charset else ""


def _pairs(data: bytes) -> list[tuple[str, str]]:
    try:
        text = data.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise UsageError("a parameter is not percent-encoded UTF-8", hint="Percent-encode it once, as UTF-8.") from None
    except ValueError:
        raise UsageError(f"more than {_MOST_PARAMETERS} parameters") from None


def _request(parameters: list[tuple[str, str]], direct: str | None, described: bool) -> Request:
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    if direct is not None:
        values.setdefault("query", []).append(direct)
    for name in _ONCE:
        given = list(dict.fromkeys(values.get(name, ())))
        if len(given) > 1:
            raise UsageError(f"{name} is given as {given[0][:40]} and as {given[1][:40]}", hint="Give it once.")
    if "update" in values and "query" in values:
        raise UsageError("query and update exclude each other", hint="Send the query alone.")
    if "update" in values:
        raise RefusedFeature("updates are refused; this service only reads", hint="Ask with SELECT, ASK, …")
    if "query" not in values and not (described and not set(values) - set(FORMATS)):
        raise UsageError("there is no query", hint="Give it as the parameter query.")
    query = values.get("query", [None])[0]
    if query is not None and not query.strip():
        raise UsageError("the query is empty", hint="Try SELECT * { ?s ?p ?o } LIMIT 10.")
    graphs = [tuple(iri for iri in values.get(f"{kind}-graph-uri", ()) if iri) for kind in ("default", "named")]
    formats = tuple(value for name in FORMATS for value in values.get(name, ()))
    return Request(query, graphs[0], graphs[1], _timeout(values), formats)


def _timeout(values: dict[str, list[str]]) -> float | None:
    if "timeout" not in values:
        return None
    try:
        seconds = float(values["timeout"][0])
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < 1e6:
        raise UsageError("timeout is not a number of seconds above 0", hint="For example timeout=5.")
    return seconds
