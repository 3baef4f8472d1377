"""About, citations and release notes: what they say is the release's own."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cnskg.content.dataset import Reading
from cnskg.release.folder import QUALITY, switch_release
from cnskg.web import cite, create_app, notes
from tests.support.releases import DATASET, make_release, make_settings, write_manifest

PAGE = {"Accept": "text/html"}
FACTS = """
id:t1 a cns:Tenure ; cns:starts span:2012 . id:t2 a cns:Tenure . id:c a cns:Claim .
id:d a cns:SourceDocument ; skos:prefLabel "A document"@en .
"""
#: Two documents; only one has something left out.
MEASURED = {
    "checks": [{"check": "a", "found": []}, {"check": "b", "found": [{"node": "urn:x", "name": "x", "detail": ""}]}],
    "figures": {
        "covered": {"title": "characters in passages", "of": "all characters"},
        "left-out": {"title": "characters left out", "of": "all characters"},
    },
    "documents": [
        {"document": "urn:a", "name": "A", "figures": {"covered": {"value": 50, "of": 100}}},
        {
            "document": "urn:b",
            "name": "B",
            "figures": {"covered": {"value": 90, "of": 100}, "left-out": {"value": 10, "of": 100}},
        },
    ],
}


def made(folder: Path, **said: Any) -> Flask:
    """An app on a release whose folder says this of itself, with those measures."""
    release = make_release(folder, "sample", FACTS)
    (release.path / QUALITY).write_text(json.dumps(MEASURED), encoding="utf-8")
    told = {**release.manifest, "dataset": asdict(replace(DATASET, **said))}
    write_manifest(release.path, {name: value for name, value in told.items() if name != "files"})
    switch_release(make_settings(folder), release.path)
    return create_app(make_settings(folder))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app whose dataset has a creator with letters that mean something to TeX."""
    app = made(tmp_path_factory.mktemp("about"), creator="A & B_{c}", title='Sample 100 %: "x"')
    yield app
    app.extensions["cnskg"].close()


def words(page: str) -> str:
    """A page without its markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", page)))


def test_figures_are_those_of_the_release(client: FlaskClient) -> None:
    """Sums over the documents, the lowest and the highest; a document of which one is not told has none of it."""
    text = words(client.get("/about", headers=PAGE).text)
    assert "characters in passages 140 of 200 (all characters) 70.0 % 50.0 % – 90.0 %" in text
    assert "characters left out 10 of 200 (all characters) 5.0 % 0 % – 10.0 %" in text
    assert "1 of 2 checks on the whole release find nothing" in text
    assert "12 facts" in text
    assert "3 facts" in text
    assert "Of 2 terms of office, the texts give a beginning for 1 and an end for 0" in text


def test_it_says_where_to_tell(client: FlaskClient, tmp_path: Path) -> None:
    """With a repository the page leads there; without one it says so, and what to do instead."""
    assert "This release of A & B_{c} names no public place for reports" in words(
        client.get("/about", headers=PAGE).text
    )
    other = made(tmp_path, repository="https://example.org/repository")
    text = other.test_client().get("/about", headers=PAGE).text
    other.extensions["cnskg"].close()
    assert '<a href="https://example.org/repository">' in text
    assert "names no public place" not in text


def test_bibtex_is_tex(client: FlaskClient) -> None:
    """The entry has title, year, release and permanent address; letters that are commands in TeX are escaped."""
    with client.get("/cite/dataset.bib") as got:
        assert got.mimetype == "application/x-bibtex"
        text = got.text
    assert text.startswith("@misc{cnskg-sample,\n")
    assert r"author = {{A \& B\_\{c\}}}" in text
    assert r"title = {{Sample 100 \%: " in text
    assert "release sample" in text
    assert "url = {http://localhost/r/sample/dataset}" in text
    assert text.count("{") == text.count("}")
    assert cite._tex("\\~^") == r"\textbackslash{}\textasciitilde{}\textasciicircum{}"


def test_csl_json_is_one_dataset(client: FlaskClient) -> None:
    """Reference managers read an item with author, date in parts, version and address."""
    [item] = json.loads(client.get("/cite/dataset.json").data)
    assert (item["type"], item["title"]) == ("dataset", 'Sample 100 %: "x"')
    assert item["author"] == [{"literal": "A & B_{c}"}]
    assert [len(parts) for parts in item["issued"]["date-parts"]] == [3]
    assert item["URL"] == "http://localhost/r/sample/dataset"


def test_citation_cff_has_what_its_schema_requires(client: FlaskClient) -> None:
    """Version, message, title and authors; each line is a key with a JSON value, which YAML reads as it stands."""
    lines = client.get("/cite/CITATION.cff").text.splitlines()
    said = {name: json.loads(value) for name, value in (line.split(": ", 1) for line in lines)}
    assert {"cff-version", "message", "title", "authors"} <= said.keys()
    assert said["authors"] == [{"name": "A & B_{c}"}]
    assert said["license-url"] == DATASET.license
    assert [one["value"] for one in said["identifiers"]] == ["sample", "https://w3id.org/cnskg/dataset"]


def test_another_form_is_not_there(client: FlaskClient) -> None:
    """What is no form of the citation is 404 with those that are."""
    got = client.get("/cite/dataset.ris")
    assert (got.status_code, "dataset.bib" in got.json["hint"]) == (404, True)


def test_each_page_says_how_to_cite_it(client: FlaskClient) -> None:
    """Title of the page, dataset, release, permanent address; in words and for BibTeX."""
    text = words(client.get("/id/xi-jinping?view=statements", headers=PAGE).text)
    assert re.search(r'A & B_{c}, “Xi Jinping.*?”, in Sample 100 %: "x" , release sample of \d{4}-\d\d-\d\d', text)
    assert "http://localhost/r/sample/id/xi-jinping?view=statements" in text
    assert "howpublished = {In: Sample 100" in text


def test_notes_are_read() -> None:
    """Versions, parts, points that go on over lines, code and links; all else is text, markup too."""
    points = "- One `<b>`\n  and [two](https://example.org/?a&b).\n- <i>x</i>\n"
    new, old = notes.read(f"# Changes\nintro\n\n## 2.0\n\n### Data\n{points}\n## 1.0\n- x")
    assert (new.title, [part.title for part in new.parts]) == ("2.0", ["Data"])
    assert new.parts[0].points == [
        'One <code>&lt;b&gt;</code> and <a href="https://example.org/?a&amp;b">two</a>.',
        "&lt;i&gt;x&lt;/i&gt;",
    ]
    assert (old.title, old.points) == ("1.0", ["x"])
    assert notes.inline("[x](javascript:alert(1))") == "[x](javascript:alert(1))"


def test_what_readers_found_stands_on_the_page(tmp_path: Path) -> None:
    """A point that is held in part counts half; the document leads to its page; what misleads is told."""
    reading = Reading("d", "2026-11-28", points=10, held=8, partly=1, statements=200, misleading=3)
    app = made(tmp_path, readings=(reading,))
    page = app.test_client().get("/about", headers=PAGE).text
    app.extensions["cnskg"].close()
    row = re.search(r'id="readings".*?<tbody>\s*<tr>(.*?)</tr>', page, re.S)
    assert row
    assert [re.sub("<[^>]*>", "", cell).strip() for cell in re.findall("<td>(.*?)</td>", row[1])] == [
        "D", "2026-11-28", "10", "85.0\u00a0%", "200", "3",
    ]  # fmt: skip
    assert "/id/d" in row[1]
