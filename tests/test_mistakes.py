"""The mistakes of a curator's day: each is told, with file, line and how to mend it; docs/faults.md shows them all."""

from __future__ import annotations

import re

import pytest

from cnskg.checks import registry
from cnskg.quality import queries
from tests.support import ROOT, faults_page
from tests.support.mistakes import Mistake, mistakes, told

PAGE = faults_page.DOCS.read_text(encoding="utf-8")
#: Told of a file as a whole: it is where nothing reads it.
WITHOUT_A_LINE = {"data/mss.ttl", "data/entities/terms.tll"}


@pytest.fixture(scope="module")
def found() -> dict[Mistake, list[str]]:
    """What the commands tell of each mistake, planted once for all tests."""
    return told()


@pytest.mark.parametrize("mistake", mistakes(), ids=lambda one: one.what)
def test_a_mistake_is_told(mistake: Mistake, found: dict[Mistake, list[str]]) -> None:
    """Its rule tells of it once, in its file, at its line, and says how to mend it."""
    [said] = found[mistake]
    first, *hint = said.split("\n")
    assert hint
    assert (re.match(r"\S+:[0-9]+: ", first) is None) == (mistake.file in WITHOUT_A_LINE)


def test_the_page_shows_the_mistakes(found: dict[Mistake, list[str]]) -> None:
    """What was told stands on the page; `python -m tests.support.faults_page` writes it anew."""
    assert faults_page.day(found) in PAGE


def test_the_page_has_each_rule_once() -> None:
    """The page counts the faults, has a part of each rule and check of quality, and none is without a fault."""
    names = [check.name for checks in registry.everything(ROOT).values() for check in checks]
    assert re.findall("^### `(.+)`$", PAGE, re.M) == [*names, *(query.name for query in queries.checks())]
    assert PAGE.startswith(faults_page.HEAD.format(figures=faults_page.figures()))
    assert faults_page.figures().count("| none |") == 4
