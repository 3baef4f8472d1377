"""SERVICE for listed endpoints, carried out by the service itself, outside the sandbox of the engine.

Semantics. Each SERVICE clause is sent to its endpoint as `SELECT * WHERE { body }` with the query's prefixes, and the
rows that come back take the clause's place as a VALUES block. So nothing of the outer query is pushed into the remote
one: a clause has to be selective on its own (put constants or VALUES inside it). Blank nodes come back as IRIs
`urn:cnskg:blank:…`, since VALUES takes none. A variable as endpoint and SERVICE within SERVICE are refused.

Safety. The endpoint must be listed in the setting `services`; each connection, redirects included, goes to an address
that was checked and to no other (no second look-up that could give a different one); private, loopback and link-local
addresses are refused unless the list itself names the loopback address. Rows, bytes and time are capped.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin, urlsplit

import pyoxigraph as ox

from .. import __version__
from ..errors import DeadlineExceeded, RefusedFeature, RemoteFailure, ResultTooLarge
from ..namespaces import PREFIXES
from ..settings import Settings
from .sparql_text import Query, Service, decode, reaches_out, read, services

_RESULTS = "application/sparql-results+json"
_REDIRECTS = 3


def allowed(settings: Settings) -> frozenset[str]:
    """The endpoints that SERVICE may call."""
    return frozenset(settings.services.split())


def expand(query: Query, settings: Settings) -> str:
    """The query's text with its SERVICE clauses replaced by their rows.

    Raises RefusedFeature before any call is made; RemoteFailure, ResultTooLarge, DeadlineExceeded from a call.
    """
    if not reaches_out(query.text):
        return query.text
    clauses = check(query, settings)
    deadline = time.monotonic() + settings.service_s
    text, shift = query.text, 0
    for clause in clauses:
        rows = _values(query, clause, settings, deadline)
        text = text[: clause.start + shift] + rows + text[clause.end + shift :]
        shift += len(rows) - (clause.end - clause.start)
    if reaches_out(text):  # a clause that the plain reading did not show
        raise RefusedFeature(
            "SERVICE is written in a way that cannot be read safely", hint="Write SERVICE <IRI> { … }."
        )
    return text


def check(query: Query, settings: Settings) -> list[Service]:
    """The clauses of a query, all of them to listed endpoints. Raises RefusedFeature otherwise."""
    listed = allowed(settings)
    hint = f"SERVICE may call: {', '.join(sorted(listed))}." if listed else "SERVICE is switched off here."
    clauses = services(query)
    if not clauses or (decode(query.text) != query.text and len(services(read(decode(query.text)))) != len(clauses)):
        raise RefusedFeature("the query holds a SERVICE clause that is not allowed", hint=hint)
    for clause in clauses:
        if clause.endpoint not in listed:
            name = f"<{clause.endpoint}>" if clause.endpoint else "a variable"
            raise RefusedFeature(f"SERVICE to {name} is not allowed", hint=hint)
        if reaches_out(clause.body):
            raise RefusedFeature("SERVICE within SERVICE is not allowed", hint=hint)
    return clauses


def _values(query: Query, clause: Service, settings: Settings, deadline: float) -> str:
    assert clause.endpoint is not None
    prologue = "".join(
        f"PREFIX {p}: <{iri}>\n" for p, iri in (PREFIXES | query.prefixes).items() if f"{p}:" in clause.body
    )
    try:
        body = fetch(clause.endpoint, f"{prologue}SELECT * WHERE {{{clause.body}\n}}", settings, deadline)
        return values_block(body, settings.service_rows)
    except (RemoteFailure, DeadlineExceeded):
        if clause.silent:  # SPARQL 1.1 Federated Query section 2.1: one solution without bindings
            return "{}"
        raise


def values_block(body: bytes, most: int) -> str:
    """SPARQL JSON results as a group with one VALUES block. Raises RemoteFailure or ResultTooLarge."""
    try:
        found = json.loads(body)
        names, rows = found["head"]["vars"], found["results"]["bindings"]
        if not all(isinstance(n, str) and n.isidentifier() for n in names):
            raise ValueError(names)
        if len(rows) > most:
            raise ResultTooLarge(
                f"a SERVICE call gave {len(rows)} rows, more than {most}",
                hint="Put a LIMIT or constants inside SERVICE.",
            )
        lines = ["(" + " ".join(_term(row.get(name)) for name in names) + ")" for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RemoteFailure("a remote endpoint gave something that is not SPARQL JSON results") from None
    head = " ".join(f"?{name}" for name in names)
    return f"{{ VALUES ({head}) {{ {' '.join(lines)} }} }}"


def _term(value: dict[str, str] | None) -> str:
    """One term of a result in SPARQL syntax; raises ValueError where it cannot be one, so nothing is injected.

    The engine's own reader of results is not used: it refuses blank nodes as some endpoints name them.
    """
    if value is None:
        return "UNDEF"
    text = value["value"]
    if value["type"] == "uri":
        return str(ox.NamedNode(text))
    if value["type"] == "bnode":
        return str(ox.NamedNode("urn:cnskg:blank:" + text.encode().hex()))
    if value["type"] not in ("literal", "typed-literal"):
        raise ValueError(value["type"])
    if language := value.get("xml:lang"):
        return str(ox.Literal(text, language=language))
    datatype = value.get("datatype")
    return str(ox.Literal(text, datatype=ox.NamedNode(datatype)) if datatype else ox.Literal(text))


def fetch(url: str, query: str, settings: Settings, deadline: float) -> bytes:
    """The body of the endpoint's answer to a query, following few redirects, each to a listed endpoint."""
    listed = allowed(settings)
    for _ in range(_REDIRECTS + 1):
        if url not in listed:
            raise RefusedFeature("a remote endpoint redirects to a place that is not listed")
        status, location, body = _post(url, query, settings, deadline)
        if status in (301, 302, 303, 307, 308) and location:
            url = urljoin(url, location)
        elif status == 200:
            return body
        else:
            raise RemoteFailure(f"the endpoint <{url}> answered with status {status}")
    raise RemoteFailure("a remote endpoint redirects too often")


def _post(url: str, query: str, settings: Settings, deadline: float) -> tuple[int, str, bytes]:
    connection = _connect(url, deadline)
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {
        "Accept": _RESULTS,
        "Content-Type": "application/sparql-query",
        "User-Agent": f"cnskg/{__version__} (https://w3id.org/cnskg)",
    }
    try:
        connection.request("POST", path, query.encode(), headers)
        response = connection.getresponse()
        return (
            response.status,
            response.headers.get("Location", ""),
            _body(response, settings.service_mb << 20, deadline),
        )
    except TimeoutError:
        raise DeadlineExceeded(f"the endpoint <{url}> did not answer in time") from None
    except (OSError, http.client.HTTPException):
        raise RemoteFailure(f"the endpoint <{url}> did not answer") from None
    finally:
        connection.close()


def _body(response: http.client.HTTPResponse, cap: int, deadline: float) -> bytes:
    parts, size = [], 0
    while part := response.read1(1 << 16):
        size += len(part)
        if size > cap:
            raise ResultTooLarge(f"a SERVICE call gave more than {cap >> 20} MiB", hint="Ask it for less.")
        if time.monotonic() > deadline:
            raise TimeoutError
        parts.append(part)
    return b"".join(parts)


def _connect(url: str, deadline: float) -> http.client.HTTPConnection:
    """A connection to a checked address of the endpoint's host."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise RefusedFeature(f"<{url}> is not an endpoint that SERVICE may call")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    left = max(deadline - time.monotonic(), 0.01)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except OSError:
        raise RemoteFailure(f"the host of <{url}> is not known") from None
    address = checked([str(entry[4][0]) for entry in found], parts.hostname)
    try:
        raw = socket.create_connection((address, port), timeout=left)
        if parts.scheme == "https":
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=parts.hostname)
    except TimeoutError:
        raise DeadlineExceeded(f"the endpoint <{url}> did not answer in time") from None
    except OSError:
        raise RemoteFailure(f"the endpoint <{url}> cannot be reached") from None
    connection = http.client.HTTPConnection(parts.hostname, port)
    connection.sock = raw
    return connection


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
