"""How much is read of what a client asks for, and how much the service asks of the store at once; without a release."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

import pyoxigraph as ox
import pytest

from cnskg.errors import UsageError
from cnskg.namespaces import ID
from cnskg.query.result import Row
from cnskg.reconciling import asked, properties


def limited(**limit: object) -> int:
    """How many candidates a query gets."""
    return asked.queries(json.dumps({"q": {"query": "security", **limit}}))["q"].limit


def test_the_number_of_candidates_has_bounds() -> None:
    """Who names no number gets ten candidates, who names more than fifty gets fifty, and none at all is refused."""
    assert [limited(), limited(limit=None), limited(limit=1), limited(limit=9_999)] == [10, 10, 1, 50]
    for limit in (0, -1):
        with pytest.raises(UsageError, match=f"the limit of q is {limit}"):
            limited(limit=limit)


@pytest.mark.parametrize(
    ("read", "sized", "most", "said"),
    [
        (asked.queries, lambda size: {"q": {"query": "x" * size}}, 1_000, "the name of q has 1,001 characters"),
        (asked.queries, lambda size: dict.fromkeys(map(str, range(size)), "x"), 200, "201 queries in one batch"),
        (asked.extension, lambda size: {"ids": ["x"] * size, "properties": []}, 500, "501 ids in one extension"),
    ],
    ids=["name", "batch", "extension"],
)
def test_a_request_has_bounds(
    read: Callable[[str], object], sized: Callable[[int], object], most: int, said: str
) -> None:
    """A name, a batch or an extension as large as it may be is read, and refused with one more."""
    assert read(json.dumps(sized(most)))
    with pytest.raises(UsageError, match=said):
        read(json.dumps(sized(most + 1)))


def test_many_things_are_asked_for_in_several_queries() -> None:
    """The values of a thousand things all come, and no query for them is longer than 40 kB."""
    things = [f"{ID}a-thing-whose-name-is-long-{number}" for number in range(1_000)]
    queries = []

    def ask(query: str) -> Iterable[Row]:
        queries.append(query)
        for thing in re.findall(r"<([^>]+)>", query):
            yield {"thing": ox.NamedNode(thing), "value": ox.Literal("1")}

    assert sorted(properties.values(ask, properties.Property("p", "p", "?thing ?p ?value"), things)) == sorted(things)
    assert max(len(query) for query in queries) < 40_000
