"""The pictures on the real release: what a reader comes for is there, and pages stay light."""

from __future__ import annotations

import csv
import html
import io
import re

import pytest
from flask.testing import FlaskClient

from cnskg.web.pictures.routes import PICTURES

PAGE = {"Accept": "text/html"}


def rows(client: FlaskClient, address: str) -> list[dict[str, str]]:
    """The table of a picture, from its CSV."""
    return list(csv.DictReader(io.StringIO(client.get(f"/pictures/{address}").text)))


def held(client: FlaskClient, then: str) -> dict[tuple[str, str], str]:
    """What is known of people and their posts as of a date."""
    found = rows(client, f"network.csv?as-of={then}")
    return {(row["who"], row["what"]): row["known"] for row in found if row["relation"] == "held the post"}


@pytest.mark.parametrize("name", PICTURES)
def test_a_page_is_light_and_all_its_links_lead_somewhere(client: FlaskClient, name: str) -> None:
    """A page weighs less than 150 kB; what it draws and lists as evidence is there."""
    answer = client.get(f"/pictures/{name}", headers=PAGE)
    assert answer.status_code == 200
    assert len(answer.data) < 150_000
    found = sorted({html.unescape(link) for link in re.findall(r'href="(/[^"]*)"', answer.text)})
    assert len(found) > 20
    for address in [link for link in found if link.startswith("/passage/")][:5] + found[:5]:
        with client.get(address, headers=PAGE) as got:
            assert got.status_code == 200, address


def test_posts_as_of_june_2022_and_2023(client: FlaskClient) -> None:
    """Nobody stays minister because no text says that he has gone: he was last named, and another has begun."""
    post = "Minister of State Security of China"
    before, after = held(client, "2022-06"), held(client, "2023-06")
    assert before["Chen Wenqing", post] == after["Chen Wenqing", post] == "last named 2021"
    assert ("Chen Yixin", post) not in before
    assert after["Chen Yixin", post] == "since October 2022, inferred"


def test_the_lists_that_grew(client: FlaskClient) -> None:
    """Eleven types became sixteen and twenty; political security is the bedrock of two hierarchies."""
    found = rows(client, "types.csv")
    sizes = [sum(row["list"] == f"list of {n}" for row in found) for n in ("11 types of 2014", "16 types", "20 types")]
    assert sizes == [11, 16, 20]
    assert sum(row["concern"] == "political security" and row["tier"] == "bedrock" for row in found) == 2


def test_disputes_between_documents_are_told_first(client: FlaskClient) -> None:
    """The table begins with the pairs in dispute, each with both its passages and the reason of the comparison."""
    page = html.unescape(client.get("/pictures/agreement", headers=PAGE).text)
    first = page.split("<tbody>")[1].split("</tr>")[0]
    assert "✕ dispute" in first
    assert first.count('class="psg"') == 2
    assert 'class="why"' in first
