"""What pages cut: of very many rows, lines or propositions the first are shown, and all are counted."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cnskg.web import compare, facets, glance, listing
from tests.support.releases import app_with

PAGE = {"Accept": "text/html"}
#: More than any of the pages shows.
MANY = 70
FACTS = """
id:council a cns:Organ ; rdfs:label "Council of Examples"@en ; skos:prefLabel "Council of Examples"@en .
id:doc-a-2020 a cns:SourceDocument ; rdfs:label "On councils (DOC-A, 2020)"@en ; cns:advances id:claim .
id:claim a cns:Claim ; rdfs:label "councils matter"@en ; cns:about id:council ; cns:statedIn id:doc-a-2020 .
""" + "".join(
    f'id:post-{n} a cns:Post ; rdfs:label "seat {n}"@en ; skos:prefLabel "seat {n}"@en ; cns:postIn id:council .\n'
    f'id:p{n} a cns:Person ; rdfs:label "Ann {n}"@en . id:t{n} cns:post id:post-{n} ; cns:holder id:p{n} .\n'
    f"id:claim cns:contends id:prop-{n} . id:prop-{n} a cns:Proposition ; cns:hasEnd id:council .\n"
    for n in range(MANY)
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service on the sample with a council of very many seats, of which very much is said."""
    with app_with(tmp_path_factory.mktemp("cut"), FACTS, {}) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def page(client: FlaskClient, address: str) -> str:
    """A page that is there."""
    answer = client.get(address, headers=PAGE)
    assert answer.status_code == 200
    return html.unescape(answer.text)


def test_very_many_propositions_are_cut_and_counted(client: FlaskClient) -> None:
    """Of a subject with more propositions than a page takes, the first are shown and all are counted."""
    told = page(client, "/compare?of=council").split("Proposition by proposition")[1].split("Where they meet")[0]
    assert told.count("<tr>") == compare.MOST_PROPOSITIONS + 1 == 61
    assert f"60 of {MANY} are shown" in told


def test_a_long_list_has_pages(client: FlaskClient) -> None:
    """A page of a list has as many rows as fit, the last one the rest."""
    first, second = (re.findall(r"<tr><td[^>]*><a ", page(client, f"/posts?page={n}")) for n in (1, 2))
    assert (len(first), len(second)) == (listing.MOST_ROWS, MANY - listing.MOST_ROWS) == (50, 20)


def test_a_long_answer_on_a_thing_is_cut(client: FlaskClient) -> None:
    """Of what a page tells of a thing the first rows answer a question; all are counted, and the query has all."""
    told = page(client, "/ask?q=Who leads the Council of Examples?")
    assert f"The first 12 of {MANY} rows" in told
    assert told.count("<tr>") == facets.MOST_LINES + 1 == 13
    everything = re.search(r'href="(/ask\.csv\?[^"]*)"', told)
    assert everything
    assert len(client.get(everything[1]).text.splitlines()) == MANY + 1


def test_what_is_told_first_of_a_thing_is_short(client: FlaskClient) -> None:
    """Where /ask is unsure it tells the first rows on the one thing that is named; of two things it tells neither."""
    told = page(client, "/ask?q=Which fish does the Council of Examples in China sell?")
    assert "No ready question is near" in told
    assert told.count("<tr>") == glance.MOST_ROWS + 1 == 7
    assert f"6 of {MANY} are shown" in told
    assert "More on <a" in told
    assert "More on <a" not in page(client, "/ask?q=Which fish do the Council of Examples and Ann 1 sell?")
