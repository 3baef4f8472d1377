"""rdfs:label, which other people's tools ask for: everything that is shown has one in the release."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.rdf import LABEL
from cnskg.release import labels
from cnskg.release.folder import Release
from tests.support import ROOT
from tests.support.canary import Canary
from tests.support.releases import runner_for
from tests.support.turtle import triples

NAMELESS = """
id:report a cns:SourceDocument ; skos:prefLabel "Report (2020)"@en , "报告"@zh-hans .
psg:report\\/p1 a cns:Passage ; cns:document id:report ; cns:section "2 Laws" .
psg:report\\/o1 a cns:Omission ; cns:document id:report ; cns:section "Head" .
id:note-3 a cns:Citation ; cns:citing id:report ; cns:noteNumber 3 .
id:note a cns:Citation ; cns:citing id:report ; cns:cited id:book , id:paper .
id:book skos:prefLabel "Book"@en . id:paper skos:prefLabel "Paper"@en .
id:in-list a cns:Placement ; cns:placesConcern id:type ; cns:inList id:list .
id:type skos:prefLabel "political security"@en . id:list skos:prefLabel "list of 11"@en .
id:rendering a cns:Rendering ; cns:renders id:type ; cns:literalForm "regime security" , "rule of the party" .
id:comparison-a-with-b a cns:Comparison ; cns:finding cns:nuances ;
  cns:compares id:claim-a ; cns:comparedWith id:claim-b .
id:claim-a skos:prefLabel "less"@en . id:claim-b skos:prefLabel "more"@en .
id:named a cns:Placement ; skos:prefLabel "a name of its own"@en ; cns:placesConcern id:type ; cns:inList id:list .
"""
CALLED = {
    "passage/report/p1": "Report (2020), 2 Laws (p1)",
    "passage/report/o1": "Report (2020), Head (o1)",
    "id/note-3": "citation in Report (2020), note 3",
    "id/note": "citation of Book and Paper in Report (2020)",
    "id/in-list": "political security in list of 11",
    "id/comparison-a-with-b": "“less” cns:nuances “more”",
    "id/rendering": "“regime security” or “rule of the party” for political security",
}


def test_what_has_no_name_is_called_by_what_it_joins() -> None:
    """Passages by document and section, citations, placements, renderings by their ends; what has a name keeps it."""
    made = {t.subject.value.removeprefix(ns.BASE): t for t in labels.labels(triples(NAMELESS))}
    assert {name: t.object.value for name, t in made.items()} == CALLED
    assert {(t.predicate.value, t.object.language) for t in made.values()} == {(LABEL, "en")}


UNLABELLED = """SELECT DISTINCT ?s { { ?s a cns:Entity } UNION { GRAPH graph:questions { ?s a cns:Question } }
  UNION { GRAPH graph:ontology { ?s a owl:Class FILTER(STRSTARTS(STR(?s), STR(cns:))) } }
  FILTER NOT EXISTS { ?s rdfs:label ?l } FILTER NOT EXISTS { GRAPH graph:questions { ?s rdfs:label ?l } } }"""


@pytest.fixture(scope="module")
def store(real: Release) -> Iterator[ox.Store]:
    yield ox.Store.read_only(str(real.store))


def rows(store: ox.Store, query: str) -> list[list[str]]:
    """The rows of a query, as texts."""
    return [[value.value for value in row] for row in store.query(query, prefixes=ns.PREFIXES)]  # type: ignore[union-attr]


def test_all_that_is_shown_has_a_label(store: ox.Store) -> None:
    """No entity, claim, passage, question or term of the release is without an rdfs:label."""
    assert rows(store, UNLABELLED) == []


def test_laws_have_one_label_a_language(store: ox.Store) -> None:
    """The first query that anybody writes has rows, and as many as there are names."""
    laws, labelled = (
        int(rows(store, f"SELECT (COUNT(*) AS ?n) {{ ?s a cns:Law ; {p} ?l }}")[0][0])
        for p in ("skos:prefLabel", "rdfs:label")
    )
    assert labelled == laws > 10


def test_the_documented_example_of_service_gives_rows(real: Release) -> None:
    """The federated query of docs/http-api.md, asked of a stand-in for Wikidata, joins its row to a label of ours."""
    page = (ROOT / "docs" / "http-api.md").read_text(encoding="utf-8")
    example, *_ = re.findall(r"```sparql\n(SELECT[^`]*SERVICE[^`]*)```", page)
    item, born = "http://www.wikidata.org/entity/Q15031", "1953-06-15T00:00:00Z"
    date = {"type": "literal", "value": born, "datatype": ns.PREFIXES["xsd"] + "dateTime"}
    row = {"item": {"type": "uri", "value": item}, "born": date}
    with Canary() as wikidata, runner_for(real, wikidata.url) as runner:
        wikidata.reply = json.dumps({"head": {"vars": ["item", "born"]}, "results": {"bindings": [row]}}).encode()
        found = runner.rows(example.replace("https://query.wikidata.org/sparql", wikidata.url))
        assert item in str(wikidata.bodies)
    joined = {(r["person"].value, r["name"].value, r["born"].value) for r in found}
    assert joined == {(f"{ns.ID}xi-jinping", "Xi Jinping", born)}


def test_each_wording_is_a_name_of_its_formulation(real: Release) -> None:
    """Who looks for a formulation by the words of a document finds it; marks of quotation apart."""
    query = (
        "SELECT ?y ?words ?name { ?x cns:renders ?y ; cns:literalForm ?words . ?y skos:prefLabel|skos:altLabel ?name }"
    )
    with runner_for(real) as runner:
        rows = runner.rows(query)
    words, names = ({(row["y"], re.sub('["“”]', "", row[end].value)) for row in rows} for end in ("words", "name"))
    assert rows and words - names == set()
