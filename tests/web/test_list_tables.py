"""A list as a table to take away: the rows that are found, in the order that is asked for."""

from __future__ import annotations

import csv
import html
import re

from flask.testing import FlaskClient

PAGE = {"Accept": "text/html"}


def rows(client: FlaskClient, address: str) -> list[dict[str, str]]:
    """The rows of a table by column."""
    got = client.get(address)
    assert (got.status_code, got.mimetype) == (200, "text/csv")
    return list(csv.DictReader(got.text.splitlines(keepends=True)))


def test_a_filtered_list_gives_the_table_of_its_rows(client: FlaskClient) -> None:
    """The page links a table with the rows that hold the words, and no others; names and IRIs."""
    page = client.get("/laws?find=espionage", headers=PAGE).text
    link = re.search(r'href="(/laws\?[^"]*format=csv[^"]*)"', page)
    assert link
    found = rows(client, html.unescape(link[1]))
    assert [one["law"] for one in found] == ["Counter-Espionage Law"]
    assert found[0]["law_iri"].endswith("/id/counter-espionage-law")
    assert "format=csv" not in client.get("/laws", headers=PAGE).text.partition("/sparql")[0]


def test_the_table_of_a_list_is_sorted_as_the_page(client: FlaskClient) -> None:
    """It has all rows, in the order that is asked for; another format is refused."""
    names = [one["law_iri"] for one in rows(client, "/laws?sort=law&format=csv")]
    assert len(names) == 2
    assert [one["law_iri"] for one in rows(client, "/laws?sort=-law&format=csv")] == names[::-1]
    assert client.get("/laws?format=pdf").status_code == 406
