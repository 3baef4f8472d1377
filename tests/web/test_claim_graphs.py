"""The graphs of claims at the doors: asked for they answer, and nothing takes what is claimed for a fact."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from cnskg.namespaces import CNS, GRAPH_CLAIMS, GRAPH_ONTOLOGY, ID, PSG
from cnskg.release.claim_graphs import claim_graphs
from cnskg.release.folder import switch_release
from tests.support.releases import app_for, make_release, make_settings
from tests.support.turtle import triples

#: Who says what: Ann contends one thing, denies another and calls for a third; Ben contends what Ann denies.
SAID = """
id:p1 cns:subject id:cnsc ; cns:relation cns:chairedBy ; cns:object id:ann .
id:p2 cns:subject id:cnsc ; cns:relation cns:weakens ; cns:object id:data-security-law .
id:p3 cns:subject id:cnsc ; cns:relation cns:chairedBy ; cns:object id:xi-jinping .
id:claim-ann a cns:Claim ; cns:claimant id:ann ; cns:contends id:p1 ; cns:denies id:p2 ; cns:callsFor id:p3 .
id:claim-ben a cns:Claim ; cns:claimant id:ben ; cns:contends id:p2 ; cns:hedge "may"@en .
"""
WHO = "SELECT ?who {{ GRAPH ?g {{ id:cnsc {} }} ?g cns:graphOf ?claim ; cns:stance cns:{} . ?claim cns:claimant ?who }}"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The service on the sample, with claims about its things."""
    folder = tmp_path_factory.mktemp("claims")
    graphs = claim_graphs(triples(SAID), frozenset({CNS + "hedge"}))
    listed = "\n".join(f"{t} ." for t in graphs[GRAPH_CLAIMS])
    text = {name: "\n".join(f"{t} ." for t in held) for name, held in graphs.items()}
    text[GRAPH_ONTOLOGY] = "cns:weakens a owl:ObjectProperty ."
    release = make_release(folder, "sample", SAID + listed, graphs=text)
    switch_release(make_settings(folder), release.path)
    with app_for(release) as app:
        yield app.test_client()


def rows(client: FlaskClient, query: str) -> list[str]:
    """The rows of a query as CSV has them, sorted, without its head; a good query has no hint."""
    got = client.get("/sparql", query_string={"query": query, "format": "csv"})
    assert got.status_code == 200, got.text
    assert "X-Cnskg-Hint" not in got.headers, got.headers["X-Cnskg-Hint"]
    return sorted(row.replace(ID, "") for row in got.text.split()[1:])


@pytest.mark.parametrize(
    ("pattern", "stance", "who"),
    [
        ("cns:chairedBy id:ann", "contends", ["ann"]),
        ("cns:weakens ?any", "contends", ["ben"]),
        ("cns:weakens ?any", "denies", ["ann"]),
        ("cns:chairedBy id:xi-jinping", "callsFor", ["ann"]),
        ("cns:weakens ?any", "callsFor", []),
    ],
)
def test_who_takes_which_stance(client: FlaskClient, pattern: str, stance: str, who: list[str]) -> None:
    """The list of graphs leads from a triple to the claim, its stance and its claimant."""
    assert rows(client, WHO.format(pattern, stance)) == who


def test_what_is_contended_needs_no_list(client: FlaskClient) -> None:
    """The graph of what a claim contends is called by the claim; what it contends with a hedge can be left out."""
    query = "SELECT ?who {{ GRAPH ?claim {{ id:cnsc ?p ?o }} ?claim cns:claimant ?who {} }}"
    assert rows(client, query.format("")) == ["ann", "ben"]
    assert rows(client, query.format("FILTER NOT EXISTS { ?claim cns:qualified true }")) == ["ann"]


def test_no_claim_is_a_fact(client: FlaskClient) -> None:
    """What is contended, denied or called for stands neither in the default graph nor in a passage."""
    for pattern in ("id:cnsc cns:chairedBy id:ann", "id:cnsc cns:weakens ?x"):
        for where in (pattern, f"?g a cns:Passage GRAPH ?g {{ {pattern} }}"):
            got = client.get("/sparql", query_string={"query": f"ASK {{ {where} }}", "format": "json"})
            assert got.json["boolean"] is False  # type: ignore[index]


def test_pages_and_descriptions_tell_no_claim_as_a_fact(client: FlaskClient) -> None:
    """Neither the pages nor the RDF of a thing, nor DESCRIBE, says of it what a claim says."""
    assert "/id/ann" not in client.get("/id/cnsc", headers={"Accept": "text/html"}).text
    page = client.get("/id/cnsc?view=statements", headers={"Accept": "text/html"}).text
    assert "Xi Jinping" in page
    assert "/id/ann" not in page
    got = client.get("/id/cnsc", headers={"Accept": "text/turtle"}).data
    about = {t.object.value for t in ox.parse(got, format=ox.RdfFormat.TURTLE)}  # type: ignore[union-attr]
    assert ID + "xi-jinping" in about
    assert ID + "ann" not in about
    described = client.get("/sparql", query_string={"query": "DESCRIBE id:cnsc", "format": "nt"}).text
    assert f"<{ID}xi-jinping>" in described
    assert f"<{ID}ann>" not in described


def test_a_claim_is_no_evidence(client: FlaskClient) -> None:
    """A fact that someone also calls for is explained by its passage alone, and what is only claimed does not hold."""
    stated = {"s": "id:cnsc", "p": "cns:chairedBy", "o": "id:xi-jinping"}
    told = client.get("/explain", query_string=stated, headers={"Accept": "text/plain"})
    assert (told.status_code, "psg:doc-a/p1" in told.text, "claim" in told.text) == (200, True, False)
    claimed = stated | {"o": "id:ann"}
    assert client.get("/explain", query_string=claimed, headers={"Accept": "text/plain"}).status_code == 404


def test_the_graph_store_has_a_claims_graph(client: FlaskClient) -> None:
    """Each graph of a claim is to be had by its IRI; one that a claim does not have is not there."""
    got = client.get("/graph", query_string={"graph": ID + "claim-ann#denied", "format": "nt"})
    assert (got.status_code, got.text.count("\n"), "#weakens" in got.text) == (200, 1, True)
    assert client.get("/graph", query_string={"graph": ID + "claim-ben#denied"}).status_code == 404


def test_the_service_tells_the_graphs_of_claims_once(client: FlaskClient) -> None:
    """The service description names passages and the list of claim graphs, not each graph of a claim."""
    told = client.get("/sparql", headers={"Accept": "text/turtle"}).data
    names = {q.object.value for q in ox.parse(told, format=ox.RdfFormat.TURTLE) if q.predicate.value.endswith("#name")}  # type: ignore[union-attr]
    assert names >= {PSG + "doc-a/p1", GRAPH_CLAIMS}
    assert not [name for name in names if name.startswith(ID)]
