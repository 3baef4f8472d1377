"""Answers are of a size that is read: each bound cuts, and what it cuts is told."""

from __future__ import annotations

import pytest

from cnskg.assisting import door, packing, proofs, resources
from cnskg.assisting.packing import Pack
from cnskg.assisting.shapes import Answer
from cnskg.namespaces import CNS, ID, PSG
from tests.support.assistant import Asked


def test_an_answer_ends_where_it_is_too_long(assistant: Asked) -> None:
    """Of items that are long together as many are given as fit, at least one, and the answer says where to go on."""
    answer = Answer()
    made = Pack(assistant.door.kg, answer).take(range(50), lambda n: f"{n} {'x' * 3_000}", 0, 50)
    assert len(made) == packing.MOST_LETTERS // 3_000
    assert answer.more == f"{50 - len(made)} more of 50: ask again with start={len(made)}"
    assert len(Pack(assistant.door.kg, Answer()).take(["x" * 90_000], str, 0, 5)) == 1


def test_a_long_proof_is_cut_at_a_line() -> None:
    """The words of a long proof end with a whole line and how to go on; those of a short one are whole."""
    told = door._cut("a line of a proof\n" * 1_000)
    assert len(told) < door.MOST_WORDS + 100
    assert told.endswith("a line of a proof\n… (explain the premises one by one for the rest)")
    assert door._cut("short") == "short"


def test_a_proof_has_only_so_many_steps(assistant: Asked) -> None:
    """A proof that goes down and down is told up to a bound."""
    proof: dict[str, object] = {}
    for n in range(100):
        ends = {"subject": f"{ID}a{n}", "predicate": CNS + "partOf", "object": f"{ID}b{n}"}
        proof = {**ends, "words": str(n), "rule": "transitive", "premises": [proof] if proof else []}
    found, left = proofs.steps(proof, Pack(assistant.door.kg, Answer()), assistant.door.kg.marks)
    assert (len(found), left) == (proofs.MOST_STEPS, True)


def test_few_things_are_kept(assistant: Asked) -> None:
    """What is kept for those who read on does not grow with all that was ever asked."""
    assert assistant.door._facts.cache_parameters()["maxsize"] == door.MOST_KEPT


def test_a_passage_that_states_much_is_cut(assistant: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a passage with many statements the first are told, and how many more there are."""
    monkeypatch.setattr(resources, "MOST_STATED", 1)
    told = assistant.read(PSG + "report/p002")
    assert told.count("[asserted]") == 1
    assert "- and 1 more: ask CONSTRUCT in SPARQL" in told
