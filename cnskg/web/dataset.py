"""The dataset as a whole and the graphs that the build makes: their pages, and their part of VoID."""

from __future__ import annotations

import pyoxigraph as ox
from flask import Response, render_template, url_for

from .. import namespaces as ns
from ..query.formats import Choice
from . import cite, description, dumps
from .kinds import Kind, nothing, rdf
from .pages import link
from .state import here

_TITLE, _ABOUT = (ox.NamedNode(ns.PREFIXES["dcterms"] + name) for name in ("title", "description"))
_TRIPLES = ox.NamedNode(ns.PREFIXES["void"] + "triples")


def exists(iri: str) -> bool:
    """Whether the description of the release speaks of it."""
    return bool(_said(iri))


def _said(iri: str) -> list[ox.Triple]:
    """What the description of the release says of an IRI."""
    node = ox.NamedNode(iri)
    return [t for t in description.of_release() if t.subject == node]


def _described(iri: str) -> dict[ox.NamedNode, str]:
    """Title, words and size of a graph. Raises NotFound."""
    found = {t.predicate: t.object.value for t in _said(iri) if isinstance(t.object, ox.Literal)}
    if not found:
        raise nothing(iri, "Graphs: SELECT DISTINCT ?g { GRAPH ?g {} }.")
    return found


def graph_page(iri: str) -> str:
    """What a graph holds, how much, and where to get it."""
    told = _described(iri)
    parts = {"title": told[_TITLE], "about": told[_ABOUT], "triples": int(told[_TRIPLES])}
    return render_template("graph.html", iri=iri, curie=ns.compact(iri), **parts)


def graph(iri: str, choose: Choice) -> Response:
    """The same as RDF: a part of the dataset, with the address of its triples."""
    _described(iri)
    node = ox.NamedNode(iri)
    return rdf([t for t in description.of_release() if node in (t.subject, t.object)], choose)


def dataset_page(iri: str) -> str:
    """The files with sizes and checksums, how to use them, the licence, and how to cite them."""
    release = here().release
    subset = ns.PREFIXES["void"] + "subset"
    parts = (t.object for t in description.of_release() if t.predicate.value == subset)
    return render_template(
        "dataset.html",
        iri=iri,
        cited=cite.dataset(),
        release=release.digest,
        version=release.manifest["version"],
        counts=release.manifest["counts"],
        files=dumps.files(release),
        graphs=[link(part) for part in parts if isinstance(part, ox.NamedNode)],
        endpoint=url_for("sparql.endpoint", _external=True),
        turtle=url_for("dumps.dump", name="cnskg.ttl", _external=True),
        facts=url_for("dumps.dump", name="cnskg-facts.nq", _external=True),
    )


def dataset(iri: str, choose: Choice) -> Response:
    """VoID and DCAT of the release."""
    del iri
    return rdf(description.of_release(), choose)


DATASET = Kind(lambda iri: iri == ns.DATASET, dataset_page, dataset)
GRAPH = Kind(exists, graph_page, graph)
