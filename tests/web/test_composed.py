"""Things that are named by their parts have a Chinese title on Chinese pages, where their parts have Chinese names."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.releases import app_with

FACTS = """
id:order a cns:SecurityType ; rdfs:label "public order"@en , "公共秩序"@zh-hans .
id:water a cns:SecurityType ; rdfs:label "water security"@en .
id:list a cns:SecurityList ; rdfs:label "the list"@en , "清单"@zh-hans .
id:at-order a cns:Placement ; rdfs:label "public order on the list"@en ;
  cns:placesConcern id:order ; cns:inList id:list .
id:at-water a cns:Placement ; rdfs:label "water on the list"@en ; cns:placesConcern id:water ; cns:inList id:list .
id:wording a cns:Rendering ; rdfs:label "“good order” for public order"@en ; cns:renders id:order ;
  cns:literalForm "good order"@en .
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service on a list, its placements and a wording."""
    with app_with(tmp_path_factory.mktemp("composed"), FACTS, {}) as app:
        yield app


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/zh/id/at-order", "公共秩序（列于“清单”）"),
        ("/zh/id/wording", "“good order”（“公共秩序”的译法）"),
        ("/zh/id/at-water", '<span lang="en">water on the list</span>'),  # one part has no Chinese name
        ("/en/id/at-order", "public order on the list"),
    ],
)
def test_a_title_is_made_of_chinese_parts(client: FlaskClient, address: str, title: str) -> None:
    """In Chinese where both parts are; else the English title stays, marked as such."""
    page = html.unescape(client.get(address, headers={"Accept": "text/html"}).text)
    found = re.search(r"<h1>(.*?)(?: <span class=\"other\".*)?</h1>", page)
    assert found
    assert found[1] == title
