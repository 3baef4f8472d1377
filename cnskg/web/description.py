"""What the service says about itself: the service description, and VoID and DCAT of the release."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from flask import Blueprint, Response, redirect, request, url_for

from ..errors import ReleaseError, UsageError
from ..exporting import folder as exported
from ..namespaces import BASE, DATASET, ID, PREFIXES, expand
from ..query.formats import GRAPHS, ROWS, Choice
from ..query.remote import allowed
from ..rdf import TYPE, Node
from ..release.folder import Release
from . import answers
from .kinds import rdf
from .negotiate import choice, prefers_html
from .state import State, here

blueprint = Blueprint("describe", __name__)

_SD = PREFIXES["sd"]
_TYPE = ox.NamedNode(TYPE)
_SUBSET = PREFIXES["void"] + "subset"


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise UsageError("the Host header does not make an address") from None


def _triples(state: State, endpoint: str) -> list[ox.Triple]:
    """The description (SPARQL 1.1 Service Description section 3)."""
    root, dataset, default = _node(endpoint), ox.BlankNode("dataset"), ox.BlankNode("default")
    found = [
        ox.Triple(root, _TYPE, _sd("Service")),
        ox.Triple(root, _sd("endpoint"), root),
        ox.Triple(root, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        ox.Triple(root, _sd("defaultDataset"), dataset),
        ox.Triple(dataset, _TYPE, _sd("Dataset")),
        ox.Triple(dataset, _sd("defaultGraph"), default),
        ox.Triple(default, _TYPE, _sd("Graph")),
    ]
    if allowed(state.settings):
        found.append(ox.Triple(root, _sd("feature"), _sd("BasicFederatedQuery")))
    types = dict.fromkeys(f.engine for f in (*ROWS, *GRAPHS))
    found += [ox.Triple(root, _sd("resultFormat"), ox.NamedNode(iri)) for t in types if (iri := _FORMAT_IRIS.get(t))]
    for number, name in enumerate(sorted(state.runner.known(answers.budget()).graphs)):
        if name.startswith(BASE) and not name.startswith(ID):  # the thousand graphs of claims are in graph:claims
            graph, data = ox.BlankNode(f"named{number}"), ox.BlankNode(f"graph{number}")
            found += [
                ox.Triple(dataset, _sd("namedGraph"), graph),
                ox.Triple(graph, _TYPE, _sd("NamedGraph")),
                ox.Triple(graph, _sd("name"), ox.NamedNode(name)),
                ox.Triple(graph, _sd("graph"), data),
                ox.Triple(data, _TYPE, _sd("Graph")),
            ]
    return found


_FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_IRIS = {
    "application/sparql-results+json": _FORMATS + "SPARQL_Results_JSON",
    "application/sparql-results+xml": _FORMATS + "SPARQL_Results_XML",
    "text/csv": _FORMATS + "SPARQL_Results_CSV",
    "text/tab-separated-values": _FORMATS + "SPARQL_Results_TSV",
    "text/turtle": _FORMATS + "Turtle",
    "application/n-triples": _FORMATS + "N-Triples",
    "application/ld+json": _FORMATS + "JSON-LD",
    "application/rdf+xml": _FORMATS + "RDF_XML",
    "application/trig": _FORMATS + "TriG",
    "application/n-quads": _FORMATS + "N-Quads",
}


def service_description(choose: Choice) -> Response:
    """The description of the endpoint at this address, in the RDF format that the client prefers."""
    return rdf(_triples(here(), request.base_url), choose)


def of_release() -> list[ox.Triple]:
    """VoID and DCAT of the current release, with the counts that its build made and the addresses of this service.

    The build writes addresses below our base, where the service is meant to be; this one may be elsewhere.
    """
    root = url_for("pages.front", _external=True)
    release = here().release
    as_built = [*written(release), *exported.catalogue(release)]
    triples = [ox.Triple(t.subject, t.predicate, _placed(t.predicate, t.object, root)) for t in as_built]
    dataset = ox.NamedNode(DATASET)
    for predicate, route in (("void:sparqlEndpoint", "sparql.endpoint"), ("rdfs:seeAlso", "ontology.context")):
        triples.append(ox.Triple(dataset, ox.NamedNode(expand(predicate)), _node(url_for(route, _external=True))))
    return triples


def written(release: Release) -> tuple[ox.Triple, ...]:
    """What the build wrote of a release. Raises ReleaseError."""
    return _read(release.path / "void.ttl")


@lru_cache(2)  # of the release in use, and of the one before it while its last requests are answered
def _read(path: Path) -> tuple[ox.Triple, ...]:
    """A description in a release, which never changes. Raises ReleaseError."""
    try:
        return tuple(quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except (OSError, SyntaxError):
        raise ReleaseError("the release has no void.ttl that can be read", hint="Build it again.") from None


@lru_cache(2)
def parts(release: Path) -> frozenset[str]:
    """The parts of a release, by the names of their graphs; none where its description is gone, which pages outlive."""
    with suppress(ReleaseError):
        return frozenset(t.object.value for t in _read(release / "void.ttl") if t.predicate.value == _SUBSET)
    return frozenset()


_ADDRESSES = (PREFIXES["void"] + "dataDump", PREFIXES["dcat"] + "downloadURL")


def _placed(predicate: ox.NamedNode, value: Node | ox.Triple, root: str) -> Node | ox.Triple:
    """A value of the description; where it is an address of the service, that at which the service was asked."""
    if predicate.value in _ADDRESSES and isinstance(value, ox.NamedNode) and value.value.startswith(BASE):
        return _node(root + value.value.removeprefix(BASE))
    return value


@blueprint.route("/.well-known/void")
def void() -> Any:
    """The description of the release; people are led to its page."""
    accept = request.headers.get("Accept", "")
    if prefers_html(accept):
        return redirect(url_for("resources.resource", space="dataset"), 303)
    return rdf(of_release(), choice((), accept))
