"""The releases that are kept, as a page and as a feed: what each has more or less than the one before."""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cnskg import namespaces as ns
from cnskg.release.folder import QUALITY, switch_release
from cnskg.web import create_app
from tests.support.releases import make_release, make_settings, write_manifest

ATOM = "{http://www.w3.org/2005/Atom}"
TERMS = {ns.GRAPH_ONTOLOGY: 'cns:Law a owl:Class ; rdfs:label "law"@en , "法律"@zh-hans .'}
#: Digest, counts, statements of the one document; the first is the earliest.
MADE = (
    ("0a", {"entities": 1200, "asserted": 10, "inferred": 5, "classes": {"cns:Law": 7, "cns:Old": 1}}, 100),
    ("0b", {"entities": 1203, "asserted": 10, "inferred": 3, "classes": {"cns:Law": 9}}, 104),
    ("0c", {"entities": 1203, "asserted": 10, "inferred": 3, "classes": {"cns:Law": 9}}, 104),
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app on the newest of three releases, a day between each two."""
    folder = tmp_path_factory.mktemp("releases")
    for day, (digest, counts, statements) in enumerate(MADE):
        release = make_release(folder, digest, graphs=TERMS)
        figures = {"figures": {}, "documents": [{"name": "Doc & Co", "figures": {"statements": {"value": statements}}}]}
        (release.path / QUALITY).write_text(json.dumps({"checks": [], **figures}), encoding="utf-8")
        told = {**release.manifest, "counts": release.manifest["counts"] | counts}
        write_manifest(release.path, {name: value for name, value in told.items() if name != "files"})
        os.utime(release.path / "manifest.json", (86_400.5 * (day + 1),) * 2)
    switch_release(make_settings(folder), folder / "releases" / "0c")
    app = create_app(make_settings(folder, proxies=1))
    yield app
    app.extensions["cnskg"].close()


def entries(client: FlaskClient, address: str = "/releases.atom", **headers: str) -> dict[str, dict[str, str]]:
    """The entries of the feed by their titles: of each element its text, or where it leads."""
    got = client.get(address, headers=headers)
    assert (got.status_code, got.mimetype) == (200, "application/atom+xml")
    feed = ElementTree.fromstring(got.data)
    return {
        entry.findtext(f"{ATOM}title", ""): {e.tag.removeprefix(ATOM): e.text or e.get("href", "") for e in entry}
        for entry in feed.iter(f"{ATOM}entry")
    }


def test_the_feed_has_an_entry_for_each_release(client: FlaskClient) -> None:
    """The newest first, each with a name that stays, its day, and its permanent address."""
    found = entries(client)
    assert list(found) == [f"Release {digest}, version 0.0.test" for digest in ("0c", "0b", "0a")]
    links = re.findall(r'<link rel="(self|alternate)"[^>]* href="([^"]+)"/>', client.get("/releases.atom").text)
    assert links[:2] == [("self", "http://localhost/releases.atom"), ("alternate", "http://localhost/releases")]
    first = found["Release 0a, version 0.0.test"]
    assert first["id"] == "https://w3id.org/cnskg/r/0a/"
    assert first["updated"] == "1970-01-02T00:00:00+00:00"
    assert first["link"] == "http://localhost/r/0a/"
    assert client.get(first["link"].removeprefix("http://localhost")).headers["X-Cnskg-Release"] == "0a"


def test_an_entry_tells_what_changed(client: FlaskClient) -> None:
    """In all, by class and by document, with signs; where nothing changed and where nothing was before, that."""
    found = entries(client)
    assert found["Release 0b, version 0.0.test"]["summary"] == (
        "Since 0a: entities +3, inferred facts −2.\nBy class: law +2, Old −1.\nDoc & Co: statements +4.\n"
        "Net numbers, with what the build adds to dates; which statements came, went or changed: cnskg diff 0a 0b"
    )
    same = found["Release 0c, version 0.0.test"]["summary"]
    assert same.startswith("It counts as many")
    assert same.endswith("cnskg diff 0b 0c")  # as many may be others
    assert found["Release 0a, version 0.0.test"]["summary"] == "The earliest release that is kept."


def test_the_feed_speaks_chinese(client: FlaskClient) -> None:
    """To who prefers it, with names of classes in it."""
    summary = entries(client, **{"Accept-Language": "zh-CN"})
    assert "法律 +2" in "".join(one["summary"] for one in summary.values())


def test_the_feed_stands_below_a_prefix(client: FlaskClient) -> None:
    """Behind a proxy, and asked of an earlier release, its links are those of the service."""
    found = entries(client, "/r/0a/releases.atom", **{"X-Forwarded-Prefix": "/kg"})
    assert {one["link"] for one in found.values()} == {f"http://localhost/kg/r/{digest}/" for digest, _, _ in MADE}


def test_the_page_tells_it_too(client: FlaskClient) -> None:
    """With a link to the feed, for people and for readers of feeds; the front page names it, too."""
    page = html.unescape(client.get("/releases", headers={"Accept": "text/html"}).text)
    for piece in (
        "entities +3, inferred facts −2",
        "law +2",
        "Doc & Co</span>: statements +4",
        "nothing in its counts",
    ):
        assert piece in page, piece
    linked = '<link rel="alternate" type="application/atom+xml" title="Releases" href="/releases.atom">'
    assert linked in page
    assert linked in client.get("/", headers={"Accept": "text/html"}).text
