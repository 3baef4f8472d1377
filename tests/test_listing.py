"""The lists by kind: all things of it, sorted, filtered, page by page; and the ways to them."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from cnskg.web.listing import MOST_ROWS
from cnskg.web.lists import ORDER, all_lists

PAGE = {"Accept": "text/html"}


def firsts(page: str) -> list[str]:
    """What stands in the first column."""
    return re.findall(r"<tr><td[^>]*><a [^>]+>([^<]+)</a>", page)


@pytest.mark.parametrize("name", ORDER)
def test_each_list_has_all_of_its_kind(name: str, client: FlaskClient) -> None:
    """A list has as many things as the page of all lists says, one row each, and no column without a value."""
    page = client.get(f"/{name}", headers=PAGE).text
    counted = re.search(r'<h1>[^<]+<span class="other">(\d+)</span>', page)
    assert counted
    lists = client.get("/lists", headers=PAGE).text
    told = re.search(rf'<a href="/{name}">[^<]+</a> <span class="note">(\d+)</span>', lists)
    assert told
    assert told[1] == counted[1]
    assert len(firsts(page)) == min(int(counted[1]), MOST_ROWS)
    columns = re.findall(r"\?([a-z]\w*)", all_lists()[name].section.asked.partition("{")[0])
    assert len(re.findall('<th scope="col"', page)) == len(columns) + bool(all_lists()[name].section.facts)


def test_a_list_is_sorted_by_any_column_both_ways(client: FlaskClient) -> None:
    """A column sorts, again backwards, times by time; what has no value there comes last either way."""
    by_name = firsts(client.get("/laws?sort=law", headers=PAGE).text)
    assert by_name == sorted(by_name, key=str.casefold)
    assert firsts(client.get("/laws?sort=-law", headers=PAGE).text) == by_name[::-1]
    dated = client.get("/laws?sort=-adopted", headers=PAGE).text
    assert firsts(dated)[0].startswith("Counter-Espionage Law (2023")
    assert 'aria-sort="descending"' in dated
    assert "sort=adopted" in dated


def test_a_list_is_filtered_by_words(client: FlaskClient) -> None:
    """All words must be there, whole or begun, in any column; none found is said."""
    page = client.get("/people?find=minister of public", headers=PAGE).text
    assert firsts(page) == ["Wang Xiaohong"]
    assert "1 of 68 have" in page
    assert "No row on this page" in client.get("/people?find=penguin", headers=PAGE).text


def test_a_list_has_pages(client: FlaskClient) -> None:
    """What does not fit stands on the next page, and together they have all; a page that is none is refused."""
    first, second = (client.get(f"/people?page={page}", headers=PAGE).text for page in (1, 2))
    assert len(set(firsts(first) + firsts(second))) == 68
    assert 'rel="next" href="/people?page=2"' in first
    assert 'rel="prev" href="/people"' in second
    assert client.get("/people?page=0").status_code == 400


def test_lists_are_found(client: FlaskClient) -> None:
    """The front page, the menu, a search and the page of a thing lead to them."""
    for address in ("/", "/search?q=Xi Jinping", "/id/xi-jinping"):
        assert 'href="/people"' in client.get(address, headers=PAGE).text
    assert "People: all 68" in client.get("/id/xi-jinping", headers=PAGE).text
    assert all(f'href="/{name}"' in client.get("/lists", headers=PAGE).text for name in ORDER)
