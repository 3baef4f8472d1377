"""OWL 2 DL and RL: the real ontology keeps to them, and each kind of violation is caught."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cnskg.checks import owl_dl
from cnskg.content.files import Content, CuratedFile
from cnskg.errors import ContentError
from tests.support import ROOT, rl
from tests.support.sample import make_content
from tests.support.turtle import HEAD

#: Turtle added to the ontology, and the rule that must object.
VIOLATIONS = {
    "undeclared class": ("cns:Law rdfs:subClassOf cns:Nowhere .", "undeclared"),
    "undeclared property": ("cns:serves rdfs:subPropertyOf cns:nowhere .", "undeclared"),
    "undeclared annotation": ("cns:Law cns:nothing true .", "undeclared"),
    "object and annotation property": ("cns:serves a owl:AnnotationProperty .", "punning"),
    "object and data property": ("cns:serves a owl:DatatypeProperty .", "punning"),
    "class and datatype": ("cns:Law a rdfs:Datatype .", "punning"),
    "statement of RDF": ("cns:x a rdf:Statement .", "reserved"),
    "list as data": ("cns:x rdf:value 1 .", "reserved"),
    "owl:Thing redefined": ('owl:Thing rdfs:label "all" .', "reserved"),
    "unsupported datatype": ("cns:day a owl:DatatypeProperty ; rdfs:range xsd:date .", "datatype"),
    "transitive and functional": ("cns:upholds a owl:FunctionalProperty .", "not-simple"),
    "chain and asymmetric": ("cns:holds a owl:AsymmetricProperty .", "not-simple"),
    "above transitive, irreflexive": (
        "cns:q a owl:ObjectProperty, owl:IrreflexiveProperty . cns:upholds rdfs:subPropertyOf cns:q .",
        "not-simple",
    ),
    "cardinality on transitive": (
        "cns:Law rdfs:subClassOf [ a owl:Restriction ; owl:onProperty cns:upholds ; owl:maxCardinality 1 ] .",
        "not-simple",
    ),
    "disjoint with transitive": ("cns:upholds owl:propertyDisjointWith cns:serves .", "not-simple"),
    "irregular chain": ("cns:holds owl:propertyChainAxiom ( cns:serves cns:holds cns:serves ) .", "irregular"),
    "irregular chain by way of another": (
        "cns:postIn owl:propertyChainAxiom ( cns:servesIn cns:serves ) .",
        "irregular",
    ),
    "shared expression": (
        "cns:Law rdfs:subClassOf _:x . cns:Tier rdfs:subClassOf _:x . _:x a owl:Class .",
        "anonymous",
    ),
    "list of one": ("[] a owl:AllDisjointClasses ; owl:members ( cns:Law ) .", "anonymous"),
}
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
    assert owl_dl.violations(sample_content) == []


def test_the_curated_files_are_owl_2_dl() -> None:
    """So do ontology and data as curated."""
    owl_dl.require(Content.read(ROOT))


@pytest.mark.parametrize("name", sorted(VIOLATIONS))
def test_a_violation_is_caught(extended: Extended, name: str) -> None:
    """Each kind of violation is one kind of finding."""
    turtle, rule = VIOLATIONS[name]
    assert rule in {f.rule for f in owl_dl.violations(extended(turtle))}


def test_a_literal_on_an_object_property_is_caught(planted: Callable[[str], list[CuratedFile]]) -> None:
    """Data are checked with the ontology; the finding has file and line."""
    found = owl_dl.violations(planted('id:law-first cns:serves "security" .'))
    assert [f.rule for f in found] == ["value-kind"]
    assert found[0].file.endswith("p099-planted.ttl") and found[0].line


def test_violations_stop_the_work(extended: Extended) -> None:
    """The error lists findings and says what to read."""
    with pytest.raises(ContentError, match="not OWL 2 DL"):
        owl_dl.require(extended("cns:serves a owl:AnnotationProperty ."))


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
