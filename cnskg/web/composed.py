"""Chinese titles of what is named by its parts: placements, citations, comparisons, renderings."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

from .. import namespaces as ns
from ..query.result import Row
from .language import current, gettext
from .naming import Names

_PARTS = "SELECT ?a ?b { ?entity ?p ?a ; ?q ?b } ORDER BY ?a ?b LIMIT 1"
#: By kind of page the properties that lead to the two parts of a name.
_BY_KIND = {
    "placement": ("placesConcern", "inList"),
    "citation": ("citing", "cited"),
    "comparison": ("compares", "comparedWith"),
    "rendering": ("literalForm", "renders"),
}


def titled(kind: str, iri: str, names: list[ox.Literal], ask: Callable[..., list[Row]]) -> list[ox.Literal]:
    """The names of a thing; on Chinese pages first one made of the names of its parts, where these are Chinese."""
    if current() != "zh" or kind not in _BY_KIND or any((one.language or "").startswith("zh") for one in names):
        return names
    p, q = (ox.NamedNode(ns.CNS + name) for name in _BY_KIND[kind])
    rows = ask(_PARTS, entity=ox.NamedNode(iri), p=p, q=q)
    called = Names()
    called.add(ask, (node.value for row in rows for node in row.values() if isinstance(node, ox.NamedNode)))
    parts = {name: _chinese(node, called) for row in rows for name, node in row.items() if name in ("a", "b")}
    if not parts or not all(parts.values()):
        return names
    return [ox.Literal(_said(kind) % parts, language="zh-hans"), *names]


def _chinese(node: object, called: Names) -> str:
    """What a part is called in Chinese; the words of a text as they are; empty where there is no Chinese."""
    if isinstance(node, ox.Literal):
        return node.value
    name = called.title(node.value) if isinstance(node, ox.NamedNode) else None
    return name.text if name and not name.language else ""


def _said(kind: str) -> str:
    return {
        "placement": gettext("%(a)s on the list %(b)s"),
        "citation": gettext("citation of %(b)s in %(a)s"),
        "comparison": gettext("%(a)s, compared with %(b)s"),
        "rendering": gettext("“%(a)s” for %(b)s"),
    }[kind]
