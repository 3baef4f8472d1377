"""By which of its names a page calls a thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.support.releases import app_with


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app whose release names a person in two languages."""
    with app_with(tmp_path_factory.mktemp("naming"), "", {}) as app:
        yield app


@pytest.mark.parametrize(
    ("address", "title", "other"),
    [("/id/xi-jinping", "Xi Jinping", "习近平"), ("/zh/id/xi-jinping", "习近平", "Xi Jinping")],
)
def test_the_title_is_in_the_language_of_the_page(app: Flask, address: str, title: str, other: str) -> None:
    """Of a thing's names that in the page's language is its title; the other one stands beside it."""
    text = app.test_client().get(address, headers={"Accept": "text/html"}).text
    heading = text.partition("<h1>")[2].partition("</h1>")[0]
    assert heading.strip().startswith(title)
    assert other in heading
    assert re.search(rf"<title>{title}\b", text)
