"""/search on the sample release: a page for people, JSON for programs, each with the number found."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from cnskg.namespaces import ID
from cnskg.web.search import MOST_SHOWN
from tests.support.releases import app_for, make_release

XI = {
    "iri": f"{ID}xi-jinping",
    "name": "Xi Jinping",
    "kind": ["cns:Person"],
    "description": "",
    "matched": "习近平",
    "tier": "whole",
    "score": 100,
}


@pytest.mark.parametrize("accept", ["application/json", "application/json, text/html;q=0.5", "application/*"])
def test_a_program_gets_json(client: FlaskClient, accept: str) -> None:
    """Who asks for JSON is told what was found: IRI, name, classes, the name that matched, how well."""
    answer = client.get("/search", query_string={"q": "習近平"}, headers={"Accept": accept})
    assert answer.mimetype == "application/json"
    assert answer.json == {"query": "習近平", "found": 1, "results": [XI], "did_you_mean": []}


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
    assert (answer.status_code, answer.json and answer.json["hint"]) == (406, "Formats: html, json.")


def test_a_typing_error_is_asked_about(client: FlaskClient) -> None:
    """What no name has is 0 found, with the name that may have been meant, on the page as a link."""
    text = client.get("/search?q=Xi+Jinpng", headers={"Accept": "text/html"}).text
    assert "<p>0 found.</p>" in text
    assert 'Did you mean <a href="/id/xi-jinping">Xi Jinping</a>?' in text
    told = client.get("/search?q=Xi+Jinpng&format=json").json
    assert told and [one["iri"] for one in told["did_you_mean"]] == [XI["iri"]]


@pytest.mark.parametrize("asked", ["", "?q=", "?q=%20", "?q=%E2%80%9C%E2%80%9D"])
def test_nothing_asked_is_nothing_found(client: FlaskClient, asked: str) -> None:
    """An empty box, or one that holds only signs, finds nothing and is no error."""
    text = client.get(f"/search{asked}", headers={"Accept": "text/html"}).text
    assert "<h1>Search" in text
    assert "<li>" not in text


def test_all_are_counted_and_some_are_shown(tmp_path: Path) -> None:
    """A word of many names tells how many there are, and shows as many as one reads."""
    many = "".join(f'id:s{n} skos:prefLabel "matter {n}"@en .\n' for n in range(MOST_SHOWN + 5))
    release = make_release(tmp_path, "many", many)
    (tmp_path / "current").symlink_to(release.path)
    with app_for(release) as app:
        told = app.test_client().get("/search?q=matter&format=json").json
        text = app.test_client().get("/search?q=matter").text
    assert told and (told["found"], len(told["results"])) == (MOST_SHOWN + 5, MOST_SHOWN)
    assert f"{MOST_SHOWN + 5} found; the first {MOST_SHOWN} are shown" in text
    assert text.count("<li>") == MOST_SHOWN


def test_a_release_without_an_index_is_told(tmp_path: Path) -> None:
    """A release of an older version has no index: 503, and what to run."""
    release = make_release(tmp_path, "old")
    (release.path / "search.json").unlink()
    manifest = release.path / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("search.json", "void.ttl"), encoding="utf-8")
    (tmp_path / "current").symlink_to(release.path)
    with app_for(release) as app:
        answer = app.test_client().get("/search?q=x&format=json")
    assert answer.status_code == 503
    assert answer.json and "cnskg build" in answer.json["hint"]
