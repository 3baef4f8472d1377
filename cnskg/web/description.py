"""What the service says about itself: the service description, and VoID and DCAT of the release."""

from __future__ import annotations

import hashlib

import pyoxigraph as ox
from flask import Blueprint, Response, request

from ..errors import ReleaseError, UsageError
from ..namespaces import BASE, PREFIXES
from ..query.formats import GRAPHS, ROWS, Choice, Format, to_rdf
from ..query.remote import allowed
from ..rdf import TYPE
from . import answers, tags
from .negotiate import choose
from .state import State, here

blueprint = Blueprint("describe", __name__)

_SD = PREFIXES["sd"]
_TYPE = ox.NamedNode(TYPE)


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
        if name.startswith(BASE):
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
    wanted = choose(GRAPHS)
    data = ox.serialize(_triples(here(), request.base_url), format=ox.RdfFormat.N_TRIPLES) or b""
    return _document(data, "application/n-triples", wanted)


@blueprint.route("/.well-known/void")
def void() -> Response:
    """VoID and DCAT of the current release, with the counts that its build made."""
    try:
        data = (here().release.path / "void.ttl").read_bytes()
    except OSError:
        raise ReleaseError("the release has no void.ttl", hint="Build it again.") from None
    return _document(data, "text/turtle", choose(request.headers.get("Accept", ""), GRAPHS))


def _document(data: bytes, source_type: str, wanted: Format) -> Response:
    body = data if source_type == wanted.media_type else to_rdf(data, source_type, wanted)
    response = Response(body, content_type=wanted.content_type)
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.headers["Cache-Control"] = tags.REVALIDATE
    return response
