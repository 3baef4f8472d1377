"""What of an answer is kept: whole statements on the things that were asked for, of the properties that were asked for.

All else is counted by its reason, so that whoever asks is told.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from .. import namespaces as ns
from ..checks.datatypes import FORMS
from ..errors import RemoteFailure
from ..rdf import TYPE

#: Names that some endpoints give to nodes without one (RDF 1.1, section 3.5): they stand for nothing elsewhere.
_GENERATED = "/.well-known/genid/"
_FORMATS = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE}
_ROWS = ("application/sparql-results+json", "application/json")
#: The types of answers, the best first, by the form of the query.
ACCEPTED = {"select": _ROWS, "construct": tuple(_FORMATS)}

Node = ox.NamedNode | ox.BlankNode | ox.Literal


class Odd(Exception):
    """A statement that is not kept, and why."""


def statements(media_type: str, body: bytes, left_out: Counter[str]) -> Iterator[tuple[Node, Node, Node]]:
    """The statements of an answer. Raises RemoteFailure where it is not what its type says."""
    try:
        if media_type in _ROWS:
            for row in json.loads(body)["results"]["bindings"]:
                try:
                    yield _term(row.get("s")), _term(row.get("p")), _term(row.get("o"))
                except Odd as error:
                    left_out[str(error)] += 1
        else:
            for quad in ox.parse(body, format=_FORMATS[media_type], lenient=True):
                yield quad.subject, quad.predicate, quad.object
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError, RecursionError) as error:
        why = f": {error}" if isinstance(error, SyntaxError) else ""
        raise RemoteFailure(
            f"the answer is not what its type, {media_type}, says{why[:200]}", hint="Nothing of it is used."
        ) from None


def _term(value: dict[str, str] | None) -> Node:
    """A term of SPARQL results in JSON. Raises Odd; TypeError and the like where it is nothing that results have."""
    if value is None:
        raise Odd("rows without ?s, ?p or ?o")
    text = value["value"]
    if value["type"] == "bnode":
        return ox.BlankNode()
    try:
        if value["type"] == "uri":
            return ox.NamedNode(text)
        if language := value.get("xml:lang"):
            return ox.Literal(text, language=language)
        return ox.Literal(text, datatype=ox.NamedNode(value["datatype"]) if "datatype" in value else None)
    except ValueError:
        raise Odd("with a term that RDF does not have") from None


def screened(
    found: Iterable[tuple[Node, Node, Node]],
    ours: Mapping[str, Sequence[str]],
    properties: frozenset[str] | None,
    left_out: Counter[str],
) -> list[ox.Triple]:
    """The statements that are kept, on our things instead of theirs, each with the name that the thing has there."""
    kept: dict[ox.Triple, None] = {}
    for subject, predicate, value in found:
        try:
            _require(subject, predicate, value, ours, properties)
            triples = [ox.Triple(ox.NamedNode(one), predicate, value) for one in ours[subject.value]]  # type: ignore[arg-type]
        except Odd as error:
            left_out[str(error)] += 1
            continue
        for triple in triples:
            kept[triple] = None
            source = ox.Triple(triple.subject, ox.NamedNode(ns.expand("dcterms:source")), ox.NamedNode(subject.value))
            kept[source] = None
    return list(kept)


def _require(
    subject: Node, predicate: Node, value: Node, ours: Mapping[str, Sequence[str]], properties: frozenset[str] | None
) -> None:
    """Raises Odd where a statement is not one to keep."""
    if any(isinstance(node, ox.BlankNode) or _GENERATED in node.value for node in (subject, value)):
        raise Odd("with a node that has no name")
    if subject.value not in ours:
        raise Odd("on something else than was asked for")
    if properties is not None and predicate.value not in properties:
        raise Odd("of a property that the query does not construct")
    if predicate.value.startswith(ns.CNS) or (predicate.value == TYPE and value.value.startswith(ns.CNS)):
        raise Odd("in terms of ours")
    if isinstance(value, ox.Literal):
        form = FORMS.get(value.datatype.value)
        if form is not None and not form.fits(value.value):
            raise Odd("with a value that its datatype does not have")
    elif not _is_iri(value.value):
        raise Odd("with a term that RDF does not have")


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True
