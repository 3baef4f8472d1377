"""Names for people: the same from files and from a release, with the article that fits, and a bound on what is kept."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.content.files import Content
from cnskg.content.nouns import article
from cnskg.errors import UsageError
from cnskg.explaining import names
from cnskg.explaining.explainer import of_content
from cnskg.explaining.from_release import Ask, Row
from cnskg.explaining.names import FileNames, ReleaseNames
from cnskg.reasoning.derive import Inferred


def test_files_and_release_know_the_same_names(sample_content: Content, ask: Ask) -> None:
    """Things, literals, passages and cards are called the same, and are found by the same names."""
    here, there = FileNames(sample_content), ReleaseNames(ask)
    for iri in (f"{ns.ID}cnsc", f"{ns.CNS}commands", f"{ns.ID}nobody", '"5"', '""', '"a"@en'):
        assert here.name(iri) == there.name(iri)
    for graph in (f"{ns.PSG}doc-b/p001", ns.GRAPH_ENTITIES, ns.GRAPH_CALENDAR, ns.GRAPH_DOCUMENTS):
        assert here.source(graph) == there.source(graph)
    for name in ("person one", "Organ", "nobody at all"):
        assert here.find(name) == there.find(name)
    for spelling in ("PERSON ONE", "One, Person", "Pérson‑One", "ｐｅｒｓｏｎ one"):
        assert here.find(spelling) == there.find(spelling) == [f"{ns.ID}person-one"]


def test_a_thing_that_prefers_a_name_goes_before_those_that_only_have_it() -> None:
    """A name that one thing prefers is that thing's; another name serves where nothing prefers it, in any script."""
    pref, alt = ns.PREFIXES["skos"] + "prefLabel", ns.PREFIXES["skos"] + "altLabel"
    known = names.Bearers([("urn:a", pref, "State"), ("urn:b", alt, "state"), ("urn:b", alt, "國家")])
    assert known.find("STATE") == ["urn:a"]
    assert known.find("国家") == ["urn:b"]
    assert known.find(" – ") == []


def test_names_are_kept_within_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is asked for once, but strangers who ask for ever more things do not fill the memory."""
    asked: list[str] = []

    def ask(query: str, /, **values: Any) -> list[Row]:
        assert "prefLabel" in query
        asked.append(values["thing"].value)
        return [{"name": ox.Literal("thing", language="en")}]

    monkeypatch.setattr(names, "MOST_KEPT", 3)
    known = ReleaseNames(ask)
    assert [known.name("urn:0"), known.name("urn:0")] == ["thing", "thing"]
    assert asked == ["urn:0"]
    for i in range(5):
        known.name(f"urn:{i}")
    asked.clear()
    known.name("urn:4")
    known.name("urn:0")
    assert asked == ["urn:0"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("organ", "an organ"),
        ("law", "a law"),
        ("counter-sanctions", "counter-sanctions"),
        ("list of security concerns", "a list of security concerns"),
        ("leader with security background", "a leader with security background"),
        ("group of people", "a group of people"),
        ("laws that serve a type", "laws that serve a type"),
        ("conflict or crisis", "a conflict or crisis"),
        ("business", "a business"),
        ("campus", "a campus"),
        ("evidence", "evidence"),
        ("news in brief", "news in brief"),
        ("schema:Series", "a schema:Series"),
    ],
)
def test_a_noun_has_its_article(name: str, expected: str) -> None:
    """A or an before one thing; none before several things, and none before what cannot be counted."""
    assert article(name) == expected


def test_a_name_of_several_things_is_not_guessed(inferred: Inferred) -> None:
    """A word that several things bear is an error that lists them, and not the first of them."""
    explainer = of_content(inferred.content)
    bearers = ["urn:x:one", "urn:x:two"]
    explainer.names.find = lambda _: bearers  # type: ignore[method-assign]
    with pytest.raises(UsageError, match="several things bear the name") as caught:
        explainer.read("twin")
    assert all(one in caught.value.hint for one in bearers)
