"""SPARQLWrapper, in every format that it knows and every way in which it sends a query."""

from __future__ import annotations

import warnings
from typing import Any
from urllib.error import HTTPError
from xml.dom.minidom import Document

import pytest
import rdflib
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDF, RDFXML, TSV, TURTLE, URLENCODED, XML
from SPARQLWrapper import SPARQLWrapper as Wrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from cnskg.namespaces import PREFIXES

LAWS = "PREFIX cns: <https://w3id.org/cnskg/ontology#> SELECT ?law { ?law a cns:Law } ORDER BY ?law"
GRAPH = "PREFIX cns: <https://w3id.org/cnskg/ontology#> CONSTRUCT { ?law a cns:Law } WHERE { ?law a cns:Law }"
WAYS = [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]
FIRST = PREFIXES["id"] + "counter-espionage-law"


def asked(endpoint: str, query: str, form: str, way: tuple[str, str]) -> Any:
    """The converted answer to a query, as a caller gets it. It warns of formats that it finds odd for a query."""
    client = Wrapper(endpoint)
    client.setQuery(query)
    client.setReturnFormat(form)
    client.setMethod(way[0])
    client.setRequestMethod(way[1])
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "(Sending Accept|Format requested|unknown response)", RuntimeWarning)
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)  # its own use of rdflib
        return client.queryAndConvert()


def laws(found: Any, form: str) -> list[str]:
    """The laws of an answer to LAWS."""
    if form == JSON:
        return [row["law"]["value"] for row in found["results"]["bindings"]]
    if isinstance(found, Document):
        return [node.firstChild.data for node in found.getElementsByTagName("uri")]
    return [cell.strip('<>"') for cell in found.decode().split()[1:]]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_select(endpoint: str, form: str, way: tuple[str, str]) -> None:
    """A SELECT comes in each format of rows."""
    assert laws(asked(endpoint, LAWS, form, way), form) == [FIRST, PREFIXES["id"] + "data-security-law"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", [XML, RDF, RDFXML, TURTLE, N3, JSONLD, JSON])
@pytest.mark.parametrize("query", [GRAPH, f"DESCRIBE <{FIRST}>"])
def test_graphs_become_graphs(endpoint: str, query: str, form: str, way: tuple[str, str]) -> None:
    """CONSTRUCT and DESCRIBE become a graph of rdflib in each format of graphs, also as XML (its default) and JSON."""
    found = asked(endpoint, query, form, way)
    graph = rdflib.Graph().parse(data=found, format="turtle") if isinstance(found, bytes) else found
    assert isinstance(graph, rdflib.Graph)
    kinds = set(graph.objects(rdflib.URIRef(FIRST), rdflib.RDF.type))
    assert kinds == {rdflib.URIRef("https://w3id.org/cnskg/ontology#Law")}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_ask(endpoint: str, form: str, way: tuple[str, str]) -> None:
    """An ASK comes in each format of rows."""
    found = asked(endpoint, "ASK { ?law a cns:Law }", form, way)
    word = found["boolean"] if form == JSON else found.toxml() if isinstance(found, Document) else found
    assert "true" in str(word).lower()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("query", "form"), [(LAWS, TURTLE), (LAWS, JSONLD), (LAWS, N3), (GRAPH, CSV), (GRAPH, TSV)])
def test_what_a_form_of_query_lacks_is_refused(endpoint: str, query: str, form: str, way: tuple[str, str]) -> None:
    """Rows as a graph, or a graph as rows, is 406, never something else that the client would misread."""
    with pytest.raises(HTTPError) as caught:
        asked(endpoint, query, form, way)
    with caught.value as error:
        assert error.code == 406


def test_the_reason_of_a_refusal_arrives(endpoint: str) -> None:
    """The exception for a bad query holds what is wrong with it."""
    with pytest.raises(QueryBadFormed, match="the prefix skoss: is not known"):
        asked(endpoint, "SELECT * { ?s skoss:x ?o }", JSON, WAYS[0])


def test_a_default_graph_of_the_client(endpoint: str) -> None:
    """`addDefaultGraph` selects what is inferred."""
    client = Wrapper(endpoint)
    client.setQuery("ASK { ?x cns:chairs ?y }")
    client.setReturnFormat(JSON)
    client.addDefaultGraph("https://w3id.org/cnskg/graph/asserted")
    assert client.queryAndConvert()["boolean"] is False
