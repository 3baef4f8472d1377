"""SERVICE for listed endpoints, carried out by the service itself, outside the sandbox of the engine.

Semantics. Each SERVICE clause is sent to its endpoint as `SELECT * WHERE { body }` with the query's prefixes, and the
rows that come back take the clause's place as a VALUES block. So nothing of the outer query is pushed into the remote
one: a clause has to be selective on its own (put constants or VALUES inside it). Blank nodes come back as IRIs
`urn:cnskg:blank:…`, since VALUES takes none. A variable as endpoint and SERVICE within SERVICE are refused. A row
with a term that RDF does not have (an IRI with a space in it) cannot take part: it is left out, and a hint says so.
Unbound, that term would join with everything.

Safety. The endpoint must be listed in the setting `services`, which `check` settles before anything is called; how it
is called is `remote`'s matter. What comes back is converted term by term, so that none of it is syntax; the expanded
query is read once more, and refused if it still reaches out. Rows, bytes and time are capped.
"""

from __future__ import annotations

import json

import pyoxigraph as ox

from ..errors import DeadlineExceeded, RefusedFeature, RemoteFailure, ResultTooLarge
from ..namespaces import PREFIXES
from ..settings import Settings
from .budget import Budget
from .remote import Call, allowed
from .sparql_text import Query, Service, decode, reaches_out, read, services


def expand(query: Query, settings: Settings, budget: Budget) -> tuple[str, list[str]]:
    """The query's text with its SERVICE clauses replaced by their rows, and hints on what did not come along.

    Raises RefusedFeature before any call is made; RemoteFailure, ResultTooLarge, DeadlineExceeded, Cancelled from one.
    """
    text, shift = query.text, 0
    hints: list[str] = []
    for clause in check(query, settings):
        rows, hint = _values(query, clause, settings, budget.part(settings.service_s))
        hints += [hint] if hint else []
        text = text[: clause.start + shift] + rows + text[clause.end + shift :]
        shift += len(rows) - (clause.end - clause.start)
    if reaches_out(text):  # a clause that the plain reading did not show
        raise RefusedFeature(
            "SERVICE is written in a way that cannot be read safely", hint="Write SERVICE <IRI> { … }."
        )
    return text, hints


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


def _values(query: Query, clause: Service, settings: Settings, budget: Budget) -> tuple[str, str]:
    """A clause's rows in SPARQL, and a hint where some were left out."""
    assert clause.endpoint is not None
    prologue = "".join(
        f"PREFIX {p}: <{iri}>\n" for p, iri in (PREFIXES | query.prefixes).items() if f"{p}:" in clause.body
    )
    try:
        call = Call(clause.endpoint, f"{prologue}SELECT * WHERE {{{clause.body}\n}}", settings, budget)
        rows, odd = values_block(call.answer(), settings.service_rows)
    except (RemoteFailure, DeadlineExceeded):
        if clause.silent:  # SPARQL 1.1 Federated Query section 2.1: one solution without bindings
            return "{}", ""
        raise
    count = f"{len(odd)} {'row is' if len(odd) == 1 else 'rows are'}"
    return rows, f"{count} left out that SERVICE <{clause.endpoint}> gave: not a term of RDF: {odd[0]}" if odd else ""


def values_block(body: bytes, most: int) -> tuple[str, list[str]]:
    """SPARQL JSON results as a group with one VALUES block, and of each row that cannot stand in it, why.

    Raises RemoteFailure or ResultTooLarge.
    """
    odd: list[str] = []
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
        lines = [line for row in rows if (line := _line([row.get(name) for name in names], odd))]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise RemoteFailure("a remote endpoint gave something that is not SPARQL JSON results") from None
    head = " ".join(f"?{name}" for name in names)
    return f"{{ VALUES ({head}) {{ {' '.join(lines)} }} }}", odd


def _line(values: list[dict[str, str] | None], odd: list[str]) -> str:
    """One row of a VALUES block; nothing where a term is none, which `odd` then holds."""
    terms = []
    for value in values:
        try:
            terms.append(_term(value))
        except ValueError:
            odd.append(repr(value and value["value"][:80]))
            return ""
    return f"({' '.join(terms)})"


def _term(value: dict[str, str] | None) -> str:
    """One term of a result in SPARQL syntax; raises ValueError where it cannot be one, so nothing is injected.

    Raises TypeError, KeyError or AttributeError where it is none of the terms that results have.
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
        raise TypeError(value["type"])
    if language := value.get("xml:lang"):
        return str(ox.Literal(text, language=language))
    datatype = value.get("datatype")
    return str(ox.Literal(text, datatype=ox.NamedNode(datatype)) if datatype else ox.Literal(text))
