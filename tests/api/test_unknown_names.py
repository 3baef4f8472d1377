"""Names and properties that there are not, names of several things, and searches, at the Python door."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

import cnskg
from cnskg import AmbiguousName, KnowledgeGraph, UnknownName, errors
from cnskg.namespaces import ID
from cnskg.search.entries import Entry, Name
from cnskg.search.found import Found, Hit, Tier
from tests.support.foreign import saying

JSON = {"Content-Type": "application/sparql-results+json"}
YES = b'{"head": {}, "boolean": true}'


@pytest.mark.parametrize("spelled", ["cns:start", "strats", "cns:", "", "http://example.org/no", "http://a b", "no:pe"])
def test_a_property_that_there_is_not(kg: KnowledgeGraph, spelled: str) -> None:
    """A misspelt property is told, with near ones, and does not look like one of which nothing is said."""
    with pytest.raises(UnknownName, match="there is no property") as caught:
        kg["id:council"][spelled]
    assert ("cns:starts (starts in)" in str(caught.value)) is ("st" in spelled)


def test_no_property_at_all(folder: KnowledgeGraph) -> None:
    """A number is no property; a thing that is none is told as such; in a proof and a proposition, too."""
    with pytest.raises(errors.UsageError, match="int is no property"):
        folder["id:council"][5]  # type: ignore[index]
    for ask in (
        lambda: folder["id:council"][folder["id:ann-author"]],
        lambda: folder.explain("id:council", "cns:heds", "id:council"),
        lambda: folder.propositions(relation="cns:persues"),
    ):
        with pytest.raises(UnknownName, match="there is no property"):
            ask()


@pytest.mark.parametrize("name", ["Council of Exmples", "id:counci", "counsil"])
def test_unknown_names(kg: KnowledgeGraph, name: str) -> None:
    """A name that nothing bears is told with near ones, as a KeyError with candidates."""
    with pytest.raises(UnknownName, match="id:council") as caught:
        kg[name]
    assert isinstance(caught.value, KeyError)
    assert caught.value.candidates[0].curie == "id:council"


@pytest.mark.parametrize("name", ["x" * 1_000_000, "Ann Author" + " " * 300 + "Nobody", "", "<x y>", "http://a b"])
def test_names_that_are_none(kg: KnowledgeGraph, name: str) -> None:
    """A name of a million characters, an empty one, one that only begins well: unknown, in a short message."""
    with pytest.raises(UnknownName) as caught:
        kg[name]
    assert len(str(caught.value)) < 300


def pages_of(*pages: tuple[int, list[int]]) -> Callable[[int], bytes]:
    """The search of a service: pages, each with how many things there are in all, and the numbers of those it has."""

    def page(number: int) -> bytes:
        found, some = pages[number - 1]
        hits = [
            {"iri": f"{ID}x-{n}", "name": f"x {n}", "kind": [], "group": "people", "description": "", "matched": "x",
             "score": 80}
            for n in some
        ]  # fmt: skip
        return json.dumps({"found": found, "results": hits, "did_you_mean": [], "instead": ""}).encode()

    return page


OURS = JSON | {"X-Cnskg-Release": "abc"}


@pytest.mark.parametrize(("most", "wanted"), [(1000, 5), (4, 4), (3, 3), (1, 1), (0, 0)])
def test_a_search_gives_all_that_is_asked_for(most: int, wanted: int) -> None:
    """A search at a service goes through its pages, until all is there or as much as was asked for."""
    search = pages_of((5, [0, 1]), (5, [2, 3]), (5, [4]))
    with saying(lambda _: (200, OURS, YES), search=search) as url:
        assert [one.curie for one in cnskg.open(url).find("x", most=most)] == [f"id:x-{n}" for n in range(wanted)]


@pytest.mark.parametrize("second", [(3, [1]), (2, [])])
def test_a_search_that_changes_is_no_answer(second: tuple[int, list[int]]) -> None:
    """Where the pages of a search are not of one release, or end before all is told, none of them is given."""
    with saying(lambda _: (200, OURS, YES), search=pages_of((2, [0]), second)) as url:
        kg = cnskg.open(url)
        with pytest.raises(errors.RemoteFailure, match="found 2 things, and then others"):
            kg.find("x", most=10)


def test_a_page_is_no_question(kg: KnowledgeGraph) -> None:
    """A text of a million characters is refused, wherever the graph is, and does not look like one that has no hits."""
    with pytest.raises(errors.UsageError, match="what is asked has 1,000,000 characters"):
        kg.find("习" * 1_000_000)


def test_ambiguous_names(folder: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that several things bear lists them, and picks none."""
    name = Name("Li Wei", "en", True, "", ())
    entries = [Entry(f"https://w3id.org/cnskg/id/li-wei-{n}", (), "people", (name,)) for n in (1, 2)]
    hits = [Hit(entry, "Li Wei", Tier.WHOLE) for entry in entries]
    monkeypatch.setattr(type(folder.source), "find", lambda *_: Found(hits, []))
    with pytest.raises(
        AmbiguousName, match=r"2 things are called 'Li Wei'\n  They are: id:li-wei-1 \(Li Wei\), id:li"
    ) as caught:
        folder["Li Wei"]
    assert [one.curie for one in caught.value.candidates] == ["id:li-wei-1", "id:li-wei-2"]
