"""The names of propositions follow from their content, and the curator's tools write them."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.content import propositions as props
from cnskg.content.files import Content, Kind
from cnskg.errors import ContentError
from cnskg.rdf import OWL, TYPE
from tests.support import ROOT
from tests.support.cli import Cli
from tests.support.content import add, passage
from tests.support.turtle import triples

WEAKENS = "[ cns:subject id:council ; cns:relation cns:weakens ; cns:object id:report ]"
NESTED = f"[ cns:subject id:council ; cns:relation cns:believes ; cns:object {WEAKENS} ]"


def names(turtle: str) -> set[str]:
    """The names that the propositions of a text get."""
    return {str(name.value).removeprefix(ns.ID) for name, _ in props.settled(triples(turtle)).values()}


@pytest.mark.parametrize(
    ("turtle", "wanted"),
    [
        (f"id:c cns:contends {WEAKENS} .", {"p--council--weakens--report"}),
        (f"id:c cns:denies {NESTED} .", {"p--council--weakens--report", "p--council--believes--xd3482b3e"}),
        (
            "id:p--x cns:subject id:x ; cns:relation cns:trend ; cns:object cns:Rising ; cns:scope cns:Many .",
            {"p--x--trend--Rising--qc2f93ade"},
        ),
        (
            "id:c cns:contends [ cns:subject id:b ; cns:relation cns:matches ; cns:object id:a ] .",
            {"p--a--matches--b"},
        ),
    ],
    ids=["plain", "nested", "qualified", "both ways"],
)
def test_a_name_follows_from_the_content(turtle: str, wanted: set[str]) -> None:
    """Ends and relation are told by their local names; what is nested, and qualifiers, by eight digits of a digest."""
    assert names(turtle) == wanted


def test_the_same_said_anywhere_has_one_name() -> None:
    """Neither the order of writing nor the name it has now counts."""
    other = "id:p--old cns:object id:report ; cns:relation cns:weakens ; cns:subject id:council ."
    assert names(f"id:c cns:contends {WEAKENS} .") == names(other)


def test_a_long_name_ends_in_a_digest() -> None:
    """A name keeps within its length, the object told by a digest, and two long objects keep two names."""
    found = set()
    for end in ("a", "b"):
        long = "-".join(["word"] * 40) + f"-{end}"
        found |= names(f"id:c cns:contends [ cns:subject id:x ; cns:relation cns:weakens ; cns:object id:{long} ] .")
    assert len(found) == 2
    assert all(re.fullmatch("p--x--weakens--x[0-9a-f]{8}", name) for name in found)


@pytest.mark.parametrize(
    "turtle",
    [
        "id:c cns:contends [ cns:subject id:a ; cns:relation cns:weakens ] .",
        "id:c cns:contends [ cns:subject id:a ; cns:relation cns:weakens ; cns:object id:b , id:d ] .",
        "id:p--a cns:subject id:p--a ; cns:relation cns:weakens ; cns:object id:b .",
    ],
    ids=["an end missing", "an end twice", "within itself"],
)
def test_what_is_no_proposition_has_no_name(turtle: str) -> None:
    """It is refused, and the hint says what belongs to one."""
    with pytest.raises(ContentError) as refused:
        names(turtle)
    assert refused.value.hint.endswith(".")


def test_fmt_names_what_is_written_in_brackets(content: Path, run: Cli) -> None:
    """`check` tells file and line of a proposition in brackets; `fmt` describes it below, after what speaks of it."""
    path = passage(content, "p003")
    add(path, f"\nid:claim-rules cns:contends {NESTED} .\n")
    told = run("check")
    assert told.code == 1
    assert "a proposition without a name [unnamed-proposition]\n  Run `cnskg fmt " in told.out
    assert run("fmt").code == 0
    text = path.read_text(encoding="utf-8")
    assert "[" not in text
    assert "    cns:contends id:p--council--believes--xd3482b3e ;" in text
    subjects = [row for row in text.split("\n") if row.startswith("id:")]
    assert subjects[-2:] == ["id:p--council--believes--xd3482b3e", "id:p--council--weakens--report"]
    assert run("check").code == 0


def test_fmt_mends_the_names_after_a_card_is_renamed(content: Path, run: Cli) -> None:
    """What is left of the old name in names of propositions, nested ones too, is replaced, with what points to it."""
    path = passage(content, "p003")
    add(path, f"\nid:claim-rules cns:contends {NESTED} .\n")
    assert run("fmt").code == 0
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("cns:object id:report ", "cns:object id:council "), encoding="utf-8")
    assert "[proposition-name]" in run("check").out
    assert run("fmt").code == 0
    text = path.read_text(encoding="utf-8")
    assert "p--council--weakens--report" not in text and "xd3482b3e" not in text
    assert run("check").code == 0


def test_the_relations_that_hold_both_ways_are_those_of_the_ontology() -> None:
    """What the formatter turns round is symmetric by the ontology, and nothing else of the list is."""
    content = Content.read(ROOT, Kind.ONTOLOGY)
    symmetric = {t.subject.value for t in content.triples(Kind.ONTOLOGY) if t.object.value == OWL + "SymmetricProperty"}
    listed = {iri for iri, types in content.types.items() if ns.CNS + "Relation" in types}
    assert symmetric & listed == props.SYMMETRIC


def test_nothing_follows_from_what_is_only_said() -> None:
    """No relation that stands in propositions only is ever stated of two things as a fact."""
    content = Content.read(ROOT)
    own = {
        t.subject.value
        for t in content.triples(Kind.ONTOLOGY)
        if isinstance(t.object, ox.Literal) and t.object.value.endswith("; in propositions only.")
    }
    assert len(own) > 30
    stated = {t.predicate.value for kind in Kind if kind != Kind.ONTOLOGY for t in content.triples(kind)}
    assert own & stated == set()
    assert TYPE in stated
