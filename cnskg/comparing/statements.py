"""Statements in the form in which they are compared: as keys, so that what is the same is equal.

Propositions and nodes without a name are no subjects of their own, but part of what speaks of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.propositions import is_name as is_proposition
from ..rdf import OWL, RDF, XSD, Fact, key

#: Subject and property of an axiom that no term has as its value, such as a group of classes that exclude one another.
AXIOM = (ns.ONTOLOGY, OWL + "Axiom")
_FIRST, _REST = (RDF + name for name in ("first", "rest"))
_DECIMAL = ox.NamedNode(XSD + "decimal")

Said = dict[ox.BlankNode, list[ox.Triple]]


def compared(triples: Iterable[ox.Triple]) -> Iterator[Fact]:
    """The statements among the triples, each node without a name told by what is said of it."""
    known = set(triples)
    said: Said = defaultdict(list)
    for t in known:
        if isinstance(t.subject, ox.BlankNode):
            said[t.subject].append(t)
    used = {t.object for t in known if isinstance(t.object, ox.BlankNode)}
    for t in known:
        if isinstance(t.subject, ox.NamedNode) and not is_proposition(t.subject.value):
            yield t.subject.value, t.predicate.value, _told(t.object, said)
    for node in said:
        if node not in used:
            yield *AXIOM, _told(node, said)


def _told(node: object, said: Said, above: tuple[object, ...] = ()) -> str:
    """The key of a node; of one without a name, what is said of it, in brackets."""
    if not isinstance(node, ox.BlankNode):
        return key(_plain(node))  # type: ignore[arg-type]
    if node in above:
        return "[…]"
    if any(t.predicate.value == _FIRST for t in said.get(node, ())):
        return f"({' '.join(_members(node, said, (*above, node)))})"
    rows = (f"{ns.compact(t.predicate.value)} {_short(t.object, said, (*above, node))}" for t in said.get(node, ()))
    return f"[{' ; '.join(sorted(rows))}]"


def _plain(node: object) -> object:
    """A decimal number as a release has it, 20 for the 20.0 of a file; any other node as it is."""
    if isinstance(node, ox.Literal) and node.datatype == _DECIMAL and "." in node.value:
        return ox.Literal(node.value.rstrip("0").rstrip("."), datatype=_DECIMAL)
    return node


def _short(node: object, said: Said, above: tuple[object, ...]) -> str:
    return ns.compact(node.value) if isinstance(node, ox.NamedNode) else _told(node, said, above)


def _members(node: ox.BlankNode, said: Said, above: tuple[object, ...]) -> Iterator[str]:
    """The members of a list, in order."""
    seen: set[object] = set()
    rest: object = node
    while isinstance(rest, ox.BlankNode) and rest not in seen:
        seen.add(rest)
        values = {t.predicate.value: t.object for t in said.get(rest, ())}
        yield _short(values.get(_FIRST), said, above)
        rest = values.get(_REST)
