"""Solution modifiers on the release's own facts: DISTINCT, REDUCED, ORDER BY with several keys, LIMIT and OFFSET.

rdflib tells which rows there are; that they stand in order is judged by Python's own comparison of rdflib's values.
"""

from __future__ import annotations

import datetime
import random
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise

import pyoxigraph as ox
import rdflib

from cnskg.namespaces import PREFIXES

PATTERNS = [
    "?s a cns:Quantity ; ?p ?o",
    "?s a cns:Law ; ?p ?o",
    "?s a cns:Person ; skos:prefLabel ?o . BIND(STRLEN(?o) AS ?p)",
    "?s a cns:Treaty ; ?p ?o FILTER(isLiteral(?o))",
    "?s a cns:PublicStatement ; ?p ?o",
    "?s a cns:Document ; ?p ?o OPTIONAL { ?o skos:prefLabel ?l }",
    "?s a cns:Passage ; cns:ordinal ?o ; cns:document ?p",
    "?s cns:earliest ?o . OPTIONAL { ?s cns:precision ?p }",
]
KEYS = ["?o", "?p", "?s", "STR(?o)", "STRLEN(STR(?o))", "?nothing", "LANG(?o)"]
Ask = Callable[[ox.Store, str], list[dict[str, object]] | None]


def run(store: ox.Store, ask: Ask, number: int, seed: int) -> Iterator[tuple[str, list[str]]]:
    """So many queries, each with what is wrong with its answer."""
    rng = random.Random(seed)
    graph = rdflib.Graph()
    for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        graph.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
    prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    for _ in range(number):
        kind = rng.choice(["", "DISTINCT ", "REDUCED "])
        columns = rng.choice(["?o", "?s ?o", "?p ?o", "?o ?s ?p"])
        keys = rng.sample(KEYS, rng.randint(1, 3))
        conditions = [rng.choice(["{}", "ASC({})", "DESC({})"]).format(k) if "(" not in k else k for k in keys]
        plain = f"SELECT {kind}{columns} {{ {rng.choice(PATTERNS)} }}"
        query = f"{plain} ORDER BY {' '.join(conditions)}"
        rows = ask(store, query)
        assert rows is not None
        expected = [
            tuple(row.get(rdflib.Variable(name[1:])) for name in columns.split())
            for row in graph.query(prologue + plain).bindings
        ]
        yield (
            query,
            [*_rows(kind, rows, expected), *_order(columns, conditions, rows), *_slice(store, ask, query, rows, rng)],
        )


def _node(term: object) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, ox.Literal)
    return rdflib.Literal(
        term.value, lang=term.language, datatype=None if term.language else rdflib.URIRef(term.datatype.value)
    )


def _rows(kind: str, rows: list[dict[str, object]], expected: list[tuple[object, ...]]) -> Iterator[str]:
    """The same rows as rdflib's, as often; REDUCED may leave out copies."""
    mine = Counter(tuple(None if v is None else _node(v).n3() for v in row.values()) for row in rows)
    other = Counter(tuple(None if v is None else v.n3() for v in row) for row in expected)
    if (
        set(mine) != set(other)
        or (kind == "" and mine != other)
        or (kind == "DISTINCT " and max(mine.values(), default=1) > 1)
    ):
        yield f"{mine.total()} rows, rdflib has {other.total()}"


def _order(columns: str, conditions: list[str], rows: list[dict[str, object]]) -> Iterator[str]:
    """Neighbours that compare in Python stand in order, by the first key that is a column."""
    condition = conditions[0]
    name = condition.removeprefix("ASC(").removeprefix("DESC(").rstrip(")")
    if name not in columns.split():
        return
    keys = [_python(row[name[1:]]) for row in rows]
    if condition.startswith("DESC"):
        keys.reverse()
    for a, b in pairwise(keys):
        if a[0] > b[0] or (a[:2] == b[:2] and a[2] > b[2]):
            yield f"{a} before {b}"
            return


def _python(term: object) -> tuple[int, str, object]:
    """Kind of a term by 15.1, kind of a literal, and a value that Python compares."""
    if term is None:
        return 0, "", ""
    if not isinstance(term, ox.Literal):
        return (1, "", "") if isinstance(term, ox.BlankNode) else (2, "", str(term.value))
    found = _node(term).toPython()
    if isinstance(found, bool):
        return 3, "boolean", found
    if isinstance(found, int | float | Decimal):
        return 3, "number", found
    if isinstance(found, datetime.datetime):
        return 3, "instant", found.replace(tzinfo=found.tzinfo or datetime.UTC)
    return (
        3,
        "date" if isinstance(found, datetime.date) else "string",
        found if isinstance(found, datetime.date) else term.value,
    )


def _slice(store: ox.Store, ask: Ask, query: str, rows: list[dict[str, object]], rng: random.Random) -> Iterator[str]:
    """LIMIT and OFFSET give that part of the rows; ties may stand in any order, so that the sizes are compared."""
    offset, limit = rng.randint(0, len(rows) + 1), rng.randint(0, 20)
    part = ask(store, f"{query} LIMIT {limit} OFFSET {offset}")
    if part is None or len(part) != len(rows[offset : offset + limit]):
        yield f"{len(part or [])} rows of {len(rows)} with LIMIT {limit} OFFSET {offset}"
