"""Pages as tables: all statements on a thing, all that a search finds, what documents say of a subject."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cnskg.namespaces import ID
from tests.support.releases import app_with

PAGE = {"Accept": "text/html"}
FACTS = """
id:one a cns:SourceDocument ; rdfs:label "One 2020"@en ; cns:advances id:c1 .
id:two a cns:SourceDocument ; rdfs:label "Two 2021"@en .
id:order rdfs:label "order; and, \\"law\\""@en .
id:c1 a cns:Claim ; rdfs:label "first claim"@en ; cns:about id:order ; cns:statedIn id:one ;
  cns:claimant id:xi-jinping ; cns:contends id:p ;
  cns:statedInPassage <https://w3id.org/cnskg/passage/doc-a/p1> ;
  cns:agreesInSubstance id:c2 .
id:c2 a cns:Claim ; rdfs:label "second claim"@en ; cns:about id:order ; cns:statedIn id:two ; cns:denies id:p .
id:p cns:hasEnd id:order ; rdfs:label "order is good"@en .
[] cns:compares id:c1 ; cns:comparedWith id:c2 ; cns:comparisonReason "Both say so."@en .
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service on a sample with two documents that speak of one thing."""
    with app_with(tmp_path_factory.mktemp("tables"), FACTS, {}) as app:
        yield app


def table(client: FlaskClient, address: str) -> list[dict[str, str]]:
    """The rows of a table by their heads, without what is empty."""
    got = client.get(address, headers=PAGE)
    assert (got.status_code, got.mimetype) == (200, "text/csv"), got.text
    return [{k: v for k, v in row.items() if v} for row in csv.DictReader(io.StringIO(got.text, newline=""))]


def test_all_statements_on_a_thing_are_a_table(client: FlaskClient) -> None:
    """Facts and mentions with names and IRIs, whether they are stated, and where; the page leads to it."""
    rows = table(client, "/id/xi-jinping.csv")
    chairs = next(row for row in rows if row["property_iri"].endswith("#chairs"))
    assert (chairs["value"], chairs["value_iri"], chairs["status"]) == (
        "Central National Security Commission", f"{ID}cnsc", "inferred",
    )  # fmt: skip
    mention = next(row for row in rows if row["property_iri"].endswith("#chairedBy"))
    assert (mention["subject_iri"], mention["status"]) == (f"{ID}cnsc", "stated")
    assert mention["evidence_iri"] == "https://w3id.org/cnskg/passage/doc-a/p1"
    assert 'href="/id/xi-jinping.csv"' in client.get("/id/xi-jinping?view=statements", headers=PAGE).text
    assert client.get("/id/nobody.csv").status_code == 404


def test_a_search_is_a_table(client: FlaskClient) -> None:
    """All that is found, of one kind where that is asked, with the name by which it was found."""
    rows = table(client, "/search?q=习近平&format=csv")
    assert (rows[0]["thing"], rows[0]["thing_iri"], rows[0]["matched"]) == ("Xi Jinping", f"{ID}xi-jinping", "习近平")
    assert table(client, "/search?q=习近平&kind=laws&format=csv") == []
    assert "format=csv" in client.get("/search?q=习近平", headers=PAGE).text
    assert client.get("/search?q=x&format=pdf").status_code == 406


def test_what_documents_say_is_a_table(client: FlaskClient) -> None:
    """Claims with who makes them and where, stances, pairs with our reason; and the subjects themselves."""
    (first, second) = table(client, "/compare?of=order&format=csv")
    assert (first["document_iri"], first["claim"], first["claimant"]) == (f"{ID}one", "first claim", "Xi Jinping")
    assert "passage_iri" in first
    assert "claimant" not in second
    stances = table(client, "/compare?of=order&format=csv&table=propositions")
    assert {(row["proposition"], row["stance"]) for row in stances} == {
        ("order is good", "contends"), ("order is good", "reports: denies"),
    }  # fmt: skip
    (pair,) = table(client, "/compare?of=order&format=csv&table=pairs")
    assert (pair["relation"], pair["other_iri"], pair["reason"]) == ("agree", f"{ID}c2", "Both say so.")
    (subject,) = table(client, "/compare?format=csv")
    assert subject == {"subject": 'order; and, "law"', "subject_iri": f"{ID}order", "documents": "2", "claims": "2"}


def test_its_words_are_in_the_language_of_the_address(client: FlaskClient) -> None:
    """Stances in Chinese below /zh; IRIs and heads are the same."""
    stances = table(client, "/zh/compare?of=order&format=csv&table=propositions")
    assert "contends" not in {row["stance"] for row in stances}


@pytest.mark.parametrize(("address", "status"), [("?of=order&format=csv&table=x", 400), ("?of=order&format=pdf", 406)])
def test_what_is_no_table_is_told(client: FlaskClient, address: str, status: int) -> None:
    """With those that there are."""
    got = client.get(f"/compare{address}")
    assert got.status_code == status
    assert "csv" in got.json["hint"] or "propositions" in got.json["hint"]


def test_a_page_leads_to_its_tables(client: FlaskClient) -> None:
    """Below each table its CSV."""
    page = client.get("/compare?of=order", headers=PAGE).text
    assert page.count("format=csv") == 3
    assert "format=csv" in client.get("/compare", headers=PAGE).text


def test_crawlers_leave_tables_and_sorted_lists(client: FlaskClient) -> None:
    """A list is crawled once, not once more for each way to sort or filter it."""
    told = client.get("/robots.txt").text
    for line in ("Disallow: /*?*sort=", "Disallow: /*?*find=", "Disallow: /zh/*?*sort=", "Disallow: /q/"):
        assert line in told.split("\n"), line
