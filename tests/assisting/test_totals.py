"""Totals are true: what is said to be left is left, an empty page says so, and nothing is dropped in silence."""

from __future__ import annotations

from typing import Any

import pytest

from cnskg.assisting import proofs
from tests.support.assistant import Asked

ALL = {
    "SELECT ?s ?p ?o { ?s ?p ?o }": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "CONSTRUCT WHERE { ?s ?p ?o }": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
}
REST = "only the first 300 are told; for others use ORDER BY, LIMIT and OFFSET"


@pytest.mark.parametrize("sparql", ALL)
def test_rows_are_counted_to_the_end(assistant: Asked, sparql: str) -> None:
    """Of rows and statements it is told how many there are, on the first page, on a later one and beyond the end."""
    total = int(assistant("ask", sparql=ALL[sparql]).data["rows"][0]["cells"][0]["name"])
    assert total > 300
    first = assistant("ask", sparql=sparql, limit=3)
    assert first.data["more"] == f"{total - 3} more of {total}: ask again with start=3; {REST}"
    last = assistant("ask", sparql=sparql, start=298, limit=3)
    assert last.data["more"] == f"{total - 300} more of {total}, and {REST}"
    beyond = assistant("ask", sparql=sparql, start=total - 1)
    assert beyond.data["more"] == f"no more from {total - 1} on: there are {total}, and {REST}"
    assert "Nothing" not in beyond.text


def test_things_are_counted_to_the_end(assistant: Asked) -> None:
    """A search tells how many things it found, however few of them are told, and each of them can be had."""
    found = assistant.door.kg.find("e", most=10_000)
    assert len(found) > 10
    assert (
        assistant("find", text="e", limit=1).data["more"]
        == f"{len(found) - 1} more of {len(found)}: ask again with start=1"
    )
    told = assistant("find", text="e", start=len(found) - 1, limit=100).data
    assert ([one["thing"]["id"] for one in told["found"]], told["more"]) == ([found[-1].curie], "")


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("find", {"text": "Council"}),
        ("entity", {"name": "id:council"}),
        ("ask", {"sparql": "SELECT ?x { ?x a cns:StateOrgan }"}),
        ("ask", {"sparql": "CONSTRUCT WHERE { id:council cns:starts ?x }"}),
        ("who_says", {"subject": "id:council"}),
        ("contends_denies", {"subject": "Ann Author"}),
    ],
)
def test_a_page_beyond_the_end(assistant: Asked, tool: str, arguments: dict[str, Any]) -> None:
    """Whoever reads on beyond the end is told that there is no more, and how much there was."""
    beyond = assistant(tool, **arguments, start=900)
    assert beyond.data["more"].startswith("no more from 900 on: there are ")
    assert "Nothing" not in beyond.text
    assert "No " not in beyond.text


def test_where_there_is_nothing(assistant: Asked) -> None:
    """An answer without a row says so on any page; a truth has no pages."""
    empty = assistant("ask", sparql="SELECT ?x { ?x a cns:Crisis }", start=5)
    assert (empty.text.splitlines()[0], empty.data["more"]) == ("Nothing answers the query.", "")
    truth = assistant("ask", sparql="ASK { id:council a cns:Organ }", start=5)
    assert (len(truth.data["rows"]), truth.data["more"]) == (1, "")


def test_a_cut_proof_says_so(assistant: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a proof has more steps than are told, the answer says so; where it has not, it does not."""
    arguments = {"subject": "id:council", "relation": "a", "object": "cns:Organ"}
    assert assistant("explain", **arguments).data["more"] == ""
    monkeypatch.setattr(proofs, "MOST_STEPS", 1)
    cut = assistant("explain", **arguments)
    assert (len(cut.data["steps"]), "the proof has more steps" in cut.text) == (1, True)


def test_names_are_all_told(assistant: Asked) -> None:
    """A bound on statements is none on names."""
    assert (
        len(assistant("entity", name="id:council", limit=1).data["names"])
        == len(assistant.door.kg["id:council"].names)
        > 1
    )
