"""The subjects that can be compared: by kind, filtered by name, with a sign where the documents dispute."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.releases import app_with

PAGE = {"Accept": "text/html"}
SUBJECTS = {"order": "Concept", "river-law": "Law", "harbour-law": "Law"}
#: On order the documents are at odds, on one law they differ, on the other they say nothing of each other.
FACTS = """
id:one a cns:SourceDocument ; rdfs:label "One 2020"@en . id:two a cns:SourceDocument ; rdfs:label "Two 2021"@en .
id:order a cns:Concept ; rdfs:label "public order"@en , "秩序"@zh-hans .
id:river-law a cns:Law ; rdfs:label "River Law"@en . id:harbour-law a cns:Law ; rdfs:label "Harbour Law"@en .
""" + "".join(
    f"id:a-{slug} a cns:Claim ; cns:about id:{slug} ; cns:statedIn id:one ."
    f"id:b-{slug} a cns:Claim ; cns:about id:{slug} ; cns:statedIn id:two ."
    for slug in SUBJECTS
)
DISPUTES = "id:a-order cns:atOddsWith id:b-order . id:a-river-law cns:nuances id:b-river-law ."


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service on two documents that speak of three things."""
    with app_with(tmp_path_factory.mktemp("comparable"), FACTS + DISPUTES, {}) as app:
        yield app


def told(client: FlaskClient, address: str) -> dict[str, list[tuple[str, str]]]:
    """By heading the subjects below it, each with its sign."""
    page = html.unescape(client.get(address, headers=PAGE).text)
    parts = re.findall(r'<h2 id="(\w+)">.*?<ul class="questions">(.*?)</ul>', page, re.S)
    row = r'of=([\w-]+)"[^>]*>[^<]+</a> <span class="note">[^<]+</span>(?: <strong class="dispute">(.)[^<]*</strong>)?'
    return {kind: re.findall(row, rows) for kind, rows in parts}


def test_subjects_stand_by_kind_with_a_sign_where_documents_dispute(client: FlaskClient) -> None:
    """Each once, below its kind; at odds is told apart from a difference, and where there is neither is no sign."""
    assert told(client, "/compare") == {
        "laws": [("harbour-law", ""), ("river-law", "≠")],
        "topics": [("order", "⚡")],
    }


@pytest.mark.parametrize(("find", "found"), [("river", ["river-law"]), ("秩序", ["order"]), ("penguin", [])])
def test_subjects_are_filtered_by_name(client: FlaskClient, find: str, found: list[str]) -> None:
    """By words of a name in any language, on the page as in the table, which the page links as filtered."""
    kinds = told(client, f"/compare?find={find}")
    assert [slug for held in kinds.values() for slug, _ in held] == found
    table = client.get(f"/compare?find={find}&format=csv").text
    assert [line.split("/id/")[1].partition(",")[0] for line in table.splitlines()[1:]] == found
    page = client.get(f"/compare?find={find}", headers=PAGE).text
    assert f"{len(found)} of 3 have" in page
    assert re.search(r"/compare\?(format=csv&amp;find=|find=[^&]+&amp;format=csv)", page)
