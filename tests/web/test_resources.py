"""IRIs of each kind on the sample release: endings of an address, other formats of an answer, what pages show."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient

from cnskg.errors import CnskgError
from cnskg.namespaces import BASE, CNS, ID
from cnskg.web import problem_types
from cnskg.web.resources import ENDINGS, KINDS
from tests.support.releases import app_with
from tests.support.resources import GRAPHS_MORE, MORE

PAGE = {"Accept": "text/html"}
TURTLE = {"Accept": "text/turtle"}
#: One IRI of each kind, without the base.
ONE = {
    "id": "id/cnsc",
    "time": "time/2020",
    "question": "question/q",
    "passage": "passage/doc-c/p1",
    "background": "background/bg",
    "fact": "fact/f",
    "inference": "inference/i",
    "axiom": "axiom/a",
    "rule": "rule/r",
    "ontology": "ontology/1.0",
    "term": "term/Organ",
    "graph": "graph/asserted",
    "dataset": "dataset",
    "problem": "problem/syntax",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app whose release has something of each kind."""
    with app_with(tmp_path_factory.mktemp("resources"), MORE, GRAPHS_MORE) as app:
        yield app


def statements(client: FlaskClient, address: str) -> set[tuple[str, str, str]]:
    """What an address says in Turtle: keys of subject, property and value."""
    got = client.get(address, headers=TURTLE)
    assert (got.status_code, got.mimetype) == (200, "text/turtle")
    found = ox.parse(got.data, format=ox.RdfFormat.TURTLE)
    return {(str(q.subject), q.predicate.value.removeprefix(CNS), str(q.object)) for q in found}


def iri(name: str) -> str:
    """An IRI of ours as Turtle writes it."""
    return f"<{BASE}{name}>"


def test_each_kind_is_tried() -> None:
    """The table of these tests has one IRI of each kind that answers."""
    assert set(ONE) == set(KINDS)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", ONE.values())
def test_an_ending_decides_the_format(client: FlaskClient, name: str, ending: str) -> None:
    """The ending of an address gives one format to everybody, whatever else is accepted."""
    for accept in (PAGE, TURTLE, {"Accept": "image/png"}):
        got = client.get(f"/{name}.{ending}", headers=accept)
        assert (got.status_code, got.mimetype) == (200, ENDINGS[ending][0]), accept


@pytest.mark.parametrize("name", ONE.values())
def test_the_parameter_decides_the_format(client: FlaskClient, name: str) -> None:
    """`format` gives RDF to a browser, too, by each name of a format of graphs; another one is refused."""
    for given, kind in (("turtle", "text/turtle"), ("rdf+xml", "application/rdf+xml"), ("json", "application/ld+json")):
        got = client.get(f"/{name}?format={given}", headers=PAGE)
        assert (got.status_code, got.mimetype) == (200, kind)
    assert client.get(f"/{name}?format=", headers=PAGE).mimetype == "text/html"
    for given in ("csv", "pdf"):
        assert client.get(f"/{name}?format={given}", headers=PAGE).status_code == 406
    assert client.get(f"/{name}?format=turtle&format=nt", headers=PAGE).status_code == 400


@pytest.mark.parametrize("name", ONE.values())
def test_an_answer_names_the_other_formats(client: FlaskClient, name: str) -> None:
    """Page and RDF say in a header Link, a page in its head too, where each format is; each of them is there."""
    for accept in (PAGE, TURTLE):
        got = client.get(f"/{name}", headers=accept)
        found = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', got.headers["Link"])
        assert [kind for _, kind in found] == [kind for kind, _ in ENDINGS.values()]
        for address, kind in found:
            assert client.get(address).mimetype == kind
        if accept is PAGE:
            linked = re.findall(r'<link rel="alternate" type="([^"]+)"[^>]* href="([^"]+)">', got.text)
            assert {(href, kind) for kind, href in linked} == set(found[1:])


def test_a_name_that_ends_as_a_file_is_a_name(client: FlaskClient) -> None:
    """An entity whose own name ends in .ttl answers under it in every format; elsewhere an ending is an ending."""
    said = '"A report in Turtle"@en'
    own = statements(client, "/id/report.ttl")
    assert (iri("id/report.ttl"), "http://www.w3.org/2004/02/skos/core#prefLabel", said) in own
    assert "A report in Turtle" in client.get("/id/report.ttl", headers=PAGE).text
    assert client.get("/id/report.ttl.nt").mimetype == "application/n-triples"
    assert "A report in Turtle" not in client.get("/id/report.nt").text


@pytest.mark.parametrize("address", ["/id/cnsc.exe", "/id/nobody.ttl", "/id/.ttl", "/ontology.exe", "/ontology/2.0"])
def test_what_is_no_format_and_no_name_is_not_there(client: FlaskClient, address: str) -> None:
    """An ending that is no format's, one on a name that nobody has, and another version are 404 without alternates."""
    for accept in (PAGE, TURTLE):
        got = client.get(address, headers=accept)
        assert got.status_code == 404
        assert "Link" not in got.headers
        assert "alternate" not in got.text
    assert "ontology/1.0" in client.get("/ontology/2.0").json["hint"]


def test_the_version_of_the_ontology_is_the_ontology(client: FlaskClient) -> None:
    """Its owl:versionIRI gives the same graph as its name, in RDF/XML too, which editors of ontologies ask for."""
    assert statements(client, "/ontology/1.0") == statements(client, "/ontology")
    assert (iri("ontology"), "http://www.w3.org/2002/07/owl#versionIRI", iri("ontology/1.0")) in statements(
        client, "/ontology/1.0"
    )
    assert client.get("/ontology/1.0", headers={"Accept": "application/rdf+xml"}).mimetype == "application/rdf+xml"


def test_an_answer_is_not_sent_twice(client: FlaskClient) -> None:
    """Who holds the RDF of a resource is told so; without hints, which are for queries of one's own."""
    first = client.get("/inference/i", headers=TURTLE)
    again = client.get("/inference/i", headers=TURTLE | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "X-Cnskg-Hint" not in first.headers


def test_a_question_says_itself(client: FlaskClient) -> None:
    """Wording, query and expected answer as RDF; as a page wording, answer and query, whose link runs the query."""
    assert {p for s, p, _ in statements(client, "/question/q") if s == iri("question/q")} >= {"sparql", "expects"}
    text = client.get("/question/q", headers=PAGE).text
    assert re.search(r"<h1>Is it an organ\?</h1>", text)  # which is its name and its label, and stands once
    assert '<pre tabindex="0">ASK { id:cnsc a cns:Organ }</pre>' in text
    assert '<p class="answer">Yes.</p>' in text
    [run] = re.findall(r'<a href="([^"]+)" rel="nofollow">Change this query', text)
    assert "<strong>yes</strong>" in client.get(html.unescape(run), headers=PAGE).text


def test_an_explanation_leads_on(client: FlaskClient) -> None:
    """An inference shows conclusion, premise and rule, each to open; fact and rule lead back to it as RDF."""
    text = client.get("/inference/i", headers=PAGE).text
    assert re.search(r"<dt>Concludes</dt>.*<h2>From what it follows</h2>", text, re.S)
    for address in ("/rule/r", "/axiom/a", "/fact/f", "/fact/g"):
        assert f'href="{address}"' in text
    told = client.get("/inference/i?view=statements", headers=PAGE).text
    assert re.search(r"<td>concludes</td>.*<td>premise</td>", told, re.S)
    assert told.count('href="/explain?s=') == 2
    assert (iri("inference/i"), "concludes", iri("fact/f")) in statements(client, "/fact/f")
    assert (iri("inference/i"), "premise", iri("fact/g")) in statements(client, "/fact/g")
    assert (iri("axiom/a"), "byRule", iri("rule/r")) in statements(client, "/rule/r")


def test_a_rule_beyond_owl_shows_no_axiom(client: FlaskClient) -> None:
    """Of an inference whose rule puts no axiom to use, the page names the rule alone."""
    text = client.get("/inference/beyond", headers=PAGE).text
    assert re.search(r'<dt>By the rule</dt><dd><a href="/rule/own-claim">own claim</a>', text)
    assert "From the axiom" not in text
    text = client.get("/inference/beyond?view=statements", headers=PAGE).text
    assert re.search(r'By the rule <a href="/rule/own-claim">own claim</a>\.', text)


@pytest.mark.parametrize("name", ["passage/doc-c/p1", "background/bg"])
def test_a_source_says_what_it_states(client: FlaskClient, name: str) -> None:
    """A passage or background graph gives its statements, besides what is said of it, as RDF and as a page."""
    assert {s for s, _, _ in statements(client, f"/{name}")} == {iri(name), f"<{ID}cnsc>"}
    text = client.get(f"/{name}", headers=PAGE).text
    assert "What it states" in text
    assert 'href="/id/cnsc"' in text


def test_a_graph_is_described(client: FlaskClient) -> None:
    """A graph that the build makes says what it holds and how much, and where its triples are."""
    said = statements(client, "/graph/inferred")
    assert (iri("graph/inferred"), "http://rdfs.org/ns/void#triples", "3") in {(s, p, o[1:2]) for s, p, o in said}
    assert iri("dataset") in {s for s, _, _ in said}
    text = client.get("/graph/inferred", headers=PAGE).text
    assert "3 triples" in text
    [content] = re.findall(r'<a href="([^"]+)">all of them', text)
    assert client.get(html.unescape(content)).headers["X-Cnskg-Rows"] == "3"
    assert client.get("/graph/nothing", headers=TURTLE).status_code == 404


KINDS_OF_PROBLEM = sorted({error.kind: error for error in problem_types.tree()}.items())


@pytest.mark.parametrize(("kind", "error"), KINDS_OF_PROBLEM, ids=[kind for kind, _ in KINDS_OF_PROBLEM])
def test_each_type_of_problem_is_explained(client: FlaskClient, kind: str, error: type[CnskgError]) -> None:
    """The address that a problem has as its type says when it comes and what to do, in words of its own."""
    assert {"title", "remedy", "__doc__"} <= set(vars(error))
    text = html.unescape(client.get(f"/problem/{kind}", headers=PAGE).text)
    skos = "http://www.w3.org/2004/02/skos/core#"
    said = {p.removeprefix(skos) for s, p, _ in statements(client, f"/problem/{kind}") if s == iri(f"problem/{kind}")}
    assert {"prefLabel", "definition", "scopeNote"} <= said
    assert ("broader" in said) == (error is not CnskgError)
    for words in (error.title, error.remedy):
        shown = re.sub("`([^`]*)`", r"<code>\1</code>", words)
        assert f"<h1>{shown}" in text or f"<p>{shown}</p>" in text


def test_a_problem_leads_to_its_type(client: FlaskClient) -> None:
    """The type of a problem is an address that answers, and the page of an error has a link to it."""
    problem = client.get("/sparql?query=nonsense").json
    assert client.get(problem["type"].removeprefix(BASE.rstrip("/")), headers=PAGE).status_code == 200
    text = client.get("/id/nobody", headers=PAGE).text
    assert 'href="/problem/not-found"' in text
    assert client.get("/problem/nothing", headers=PAGE).status_code == 404


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        ("text/turtle", False),
        ("application/rdf+xml, text/html;q=0.5", False),
        ("*/*", True),
        ("text/html", True),
        ("", True),
    ],
)
def test_the_base_is_the_dataset(client: FlaskClient, accept: str, page: bool) -> None:
    """Who asks the front page for RDF is led to the description of the dataset, which names the base."""
    got = client.get("/", headers={"Accept": accept})
    assert (got.status_code, got.headers.get("Location")) == ((200, None) if page else (303, "/dataset"))
    assert iri("") in {o for _, _, o in statements(client, "/dataset")}
