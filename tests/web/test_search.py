"""/search and /suggest: a page for people, JSON for programs, each with the numbers found."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from cnskg.namespaces import ID
from cnskg.search import groups
from cnskg.web.search import MOST_EACH, MOST_OFFERED, MOST_SHOWN, MOST_TOLD
from tests.support.releases import app_for, make_release

PAGE = {"Accept": "text/html"}
XI = {
    "iri": f"{ID}xi-jinping",
    "name": "Xi Jinping",
    "kind": ["cns:Person"],
    "kind_name": "",
    "group": "people",
    "description": "",
    "matched": "习近平",
    "tier": "whole",
    "score": 100,
}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The service on a release with more things of one kind than a page shows, a claim and a thing with a label."""
    folder = tmp_path_factory.mktemp("many")
    facts = "".join(f'id:s{n:02} a cns:Person ; skos:prefLabel "matter {n}"@en .\n' for n in range(MOST_TOLD + 5))
    facts += 'id:claim a cns:Assessment ; skos:prefLabel "who minds"@en ; cns:sentence "It is no matter at all."@en .\n'
    facts += 'id:speech a cns:PublicStatement ; skos:prefLabel "speech"@en ; cns:quotedWords "grey <matter>"@en .\n'
    facts += 'id:law a cns:Law ; skos:prefLabel "Matter Law"@en , "事情法"@zh-hans .\n'
    facts += 'cns:PublicStatement a owl:Class ; rdfs:subClassOf cns:Event ; rdfs:label "public statement"@en .\n'
    release = make_release(folder, "many", facts)
    (folder / "current").symlink_to(release.path)
    with app_for(release) as app:
        yield app.test_client()


def page(client: FlaskClient, **asked: str | int) -> str:
    """The page of a search, in which there is nothing but what a browser shows."""
    return html.unescape(client.get("/search", query_string=asked, headers=PAGE).text)


@pytest.mark.parametrize("accept", ["application/json", "application/json, text/html;q=0.5", "application/*"])
def test_a_program_gets_json(client: FlaskClient, accept: str) -> None:
    """Who asks for JSON is told what was found: IRI, name, classes, the name that matched, how well."""
    answer = client.get("/search", query_string={"q": "習近平"}, headers={"Accept": accept})
    assert answer.mimetype == "application/json"
    told = {
        "found": 1,
        "kinds": {"people": 1},
        "page": 1,
        "results": [XI],
        "did_you_mean": [],
        "instead": "",
        "also_searched": [],
    }
    assert answer.json == {"query": "習近平"} | told


def test_the_format_may_stand_in_the_address(client: FlaskClient) -> None:
    """format=json is stronger than a browser's Accept header, and format=html than a program's."""
    answer = client.get("/search?q=Xi,+Jinping&format=json", headers={"Accept": "text/html"})
    assert answer.json and answer.json["results"] == [XI | {"matched": "Xi Jinping"}]
    assert client.get("/search?q=Xi&format=html", headers={"Accept": "application/json"}).mimetype == "text/html"


def test_anything_else_is_a_page(client: FlaskClient) -> None:
    """A browser, and whoever takes anything, gets the page; a format that there is not is refused by name."""
    for accept in ("text/html,*/*;q=0.8", "*/*", ""):
        assert client.get("/search?q=Xi", headers={"Accept": accept}).mimetype == "text/html"
    answer = client.get("/search?q=Xi&format=xml")
    assert (answer.status_code, answer.json and answer.json["hint"]) == (406, "Formats: html, json, csv.")


def test_a_typing_error_is_asked_about(client: FlaskClient) -> None:
    """What nothing has is 0 found, with what may have been meant, and a way to search for that."""
    text = client.get("/search?q=Xi+Jinpng", headers=PAGE).text
    assert "<p>0 found.</p>" in text
    assert re.search(r'Did you mean <a rel="nofollow" href="/search\?q=xi\+jinping">xi jinping</a>\?', text)
    assert '<a href="/id/xi-jinping">' in text
    told = client.get("/search?q=Xi+Jinpng&format=json").json
    assert told and [one["iri"] for one in told["did_you_mean"]] == [XI["iri"]]
    assert told["instead"] == "xi jinping"


def test_nothing_at_all_is_no_dead_end(client: FlaskClient) -> None:
    """Where there is nothing like the words, the page says what to try, and leads to what there is."""
    text = page(client, q="Patagonia")
    assert "0 found." in text
    assert "Try fewer words" in text
    assert '<a href="/">What is in the graph</a>' in text


@pytest.mark.parametrize("asked", ["", "?q=", "?q=%20", "?q=%E2%80%9C%E2%80%9D"])
def test_nothing_asked_is_nothing_found(client: FlaskClient, asked: str) -> None:
    """An empty box, or one that holds only signs, finds nothing and is no error."""
    text = client.get(f"/search{asked}", headers=PAGE).text
    assert "<h1>Search" in text
    assert "<li>" not in text


def test_hits_are_shown_by_kind(many: FlaskClient) -> None:
    """Each kind has its heading with its number and its best hits, the kind of the best hit first; a link has all."""
    text = page(many, q="matter")
    titles = re.findall(r'<h2>([^<]+) <span class="other">(\d+)</span></h2>', text)
    assert titles == [("Laws and provisions", "1"), ("People", "65"), ("Events and statements", "1"), ("Claims", "1")]
    assert len(re.findall(r'<li><a href="/id/s\d', text)) == MOST_EACH
    assert '<a rel="nofollow" href="/search?q=matter&kind=people">All 65: People</a>' in text
    assert "68 found." in text


def test_one_kind_is_shown_by_pages(many: FlaskClient) -> None:
    """A kind alone is shown page by page, each with a way to its neighbours, and together they are all."""
    pages = [page(many, q="matter", kind="people", page=n) for n in (1, 2, 3, 4)]
    shown = [re.findall(r'<li><a href="/id/(s\d+)"', text) for text in pages]
    assert [len(ids) for ids in shown] == [MOST_SHOWN] * 3 + [5]
    assert len({one for ids in shown for one in ids}) == MOST_TOLD + 5
    assert 'rel="next nofollow" href="/search?q=matter&kind=people&page=2"' in pages[0]
    assert 'rel="prev nofollow" href="/search?q=matter&kind=people"' in pages[1]
    assert "next nofollow" not in pages[3]
    assert "Nothing of this kind" in page(many, q="matter", kind="people", page=5)
    assert "Nothing of this kind" in page(many, q="matter", kind="places")


def test_what_was_asked_is_marked(many: FlaskClient) -> None:
    """Names and what is said are marked where they hold the words, in any form; quoted words are shown as such."""
    text = many.get("/search?q=MATTERS", headers=PAGE).text
    assert "It is no <mark>matter</mark> at all." in text
    assert "In the text: “grey &lt;<mark>matter</mark>&gt;”" in text
    assert '<span lang="zh-hans"><mark>事情</mark>法</span>' in page(many, q="事情")
    assert "public statement</small>" in text


@pytest.mark.parametrize("asked", ["kind=nobody", "page=0", "page=-1", "page=x", "page=²", "kind=<b>"])
def test_a_kind_or_page_that_is_none_is_refused(client: FlaskClient, asked: str) -> None:
    """What is no kind and no page is 400, and the answer says what there is."""
    answer = client.get(f"/search?q=x&{asked}")
    assert answer.status_code == 400
    assert answer.json and ("Kinds: people" in answer.json["hint"] or "from 1" in answer.json["hint"])


def test_json_goes_by_pages_and_kinds(many: FlaskClient) -> None:
    """JSON tells how many there are of each kind, and has a page of those that are wanted."""
    told = many.get("/search?q=matter&format=json&kind=people&page=2").json
    assert told and (told["found"], len(told["results"])) == (MOST_TOLD + 5, 5)
    assert told["kinds"] == {"laws": 1, "people": MOST_TOLD + 5, "events": 1, "claims": 1}
    first = many.get("/search?q=matter&format=json").json
    assert first and (first["found"], len(first["results"])) == (MOST_TOLD + 8, MOST_TOLD)


def test_names_are_offered_while_somebody_types(many: FlaskClient) -> None:
    """Suggestions have the name, its kind and the path of the page, and are as many as a list shows."""
    told = many.get("/suggest?q=mat").json
    assert told and len(told["suggestions"]) == MOST_OFFERED
    [speech] = many.get("/suggest", query_string={"q": "spee"}).json["suggestions"]  # type: ignore[index]
    assert (speech["name"], speech["kind_name"], speech["path"]) == ("speech", "public statement", "/id/speech")
    assert many.get("/suggest?q=").json == many.get("/suggest").json == {"query": "", "suggestions": []}


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '"><b>', "'; DROP TABLE thing", "a" * 900, "*" * 300])
def test_hostile_words_are_words(many: FlaskClient, typed: str) -> None:
    """Markup, signs of query languages and long input come back escaped, or find nothing."""
    answer = many.get("/search", query_string={"q": typed}, headers=PAGE)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<b>" not in answer.text
    assert many.get("/suggest", query_string={"q": typed}).status_code == 200


def test_a_text_that_is_too_long_for_a_name_is_refused(many: FlaskClient) -> None:
    """A pasted page is no name: both the search and what is offered while typing say so at once."""
    for path in ("/search", "/suggest"):
        answer = many.get(path, query_string={"q": "a" * 5000}, headers=PAGE)
        assert answer.status_code == 400
        assert "5,000 characters" in answer.text


def test_every_kind_has_a_title(many: FlaskClient) -> None:
    """No group of the index is shown without a heading, and none that it cannot have is told as a kind."""
    for kind in groups.ALL:
        assert re.search(r"<h2>\w[^<]+ <span", page(many, q="matter", kind=kind)), kind


def test_a_release_without_an_index_is_told(tmp_path: Path) -> None:
    """A release of an older version has no index: 503, and what to run."""
    release = make_release(tmp_path, "old")
    (release.path / "search.sqlite").unlink()
    manifest = release.path / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("search.sqlite", "void.ttl"), encoding="utf-8")
    (tmp_path / "current").symlink_to(release.path)
    with app_for(release) as app:
        answer = app.test_client().get("/search?q=x&format=json")
    assert answer.status_code == 503
    assert answer.json and "cnskg build" in answer.json["hint"]
