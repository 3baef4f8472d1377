"""SERVICE for listed endpoints, carried out by the service itself, outside the sandbox of the engine.

Semantics. Each SERVICE clause is sent to its endpoint as `SELECT * WHERE { body }` with the query's prefixes, and the
rows that come back take the clause's place as a VALUES block. What the clause is joined with is evaluated here first
(`pushing`), and its values go along in batches, so that the endpoint gives what can join and no more; a clause that
shares nothing, or holds a SELECT of its own, goes by itself. Blank nodes come back as IRIs
`urn:cnskg:blank:…`, since VALUES takes none. A variable as endpoint and SERVICE within SERVICE are refused. A row
with a term that RDF does not have (an IRI with a space in it) cannot take part: it is left out, and a hint says so.
Unbound, that term would join with everything.

Safety. The endpoint must be listed in the setting `services`, which `check` settles before anything is called; how it
is called is `remote`'s matter. What comes back is converted term by term, so that none of it is syntax; the expanded
query is read once more, and refused if it still reaches out. Rows, bytes and time are capped.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pyoxigraph as ox

from ..errors import DeadlineExceeded, QueryError, RefusedFeature, RemoteFailure, ResultTooLarge
from ..namespaces import PREFIXES
from ..rdf import XSD, Node
from ..settings import Settings
from .budget import Budget
from .pushing import beside, within
from .remote import Call, allowed
from .result import Row
from .sparql_text import Query, Service, decode, reaches_out, read, services

#: The rows of a query of ours, within a budget.
Ask = Callable[[Query, Budget], list[Row]]
_STRING = ox.NamedNode(XSD + "string")


def expand(query: Query, settings: Settings, budget: Budget, ask: Ask) -> tuple[str, list[str]]:
    """The query's text with its SERVICE clauses replaced by their rows, and hints on what did not come along.

    Raises RefusedFeature before any call is made; RemoteFailure, ResultTooLarge, DeadlineExceeded, Cancelled from one.
    """
    hints: list[str] = []
    for _ in check(query, settings):
        clause = services(query)[0]  # those before it are rows by now, which help to narrow this one
        rows, odd = _values(query, clause, settings, budget, ask)
        hints += [_left_out(clause, odd)] if odd else []
        query = read(query.text[: clause.start] + rows + query.text[clause.end :])
    if reaches_out(query.text):  # a clause that the plain reading did not show
        raise RefusedFeature(
            "SERVICE is written in a way that cannot be read safely", hint="Write SERVICE <IRI> { … }."
        )
    return query.text, hints


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


def _values(query: Query, clause: Service, settings: Settings, budget: Budget, ask: Ask) -> tuple[str, list[str]]:
    """A clause's rows in SPARQL, and of each row that was left out, why."""
    assert clause.endpoint is not None
    prologue = "".join(
        f"PREFIX {p}: <{iri}>\n" for p, iri in (PREFIXES | query.prefixes).items() if f"{p}:" in clause.body
    )
    found = Rows(settings.service_rows, settings.service_mb << 20)
    for body in _bodies(query, clause, settings, budget, ask):
        try:
            sent = f"{prologue}SELECT * WHERE {{{body}\n}}"
            found.take(Call(clause.endpoint, sent, settings, budget.part(settings.service_s)).answer())
        except (RemoteFailure, DeadlineExceeded):
            if clause.silent:  # SPARQL 1.1 Federated Query section 2.1: one solution without bindings
                return "{}", []
            raise
    return found.block(), found.odd


def _left_out(clause: Service, odd: list[str]) -> str:
    count = f"{len(odd)} {'row is' if len(odd) == 1 else 'rows are'}"
    return f"{count} left out that SERVICE <{clause.endpoint}> gave: not a term of RDF: {odd[0]}"


def _bodies(query: Query, clause: Service, settings: Settings, budget: Budget, ask: Ask) -> list[str]:
    """What to send for a clause: its body, once for each batch of the values that it is joined with, if these are told.

    With no values there is nothing to ask: nothing would join.
    """
    asked = beside(query, clause, settings.service_rows)
    if asked is None:
        return [clause.body]
    part = budget.part(settings.service_s)
    try:
        rows = ask(asked.query, part)
    except QueryError:  # too much of it, or what the engine alone cannot read: then the clause goes by itself
        budget.check()
        return [clause.body]
    names = [name for name in asked.variables if all(_sendable(row.get(name)) for row in rows)]
    if rows and (not names or len(rows) > settings.service_rows):
        return [clause.body]
    lines = list(dict.fromkeys(f"({' '.join(str(row[name]) for name in names)})" for row in rows))
    head = " ".join(f"?{name}" for name in names)
    size = settings.service_batch
    batches = (" ".join(lines[at : at + size]) for at in range(0, len(lines), size))
    return [within(f"VALUES ({head}) {{ {batch} }}", clause.body) for batch in batches]


def _sendable(value: Node | None) -> bool:
    """Whether a value means the same elsewhere: an IRI or a plain text. Numbers and tags are written in many ways."""
    return isinstance(value, ox.NamedNode) or (isinstance(value, ox.Literal) and value.datatype == _STRING)


class Rows:
    """What the calls for one clause gave, up to so many rows and bytes."""

    def __init__(self, most: int, most_bytes: int) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._names: list[str] = []
        self._found: list[dict[str, str]] = []
        self._size = self._count = 0
        self.odd: list[str] = []

    def take(self, body: bytes) -> None:
        """SPARQL JSON results. Raises RemoteFailure or ResultTooLarge; what cannot stand in a row goes to `odd`."""
        try:
            found = json.loads(body)
            names, rows = found["head"]["vars"], found["results"]["bindings"]
            if not all(isinstance(n, str) and n.isidentifier() for n in names):
                raise ValueError(names)
            self._count, self._size = self._count + len(rows), self._size + len(body)
            self._require_room()
            for row in rows:
                if (terms := _terms({name: row[name] for name in names if name in row}, self.odd)) is not None:
                    self._found.append(terms)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise RemoteFailure("a remote endpoint gave something that is not SPARQL JSON results") from None
        self._names += [name for name in names if name not in self._names]

    def _require_room(self) -> None:
        hint = "Put a LIMIT or constants inside SERVICE."
        if self._count > self._most:
            raise ResultTooLarge(f"a SERVICE call gave {self._count} rows, more than {self._most}", hint=hint)
        if self._size > self._most_bytes:
            raise ResultTooLarge(f"SERVICE calls gave more than {self._most_bytes >> 20} MiB", hint=hint)

    def block(self) -> str:
        """The rows as a group with one VALUES block."""
        head = " ".join(f"?{name}" for name in self._names)
        lines = (f"({' '.join(row.get(name, 'UNDEF') for name in self._names)})" for row in self._found)
        return f"{{ VALUES ({head}) {{ {' '.join(lines)} }} }}"


def _terms(row: dict[str, dict[str, str]], odd: list[str]) -> dict[str, str] | None:
    """One row in SPARQL syntax; None where a term is none, which `odd` then holds."""
    terms = {}
    for name, value in row.items():
        if value is None:
            continue
        try:
            terms[name] = _term(value)
        except ValueError:
            odd.append(repr(value["value"][:80]))
            return None
    return terms


def _term(value: dict[str, str]) -> str:
    """One term of a result in SPARQL syntax; raises ValueError where it cannot be one, so nothing is injected.

    Raises TypeError, KeyError or AttributeError where it is none of the terms that results have.
    The engine's own reader of results is not used: it refuses blank nodes as some endpoints name them.
    """
    text = value["value"]
    if value["type"] == "uri":
        return str(ox.NamedNode(text))
    if value["type"] == "bnode":
        return str(ox.NamedNode("urn:cnskg:blank:" + text.encode().hex()))
    if value["type"] not in ("literal", "typed-literal"):
        raise TypeError(value["type"])
    if language := value.get("xml:lang"):
        return str(ox.Literal(text, language=language))
    datatype = value.get("datatype")
    return str(ox.Literal(text, datatype=ox.NamedNode(datatype)) if datatype else ox.Literal(text))
