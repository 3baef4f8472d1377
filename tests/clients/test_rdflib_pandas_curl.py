"""rdflib's store for endpoints, pandas, curl, and Accept headers that programs send."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import urllib.request
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

import pandas as pd
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from cnskg.namespaces import CNS, PREFIXES
from tests.support.http import fetch
from tests.support.releases import FACT_COUNT, PASSAGES

XI = URIRef(PREFIXES["id"] + "xi-jinping")
LAWS = "SELECT ?law ?name ?since { ?law a cns:Law ; rdfs:label ?name ; cns:entersIntoForce ?since } ORDER BY ?since"

curl = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")


# older versions of rdflib use names that its parser's library has given up since
@pytest.mark.filterwarnings("ignore:.* deprecated - use:DeprecationWarning")
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_the_endpoint_as_a_graph(endpoint: str, method: str) -> None:
    """Triples, values, queries of each form and a named graph, through rdflib's SPARQLStore."""
    graph = Graph(SPARQLStore(endpoint, method=method))
    assert len(graph) == FACT_COUNT
    assert {str(name) for name in graph.objects(XI, RDFS.label)} == {"Xi Jinping", "习近平"}
    assert graph.value(URIRef(PREFIXES["id"] + "cnsc"), URIRef(CNS + "chairedBy")) == XI
    assert (XI, RDF.type, URIRef(CNS + "Agent")) in graph
    assert [str(row["name"]) for row in graph.query(LAWS)] == [
        'Data Security Law, "DSL"\nof 2021',
        "Counter-Espionage Law",
    ]
    assert graph.query("ASK { ?x a cns:Law }").askAnswer is True
    assert len(graph.query("CONSTRUCT { ?x a cns:Law } WHERE { ?x a cns:Law }").graph or ()) == 2
    passage = Graph(SPARQLStore(endpoint, method=method), identifier=URIRef(next(iter(PASSAGES))))
    assert len(passage) == 3


def test_rdflib_parses_addresses(base: str) -> None:
    """A graph is read from its address, all facts and one entity, in the format that rdflib asks for."""
    assert len(Graph().parse(f"{base}/graph?default")) == FACT_COUNT
    assert (XI, RDFS.label, Literal("Xi Jinping", lang="en")) in Graph().parse(f"{base}/id/xi-jinping")


def test_pandas_reads_csv_with_names_and_dates(endpoint: str) -> None:
    """One line makes a DataFrame whose cells are what the graph says, quotes and line ends in them, too."""
    url = f"{endpoint}?{urlencode({'query': LAWS, 'format': 'csv'})}"
    frame = pd.read_csv(url, parse_dates=["since"])
    assert list(frame["name"]) == ['Data Security Law, "DSL"\nof 2021', "Counter-Espionage Law"]
    assert list(frame["since"].dt.year) == [2021, 2023]
    for also in ("tsv", "csv-excel"):
        other = pd.read_csv(url.replace("=csv", f"={also}"), sep="\t" if also == "tsv" else ",")
        assert [column.lstrip("?") for column in other.columns] == ["law", "name", "since"]


def test_pandas_fails_where_the_service_refuses(endpoint: str) -> None:
    """A query that is refused is an exception in pandas, never an empty frame."""
    with pytest.raises(HTTPError) as caught:
        pd.read_csv(f"{endpoint}?{urlencode({'query': 'SELECT', 'format': 'csv'})}")
    with caught.value as error:
        assert b"application/problem+json" in str(error.headers).encode()


@curl
@pytest.mark.parametrize(
    "words",
    [
        ["--data-urlencode", f"query={LAWS}"],
        ["-G", "--data-urlencode", f"query={LAWS}"],
        ["-H", "Content-Type: application/sparql-query", "--data-binary", LAWS],
        ["--compressed", "-G", "--data-urlencode", f"query={LAWS}"],
        ["-X", "QUERY", "-H", "Content-Type: application/sparql-query", "--data-binary", LAWS],
    ],
)
def test_curl_asks_in_each_way(endpoint: str, words: list[str]) -> None:
    """By GET, form, body, with compression and by QUERY, curl gets the same table."""
    found = _curl("-H", "Accept: text/csv", *words, endpoint)
    assert found.startswith(b"law,name,since\r\n")
    assert b"Counter-Espionage Law,2023-07-01\r\n" in found


@curl
def test_curl_sends_hanzi_as_they_are(base: str) -> None:
    """An address with hanzi, as one types it, works, and so does a media type with its plus."""
    query = "ASK{?s%20rdfs:label%20'习近平'@zh-hans}"
    assert _curl("-g", f"{base}/sparql?format=csv&query={query}") == b"true"
    assert b'"boolean":true' in _curl("-g", f"{base}/sparql?format=application/sparql-results+json&query={query}")


@curl
def test_curl_asks_again_only_for_what_is_new(base: str, tmp_path: Path) -> None:
    """`--etag-save` and `--etag-compare`, with compression, spare curl the second body."""
    kept = tmp_path / "tag"
    more = ["--compressed", "-w", "%{http_code}", "-o", str(tmp_path / "out")]
    for address in ("/graph?default", "/.well-known/void", "/static/style.css", "/", "/id/xi-jinping"):
        assert _curl(*more, "--etag-save", str(kept), base + address) == b"200"
        assert _curl(*more, "--etag-compare", str(kept), base + address) == b"304"


def _curl(*words: str) -> bytes:
    return subprocess.run(["curl", "-sS", *words], capture_output=True, check=True, timeout=60).stdout


PROTEGE = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (PROTEGE, "application/rdf+xml"),
        ("text/turtle, application/rdf+xml;q=0.5", "text/turtle"),
        ("text/n3, text/rdf+n3;q=0.9", "text/n3"),
        ("*/*", "text/turtle"),
        ("", "text/turtle"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    ],
)
def test_programs_get_the_ontology_in_their_format(base: str, accept: str, kind: str) -> None:
    """Protégé, the readers of RDF, who says nothing, and a browser are each sent to what they read."""
    request = urllib.request.Request(f"{base}/ontology", headers={"Accept": accept} if accept else {})
    answer = fetch(request)
    assert answer.status == 200
    assert answer.headers["Content-Type"].partition(";")[0] == kind
    body = gzip.decompress(answer.body) if answer.headers.get("Content-Encoding") else answer.body
    assert b"chairedBy" in body or kind == "text/html"
