"""The ontology as it is served: documentation for people, RDF in an order, a JSON-LD context."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph

from cnskg import namespaces as ns
from cnskg.web import vocabulary
from tests.support.releases import app_with
from tests.support.site_pages import main_part
from tests.support.turtle import triples

PAGE = {"Accept": "text/html"}
#: An ontology with something of each kind that the page has words for.
TERMS = """
<https://w3id.org/cnskg/ontology> a owl:Ontology ; owl:versionIRI <https://w3id.org/cnskg/ontology/1.0> ;
  owl:versionInfo "1.0" ; dcterms:title "A small ontology"@en , "小本体"@zh-hans ;
  dcterms:license <https://creativecommons.org/licenses/by/4.0/> ; dcterms:creator <https://w3id.org/cnskg/> ;
  dcterms:hasPart <https://w3id.org/cnskg/ontology/core> .
<https://w3id.org/cnskg/> rdfs:label "the project"@en .
<https://w3id.org/cnskg/ontology/core> dcterms:title "The core"@en .
cns:Person rdfs:label "person"@en , "人物"@zh-hans ; rdfs:subClassOf foaf:Person ;
  skos:definition "A human being."@en , "人。"@zh-hans ; skos:example "Sun Tzu"@en .
cns:Agent rdfs:label "agent"@en . cns:Organ rdfs:label "organ"@en .
cns:Chair a owl:Class ; rdfs:label "chair"@en ; rdfs:subClassOf cns:Person ; owl:equivalentClass [ a owl:Class ;
  owl:intersectionOf ( cns:Person [ a owl:Restriction ; owl:onProperty cns:chairs ; owl:someValuesFrom cns:Organ ] ) ] .
cns:chairs rdfs:label "chairs"@en ; rdfs:domain cns:Person ; rdfs:range cns:Organ ; owl:inverseOf cns:chairedBy .
cns:chairedBy a owl:FunctionalProperty ; rdfs:label "chaired by"@en .
cns:aide a owl:ObjectProperty ; rdfs:label "aide"@en ; owl:propertyChainAxiom ( cns:chairs cns:staff ) .
cns:staff a owl:ObjectProperty ; rdfs:label "staff"@en .
cns:seats a owl:DatatypeProperty ; rdfs:label "seats"@en ; rdfs:domain cns:Organ ; rdfs:range xsd:integer .
cns:motto a owl:DatatypeProperty ; rdfs:label "motto"@en ; rdfs:range rdf:langString .
cns:id a owl:ObjectProperty ; rdfs:label "called as a prefix is"@en .
cns:Trend a owl:Class ; rdfs:label "trend"@en .
cns:trend a owl:ObjectProperty ; rdfs:label "has the trend"@en ; rdfs:range cns:Trend .
cns:Rising a owl:NamedIndividual , cns:Trend ; rdfs:label "rising"@en , "上升"@zh-hans ;
  skos:definition "It goes up."@en .
cns:remark a owl:AnnotationProperty ; rdfs:label "remark"@en .
cns:steps a owl:AnnotationProperty ; rdfs:label "steps"@en .
[] a owl:AllDisjointClasses ; owl:members ( cns:Person cns:Organ ) .
"""
GRAPHS = {
    ns.GRAPH_ONTOLOGY: TERMS,
    ns.GRAPH_EXPLANATIONS: """
@prefix fact: <https://w3id.org/cnskg/fact/> . @prefix axiom: <https://w3id.org/cnskg/axiom/> .
<https://w3id.org/cnskg/inference/i> cns:steps 1 ; cns:concludes fact:f ; cns:byAxiom axiom:a .
<https://w3id.org/cnskg/inference/j> cns:steps 1 ; cns:concludes fact:g , fact:h ; cns:byAxiom axiom:b .
<https://w3id.org/cnskg/inference/k> cns:concludes fact:h ; cns:byAxiom axiom:b .
axiom:a cns:byRule <https://w3id.org/cnskg/rule/by-wit> ; cns:terms "cns:chairs cns:chairedBy" .
axiom:b cns:byRule <https://w3id.org/cnskg/rule/by-wit> ; cns:terms "cns:Organ cns:Agent" .
fact:f cns:triplePredicate cns:chairs ; cns:tripleObject id:cnsc .
fact:h cns:triplePredicate rdf:type ; cns:tripleObject cns:Agent .
""",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app whose release has that ontology."""
    with app_with(
        tmp_path_factory.mktemp("ontology"), "id:someone cns:chairs id:cnsc ; cns:trend cns:Rising .", GRAPHS
    ) as app:
        yield app


@pytest.fixture
def page(client: FlaskClient) -> str:
    """The page of the ontology."""
    return client.get("/ontology", headers=PAGE).text


def card(client: FlaskClient, name: str) -> str:
    """What the page of a term says, without markup but for links."""
    got = client.get(f"/term/{name}", headers=PAGE)
    assert got.status_code == 200, got.text
    said = re.sub(r"</dt>|</h1>|</h2>|</p>|</td>", " ", main_part(got.text))
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"</?(?!a\b|/a\b)[^>]*>", "", said)))


def plain(client: FlaskClient, name: str) -> str:
    """The same without links."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", card(client, name)))


def test_the_page_begins_with_what_the_ontology_says_of_itself(page: str) -> None:
    """Title in both languages, version, licence, who made it, modules; and where it is in each format."""
    head = page.split('id="classes-"')[0]
    for piece in ("<h1>A small ontology", 'lang="zh-hans">小本体', ">1.0<", "the project", "The core"):
        assert piece in head, piece
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in head
    for name in ("Turtle", "JSON-LD", "RDF/XML", "N-Triples", "JSON-LD context"):
        assert f">{name}</a>" in head, name


def test_classes_are_a_tree_with_counts(page: str) -> None:
    """A class stands below that above it, with how many things are stated to be of it, how many with what follows."""
    tree = re.search(r'<div class="tree">(.*?)</div>', page, re.S)
    assert tree
    agent = re.search(
        r'<li id="Agent"><a href="/term/Agent">agent</a> <span class="note">0 / 2</span><details', tree[1]
    )
    assert agent
    person = re.search(r'<li id="Person"><a href="/term/Person">person</a> <span [^>]*>人物</span> .*', tree[1], re.S)
    assert person
    assert re.search(r'<ul><li id="Chair"><a href="/term/Chair">chair</a> </li>', person[0])


def test_a_class_is_told_in_words(client: FlaskClient) -> None:
    """Names and definitions in both languages, example, what it excludes, public vocabularies, properties, use."""
    said = card(client, "Person")
    for piece in (
        "人物",
        "cns:Person",
        "A human being.",
        "人。",
        "Sun Tzu",
        'never also <a href="/term/Organ">organ</a>',
    ):
        assert piece in said, piece
    for piece in ("a kind of agent", "kinds chair", "properties from it chairs", "elsewhere a kind of foaf:Person"):
        assert piece in plain(client, "Person"), piece
    assert "1 stated to be of it, 1 with what follows" in plain(client, "Person")
    assert "Ontology › agent › person Class chair" in plain(client, "Chair")
    assert "exactly person and “ chairs ” some organ" in plain(client, "Chair")
    assert "Not yet in this release" in plain(client, "Chair")


def test_a_property_is_told_in_words(client: FlaskClient) -> None:
    """From where to where, inverse, chain, characteristics; both of an inverse pair name the other."""
    said = plain(client, "chairs")
    for piece in ("from person", "to organ", "read backwards chaired by", "0 times stated, 2 with what follows"):
        assert piece in said, piece
    for piece in ("read backwards chairs", "functional has one value", "from organ (by a property above it, or its"):
        assert piece in plain(client, "chairedBy"), piece
    assert "from anything to anything follows from chairs , then staff" in plain(client, "aide")
    assert "to xsd:integer" in plain(client, "seats")


def test_a_term_has_examples_with_their_evidence(client: FlaskClient) -> None:
    """Uses in this release, each with the passage that says so; of a class things, and a passage that has them."""
    said = card(client, "chairedBy")
    assert "Examples, with their passages" in said
    for href in ("/id/cnsc", "/id/xi-jinping", "/passage/doc-a/p1"):
        assert f'href="{href}"' in said, href
    assert re.search(r'<a href="/id/xi-jinping">Xi Jinping</a> <a href="/passage/doc-[ab]/p', card(client, "Person"))


def test_a_term_names_the_rules_that_infer_it(client: FlaskClient) -> None:
    """By which rule and axiom a term was inferred, and how often; of a class and of a property."""
    assert "by wit cns:chairs cns:chairedBy 1" in plain(client, "chairs")
    assert "by wit cns:Organ cns:Agent 2" in plain(client, "Agent")
    assert "Rules that infer it" not in plain(client, "staff")


def test_a_value_has_a_page(client: FlaskClient) -> None:
    """What the ontology itself names is told, too, with where it is used."""
    said = card(client, "Rising")
    for piece in ("rising", "上升", "It goes up.", "Value", "Where it is used"):
        assert piece in said, piece
    assert 'href="/id/someone"' in said
    assert 'href="/term/Trend"' in said


def test_a_term_answers_as_rdf(client: FlaskClient) -> None:
    """Programs get what the ontology says of the one term, with the expressions that it holds, not of others."""
    said = [q.triple for q in ox.parse(client.get("/term/Chair.ttl").data, format=ox.RdfFormat.TURTLE)]
    assert {t.subject.value for t in said if isinstance(t.subject, ox.NamedNode)} == {ns.CNS + "Chair"}
    assert ns.CNS + "chairs" in {t.object.value for t in said}


def test_what_is_no_term_is_told_with_near_ones(client: FlaskClient) -> None:
    """A misspelt name is 404, with pages of those that are spelt nearly so."""
    got = client.get("/term/Persn")
    assert (got.status_code, got.json["near"][0]["name"]) == (404, "Person")
    assert 'href="/term/Person"' in client.get("/term/Persn", headers=PAGE).text


def test_the_number_of_uses_leads_to_them(client: FlaskClient) -> None:
    """The link shows as many rows as it says, for facts and for what stands in other graphs alone."""
    for name, count in (("Person", 1), ("chairs", 2), ("steps", 2)):
        query = re.findall(r'href="(/query[^"]+)"', card(client, name))[0]
        text = client.get(html.unescape(query), headers=PAGE).text
        assert f">{count} row" in text, name


def test_properties_are_grouped_by_role(page: str) -> None:
    """By what they start from, in the order of the classes, then what leads to something, then all else, then notes."""
    titles = re.findall(r'<h3 id="(?:properties-\d|annotations-)">(.*?)</h3>', page)
    assert [re.sub(r"<[^>]*>", "", title) for title in titles] == [
        "From organ",
        "From person",
        "From anything to trend",
        "From anything",
        "Annotations, which no reasoner reads",
    ]
    order = [page.index(f'<tr id="{name}"') for name in ("chairedBy", "seats", "chairs", "trend", "aide", "remark")]
    assert order == sorted(order)


def test_every_link_within_the_page_has_its_place(page: str) -> None:
    """No link of the page to itself leads nowhere, and no name of a place is given twice."""
    places = re.findall(r'id="([^"]+)"', page)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(places)


def test_the_page_is_made_once(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks again gets the page without a query, below another prefix with the links of that."""
    first = client.get("/ontology", headers=PAGE).text
    with monkeypatch.context() as patch:
        patch.setattr(app.extensions["cnskg"].runner, "rows", None)
        assert client.get("/ontology", headers=PAGE).text == first
    below = client.get("/ontology", headers=PAGE, environ_overrides={"SCRIPT_NAME": "/kg"}).text
    assert 'href="/kg/term/Person' in below
    assert 'href="/term/Person' not in below


def test_pages_are_kept_for_some_prefixes(app: Flask, client: FlaskClient) -> None:
    """However many prefixes the service is asked under, the pages kept are no more than some 6 MB."""
    for number in range(40):
        client.get("/ontology", headers=PAGE, environ_overrides={"SCRIPT_NAME": f"/kg{number}"})
    with app.test_request_context():
        assert 0 < len(vocabulary.current().pages) <= 32


def test_turtle_begins_with_the_ontology(client: FlaskClient) -> None:
    """The head comes first, then classes, then properties, each with the expressions that it holds; nothing is lost."""
    text = client.get("/ontology.ttl").text
    subjects = [s.removeprefix(f"<{ns.ONTOLOGY}") for s in re.findall(r"^(<\S+>|[a-z]+:\w+|_:\w+) a? ?", text, re.M)]
    named = [s for s in subjects if not s.startswith("_:")]
    assert named[0] == ">"
    assert named.index("cns:Person") < named.index("cns:chairs") < named.index("cns:seats") < named.index("cns:remark")
    assert subjects[subjects.index("cns:Chair") + 1].startswith("_:")
    said = {q.triple for q in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)}
    asked = client.get(f"/graph?graph={ns.GRAPH_ONTOLOGY}&format=nt").data
    assert len(said) == len(list(ox.parse(asked, format=ox.RdfFormat.N_TRIPLES)))


@pytest.mark.parametrize("name", ["ontology", "ontology/1.0", "ontology/core"])
def test_version_and_modules_are_the_whole(client: FlaskClient, name: str) -> None:
    """Version and modules answer with the one ontology, which imports nothing, so that an import can be followed."""
    got = client.get(f"/{name}", headers={"Accept": "application/rdf+xml"})
    assert (got.status_code, got.mimetype) == (200, "application/rdf+xml")
    said = list(ox.parse(got.data, format=ox.RdfFormat.RDF_XML))
    assert [q for q in said if q.object.value == f"{ns.PREFIXES['owl']}Ontology"] != []
    assert [q for q in said if q.predicate.value == f"{ns.PREFIXES['owl']}imports"] == []


@pytest.mark.parametrize("name", ["ontology/2.0", "ontology/nothing"])
def test_another_version_is_told_which_there_is(client: FlaskClient, name: str) -> None:
    """Neither a version nor a module that the release has: 404, whose hint names the version that there is."""
    got = client.get(f"/{name}")
    assert (got.status_code, got.mimetype) == (404, "application/problem+json")
    assert "<https://w3id.org/cnskg/ontology/1.0>" in got.json["hint"]


@pytest.mark.parametrize("kind", ["application/owl+xml", "text/owl-functional", "text/owl-manchester"])
def test_what_is_not_offered_is_said_at_once(client: FlaskClient, kind: str) -> None:
    """A syntax that is not offered is 406 with those that are, never a redirect to such an answer."""
    for name in ("ontology", "ontology/1.0", "id/cnsc", "dataset"):
        got = client.get(f"/{name}", headers={"Accept": kind})
        assert got.status_code == 406
        assert "application/rdf+xml" in got.json["offered"]
    assert client.get("/", headers={"Accept": kind}).status_code == 200
    both = {"Accept": f"{kind}, application/rdf+xml;q=0.5"}
    assert client.get("/ontology", headers=both).mimetype == "application/rdf+xml"


DOCUMENT = {
    "@id": "id:cnsc",
    "@type": ["Organ", "cns:Agent"],
    "chairedBy": "id:xi-jinping",
    "seats": 7,
    "motto": {"en": "one", "zh-hans": "一"},
    "prefLabel": {"en": "CNSC", "zh-hans": ["国安委"]},
    "cns:id": {"@id": "id:other"},
    "remark": "text",
}
MEANT = """
id:cnsc a cns:Organ , cns:Agent ; cns:chairedBy id:xi-jinping ; cns:seats 7 ; cns:motto "one"@en , "一"@zh-hans ;
  skos:prefLabel "CNSC"@en , "国安委"@zh-hans ; cns:id id:other ; cns:remark "text" .
"""


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's reader uses its own
def test_a_document_with_the_context_means_what_it_says(client: FlaskClient) -> None:
    """Bare names become our terms, with IRIs, datatypes and languages where the ontology says so, for two readers."""
    got = client.get("/context.jsonld")
    assert (got.status_code, got.mimetype) == (200, "application/ld+json")
    text = json.dumps({**got.json, **DOCUMENT}, ensure_ascii=False)
    meant = {str(ox.Triple(*t)) for t in triples(MEANT)}
    assert {str(q.triple) for q in ox.parse(text.encode(), format=ox.RdfFormat.JSON_LD)} == meant
    theirs = Graph().parse(data=text, format="json-ld").serialize(format="nt", encoding="utf-8")
    assert {str(q.triple) for q in ox.parse(theirs, format=ox.RdfFormat.N_TRIPLES)} == meant


def test_the_dataset_names_the_context(client: FlaskClient) -> None:
    """The description of the dataset says where the context is, to programs and to people."""
    assert b"http://localhost/context.jsonld" in client.get("/dataset.nt").data
    assert "http://localhost/context.jsonld" in client.get("/dataset", headers=PAGE).text
