"""Ready questions on the sample release: answered in words with what is behind each row, listed, and asked for."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient

from cnskg import namespaces as ns
from cnskg.query.budget import budget_of
from cnskg.rdf import XSD
from cnskg.web import answering, dates, evidence, naming, questions
from tests.support.releases import app_for, app_with, make_release
from tests.support.site_pages import main_part

FACTS = (
    """
<https://w3id.org/cnskg/passage/doc-a/p1> cns:document id:doc-a-2020 ; cns:section "2.1 Who leads whom" .
<https://w3id.org/cnskg/passage/doc-b/p7> cns:document id:doc-b-2021 ;
  cns:section "A long heading that no label can hold in full" .
id:doc-a-2020 a cns:SourceDocument ; rdfs:label "On leading (DOC-A, 2020)"@en .
id:xi-jinping cns:since span:2013-41 .
id:many cns:holds """
    + " , ".join(f'"thing {n:03}"' for n in range(310))
    + " .\n"
)
ASKED = {
    "chair": ("Who chairs the national commission?", "SELECT ?person { id:cnsc cns:chairedBy ?person }"),
    "since": ("Since when is he there, and who is he?", "SELECT ?since ?who { ?who cns:since ?since }"),
    "chaired": ("Is the commission chaired?", "ASK { id:cnsc cns:chairedBy ?person }"),
    "count": ("How many people does the commission have?", "SELECT (COUNT(?x) AS ?n) { ?x a cns:Person }"),
    "chairs": ("What does he chair, as it follows?", "SELECT ?what { id:xi-jinping cns:chairs ?what }"),
    "many": ("What does it hold?", "SELECT ?thing { id:many cns:holds ?thing }"),
    "nothing": ("Who minds the penguins?", "SELECT ?x { ?x cns:minds id:penguins }"),
    "through": ("Through whom is it led?", "SELECT ?law { ?law a cns:Law . id:cnsc cns:chairedBy/a cns:Person }"),
    "without": ("Which law has no chair?", "SELECT ?law { ?law a cns:Law MINUS { ?law cns:chairedBy ?x } }"),
}
EXPLAINED = """<https://w3id.org/cnskg/inference/1> cns:concludes <FACT> ; cns:steps 1 ;
  cns:byAxiom <https://w3id.org/cnskg/axiom/1> ; cns:premise <https://w3id.org/cnskg/fact/2> .
<https://w3id.org/cnskg/fact/2> cns:tripleSubject id:cnsc ;
  cns:triplePredicate cns:chairedBy ; cns:tripleObject id:xi-jinping .
"""


def _graphs() -> dict[str, str]:
    told = "".join(
        f"<{ns.BASE}question/{slug}> a cns:Question ; skos:prefLabel {json.dumps(wording)}@en ; "
        f"cns:sparql {json.dumps(query)} ; cns:expects {json.dumps(slug)} .\n"
        for slug, (wording, query) in ASKED.items()
    )
    chairs = evidence._fact((f"<{ns.ID}xi-jinping>", f"<{ns.CNS}chairs>", f"<{ns.ID}cnsc>"))
    return {ns.GRAPH_QUESTIONS: told, ns.GRAPH_EXPLANATIONS: EXPLAINED.replace("FACT", chairs)}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service on the sample with ready questions."""
    with app_with(tmp_path_factory.mktemp("asked"), FACTS, _graphs()) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def page(client: FlaskClient, address: str) -> str:
    """The main part of a page, without its tags but for links."""
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return html.unescape(main_part(answer.text))


def test_one_value_is_a_sentence_with_its_passage(client: FlaskClient) -> None:
    """A question with one answer is answered by its name, and the passage that says so stands below it by section."""
    text = page(client, "/question/chair")
    assert "<h1>Who chairs the national commission?</h1>" in text
    assert '<p class="answer"><a href="/id/xi-jinping">Xi Jinping</a>.</p>' in text
    assert 'Where it says so: <a class="psg" href="/passage/doc-a/p1">DOC A 2020, 2.1</a>' in text
    assert "<table" not in text


def test_the_query_is_folded_away_and_can_be_changed(client: FlaskClient) -> None:
    """The query stands in a fold with a link that fills it in; CSV and a citation are offered."""
    text = page(client, "/question/chair")
    assert re.search(r"<details><summary>The query behind this answer</summary>\s*<pre", text)
    found = re.search(r'href="(/query\?question=[^"]+)"', text)
    assert found and ASKED["chair"][1] in page(client, found[1])
    assert 'href="/question/chair.csv"' in text
    foot = client.get("/question/chair", headers={"Accept": "text/html"}).text.split("</main>")[1]
    assert re.search(r"“Who chairs the national commission\?”.*release sample of .*/r/sample/question/chair</a>", foot)


def test_dates_and_small_numbers_are_words(client: FlaskClient) -> None:
    """A half-year, a count and a truth are told in words, not in codes."""
    assert "Second half of 2013 and <a" in page(client, "/question/since")
    assert '<p class="answer">One.</p>' in page(client, "/question/count")
    assert '<p class="answer">Yes.</p>' in page(client, "/question/chaired")
    assert '<p class="answer">Nothing is found.</p>' in page(client, "/question/nothing")


def test_what_follows_has_the_passages_of_its_premises(client: FlaskClient) -> None:
    """An inferred row is marked, with its reason and the passage of the statement from which it follows."""
    text = page(client, "/question/chairs")
    assert "DOC A 2020, 2.1" in text
    assert re.search(r'class="why" href="/explain\?s=[^"]*xi-jinping[^"]*chairs[^"]*cnsc">inferred – why\?', text)


def test_a_path_leads_to_what_it_passes_through(client: FlaskClient) -> None:
    """What a path passes through without naming it is evidence, too, and what a query takes away is none."""
    assert "DOC A 2020, 2.1" in page(client, "/question/through")
    assert "Doc b 2021, A long heading that no label …" in page(client, "/question/without")


def test_long_answers_are_cut_and_say_so(client: FlaskClient) -> None:
    """A page shows as many rows as one reads and tells of the others; its sentence counts what it leaves out."""
    text = page(client, "/question/many")
    assert f"The first {answering.MOST_ROWS} of 310 rows" in text
    assert text.count("<tr>") == answering.MOST_ROWS + 1
    listed = text.split('<p class="answer">')[1].split("</p>")[0]
    assert len(listed) < answering.MOST_LETTERS + 60
    assert re.search(r"Thing 000, thing 001, .*and \d+ more\.", listed)


def test_the_table_as_csv_has_names_and_iris(client: FlaskClient) -> None:
    """The CSV gives of each cell name and IRI, and where it says so."""
    answer = client.get("/question/chair.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["person", "person IRI", "evidence", "evidence IRI"]
    assert rows[1] == ["Xi Jinping", f"{ns.ID}xi-jinping", "DOC A 2020, 2.1", f"{ns.PSG}doc-a/p1"]
    assert client.get("/question/chaired.csv").text.startswith("answer,evidence")
    assert client.get("/question/none.csv").status_code == 404


def test_unknown_questions_are_404_and_known_ones_are_data(client: FlaskClient) -> None:
    """An address of no question is 404 as a page, and a question's own is Turtle for who asks for it."""
    assert client.get("/question/none", headers={"Accept": "text/html"}).status_code == 404
    assert b"sparql" in client.get("/question/chair.ttl").data


def test_all_questions_are_listed(client: FlaskClient) -> None:
    """The list has each question once, under the subjects that the release names, here none."""
    text = page(client, "/questions")
    assert "Other questions" in text
    assert all(text.count(f'href="/question/{slug}"') == 1 for slug in ASKED)


def test_asking_in_other_words_is_answered_where_it_is_sure(client: FlaskClient) -> None:
    """The nearest question's answer is shown with its evidence, what was understood, and what it names."""
    text = page(client, "/ask?q=who+leads+the+national+commission")
    assert '<a href="/id/xi-jinping">Xi Jinping</a>' in text
    assert "DOC A 2020, 2.1" in text
    assert "Words that both have: who, leads, national, commission." in text


def test_asking_what_is_only_near_offers_three(client: FlaskClient) -> None:
    """Where a word is not met nothing is passed off as the answer: the nearest are offered, the word is told."""
    text = page(client, "/ask?q=who+chairs+the+commission+of+fisheries")
    assert "We are not sure" in text
    assert "Not in the nearest question: fisheries" in text
    assert 1 <= text.count("<section>") <= 3


def test_asking_what_nothing_answers_says_so(client: FlaskClient) -> None:
    """No question near is told, with a link to the search; an empty box is no error."""
    text = page(client, "/ask?q=qwertz+uiop")
    assert "No ready question is near" in text
    assert 'href="/search?q=qwertz+uiop"' in text
    assert "<h1>Ask</h1>" in page(client, "/ask")


def test_what_is_asked_is_escaped(client: FlaskClient) -> None:
    """Markup in a question comes back as text."""
    assert b"<script>" not in client.get("/ask?q=<script>alert(1)</script> who chairs").data


def test_an_answer_aside_is_short(client: FlaskClient) -> None:
    """On /ask a long answer shows its first rows, and its page has all."""
    text = page(client, "/ask?q=what+does+it+hold")
    assert text.count("<tr>") == questions.MOST_ASIDE + 1
    assert "its page has all" in text


def test_the_front_page_answers_what_the_release_names(tmp_path: Path) -> None:
    """The questions that a release puts in front stand there with their answers; one that there is not is left out."""
    release = make_release(tmp_path, "fronted", FACTS, graphs=_graphs())
    manifest = json.loads((release.path / "manifest.json").read_text(encoding="utf-8"))
    subject = {"name": "leading", "name_zh_hans": "", "apart": False, "questions": ["chair", "gone"]}
    manifest["questions"] = {"front": ["chair", "gone", "nothing"], "subjects": [subject]}
    (release.path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (tmp_path / "current").symlink_to(release.path)
    with app_for(release) as app:
        text, listed = (page(app.test_client(), address) for address in ("/", "/questions"))
    assert "Who chairs the national commission?" in text
    assert '<a href="/id/xi-jinping">Xi Jinping</a>.' in text
    assert "penguins" not in text
    assert listed.index("Leading") < listed.index("Other questions")


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("2014-04-15", "15 April 2014"),
        ("2014-04", "April 2014"),
        ("2014", "2014"),
        ("201X", "the 2010s"),
        ("2021-23", "autumn 2021"),
        ("2013-36", "fourth quarter of 2013"),
        ("2013-41", "second half of 2013"),
        ("2023-02--2023-07", "February to July 2023"),
        ("2021--2025", "2021 to 2025"),
        ("2014-99", "2014-99"),
        ("whenever", "whenever"),
    ],
)
def test_time_spans_are_words(slug: str, said: str) -> None:
    """Each form of the calendar is told in words; what has none of them stays as it is."""
    assert dates.span(slug) == said


def test_dates_of_xml_schema_are_words() -> None:
    """Days, moments and days of each year are told in words; text stays text."""
    found = [
        dates.literal(ox.Literal(value, datatype=ox.NamedNode(XSD + kind)))
        for value, kind in (("2013-07-01", "date"), ("2013-07-01T00:00:00", "dateTime"), ("--04-15", "gMonthDay"))
    ]
    assert found == ["1 July 2013", "1 July 2013", "15 April, every year"]
    assert dates.literal(ox.Literal("2013-07-01")) == ""


def test_documents_are_called_in_short() -> None:
    """A document is called by the words of its slug as its title writes them; a long heading is cut at a word."""
    assert naming.short("merics-2022", {"en": "Legarda (MERICS, 2022)"}) == "MERICS 2022"
    assert naming.short("three-tasks", {}) == "Three tasks"
    assert len(naming._section("A heading of a section that goes on and on")) <= naming.MOST_LETTERS + 2


def test_few_passages_stand_beside_a_row() -> None:
    """Of the passages behind a row those are shown that together say most of it, and never many."""
    said = {(f"<s{n}>", "<p>", "<o>") for n in range(9)}
    stated = {one: {f"{ns.PSG}each/{at}", f"{ns.PSG}all/p1"} for at, one in enumerate(sorted(said))}
    assert evidence._behind(said, set(), stated, {}).graphs == (f"{ns.PSG}all/p1",)
    apart = {one: {f"{ns.PSG}each/{at}"} for at, one in enumerate(sorted(said))}
    assert len(evidence._behind(said, set(), apart, {}).graphs) == evidence.MOST_SHOWN


def test_an_answer_goes_without_its_passages_where_they_take_too_long(app: Flask) -> None:
    """What is behind an answer has its own time; where that is over the answer is there, and is not kept so."""
    state = app.extensions["cnskg"]
    found = answering.answer(state.runner, ASKED["chair"][1], budget_of(state.settings), patience=0.0)
    assert [found.names.of(node).text for node in found.firsts] == ["Xi Jinping"]
    assert (found.whole, found.lines[0].behind.graphs) == (False, ())


def test_the_sentence_tells_what_is_asked_for() -> None:
    """Numbers and times give way to things, and where the question is when, things to times."""
    one, law, time = ox.Literal("1"), ox.NamedNode(ns.ID + "law"), ox.NamedNode(ns.TIME + "2021")
    lines = tuple(answering.Line((one, law, end), evidence.Behind()) for end in (time, ox.NamedNode(ns.TIME + "2022")))
    told = answering.Answer(("number", "law", "since"), lines, 2)
    assert told.firsts == [law]
    for asked in ("When did they begin?", "In which year did they begin?"):
        assert [end.value[-4:] for end in replace(told, asked=asked).firsts] == ["2021", "2022"]
    assert replace(told, asked="Which laws are there?").firsts == [law]
    assert replace(told, asked="How many are there?").firsts == [one]
    told.names.documents.add(law.value)
    who = ox.NamedNode(ns.ID + "who")
    lines = tuple(answering.Line((law, who, end), evidence.Behind()) for end in (one, time))
    assert replace(told, lines=lines, asked="Whom did it hit?").firsts == [who]
    assert replace(told, lines=lines, asked="Which documents say so?").firsts == [law]


def test_the_sentence_tells_what_differs() -> None:
    """What is the same in every row was in the question, and a stance is a word of ours: the other things answer."""
    law, stance = ox.NamedNode(ns.ID + "law"), ox.NamedNode(ns.CNS + "contends")
    hit = [ox.NamedNode(f"{ns.ID}hit-{n}") for n in range(2)]
    lines = tuple(answering.Line((stance, law, one), evidence.Behind()) for one in hit)
    told = answering.Answer(("stance", "law", "hit"), lines, 2)
    assert replace(told, asked="What does the law hit?").firsts == hit
    assert replace(told, asked="Who hits?").firsts == [law]


def test_columns_are_called_in_words() -> None:
    """The name of a variable heads its column as words."""
    assert [answering.heading(name) for name in ("lawName", "law_name", "n")] == ["law name", "law name", "n"]
