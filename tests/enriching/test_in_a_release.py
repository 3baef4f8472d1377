"""What was fetched stands in a release beside the facts, with its origin, and nowhere among them; the page on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from cnskg import namespaces as ns
from cnskg.content.enrichment import Origin, graphs, written
from cnskg.content.files import Content
from cnskg.enriching import mapped
from cnskg.release import build
from cnskg.release.folder import Release, switch_release
from tests.support import ROOT
from tests.support.cli import Cli
from tests.support.releases import app_for, make_release, make_settings
from tests.support.wikidata import Wikidata

PAGE = (ROOT / "docs" / "enriching.md").read_text(encoding="utf-8")
LINKS = (
    "#mapping_set_id: urn:x\n#curie_map:\n#  wd: http://www.wikidata.org/entity/\n"
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\n"
    "id:xi-jinping\tXi Jinping\tschema:sameAs\twd:Q15031\tMade-up One\tsemapv:ManualMappingCuration\n"
)
GRAPH = ns.GRAPHS_ENRICHMENT + "births"
ORIGIN = Origin("births", "https://example.org/sparql", "SELECT *", "select", "https://example.org/by", "t", "t", 1)
SAID = 'id:xi-jinping a cns:Person ; rdfs:label "Another name"@en ; <urn:p569> "1901" .'


def as_text(triples: set[ox.Triple]) -> str:
    """Triples as Turtle."""
    return "".join(f"{triple} .\n" for triple in triples)


@pytest.fixture(scope="module")
def enriched(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The sample release with a graph that was fetched."""
    folder = tmp_path_factory.mktemp("enriched")
    head = {q.triple for q in ox.parse(written(ORIGIN, ()), format=ox.RdfFormat.N_QUADS)}
    release = make_release(folder, "enriched", graphs={GRAPH: as_text(head) + SAID})
    switch_release(make_settings(folder), release.path)
    return release


@pytest.fixture(scope="module")
def client(enriched: Release) -> Iterator[FlaskClient]:
    with app_for(enriched) as app:
        yield app.test_client()


def test_a_build_takes_it_as_a_graph_of_its_own(tmp_path: Path) -> None:
    """A file of enrichment is one named graph of a release, and no file of facts."""
    for name, data in (("ontology/x.ttl", b""), ("data/enrichment/births.nq", written(ORIGIN, ()))):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(data)
    content = Content.gather(tmp_path)
    assert content.unread == ()
    assert build.named_graphs(content)[GRAPH] == graphs(tmp_path)[GRAPH]
    assert [file.name for file in content.files] == ["ontology/x.ttl"]


def test_it_is_among_no_facts(enriched: Release, client: FlaskClient) -> None:
    """Neither facts nor RDF of a thing have what was fetched, nor its names; of the dumps the whole one alone."""
    for address in ("/id/xi-jinping.html?view=statements", "/id/xi-jinping.ttl"):
        told = client.get(address).text
        assert "urn:p569" not in told
        assert "Another name" not in told
    dumps = {p.name: p.read_text(encoding="utf-8") for p in enriched.dumps.iterdir() if p.suffix != ".gz"}
    assert [name for name, text in dumps.items() if "urn:p569" in text] == ["cnskg.trig"]
    asked = client.get("/sparql", query_string={"query": "SELECT * { ?s <urn:p569> ?o }", "format": "csv"})
    assert asked.text.split() == ["s,o"]


def test_the_page_of_a_thing_marks_it(enriched: Release, client: FlaskClient) -> None:
    """The page shows what was fetched in a part of its own, with its source; a release without any has no such part."""
    told = client.get("/id/xi-jinping.html").text.split("From elsewhere, not from the documents")
    assert len(told) == 2
    assert "urn:p569" not in told[0]
    assert "Another name" not in told[0]
    assert "https://example.org/sparql" in told[1].split("</section></section>")[0]
    assert "1901" in told[1].split("</section></section>")[0]
    plain = make_release(enriched.path.parent.parent, "plain")
    with app_for(plain) as app:
        assert "From elsewhere" not in app.test_client().get("/r/plain/id/xi-jinping.html").text


def test_no_proof_rests_on_it(client: FlaskClient) -> None:
    """Of what a passage and a fetched graph say, the passage alone is its reason; no name comes from there."""
    asked = {"s": "id:xi-jinping", "p": "rdf:type", "o": "cns:Person", "format": "json"}
    told = client.get("/explain", query_string=asked, headers={"Accept": "application/json"}).text
    assert "passage/doc-a/p1" in told
    assert "enrichment" not in told
    assert "Another name" not in told


def test_it_is_described_and_served(client: FlaskClient) -> None:
    """The description of the release and the graph's page have source and licence; the address told has its triples."""
    for address in ("/dataset.ttl", "/graph/enrichment-births.ttl"):
        told = client.get(address).text
        assert "https://example.org/sparql" in told
        assert "https://example.org/by" in told
    assert "fetched, not from the documents" in client.get("/graph/enrichment-births.html").text
    got = client.get("/graph", query_string={"graph": GRAPH, "format": "ntriples"})
    assert "urn:p569" in got.text
    (address,) = re.findall(r"http://127\.0\.0\.1:8000(/graph\?[^']+)", PAGE)
    assert "urn:p569" in client.get(address).text


def words(command: str) -> list[str]:
    """A command's words; one in quotes may go over lines."""
    return [quoted or plain for quoted, plain in re.findall(r"'([^']*)'|(\S+)", command)]


def test_the_page_can_be_followed(run: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its query, fetched by its command from a stand-in, and then asked by its own queries, gives what it promises."""
    links = tmp_path / "data" / "links"
    links.mkdir(parents=True)
    (links / "wikidata.sssom.tsv").write_text(LINKS, encoding="utf-8")
    monkeypatch.setenv("CNSKG_CONTENT", str(tmp_path))
    monkeypatch.setenv("CNSKG_BUILD", str(tmp_path / "build"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "births.rq").write_text(re.findall(r"```sparql\n(.*?)```", PAGE, re.S)[0], encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.S)
    calls = [words(one) for block in blocks[:2] for one in re.findall(r"^cnskg (.*?)(?=\n\w|\Z)", block, re.M | re.S)]
    assert [call[0] for call in calls] == ["enrich", "check", "build", "query", "query"]
    with Wikidata() as afar:
        monkeypatch.setitem(mapped.KNOWN, afar.url.split("/")[2], mapped.KNOWN["query.wikidata.org"])
        outcome = run(*(word.replace("https://query.wikidata.org/sparql", afar.url) for word in calls[0]))
    assert outcome.code == 0, outcome.err
    assert "2 statements on 1 of 1 things" in outcome.out
    facts = 'id:xi-jinping skos:prefLabel "Xi Jinping"@en .'
    release = make_release(tmp_path / "build", "made", facts, graphs={GRAPH: as_text(graphs(tmp_path)[GRAPH])})
    switch_release(make_settings(tmp_path / "build"), release.path)
    births, source = (run(*call) for call in calls[3:])
    assert "Xi Jinping  1901-02-03T00:00:00Z" in births.out, births.err
    assert afar.url in source.out
    assert "publicdomain/zero" in source.out
