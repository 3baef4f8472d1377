"""OWL 2 DL and RL: the real ontology keeps to them, and what does not stops the work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cnskg.checks import owl_dl, statements
from cnskg.checks.check import require, run_all
from cnskg.content.files import Content
from cnskg.errors import ContentError
from tests.support import ROOT, rl
from tests.support.sample import make_content
from tests.support.turtle import HEAD

Extended = Callable[[str], Content]


@pytest.fixture
def extended(tmp_path: Path) -> Extended:
    """The sample with more Turtle in its ontology."""

    def extend(turtle: str) -> Content:
        folder = make_content(tmp_path / "extended")
        (folder / "ontology" / "zz.ttl").write_text(HEAD + turtle, encoding="utf-8")
        return Content.read(folder)

    return extend


def test_the_sample_is_owl_2_dl(sample_content: Content) -> None:
    """Ontology and sample keep all rules."""
    assert run_all(sample_content, owl_dl.PROFILE) == []


def test_the_curated_files_are_owl_2_dl() -> None:
    """So do ontology and data as curated."""
    require(Content.read(ROOT), owl_dl.PROFILE, "not OWL 2 DL")


def test_violations_stop_the_work(extended: Extended) -> None:
    """The error lists findings and says what to read."""
    with pytest.raises(ContentError, match=r"not OWL 2 DL, in 2 places:\n  ontology/"):
        require(extended("cns:serves a owl:AnnotationProperty ."), owl_dl.PROFILE, "not OWL 2 DL")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("id:law-first a cns:Lawe .", "unknown-term"),
        ("id:law-first cns:servs id:law-first .", "unknown-term"),
        ("id:law-first schema:nothing 1 .", "unknown-term"),
        ('id:law-first cns:serves "security" .', "wrong-kind"),
        ('id:q a cns:Quantity ; skos:prefLabel "q"@en ; cns:value id:law-first .', "wrong-kind"),
        ('id:q a cns:Quantity ; skos:prefLabel "q"@en ; cns:value "2001"^^xsd:gYear .', "ill-typed"),
        ('id:q a cns:Quantity ; skos:prefLabel "q"@en ; cns:value "many"^^xsd:decimal .', "ill-typed"),
    ],
)
def test_a_fault_of_the_data_is_told_once(planted: Callable[[str], Content], text: str, rule: str) -> None:
    """Data are checked with the ontology; quick checks and OWL 2 DL do not both complain of the same statement."""
    content = planted(text)
    found = run_all(content, dict.fromkeys((*statements.CHECKS, *owl_dl.PROFILE)))
    told = [f for f in found if f.file.endswith("p099-planted.ttl") and f.rule != "not-canonical"]
    assert [f.rule for f in told] == [rule]
    assert told[0].line
    with pytest.raises(ContentError, match=rule):
        require(content, owl_dl.PROFILE, "not OWL 2 DL")


def test_a_few_of_many_violations_are_told(planted: Callable[[str], Content]) -> None:
    """The error counts all places and lists the first ten."""
    content = planted("".join(f"id:law-first cns:nothing{i} id:law-first .\n" for i in range(12)))
    with pytest.raises(ContentError, match="in 12 places") as caught:
        require(content, owl_dl.PROFILE, "not OWL 2 DL")
    assert str(caught.value).count("[unknown-term]") == 10


def test_what_is_outside_rl_is_listed_with_a_reason(sample_content: Content) -> None:
    """The constructs outside RL are exactly those with a reason."""
    assert {kind for kind, _ in rl.outside(sample_content.files)} == set(rl.EXCEPTIONS)


@pytest.mark.parametrize(
    ("turtle", "kind"),
    [
        ("cns:Law rdfs:subClassOf [ a owl:Class ; owl:unionOf ( cns:Tier cns:Post ) ] .", "union-above"),
        ("cns:serves a owl:ReflexiveProperty .", "reflexive"),
        ("cns:Law owl:disjointUnionOf ( cns:Tier cns:Post ) .", "disjoint-union"),
    ],
)
def test_other_constructs_outside_rl_are_seen(extended: Extended, turtle: str, kind: str) -> None:
    """A new construct outside RL is found."""
    assert kind in {k for k, _ in rl.outside(extended(turtle).files)}
