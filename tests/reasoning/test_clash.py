"""Planted nonsense is caught, and said in words with file, line and passage."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cnskg.checks import dates
from cnskg.checks.check import run_all
from cnskg.content.files import Content
from cnskg.errors import ContentError
from cnskg.explaining import contradictions
from cnskg.reasoning import derive, hermit

Plant = Callable[[str], Content]
HERE = "data/passages/doc-b/p099-planted.ttl:"
#: What is planted, what the message must say, and how many statements clash.
CASES = {
    "a person is an organ": (
        "id:person-one a cns:PartyOrgan .",
        "Person One cannot be both a collective and a person",
        2,
    ),
    "a tenure of two people": (
        "id:tenure-1 cns:holder id:person-two .",
        "Person One as chair cannot have two values of “has holder”",
        2,
    ),
    "an organ holds a post": (
        'id:tenure-9 a cns:Tenure ; skos:prefLabel "odd"@en ; cns:holder id:mss ; cns:post id:post-clerk .',
        "cannot be both a collective and a person",
        2,
    ),
    "a law is a person by its use": (
        "id:law-first cns:holds id:post-clerk .",
        "cannot be both",
        2,
    ),
    "a claim disputes itself": (
        "id:claim-b1 cns:disputes id:claim-b1 .",
        "cannot relate the list changes to itself",
        1,
    ),
    "two laws revise one another": (
        "id:law-first cns:revisionOf id:law-second .",
        "cannot hold both between",
        2,
    ),
    "a claim supports what it disputes": (
        "id:claim-b1 cns:supports id:claim-a1 .",
        "cannot relate to the list is stable both by",
        2,
    ),
    "two superiors of one another": ("id:mss cns:directs id:cnsc .", "“directs” cannot hold both between", 2),
    "a placement in two lists": ("id:placement-1 cns:inList id:list-second .", "two values of “is in list”", 2),
    "a party organ that is a state organ": ("id:cnsc a cns:StateOrgan .", "both a party organ and a state organ", 2),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_planted_nonsense_is_said_in_words(planted: Plant, name: str) -> None:
    """The clash names the planted line, the other statement, and no statement that it can do without."""
    text, words, count = CASES[name]
    content = planted(text)
    inferred = derive.derive(content)
    with pytest.raises(ContentError) as caught:
        contradictions.require(inferred)
    message = str(caught.value)
    assert words in message
    assert HERE in message
    assert "[psg:doc-b/p099]" in message
    first = message.split("\n  ")[1:]
    assert any(HERE in row for row in first)
    assert sum(".ttl:" in row and "rule " not in row for row in _first_group(message)) == count


def _first_group(message: str) -> list[str]:
    """The rows of the first clash of a message."""
    rows = message.split("\n")[1:]
    ends = [i for i, row in enumerate(rows) if i and row.startswith("  ") and not row.startswith("   ")]
    return rows[: ends[0]] if ends else rows


@pytest.mark.slow
def test_what_only_hermit_sees_is_shrunk(planted: Plant) -> None:
    """A number that is no number clashes with its range; HermiT alone sees it, and one statement is left."""
    content = planted('id:quantity-9 a cns:Quantity ; skos:prefLabel "odd"@en ; cns:value "many" .')
    result = derive.derive(content)
    contradictions.require(result)
    report = hermit.check(result)
    assert not report.consistent
    with pytest.raises(ContentError) as caught:
        contradictions.require_report(report, result)
    message = str(caught.value)
    assert "HermiT finds" in message
    assert f"{HERE}" in message
    assert "many" in message
    assert message.count(".ttl:") == 1


def test_shrinking_finds_a_smallest_part() -> None:
    """Only what it takes is left, wherever it stands."""
    items = [(str(i), "p", "o") for i in range(40)]
    needed = {items[3], items[17], items[38]}
    assert set(contradictions.shrink(items, lambda some: needed <= set(some))) == needed


def test_dates_of_the_sample_are_in_order(sample_content: Content) -> None:
    """What no one can be sure of is no finding: a law of 2020 may well be adopted by an organ founded in 2020."""
    assert run_all(sample_content, dates.CHECKS) == []
