"""A page says a fact once, in the most precise word; a page of a thing has something to say wherever the graph has."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from cnskg import namespaces as ns
from cnskg.web.profiles import Section, all_profiles
from tests.support import ROOT
from tests.support.releases import app_with

PASSAGE = ns.PREFIXES["psg"] + "doc-p/p1"
#: A law that revises one, and so amends it; and amends another, which is stated; a state of which little is said.
STATED = """
id:new-law a cns:Law ; cns:revisionOf id:old-law ; cns:amends id:other-law .
id:old-law a cns:Law . id:other-law a cns:Law .
id:far-state a cns:State , cns:Actor , cns:Place . id:journey a cns:Meeting ; cns:place id:far-state .
id:the-claim a cns:Claim ; cns:sentence "The law is new."@en ; cns:about id:new-law ;
  cns:claimant id:ann ; cns:statedIn id:doc-p .
"""
SOURCE = f"""<{PASSAGE}> cns:document id:doc-p ; cns:section '2.1 What it says' ;
  cns:startsWith 'First words here' ; cns:endsWith 'the last ones' ."""
DOCUMENT = 'id:doc-p skos:prefLabel "Report P"@en .'
FOLLOWS = "id:new-law cns:amends id:old-law ."
NAMES = "".join(
    f'id:{name} rdfs:label "{name.replace("-", " ")}"@en .\n'
    for name in ("new-law", "old-law", "other-law", "far-state", "journey", "the-claim", "ann")
)
#: A fact that is worth saying as both: who leads an organ is one of those who worked there.
BOTH = {"experienceIn"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The service on a release with these laws."""
    facts = STATED + SOURCE + FOLLOWS + NAMES
    graphs = {PASSAGE: STATED + SOURCE, ns.GRAPH_ASSERTED: STATED, ns.GRAPH_DOCUMENTS: DOCUMENT}
    with app_with(tmp_path_factory.mktemp("once"), facts, graphs) as app:
        yield app.test_client()


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 200, address
    return html.unescape(answer.text)


def card(text: str, word: str) -> str:
    """What a card says; nothing where there is none."""
    found = re.search(rf"<dt>{word}</dt><dd>(.*?)</dd>", text, re.S)
    return re.sub("<[^>]+>", "", found[1]) if found else ""


def test_what_a_more_precise_fact_implies_is_not_said_again(client: FlaskClient) -> None:
    """A revision is no amendment beside; an amendment that is stated by itself stays."""
    text = page(client, "/id/new-law")
    assert "old law" in card(text, "Revises")
    assert "old law" not in card(text, "Amends")
    assert "other law" in card(text, "Amends")
    assert "Amended by" not in page(client, "/id/old-law")


def test_cards_know_which_of_them_say_more() -> None:
    """Wherever a section has a property and one that implies it, the card of the one is left to that of the other."""
    store = ox.Store()
    for file in sorted((ROOT / "ontology").glob("*.ttl")):
        store.bulk_load(path=str(file), format=ox.RdfFormat.TURTLE)
    asked = "SELECT ?a ?b { ?a <http://www.w3.org/2000/01/rdf-schema#subPropertyOf>+ ?b }"
    implied = {(row["a"].value, row["b"].value) for row in store.query(asked)}
    pairs = [
        (one.name, *pair) for one in all_profiles() for section in one.sections for pair in _pairs(section, implied)
    ]
    assert ("law", "cns:revisionOf", "cns:amends", True) in pairs
    assert [pair for pair in pairs if not pair[3] and pair[2].removeprefix("cns:") not in BOTH] == []


def _pairs(section: Section, implied: set[tuple[str, str]]) -> Iterator[tuple[str, str, bool]]:
    """The pairs of properties of cards of which one implies the other, and whether the second knows."""
    for _, first, *_rest in section.cards:
        for _, second, *closer in section.cards:
            names = [path.removeprefix("^").removesuffix("MostPrecise") for path in (first, second)]
            if first[0] + second[0] not in ("^c", "c^") and tuple(map(ns.expand, names)) in implied:
                yield names[0], names[1], names[0] in closer


def test_a_thing_of_which_its_kind_has_nothing_to_show_says_where_it_is_used(client: FlaskClient) -> None:
    """The page of a state that no section of its kind speaks of is not bare: it says what speaks of it."""
    assert "journey" in page(client, "/id/far-state")


def test_a_chinese_page_says_what_is_in_english(client: FlaskClient) -> None:
    """Of a claim's sentence it is marked and told that it is in English, on its own page and in tables of claims."""
    own, table = page(client, "/zh/id/the-claim"), page(client, "/zh/id/new-law")
    assert '<p class="lead" lang="en">The law is new.</p>' in own
    assert "改述语句为英文" in own
    assert '<span class="told" lang="en">The law is new.</span>' in table
    assert "标题下的语句为英文" in table
    for address in ("/en/id/the-claim", "/en/id/new-law"):
        assert "in English" not in page(client, address).partition("<main")[2].partition("</main>")[0]


def test_a_link_preview_of_a_passage_quotes_its_words(client: FlaskClient) -> None:
    """The first and last words of a passage stand in quotation marks in its preview, as they do on its page."""
    text = page(client, "/passage/doc-p/p1")
    assert "from <q>First words here</q> to <q>the last ones</q>" in text
    assert "from “First words here” to “the last ones”" in text.partition("</head>")[0]
