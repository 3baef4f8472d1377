"""SPARQL 1.1 Service Description: the three tests of the W3C suite, and what the description says."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from cnskg.namespaces import PREFIXES
from cnskg.query.formats import GRAPHS, Format

SD = PREFIXES["sd"]
ENDPOINT = ox.NamedNode("http://localhost/sparql")
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


def description(client: FlaskClient, accept: str = "text/turtle") -> ox.Store:
    """The description as a store."""
    got = client.get("/sparql", headers={"Accept": accept})
    assert (got.status_code, got.mimetype) == (200, accept)
    store = ox.Store()
    store.load(got.data, format=ox.RdfFormat.from_media_type(accept))
    return store


def objects(store: ox.Store, subject: object, name: str) -> list[object]:
    """The objects of one property of the vocabulary."""
    return [q.object for q in store.quads_for_pattern(subject, ox.NamedNode(SD + name), None, None)]


@pytest.mark.parametrize(
    "accept", [f.media_type for f in GRAPHS if f.short and "/" in f.engine and f.media_type == f.engine]
)
def test_returns_rdf(client: FlaskClient, accept: str) -> None:
    """GET on the endpoint without a query gives RDF, in each RDF format."""
    assert len(description(client, accept)) > 0


def test_has_endpoint_triple(client: FlaskClient) -> None:
    """The description holds an sd:endpoint triple with the address that was asked."""
    assert objects(description(client), None, "endpoint") == [ENDPOINT]


def test_conforms_to_schema(client: FlaskClient) -> None:
    """Each node has the class that domain and range of its properties ask for."""
    store = description(client)

    def is_a(node: object, name: str) -> bool:
        return ox.Quad(node, TYPE, ox.NamedNode(SD + name), ox.DefaultGraph()) in store

    assert is_a(ENDPOINT, "Service")
    assert [str(language) for language in objects(store, ENDPOINT, "supportedLanguage")] == [f"<{SD}SPARQL11Query>"]
    (dataset,) = objects(store, ENDPOINT, "defaultDataset")
    assert is_a(dataset, "Dataset")
    assert all(is_a(graph, "Graph") for graph in objects(store, dataset, "defaultGraph"))
    named = objects(store, dataset, "namedGraph")
    assert named
    for graph in named:
        assert is_a(graph, "NamedGraph")
        assert all(is_a(data, "Graph") for data in objects(store, graph, "graph"))
        assert len(objects(store, graph, "name")) == 1
    assert len(objects(store, ENDPOINT, "resultFormat")) == 10
    assert objects(store, ENDPOINT, "feature") == []


def test_graph_store_reads(client: FlaskClient) -> None:
    """One graph by its IRI, the merged facts by ?default; HEAD as well; no writing; 404 and 400 as due."""
    named = client.get(
        "/graph?graph=https://w3id.org/cnskg/passage/doc-a/p1", headers={"Accept": "application/n-triples"}
    )
    default = client.get("/graph?default", headers={"Accept": "application/n-triples"})
    head = client.head("/graph?default")
    assert (named.text.count("\n"), default.text.count("\n"), head.status_code) == (3, 15, 200)
    statuses = [client.open(f"/graph?{q}", method=m).status_code for q, m in (
        ("graph=urn:no", "GET"), ("", "GET"), ("default&graph=urn:a", "GET"), ("default", "PUT"), ("default", "DELETE"),
        ("default", "POST"),
    )]  # fmt: skip
    assert statuses == [404, 400, 400, 405, 405, 405]


@pytest.mark.parametrize("accept", ["", "application/rdf+xml", "text/html,application/xhtml+xml,*/*;q=0.8"])
@pytest.mark.parametrize("offer", [f for f in GRAPHS if f.short], ids=lambda f: f.short)
def test_a_graph_comes_in_the_format_that_is_named(client: FlaskClient, offer: Format, accept: str) -> None:
    """The parameter format, a short name or a media type, goes before Accept, as on the endpoint."""
    for name in (offer.short, offer.media_type):
        got = client.get("/graph", query_string={"default": "", "format": name}, headers={"Accept": accept})
        assert (got.status_code, got.mimetype) == (200, offer.media_type)


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("default&fromat=turtle", 400, "fromat"),
        ("default&query=ASK", 400, "query"),
        ("graph=", 400, "name one graph"),
        ("graph=urn:a&graph=urn:b", 400, "once"),
        ("default&format=turtle&format=xml", 400, "as turtle and as xml"),
        ("default&format=pdf", 406, "pdf"),
        ("default&format=csv", 406, "offered"),
    ],
)
def test_graph_takes_its_parameters_and_no_others(client: FlaskClient, query: str, status: int, words: str) -> None:
    """A parameter that is misspelt, given twice or of another route is an error, and not one that is passed over."""
    got = client.get(f"/graph?{query}")
    assert (got.status_code, words in got.json["detail"]) == (status, True)
    assert got.json["hint"]
