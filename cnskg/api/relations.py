"""Properties by the words that people use for them: `cns:adopted`, an IRI, `adopted`, "was adopted in"."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from .. import namespaces as ns
from ..errors import UsageError
from ..folding import fold
from ..nearest import nearest
from ..rdf import TYPE
from . import queries
from .entities import Entity, Graph
from .naming import UnknownName, cut, written


def named(graph: Graph) -> dict[str, list[str]]:
    """The properties that the ontology has, by IRI, each with its names: the local one first, then its labels."""
    found: dict[str, list[str]] = {}
    for row in graph.source.rows(queries.RELATIONS):
        names = found.setdefault(row["p"].value, [ns.compact(row["p"].value).partition(":")[2]])
        if "name" in row:
            names.append(row["name"].value)
    return found


def relation(graph: Graph, given: object) -> str:
    """The IRI of the property that somebody means.

    Raises UnknownName with near ones, so that a misspelt property does not look like one of which nothing is said.
    """
    if not isinstance(given, str | Entity):
        raise UsageError(f"{type(given).__name__} is no property", hint="Give one such as cns:adopted, or its name.")
    text = given.iri if isinstance(given, Entity) else given.strip()
    if text == "a":
        return TYPE
    if iri := written(text):
        if iri in graph.relations or _used(graph, iri):
            return iri
        raise _unknown(graph, ns.compact(iri))
    folded = fold(text)
    for of_ours in (True, False):
        for iri, names in graph.relations.items():
            if iri.startswith(ns.CNS) is of_ours and folded in map(fold, names):
                return iri
    raise _unknown(graph, text)


def _used(graph: Graph, iri: str) -> bool:
    """Whether anything at all is said with it: the release uses properties that are not declared in it."""
    try:
        return bool(graph.source.rows(queries.USED, relation=ox.NamedNode(iri)))
    except ValueError:  # no IRI
        return False


def _unknown(graph: Graph, text: str) -> UnknownName:
    words = {name: iri for iri, names in graph.relations.items() for name in names}
    near = list(dict.fromkeys(words[name] for name in nearest(text.rpartition(":")[2], words, count=5)))[:3]
    hint = f"Near: {_told(graph, near)}." if near else "/ontology lists the properties, in `cns:`."
    return UnknownName(f"there is no property {cut(text)}", hint=hint, candidates=[graph.entity(iri) for iri in near])


def _told(graph: Graph, iris: Iterable[str]) -> str:
    return ", ".join(f"{ns.compact(iri)} ({graph.relations[iri][-1]})" for iri in iris)
