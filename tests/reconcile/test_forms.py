"""Messy names: the other forms in which they are looked for, none of which makes a match; without a release."""

from __future__ import annotations

import json

import pytest

from cnskg.folding import fold, readings
from cnskg.namespaces import ID
from cnskg.reconciling import asked
from cnskg.reconciling.forms import forms
from cnskg.reconciling.matching import Candidate, candidates, judged
from cnskg.reconciling.types import Types
from cnskg.release.shape import Shape
from cnskg.search.entries import Entry, Name
from cnskg.search.searcher import Searcher

NAMES = {
    "stoltenberg": ["Jens Stoltenberg"],
    "greitens": ["Sheena Chestnut Greitens"],
    "hong-kong-law": ["Hong Kong National Security Law (2020)"],
    "security-law": ["National Security Law (2015)"],
    "spy-law-2014": ["Counter-Espionage Law (2014)", "中华人民共和国反间谍法", "反间谍法"],
    "spy-law-2023": ["Counter-Espionage Law (2023 revision)", "中华人民共和国反间谍法"],
}


def name(text: str) -> Name:
    """A name as the index has it."""
    return Name(text, "en", True, fold(text), tuple(readings(text)))


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    """A search over some people and laws."""
    return Searcher.over(
        Entry(ID + local, ("cns:Thing",), "people", tuple(name(text) for text in names))
        for local, names in NAMES.items()
    )


def reconciled(searcher: Searcher, text: str) -> list[Candidate]:
    """The candidates for a name, judged."""
    query, types = asked.Query(text), Types({}, {}, Shape())
    return judged(candidates(searcher, query, types), query, types, {}, lambda _: False)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Stoltenburg, Jens", "stoltenberg"),
        ("Stoltenburg Jens", "stoltenberg"),
        ("Dr. Sheena C. Greitens", "greitens"),
        ("HK National Security Law", "hong-kong-law"),
        ("Nat'l Security Law", "security-law"),
    ],
)
def test_another_form_finds_and_never_matches(searcher: Searcher, text: str, right: str) -> None:
    """Titles, initials, abbreviations and a surname in front of a misspelt name lead to the thing, as a guess that is
    told as one."""
    first = reconciled(searcher, text)[0]
    assert (first.id, first.match, first.features["name_rewritten"]) == (right, False, 1.0)
    assert first.score <= 87


def test_short_forms_are_not_looked_for() -> None:
    """Of what is left of a name when its titles are gone, too few letters are no form; nor has one in hanzi any."""
    assert forms("Dr. Wu") == forms("习近平") == []
    assert forms("Prof. Yan Xuetong") == ["yan xuetong", "xuetong yan"]


@pytest.mark.parametrize("text", ["反间谍法", "fanjiandie fa", "fǎn jiàndié fǎ"])
def test_a_short_name_of_two_laws_is_no_match(searcher: Searcher, text: str) -> None:
    """One of two laws has the short form on its card; it is short for the other one's, too, also as it is read."""
    found = reconciled(searcher, text)
    assert [one.id for one in found] == ["spy-law-2014", "spy-law-2023"]
    assert not any(one.match for one in found)


@pytest.mark.parametrize("text", [ID + "greitens", "id:greitens", f" {ID}greitens "])
def test_an_id_in_a_cell_is_the_thing(searcher: Searcher, text: str) -> None:
    """Whoever has the addresses of things in the column has them matched."""
    [one] = reconciled(searcher, text)
    assert (one.id, one.match, one.features) == ("greitens", True, {"id": 1.0})


def test_blank_cells_say_nothing_and_iris_are_names_of_terms() -> None:
    """A hint without a value is none, and does not undo a match; types and properties may be given by their IRIs."""
    blank = [{"pid": "office", "v": ""}, {"pid": "year", "v": [" "]}]
    hints = [*blank, {"pid": "cns:memberOf", "v": "x"}]
    told = {"query": "x", "type": "https://w3id.org/cnskg/ontology#Person", "properties": hints}
    query = asked.queries(json.dumps({"q": told}))["q"]
    assert query.types == ("Person",)
    assert query.hints == (asked.Hint("memberOf", ("x",)),)


TYPES = Types({}, {}, Shape())
PERSON = Entry(ID + "li-wenliang", ("cns:Person",), "people", (name("Li Wenliang"), name("李文亮")), mentions=2)
LETTERS = Entry(ID + "zhang-yi", ("cns:Person",), "people", (name("Zhang Yi"),))
ORGAN = Entry(ID + "mps", ("cns:Ministry",), "organisations", (name("公安部"), name("party state")))


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("Li Wenliang", "li-wenliang"),
        ("Li Wen Liang", "li-wenliang"),
        ("liwenliang", "li-wenliang"),
        ("Wenliang Li", "li-wenliang"),
        ("Liwen Liang", ""),  # 梁立文, given name first
        ("Wenli Angli", ""),
        ("Zhang Yi", "zhang-yi"),
        ("张毅", ""),  # characters that sound so, of a card that does not tell its own
        ("gong'an bu", "mps"),
        ("gongan bu", "mps"),
        ("gong anb u", ""),
        ("party state", "mps"),
        ("party-state", "mps"),
        ("state party", ""),  # which is another thing
    ],
)
def test_letters_parted_otherwise_are_another_name(text: str, certain: str) -> None:
    """A match has its words parted as the name has them, its own characters, and but for people the same order."""
    query = asked.Query(text)
    found = judged(candidates(Searcher.over([PERSON, LETTERS, ORGAN]), query, TYPES), query, TYPES, {}, lambda _: False)
    assert [one.id for one in found if one.match] == [certain] * bool(certain)
    assert found or text in ("Wenli Angli", "gong anb u")


def test_a_title_and_a_surname_mean_people_of_that_name() -> None:
    """General Secretary Li is looked for among people called Li, and is never certain."""
    query = asked.Query("General Secretary Li")
    found = candidates(Searcher.over([PERSON, LETTERS, ORGAN]), query, TYPES)
    assert [(one.id, one.exact) for one in found] == [("li-wenliang", False)]
