"""The rules of a term, as its page tells them: what the shapes ask for, in words."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cnskg import namespaces as ns
from cnskg.checks.shape_files import read_shapes
from cnskg.release import rules
from cnskg.release.folder import RULES
from tests.support import ROOT
from tests.support.releases import app_with
from tests.support.site_pages import main_part

PAGE = {"Accept": "text/html"}
TERMS = """
cns:Entity a owl:Class ; rdfs:label "entity"@en . cns:Tenure a owl:Class ; rdfs:label "tenure"@en ;
  rdfs:subClassOf cns:Entity . cns:Person a owl:Class ; rdfs:label "person"@en .
cns:holder a owl:ObjectProperty ; rdfs:label "holder"@en . cns:post a owl:ObjectProperty ; rdfs:label "post held"@en .
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app on a release with the rules of this checkout."""
    folder = tmp_path_factory.mktemp("rules")
    with app_with(folder, "", {ns.GRAPH_ONTOLOGY: TERMS}) as app:
        told = json.dumps(rules.of(ROOT))
        (app.extensions["cnskg"].release.path / RULES).write_text(told, encoding="utf-8")
        yield app


def told(client: FlaskClient, name: str, tongue: str = "") -> str:
    """The rules on the page of a term, without markup."""
    text = main_part(client.get(f"{tongue}/term/{name}", headers=PAGE).text)
    found = text.partition('<section id="rules">')[2]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", found)))


def test_a_class_tells_its_rules(client: FlaskClient) -> None:
    """Sentence, severity, what is asked with the names of terms, a sample that keeps it and one that breaks it."""
    said = told(client, "Tenure")
    assert "A tenure is of exactly one person. error · tenure · tenure-holder" in said
    assert "holder: exactly one, of the class person" in said
    assert "This keeps the rule:id:x a cns:Tenure" in said
    assert "This breaks it:id:x a cns:Tenure" in said


def test_a_class_tells_those_of_the_classes_above(client: FlaskClient) -> None:
    """What is asked of every entity is asked of a tenure, too, after its own."""
    said = told(client, "Tenure")
    assert said.index("tenure-holder") < said.index("entity-label")
    assert told(client, "Person") == ""


def test_a_property_tells_the_rules_that_look_at_it(client: FlaskClient) -> None:
    """Those of all classes that ask for it, and no others."""
    assert "A tenure is of exactly one person." in told(client, "holder")
    assert "tenure-post" not in told(client, "holder")


def test_rules_are_told_in_chinese(client: FlaskClient) -> None:
    """What is asked stands in the language of the page, the sentence in its own, marked so."""
    assert "恰好一个" in told(client, "Tenure", "/zh")
    assert (
        '<span lang="en">A tenure is of exactly one person.</span>' in client.get("/zh/term/Tenure", headers=PAGE).text
    )


def test_a_release_without_rules_has_pages_without(tmp_path: Path) -> None:
    """One that an earlier version built tells none, and its pages stand."""
    with app_with(tmp_path, "", {ns.GRAPH_ONTOLOGY: TERMS}) as old:
        assert old.test_client().get("/term/Tenure", headers=PAGE).status_code == 200
        assert told(old.test_client(), "Tenure") == ""


#: Shapes of each make, and what is said of them.
WORDS = {
    "claim-phase": "cns:phase: none; or (cns:phase: at most one, with the value cns:Still and cns:contends: at "
    "least one and cns:denies: none)",
    "provision-law": "the other end of cns:hasProvision: at least one",
    "recommendation-calls": "cns:callsFor or cns:callsAgainst: at least one",
    "quantity-unit": "cns:unit: exactly one; or else cns:countOf: exactly one",
    "passage-offsets": "cns:charStart: exactly one, of the type xsd:integer, from 0, less than cns:charEnd",
    "law-chinese-title": "skos:prefLabel: at least one in the language zh-hans",
    "comparison-finding": "one of cns:agreesInSubstance, cns:conflictsWith",
    "claim-sentence": "of no more characters than 400",
}


@pytest.mark.parametrize("name", WORDS)
def test_each_make_of_shape_has_words(name: str) -> None:
    """Counts, classes, lists, alternatives, paths backwards and of several properties are told."""
    asked = next(shape.asked for shape in read_shapes(ROOT) if shape.name == name)
    said = "".join(ns.compact(piece[1:-1]) if piece.startswith("<") else piece for piece in asked)
    assert WORDS[name] in said


def test_no_shape_is_without_words() -> None:
    """Each shape of this checkout asks for something that is told."""
    assert [shape.name for shape in read_shapes(ROOT) if not shape.asked] == []
