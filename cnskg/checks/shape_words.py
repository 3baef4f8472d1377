"""What a shape asks for, in words: pieces of text, and between them IRIs in angle brackets, which have names elsewhere.

The sentence of a shape is what counts; these words say the same of each property, so that one sees how it is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..rdf import RDF

SH = ns.PREFIXES["sh"]
#: What is said of each node of a file, in its order.
Below = dict[str, list[tuple[str, Any]]]
#: Text, and IRIs in angle brackets.
Pieces = tuple[str, ...]

OR, AND, ELSE = "; or ", " and ", "; or else "
OPEN, CLOSE = "(", ")"
#: What stands between the members of a list of shapes.
COMPOSED = {SH + "or": OR, SH + "and": AND, SH + "xone": ELSE}
#: What is said before the one value of a parameter.
SIMPLE = {
    SH + "class": "of the class ",
    SH + "datatype": "of the type ",
    SH + "hasValue": "with the value ",
    SH + "lessThan": "less than ",
    SH + "lessThanOrEquals": "not more than ",
    SH + "disjoint": "never the same as ",
    SH + "minInclusive": "from ",
    SH + "maxLength": "of no more characters than ",
}
#: What is said before the values in a list.
LISTS = {SH + "in": "one of ", SH + "languageIn": "in the language "}
#: What is said of a parameter whose value is for programs.
PLAIN = {SH + "pattern": "of a set form", SH + "uniqueLang": "one in each language"}
NOT, BACKWARDS, WAYS, SEVERAL = "not ", "the other end of ", " or ", ", "
COUNTS = {(1, 1): "exactly one", (1, None): "at least one", (0, 1): "at most one", (0, 0): "none"}
AT_LEAST, AT_MOST, SOME, BECOMES = "at least ", "at most ", "at least one ", ": "
#: All pieces that are words, for whoever translates them.
WORDS = (
    *COMPOSED.values(), *SIMPLE.values(), *LISTS.values(), *PLAIN.values(), *COUNTS.values(),
    NOT, BACKWARDS, WAYS, SEVERAL, AT_LEAST, AT_MOST, SOME, BECOMES, OPEN, CLOSE,
)  # fmt: skip


def told(node: str, below: Below) -> Pieces:
    """What a shape asks for; nothing where it is not in order, as pySHACL will tell."""
    try:
        return asked(node, below)
    except (KeyError, ValueError, AttributeError):
        return ()


def asked(node: str, below: Below, inner: bool = False) -> Pieces:
    """What a shape asks for."""
    parts = [part for name, value in below[node] if (part := _part(name, value, below, inner))]
    path = next((value for name, value in below[node] if name == SH + "path"), None)
    if path is None:
        words = joined(parts, AND)
        return (OPEN, *words, CLOSE) if inner and len(parts) > 1 else words
    counted = _count({name: value for name, value in below[node]})
    words = joined([*([counted] if counted else ()), *parts], SEVERAL)
    return (*_path(path, below), *((BECOMES, *words) if words else ()))


def joined(parts: Iterable[Pieces], between: str) -> Pieces:
    """Several pieces as one, with something between them."""
    found: list[str] = []
    for part in parts:
        found += [between, *part] if found else part
    return tuple(found)


def _part(name: str, value: Any, below: Below, inner: bool) -> Pieces:
    """What one parameter asks for; nothing for what is told otherwise, or asks for nothing."""
    if name in SIMPLE:
        return SIMPLE[name], _said(value)
    if name in PLAIN:
        return (PLAIN[name],)
    part = PARTS.get(name)
    return part(name, value, below, inner) if part else ()


def _composed(name: str, value: Any, below: Below, inner: bool) -> Pieces:
    members = joined([asked(one.value, below, inner=True) for one in _members(value, below)], COMPOSED[name])
    return (OPEN, *members, CLOSE) if inner else members


def _listed(name: str, value: Any, below: Below, inner: bool) -> Pieces:
    del inner
    return (LISTS[name], *joined([(_said(one),) for one in _members(value, below)], SEVERAL))


def _property(name: str, value: Any, below: Below, inner: bool) -> Pieces:
    del name
    return asked(value.value, below, inner)


def _not(name: str, value: Any, below: Below, inner: bool) -> Pieces:
    del name, inner
    return NOT, *asked(value.value, below, inner=True)


def _qualified(name: str, value: Any, below: Below, inner: bool) -> Pieces:
    del name, inner
    return SOME, *asked(value.value, below, inner=True)


PARTS: dict[str, Callable[[str, Any, Below, bool], Pieces]] = {
    **dict.fromkeys(COMPOSED, _composed),
    **dict.fromkeys(LISTS, _listed),
    SH + "property": _property,
    SH + "not": _not,
    SH + "qualifiedValueShape": _qualified,
}


def _count(said: dict[str, Any]) -> Pieces:
    """How many values there are to be."""
    least, most = (int(said[SH + name].value) if SH + name in said else None for name in ("minCount", "maxCount"))
    if least is None and most is None:
        return ()
    if words := COUNTS.get((least or 0, most)):
        return (words,)
    ends = [(word, str(n)) for word, n in ((AT_LEAST, least), (AT_MOST, most)) if n is not None]
    return joined(ends, SEVERAL)


def _path(path: Any, below: Below) -> Pieces:
    """A path: a property, one read backwards, or one of several."""
    if isinstance(path, ox.NamedNode):
        return (_said(path),)
    ((make, way), *_) = below[path.value]
    if make == SH + "inversePath":
        return BACKWARDS, *_path(way, below)
    return joined([_path(one, below) for one in _members(way, below)], WAYS)


def _members(node: Any, below: Below) -> list[Any]:
    found = []
    while node.value != RDF + "nil":
        said = dict(below[node.value])
        found.append(said[RDF + "first"])
        node = said[RDF + "rest"]
    return found


def _said(value: Any) -> str:
    return f"<{value.value}>" if isinstance(value, ox.NamedNode) else str(value.value)
