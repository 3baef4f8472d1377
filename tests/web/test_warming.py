"""What is read once per release is read before anybody asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from cnskg import namespaces as ns
from cnskg.release.folder import switch_release
from cnskg.web import vocabulary, warming
from tests.support.releases import app_with, make_release, make_settings

TERMS = {ns.GRAPH_ONTOLOGY: 'cns:Person a owl:Class ; rdfs:label "person"@en .'}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """A fresh app, of which nothing has been asked."""
    with app_with(tmp_path, "", TERMS) as app:
        yield app


def test_the_ontology_is_there_before_it_is_asked_for(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """After warming, its page needs no query, and the pages that were asked for are no trouble."""
    warming.warm(app)
    monkeypatch.setattr(app.extensions["cnskg"].runner, "rows", None)
    assert app.test_client().get("/ontology", headers={"Accept": "text/html"}).status_code == 200


def test_a_release_that_is_followed_is_read_too(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the link changes, what the new release needs is read without anybody asking for it."""
    done: list[str] = []
    monkeypatch.setattr(warming, "_aside", lambda app: done.append(app.extensions["cnskg"].release.digest))
    warming.keep(app)
    state = app.extensions["cnskg"]
    switch_release(make_settings(tmp_path), make_release(tmp_path, "second", graphs=TERMS).path)
    state._follow()
    assert done == ["sample", "second"]


def test_trouble_stays_aside(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be read now ends neither the thread nor the service; it is tried again when asked for."""
    with monkeypatch.context() as patch:
        patch.setattr(vocabulary, "current", lambda: 1 / 0)
        warming.warm(app)
    assert app.test_client().get("/ontology", headers={"Accept": "text/html"}).status_code == 200
