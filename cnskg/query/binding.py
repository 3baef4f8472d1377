"""Terms as SPARQL text, so that values from outside reach a query as one term each and never as syntax."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox

from ..rdf import XSD
from .sparql_text import tokens


class Iri(str):
    """A string that stands for an IRI."""

    __slots__ = ()


class Term(str):
    """A value of a result row: its text, with `kind` (uri, literal, bnode), `lang` and `datatype`."""

    kind: str = "literal"
    lang: str = ""
    datatype: str = ""


def read(value: dict[str, Any]) -> Term:
    """A term from its form in SPARQL JSON results."""
    found = Term(value["value"])
    found.kind = value["type"]
    found.lang = value.get("xml:lang", "")
    found.datatype = value.get("datatype", "")
    return found


def write(value: Any) -> str:
    """A value in SPARQL syntax: RDF term, Iri, Term, str, bool, int or float. Raises ValueError where it cannot be."""
    if isinstance(value, ox.NamedNode):
        return write_iri(value.value)
    if isinstance(value, ox.Literal):
        return str(value)
    if isinstance(value, Iri) or getattr(value, "kind", "") == "uri":
        return write_iri(str(value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f'"{value}"^^{write_iri(XSD + ("integer" if isinstance(value, int) else "double"))}'
    return write_literal(str(value), getattr(value, "lang", ""), getattr(value, "datatype", ""))


def write_literal(text: str, lang: str = "", datatype: str = "") -> str:
    """A literal in SPARQL syntax. Raises ValueError."""
    text.encode()  # a lone surrogate is no character
    quoted = json.dumps(text, ensure_ascii=False)
    if lang:
        if not lang.replace("-", "").isalnum() or not lang.isascii():
            raise ValueError(lang)
        return f"{quoted}@{lang}"
    return f"{quoted}^^{write_iri(datatype)}" if datatype else quoted


def write_iri(text: str) -> str:
    """An IRI in angle brackets. Raises ValueError where it holds what an IRI cannot."""
    text.encode()
    if not text or any(c <= " " or c in '<>"{}|^`\\' for c in text):
        raise ValueError(text)
    return f"<{text}>"


def bind(query: str, values: dict[str, Any]) -> str:
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
