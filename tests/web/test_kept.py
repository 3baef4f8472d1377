"""Permanent addresses: a kept release answers below /r/…, and what it had and the present one has not is 410."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cnskg.release.folder import switch_release
from cnskg.web import create_app, kept, short, state
from tests.support.releases import make_release, make_settings

PAGE = {"Accept": "text/html"}
ANN, BOB = 'id:ann a cns:Person ; skos:prefLabel "Ann Author"@en .', 'id:anne skos:prefLabel "Anne Author"@en .'


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app on the newest of several releases, of which the earlier ones had Ann and the present one has Anne."""
    folder = tmp_path_factory.mktemp("kept")
    for digest in ("0a", "0b", "0c"):
        make_release(folder, digest, ANN)
    switch_release(make_settings(folder), make_release(folder, "0d", BOB).path)
    app = create_app(make_settings(folder, proxies=1))
    yield app
    app.extensions["cnskg"].close()


def hrefs(page: str) -> set[str]:
    """Where the links of a page lead within the service."""
    return {html.unescape(link) for link in re.findall(r'(?:href|src|action)="(/[^"]*)"', page)}


def test_a_kept_release_answers_by_its_address(client: FlaskClient) -> None:
    """Page, RDF, query and file of an earlier release stand below its address, and say of which release they are."""
    for path in ("id/ann", "dumps/cnskg.ttl", "sparql?query=ASK%7Bid:ann+a+cns:Person%7D", "dataset", ""):
        with client.get(f"/r/0a/{path}") as got:
            assert (got.status_code, got.headers["X-Cnskg-Release"]) == (200, "0a"), path
    assert client.get("/r/0a/sparql?query=ASK%7Bid:ann+a+cns:Person%7D").json["boolean"]
    assert not client.get("/sparql?query=ASK%7Bid:ann+a+cns:Person%7D").json["boolean"]


@pytest.mark.parametrize("prefix", ["", "/kg"])
def test_links_of_a_kept_page_stay_in_its_release(client: FlaskClient, prefix: str) -> None:
    """But for the way to the latest, each link of such a page is below the address of its release; styles, too."""
    header = {**PAGE, "X-Forwarded-Prefix": prefix}
    for path in ("", "id/ann?view=statements", "ontology", "dataset", "questions"):
        own = hrefs(client.get(f"/r/0a/{path}", headers=header).text)
        assert {link for link in own if not link.startswith(f"{prefix}/r/0a/")} == {f"{prefix}/{path}"}, path


def test_the_beginning_of_a_digest_leads_to_its_release(client: FlaskClient, app: Flask) -> None:
    """As commands print and take it; too few characters, and what two begin with, lead nowhere."""
    folder = app.extensions["cnskg"].settings.build
    for digest in ("abcdef123456", "abcdef120000", "fe0dcb987654"):
        make_release(folder, digest, ANN)
    got = client.get("/r/abcdef1234/id/ann?view=statements")
    assert (got.status_code, got.location) == (307, "/r/abcdef123456/id/ann?view=statements")
    got = client.get("/zh/r/abcdef1234/sparql", headers={"X-Forwarded-Prefix": "/kg"})
    assert (got.status_code, got.location) == (307, "/kg/r/abcdef123456/zh/sparql")
    for start in ("abcdef12", "fe0dc", "0", "..", "abcdef1234567", "%2A"):
        assert client.get(f"/r/{start}/id/ann").status_code == 404, start


def test_a_release_within_another_is_led_to_its_own_address(client: FlaskClient) -> None:
    """`/r/X/r/Y/…` is what becomes of an address that is put together by hand; it is not told that Y is gone."""
    for inner in ("0a", "0b", "0d"):
        got = client.get(f"/r/0a/r/{inner}/id/ann?x=1", headers={"X-Forwarded-Prefix": "/kg"})
        assert (got.status_code, got.location) == (308, f"/kg/r/{inner}/id/ann?x=1")
    assert client.get("/r/0a/r/gone/id/ann").status_code == 404


def test_a_page_names_both_its_addresses(client: FlaskClient) -> None:
    """The permanent address holds path and query, and leads to the same page; of an earlier release there is a word."""
    text = client.get("/query?query=ASK%7B%7D&facts=all", headers=PAGE).text
    permanent = f"/r/0d/q/{short.pack('ASK{}')}"
    assert permanent in hrefs(text)
    assert f"http://localhost{permanent}" in html.unescape(text)
    assert 'class="kept"' not in text
    assert "The answer is <strong>yes</strong>" in client.get(permanent, headers=PAGE).text
    earlier = client.get("/r/0a/about", headers=PAGE).text
    assert '<a href="/about">This page in the latest release</a>' in earlier
    assert '<meta name="robots" content="noindex">' in earlier


def test_no_more_than_some_are_open(app: Flask, client: FlaskClient) -> None:
    """Each has a worker, so that of those asked for the longest ago is let go, and is opened again when it is asked."""
    for digest in ("0a", "0b", "0c", "0a", "0d"):
        assert client.get(f"/r/{digest}/readyz").json["release"] == digest
    assert state.MOST_OPEN == 2
    assert list(app.extensions["cnskg"]._opened) == ["0c", "0a"]


def test_what_is_not_kept_leads_to_the_latest(client: FlaskClient) -> None:
    """A release that is not there is 404, with the address in the latest and the list of those that are kept."""
    got = client.get("/r/77aa/id/cnsc")
    assert (got.status_code, got.json["latest"]) == (404, "/id/cnsc")
    assert "/releases" in got.json["hint"]
    page = client.get("/r/77aa/id/cnsc", headers=PAGE)
    assert '<a href="/id/cnsc">' in page.text
    for strange in ("/r/..%2f0a/id/cnsc", "/r/0a%2f../about", "/r/.building-x/about"):
        assert client.get(strange).status_code == 404


def test_what_an_earlier_release_had_is_gone(client: FlaskClient) -> None:
    """It is 410, with the page where it stood and what is near to its name; what no release had is 404."""
    got = client.get("/id/ann")
    assert (got.status_code, got.json["type"]) == (410, "https://w3id.org/cnskg/problem/gone")
    assert client.get(got.json["permanent"]).status_code == 200
    assert got.json["near"] == [{"iri": "https://w3id.org/cnskg/id/anne", "name": "Anne Author"}]
    page = client.get("/id/ann", headers=PAGE).text
    assert {got.json["permanent"], "/id/anne", "/releases#notes"} <= hrefs(page)
    assert client.get("/id/nobody").status_code == 404
    assert client.get("/r/0a/id/anne").status_code == 404  # it came later
    assert client.get("/id/anne").status_code == 200


def test_few_releases_are_looked_through(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many releases only the newest are opened for a thing that there is not."""
    assert kept.MOST_LOOKED_AT == 10
    monkeypatch.setattr(kept, "MOST_LOOKED_AT", 0)
    assert client.get("/id/ann").status_code == 404


def test_a_damaged_release_is_told(app: Flask, client: FlaskClient) -> None:
    """A release that is not whole any more is 503 at its address, left out of the list, and harms no other."""
    folder: Path = app.extensions["cnskg"].settings.build / "releases"
    shutil.copytree(folder / "0b", folder / "0e")
    (folder / "0e" / "void.ttl").write_text("cut", encoding="utf-8")
    try:
        assert client.get("/r/0e/id/ann").status_code == 503
        assert "/r/0e/" not in client.get("/releases", headers=PAGE).text
        assert client.get("/id/cnsc").status_code == 200
    finally:
        shutil.rmtree(folder / "0e")


def test_the_list_of_releases(client: FlaskClient) -> None:
    """Each release that is kept is listed with its address, in whichever release the list is read; with the notes."""
    for address in ("/releases", "/r/0a/releases"):
        text = client.get(address, headers=PAGE).text
        assert {f"/r/{digest}/" for digest in ("0a", "0b", "0c", "0d")} <= hrefs(text)
        assert text.count("(the one that you read)") == 1
    assert "Release notes" in text
    assert "0.1.0 (2026-11-24)" in text
