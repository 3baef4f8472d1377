"""Words that analysts use for words that the graph has: what they find comes after what the words themselves find."""

from __future__ import annotations

import pytest

from cnskg.namespaces import compact
from cnskg.release.folder import Release
from cnskg.search.entries import entries
from cnskg.search.searcher import Searcher, Tier, of_release
from cnskg.search.synonyms import MOST_ALSO, alternatives, table
from tests.support.turtle import triples

THINGS = """
id:law a cns:Law ; skos:prefLabel "Counter-Espionage Law"@en , "反间谍法"@zh-hans .
id:film a cns:Event ; skos:prefLabel "festival"@en ; cns:description "Shows films on spies and the law."@en .
id:spying a cns:Field ; skos:prefLabel "spy lawyers"@en .
id:office a cns:Post ; skos:prefLabel "Minister of Trade"@en .
"""


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    """An index with a law, and with what holds the words by which the press calls it."""
    return Searcher.over(entries(triples(THINGS)))


def test_other_words_come_after_the_words_themselves(searcher: Searcher) -> None:
    """What holds all words stays first, then comes what is called otherwise, then what only begins so."""
    found = searcher.find("spy law")
    assert [(compact(hit.entry.iri), hit.tier) for hit in found.hits] == [
        ("id:film", Tier.TEXT),
        ("id:law", Tier.ALSO),
        ("id:spying", Tier.PARTS),
    ]
    assert found.also == ("counter espionage law",)


@pytest.mark.parametrize("exact", ["Counter-Espionage Law", "反间谍法", "festival"])
def test_what_is_called_so_needs_no_other_words(searcher: Searcher, exact: str) -> None:
    """A whole name is searched as it is."""
    assert searcher.find(exact).also == ()


def test_other_words_that_find_nothing_are_not_told(searcher: Searcher) -> None:
    """Of the words for one only those are named that something has."""
    found = searcher.find("boss of trade")
    assert found.also == ("minister of trade",)
    assert [hit.tier for hit in found.hits] == [Tier.ALSO]


@pytest.mark.parametrize(
    ("asked", "also"),
    [
        ("the spy laws of China", ("the counter espionage law of china",)),
        ("counter-espionage law", ()),  # holds "espionage law", and already says what stands for it
        ("间谍法 修订", ("反间谍法修订",)),
        ("反间谍法修订", ()),
        ("trade", ()),
    ],
)
def test_a_text_is_put_in_other_words(asked: str, also: tuple[str, ...]) -> None:
    """The longest words of the table are replaced, in the singular and the plural, and nothing within what is meant."""
    assert alternatives(asked) == also


def test_no_more_is_searched_than_one_waits_for() -> None:
    """However many words have others, a text is put in a few ways."""
    assert len(alternatives("the boss bullied the young people in a tech war over tips")) == MOST_ALSO


def test_the_table_does_not_rot(real: Release) -> None:
    """The release has all words that stand for others; nothing in it is called as these; each row tells why."""
    searcher = of_release(real.path)
    tiers = {one: {hit.tier for hit in searcher.find(one).hits} for row in table() for one in (*row.said, *row.found)}
    assert [one for row in table() for one in row.found if max(tiers[one], default=0) <= Tier.ALSO] == []
    assert [one for row in table() for one in row.said if Tier.WHOLE in tiers[one]] == []
    assert all(row.why for row in table())
    said = [one for row in table() for one in row.said]
    assert sorted(set(said)) == sorted(said)
