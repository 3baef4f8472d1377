"""Pages for reading: figures with their values, claims with their sentences, days with the passages that state them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cnskg import namespaces as ns
from cnskg.web import compare
from cnskg.web.pictures import spans
from tests.support.releases import app_with

PAGE = {"Accept": "text/html"}
PASSAGE = ns.PSG + "doc/p001"
PLACE = f"""<{PASSAGE}> cns:document id:doc ; cns:section "2 The line" ; cns:charStart 0 ; cns:charEnd 30 ;
  cns:startsWith "There is" ; cns:endsWith "a line" ."""
NEXT, LAST = (
    f'''<{ns.PSG}doc/{name}> cns:document id:doc ; cns:section "{section}" ; cns:charStart {start} ; cns:charEnd {end} ;
  cns:startsWith "And" ; cns:endsWith "so on" .'''
    for name, section, start, end in (("p002", "2 The line", 30, 60), ("p003", "3 The end", 60, 100))
)
RANKING = """id:ranking a cns:SecurityList ; skos:prefLabel "排名"@zh-hans .
id:place-b cns:inList id:ranking ; cns:placesConcern id:other ; cns:sequenceNumber 2 .
id:place-a cns:inList id:ranking ; cns:placesConcern id:hotline ; cns:sequenceNumber 1 ."""
GRAPHS = {
    PASSAGE: "id:hotline cns:starts span:2022-06 . " + PLACE,
    ns.PSG + "doc/p002": NEXT + RANKING,
    ns.PSG + "doc/p003": LAST,
    ns.GRAPH + "documents": 'id:doc skos:prefLabel "On Tips (DOC, 2020)"@en ; cns:textEnd 100 .',
    ns.GRAPH_QUESTIONS: f'<{ns.BASE}question/of-the-line> a cns:Question ; skos:prefLabel "What is it?"@en ; '
    'cns:sparql "SELECT ?is { id:hotline cns:description ?is }" . '
    f'<{ns.BASE}question/since-when> a cns:Question ; skos:prefLabel "Since when is there a line?"@en ; '
    'cns:sparql "SELECT ?when { id:hotline cns:starts ?when }" .',
    ns.GRAPH_INFERRED: "id:hotline cns:startsMostPrecise span:2022-06 .",
}
FACTS = f"""
{PLACE} {NEXT} {LAST} {RANKING} id:ranking rdfs:label "ranking"@en .
id:hotline a cns:Mechanism , cns:Occurrence ; rdfs:label "tip line"@en ; cns:hasQuantity id:reward , id:calls ;
  cns:description "Line for anybody who listens."@en ; cns:starts span:2022 , span:2022-06 ;
  cns:startsMostPrecise span:2022-06 ; cns:recurs "--04-15" ; cns:announcedAt id:first , id:second .
id:reward a cns:Quantity ; rdfs:label "reward for a tip"@en ; cns:atMost 100000 ; cns:unit id:unit .
id:calls a cns:Quantity ; rdfs:label "calls in a day"@en ; cns:atLeast 2 ; cns:unit id:call .
id:unit rdfs:label "Chinese yuan"@en , "人民币元"@zh-hans . id:call rdfs:label "call"@en .
id:first rdfs:label "news of April"@en ; cns:whenMostPrecise span:2022-04 .
id:second rdfs:label "news of May"@en ; cns:whenMostPrecise span:2022-05 .
id:other a cns:Event , cns:Occurrence ; rdfs:label "other meeting"@en ; cns:when span:2021 .
id:meeting a cns:Event , cns:Occurrence ; rdfs:label "meeting"@en ; cns:when span:2021 , span:2023 .
span:2022-04 cns:earliest "2022-04-01T00:00:00Z"^^xsd:dateTime .
span:2022-05 cns:earliest "2022-05-01T00:00:00Z"^^xsd:dateTime .
id:law a cns:Law ; rdfs:label "Tip Act"@en ; cns:hasProvision id:duty .
id:duty a cns:Provision ; rdfs:label "duty to tell"@en ; cns:articleNumber "8" ;
  cns:covers id:hotline ; cns:empowers id:ann .
id:ann a cns:Person ; rdfs:label "Ann"@en .
id:told a cns:Claim , cns:Criticism ; rdfs:label "the duty is wide"@en ; cns:about id:duty ; cns:claimant id:ann ;
  cns:statedIn id:doc ; cns:sentence "It binds all who hear of something."@en ; cns:denies id:prop ;
  cns:statedInPassage <{PASSAGE}> .
id:said a cns:Claim ; rdfs:label "tips are few"@en ; cns:claimant id:ann ; cns:reportedBy id:bo ;
  cns:sentence "Few people call."@en ; cns:statedInPassage <{PASSAGE}> . id:ann skos:prefLabel "Ann"@en .
id:unsaid a cns:Claim ; rdfs:label "tips are many"@en ; cns:claimantUnnamed true ; cns:reportedBy id:bo ;
  cns:sentence "Many people call."@en ; cns:statedInPassage <{PASSAGE}> .
id:doc cns:url "https://example.org/tips" .
id:doc a cns:SourceDocument , cns:Document ; rdfs:label "On Tips (DOC, 2020)"@en .
id:paper a cns:Document ; rdfs:label "A paper"@en . id:law a cns:Document .
id:prop a cns:Proposition ; rdfs:label "all is well"@en .
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service on a law, a line for tips, and what is claimed of them."""
    with app_with(tmp_path_factory.mktemp("reading"), FACTS, GRAPHS) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def text(client: FlaskClient, address: str) -> str:
    """The text of a page: no markup, and one space where there are more."""
    answer = client.get(address, headers=PAGE)
    assert answer.status_code == 200
    main = answer.text.partition("<main")[2].partition("<footer")[0]
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html.unescape(main)))


def test_a_provision_has_a_page_for_reading(client: FlaskClient) -> None:
    """A provision tells its law, its article, what it covers, whom it empowers, and what is claimed of it."""
    told = text(client, "/id/duty")
    for row in ("Of the law Tip Act", "Article 8", "Covers tip line", "Empowers Ann"):
        assert row in told
    assert "the duty is wide It binds all who hear of something." in told


def test_a_figure_is_told_with_its_value(client: FlaskClient) -> None:
    """Where the figures of a thing are listed, and on their own pages, they have number, limit and unit."""
    assert "Figures calls in a day : at least 2 calls , reward for a tip : at most 100,000 Chinese yuan" in text(
        client, "/id/hotline"
    )
    told = text(client, "/id/reward")
    assert "reward for a tip at most 100,000 Chinese yuan At a glance" in told
    assert "tip line June 2022" in told
    assert "至多100,000人民币元" in text(client, "/zh/id/reward")


def test_a_day_of_each_year_is_told_in_words(client: FlaskClient) -> None:
    """The day on which something comes round is said in both languages, though it is written as a text."""
    assert "Day 15 April, every year" in text(client, "/id/hotline")
    assert "每年4月15日" in text(client, "/zh/id/hotline")


def test_the_most_precise_date_has_the_passage_that_states_it(client: FlaskClient) -> None:
    """Of several dates the most precise is told as what a passage states, and not as inferred."""
    assert "Since June 2022 DOC, 2 " in text(client, "/id/hotline")


def test_each_date_has_a_row_where_sources_differ(client: FlaskClient) -> None:
    """Dates that clash, of a thing or of its announcements, have a row each."""
    assert "When 2021 the sources differ When 2023 the sources differ" in text(client, "/id/meeting")
    assert "When 2021 More" in text(client, "/id/other").replace("Query · CSV ", "")
    assert "news of April April 2022 news of May May 2022" in text(client, "/id/hotline")


def test_a_claim_is_told_in_its_sentence(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below its title a claim has its sentence, on lists and on comparisons, but on those of very many claims."""
    sentence = "the duty is wide It binds all who hear of something."
    for address in ("/criticisms", "/denials", "/compare?of=duty"):
        assert sentence in text(client, address)
    monkeypatch.setattr(compare, "MOST_TOLD", 0)
    assert "the duty is wide Ann" in text(client, "/compare?of=duty")


def test_lists_count_what_they_have(client: FlaskClient) -> None:
    """A list without a class of its own is counted too, and a law is not told to be among the documents."""
    assert re.search(r"Denials 1\b", text(client, "/lists"))
    assert "Documents: all" in text(client, "/id/paper")
    assert "Documents: all" not in text(client, "/id/law")


def test_a_sentence_has_one_full_stop(client: FlaskClient) -> None:
    """An answer that ends as a sentence gets no second full stop."""
    assert re.search(r"anybody who listens\. (?!\.)", text(client, "/question/of-the-line"))


def test_what_is_not_there_leads_on(client: FlaskClient) -> None:
    """Where there is nothing the page has a search for the words of the address and ways in, as links."""
    for address, words in (("/id/reward-for-tips", "reward+for+tips"), ("/no/such_place.html", "such+place")):
        answer = client.get(f"/zh{address}", headers=PAGE)
        assert answer.status_code == 404
        assert f'href="/zh/search?q={words}"' in answer.text
        assert 'href="/zh/lists"' in answer.text
        assert "at /" not in answer.text


def test_years_of_which_little_is_said_take_little_room() -> None:
    """On the timeline a year with one mark is narrower than one with many; where all have few, all are alike."""
    many = [spans.Mark("when", "2021-05-01", "2021-05-01")] * 5
    axis = spans.Axis([spans.Mark("starts", "1949-01-01", "1949-12-31"), *many])
    assert axis.wide[1949] < axis.wide[2021]
    alike = spans.Axis([many[0], spans.Mark("when", "1949-01-01", "1949-01-01")])
    assert len(set(alike.wide.values())) == 1


def test_a_document_is_told_passage_by_passage(client: FlaskClient) -> None:
    """The page of a document has the sentences of its claims in reading order; dates among statements are words."""
    shown = text(client, "/id/doc")
    assert "2 The line Ann: Few people call." in shown
    assert "call. It binds all who hear of something." in shown
    told = text(client, "/passage/doc/p001")
    assert "the duty is wide It binds all who hear of something." in told
    assert "June 2022" in told


def test_a_document_tells_whose_sentences_are_not_its_authors(app: Flask) -> None:
    """In the reading order of a document what it reports of others bears their names; its address is a link."""
    text = html.unescape(app.test_client().get("/id/doc", headers=PAGE).text)
    assert "Ann: Few people call." in text
    assert "others, whom the text does not name: Many people call." in text
    assert ">It binds all who hear of something." in re.sub(r"\s*<", "<", re.sub(r">\s*", ">", text))
    assert 'href="https://example.org/tips"' in text


def test_passages_of_one_section_are_told_apart(client: FlaskClient) -> None:
    """Each passage says which of its section it is, in its title and to its neighbours; one that is alone does not."""
    told = client.get("/passage/doc/p001", headers=PAGE).text
    assert "<title>2 The line (1 of 2), On Tips" in told
    assert "2 The line (2 of 2) →" in told
    assert "<h1>Passage: 3 The end</h1>" in client.get("/passage/doc/p003", headers=PAGE).text
    assert "2 The line (第2段，共2段)" in client.get("/zh/passage/doc/p002", headers=PAGE).text


def test_what_a_passage_states_is_said_in_words(client: FlaskClient) -> None:
    """Names and kinds are called so and lead nowhere; lists come in their order, and no code stands for a language."""
    told = text(client, "/passage/doc/p002")
    assert "Lists, in their order List In order Concern ranking 1 tip line ranking 2 other meeting" in told
    assert "ranking is a cns:SecurityList name 排名" in told
    assert not re.search(r"skos:|rdf:|zh-hans", told.partition("More")[0])


def test_a_document_has_its_contents(client: FlaskClient) -> None:
    """The sections stand in the order of the text, each once, with its passages, claims and share of the text."""
    told = text(client, "/id/doc")
    assert "2 The line DOC, 2 2 3 60 3 The end DOC, 3 1 0 40" in told


def test_an_answer_names_the_documents_to_cite(client: FlaskClient) -> None:
    """Below an answer stand the documents that say it, by their whole titles; and so in what a shared link shows."""
    page = client.get("/question/since-when", headers=PAGE).text
    assert "Said in: On Tips (DOC, 2020) . Cite these" in text(client, "/question/since-when")
    assert "Said in: On Tips (DOC, 2020) . Cite these" in text(client, "/id/told")
    assert 'June 2022. Said in: On Tips (DOC, 2020)">' in page.partition("<body")[0]


def test_every_page_can_be_shared(client: FlaskClient) -> None:
    """Pages without a description of their own have the dataset's; a problem has none."""
    for address in ("/", "/people", "/compare?of=duty", "/passage/doc/p001", "/id/duty"):
        head = client.get(address, headers=PAGE).text.partition("<body")[0]
        assert head.count('name="description"') == head.count("og:description") == head.count("og:title") == 1, address
    assert "og:" not in client.get("/id/nothing", headers=PAGE).text
