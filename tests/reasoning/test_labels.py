"""What is a preferred label is a label: derived as any other statement, explained, and kept from the referee."""

from __future__ import annotations

from pathlib import Path

from cnskg.content.files import FACTUAL, Content
from cnskg.explaining.explainer import of_content, of_release
from cnskg.explaining.from_release import Ask
from cnskg.rdf import ALT, LABEL, PREF
from cnskg.reasoning import hermit_input
from cnskg.reasoning.derive import Inferred, derive
from tests.support.sample import content_of

NAMES = 'id:a a cns:C ; skos:prefLabel "a"@en , "甲"@zh-hans ; skos:altLabel "b"@en ; skos:note "n"@en .'
DECLARED = "cns:C a owl:Class . cns:p a owl:ObjectProperty . skos:prefLabel a owl:AnnotationProperty . "


def labels(inferred: Inferred) -> list[str]:
    """The labels that follow, as N-Triples has them."""
    return [str(t.object) for t in inferred.triples if t.predicate.value == LABEL]


def test_a_name_follows_as_a_label_in_its_language(tmp_path: Path) -> None:
    """Each preferred name is a label, with its language; other names and notes are none."""
    below = DECLARED + "skos:note a owl:AnnotationProperty . skos:prefLabel rdfs:subPropertyOf rdfs:label ."
    assert labels(derive(content_of(tmp_path, below, NAMES))) == ['"a"@en', '"甲"@zh-hans']


def test_a_name_is_a_label_because_the_ontology_says_so(tmp_path: Path) -> None:
    """Without the axiom nothing follows from a name."""
    assert labels(derive(content_of(tmp_path, DECLARED, NAMES))) == []


def test_every_name_of_the_sample_is_a_label(sample_content: Content, inferred: Inferred) -> None:
    """The ontology of the project has the axiom: as many labels as preferred names."""
    names = [t for t in sample_content.triples(*FACTUAL) if t.predicate.value == PREF]
    assert len(labels(inferred)) == len(names) > 10


def test_the_referee_is_not_asked_about_names(inferred: Inferred) -> None:
    """HermiT gets neither names nor what annotations say to one another: they are no business of logic."""
    for part in (hermit_input.whole(inferred), *hermit_input.parts(inferred)):
        assert not any(iri.encode() in part.data for iri in (PREF, ALT, LABEL))


def test_a_label_is_explained_from_files_and_release(sample_content: Content, ask: Ask) -> None:
    """Why a thing has its label: because its card prefers that name, which is one way of being labelled."""
    for explainer in (of_content(sample_content), of_release(ask)):
        best = explainer.explain(explainer.fact("id:cnsc", "rdfs:label", '"the commission"@en')).best
        assert best is not None
        assert best.rule is not None
        assert best.rule.name == "property-hierarchy"
        assert [premise.fact[1] for premise in best.premises] == [PREF]
