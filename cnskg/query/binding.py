"""Values put into a query's text, so that what comes from outside reaches it as one term each and never as syntax."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from ..errors import SyntaxProblem
from .sparql_text import tokens

#: What a variable can be bound to: a term, or a value of Python's that a literal can stand for.
Value = ox.NamedNode | ox.Literal | str | bool | int | float


def write(value: Value) -> str:
    """A value as SPARQL writes it. Raises ValueError for text that is no Unicode (a lone surrogate)."""
    return str(value if isinstance(value, ox.NamedNode | ox.Literal) else ox.Literal(value))


def bind(query: str, values: Mapping[str, Value]) -> str:
    """The query with variables replaced by values wherever they stand in its pattern (after the first brace).

    A bound variable is a constant from then on: it has no column, and nothing can be grouped by it.
    """
    if not values:
        return query
    parts, last, inside = [], 0, False
    for token in tokens(query):
        inside = inside or token.text == "{"
        if inside and token.kind == "var" and token.text[1:] in values:
            parts += [query[last : token.start], write(values[token.text[1:]])]
            last = token.end
    return "".join([*parts, query[last:]])


def clean(query: str) -> str:
    """The query as text that UTF-8 can carry. Raises SyntaxProblem for lone surrogates and NUL."""
    try:
        query.encode()
    except UnicodeEncodeError:
        raise SyntaxProblem("the query is not valid UTF-8") from None
    return query.removeprefix("\ufeff")
