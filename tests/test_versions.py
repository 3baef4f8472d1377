"""One version, told in five places, and dates that agree."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from importlib.metadata import version

import pytest

from tests.support import ROOT

#: Where the version stands, and how it is written there.
PLACES = {
    "CITATION.cff": r"^version: (\S+)$",
    "CHANGELOG.md": r"^## (\d\S*) \(",
    "ontology/cnskg.ttl": r'owl:versionInfo "([^"]+)"',
}
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def found(name: str, pattern: str) -> list[str]:
    """What a pattern finds in a file, in order."""
    return re.findall(pattern, (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("place", PLACES)
def test_the_version_is_one(place: str) -> None:
    """The version of pyproject.toml is the newest one that this place tells."""
    assert found(place, PLACES[place])[:1] == [VERSION]


def test_the_ontology_names_its_version_twice_the_same() -> None:
    """Version IRI and citation of the ontology name the version, too."""
    assert found("ontology/cnskg.ttl", r"owl:versionIRI <\S+/([^/>]+)>") == [VERSION]
    assert found("ontology/cnskg.ttl", r"system, version (\S+) \(") == [VERSION]


def test_the_ontology_names_the_version_before() -> None:
    """The version before the present one, if there was one, is named as such, by its IRI."""
    before = found("CHANGELOG.md", PLACES["CHANGELOG.md"])[1:2]
    assert found("ontology/cnskg.ttl", r"owl:priorVersion <\S+/([^/>]+)>") == before


def test_the_installed_package_is_of_this_version() -> None:
    """What runs here is what the files say."""
    assert version("cnskg") == VERSION


def test_the_citation_is_dated_like_the_release() -> None:
    """The citation has the date of the newest release in the changelog."""
    [cited] = found("CITATION.cff", r"^date-released: (\S+)$")
    assert found("CHANGELOG.md", r"^## \d\S* \((\S+)\)")[0] == date.fromisoformat(cited).isoformat()


def test_no_other_place_holds_the_version() -> None:
    """Code, docs and README hold no number that a release would have to change."""
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "cnskg").rglob("*.py")]
    assert [p.name for p in pages if VERSION in p.read_text(encoding="utf-8")] == []
