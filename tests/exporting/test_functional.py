"""The ontology in functional syntax: the axioms that the OWL API reads out of RDF, or a refusal that says why not."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.content.files import Content, Kind
from cnskg.content.ontology import as_one
from cnskg.exporting import forms, functional
from tests.support import ROOT, owl_api
from tests.support.cli import Cli
from tests.support.content import Small
from tests.support.turtle import triples

BASE = """
@prefix ex: <https://example.org/> .
<https://example.org/o> a owl:Ontology ; owl:versionIRI <https://example.org/o/1> ; rdfs:label "an ontology"@en .
ex:A a owl:Class . ex:B a owl:Class . ex:C a owl:Class .
ex:p a owl:ObjectProperty . ex:q a owl:ObjectProperty . ex:n a owl:DatatypeProperty . ex:m a owl:DatatypeProperty .
ex:note a owl:AnnotationProperty . ex:i a owl:NamedIndividual .
"""
#: What the writer knows and our ontology does not use, and text that is awkward to write.
MORE = (
    BASE
    + r"""
ex:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:p ; owl:allValuesFrom
  [ a owl:Class ; owl:unionOf ( ex:B [ a owl:Restriction ; owl:onProperty ex:n ; owl:hasValue 5 ] ) ] ] ;
  owl:disjointWith ex:C ; ex:note ex:B , "a \"quoted\" word, a \\ and\nanother line" , "言"@zh-hans , "1"^^xsd:int .
ex:B owl:equivalentClass [ a owl:Restriction ; owl:onProperty ex:n ; owl:someValuesFrom xsd:integer ] .
ex:p owl:equivalentProperty ex:q ; owl:propertyChainAxiom ( ex:q ex:q ) ;
  rdfs:domain [ a owl:Class ; owl:unionOf ( ex:A ex:B ) ] .
ex:q a owl:ReflexiveProperty , owl:InverseFunctionalProperty ; owl:inverseOf ex:p ; owl:propertyDisjointWith ex:p .
ex:n rdfs:subPropertyOf ex:m ; owl:equivalentProperty ex:m ; owl:propertyDisjointWith ex:m ; a owl:FunctionalProperty ;
  rdfs:domain [ a owl:Class ; owl:intersectionOf ( ex:A ex:B ) ] ; rdfs:range xsd:integer .
ex:note rdfs:subPropertyOf rdfs:comment ; rdfs:domain ex:A ; rdfs:range xsd:string .
ex:i a ex:A , [ a owl:Restriction ; owl:onProperty ex:p ; owl:hasValue ex:i ] ; ex:p ex:i ; ex:n 7 .
[] a owl:AllDisjointClasses ; owl:members ( ex:A ex:B ex:C ) .
"""
)


@pytest.mark.slow
@owl_api.needed
def test_the_owl_api_reads_the_same(tmp_path: Path) -> None:
    """Our ontology, and one of the other constructs: each axiom and annotation as out of RDF/XML, none more or less."""
    given = [sorted(as_one(Content.read(ROOT).triples(Kind.ONTOLOGY)), key=str), triples(MORE)]
    questions = []
    for number, ontology in enumerate(given):
        folder = tmp_path / str(number)
        folder.mkdir()
        ox.serialize(ontology, folder / "ontology.owl", format=ox.RdfFormat.RDF_XML)
        written = functional.write(folder, ontology)
        questions.append({"wanted": "apart", "file": str(folder / "ontology.owl"), "other": str(written)})
    ours, more = owl_api.ask(*questions)
    assert (ours["first"], ours["second"], more["first"], more["second"]) == ([], [], [], [])
    assert (ours["axioms"] > 5000, more["axioms"] > 30) == (True, True)


def test_an_axiom_is_a_line(tmp_path: Path) -> None:
    """Declarations stand first, names are short, and each axiom is a line with the term whose it is."""
    lines = functional.text(triples(BASE + "ex:A rdfs:subClassOf ex:B . skos:note a owl:AnnotationProperty .")).split(
        "\n"
    )
    assert lines[:3] == [f"Prefix(rdfs:=<{ns.PREFIXES['rdfs']}>)", f"Prefix(skos:=<{ns.PREFIXES['skos']}>)", ""]
    assert lines[3] == "Ontology(<https://example.org/o> <https://example.org/o/1>"
    assert "Declaration(AnnotationProperty(skos:note))" in lines
    assert lines[-3:] == ["SubClassOf(<https://example.org/A> <https://example.org/B>)", ")", ""]


@pytest.mark.parametrize(
    ("turtle", "told"),
    [
        ('ex:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:p ; owl:cardinality "1"^^xsd:int ] .',
         "an expression: a node with owl:cardinality, owl:onProperty, rdf:type"),
        ("ex:A rdfs:subClassOf [ a owl:Class ; owl:unionOf ( ex:A ex:B ) ; owl:oneOf ( ex:i ) ] .", "an expr"),
        ("ex:A rdfs:subClassOf [ owl:unionOf ( ex:A ex:B ) ] .", "an expression of no known kind"),
        ("ex:A rdfs:subClassOf _:b ; owl:equivalentClass _:b . _:b a owl:Class ; owl:unionOf ( ex:A ex:B ) .", "twice"),
        ("ex:A rdfs:subClassOf [ a owl:Class ; owl:unionOf [ rdf:first ex:A ] ] .", "not whole"),
        ("ex:A rdfs:subClassOf ex:Z .", "https://example.org/Z, which is not declared as Class"),
        ("ex:A owl:hasKey ( ex:p ) .", "owl:hasKey, which is not declared"),
        ("ex:note a owl:FunctionalProperty .", "not declared as Object or Data"),
        ("ex:n a owl:TransitiveProperty .", "not declared as Object"),
        ("ex:p a owl:DatatypeProperty ; rdfs:domain ex:A .", "declared as Data and Object"),
        ("ex:p owl:inverseOf [ owl:inverseOf ex:q ] .", "where a name must stand"),
        ("ex:i ex:p [ ex:n 4 ] .", "where a name must stand"),
        ("[] a owl:Axiom ; owl:annotatedSource ex:A ; rdfs:label 'x' .", "what nothing leads to"),
        ("[ a owl:Class ; owl:unionOf ( ex:A ex:B ) ] rdfs:subClassOf ex:C .", "what nothing leads to"),
        ("[] a owl:AllDisjointClasses ; owl:members ( ex:A ex:B ) ; rdfs:label 'x' .", "a group"),
        ("<https://example.org/o2> a owl:Ontology .", "2 ontologies"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused(turtle: str, told: str, tmp_path: Path) -> None:
    """Nothing is left out: what cannot be written is named, and there is no file."""
    with pytest.raises(functional.Unwritten, match=told):
        functional.write(tmp_path, triples(BASE + turtle))
    assert list(tmp_path.iterdir()) == []


def test_the_export_says_why_there_is_none(
    small: Small, run: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for, the form is refused with the reason."""

    def refuse(_: object) -> str:
        raise functional.Unwritten("a key")

    monkeypatch.setattr(forms.functional, "text", refuse)
    refused = run("export", "functional", "--to", str(tmp_path / "one"))
    assert (refused.code, "cannot be made: the ontology holds a key" in refused.err) == (2, True)
