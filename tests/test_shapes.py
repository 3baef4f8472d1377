"""Every shape has a sentence, a severity, a passing and a failing sample; the samples do as they say."""

from __future__ import annotations

import pytest
import rdflib
from rdflib import RDF, SH, Namespace

from cnskg import namespaces as ns
from cnskg import settings
from cnskg.checks.shapes import SHAPE, read_shapes, shacl
from tests.support.turtle import HEAD

CNS = Namespace(ns.CNS)
CONTENT = settings.content_root()
SHAPES = read_shapes(CONTENT)
NAMED = sorted(str(s) for s in SHAPES.subjects(RDF.type, SH.NodeShape) if isinstance(s, rdflib.URIRef))


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in sorted(CONTENT.glob("ontology/*.ttl")):
        graph.parse(path)
    return graph


def sample(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=HEAD + text, format="turtle")


def broken(shape: str, text: str, ontology: rdflib.Graph) -> bool:
    rows = shacl(sample(text), ontology, SHAPES)
    return any(row[2] == shape for row in rows)


def test_there_are_shapes() -> None:
    """The suite below is not empty."""
    assert len(NAMED) > 40


@pytest.mark.parametrize("shape", NAMED, ids=lambda s: s.removeprefix(SHAPE))
def test_samples(shape: str, ontology: rdflib.Graph) -> None:
    """The passing sample passes the rule, the failing one breaks it, and the rule is told in a sentence."""
    node = rdflib.URIRef(shape)
    assert str(SHAPES.value(node, SH.message)).endswith((".", ")."))
    assert SHAPES.value(node, SH.severity) in (SH.Violation, SH.Warning)
    assert not broken(shape, str(SHAPES.value(node, CNS.passing)), ontology)
    assert broken(shape, str(SHAPES.value(node, CNS.failing)), ontology)


def test_messages_name_one_rule() -> None:
    """No two rules share a sentence, so that a message leads to its rule."""
    messages = [str(SHAPES.value(rdflib.URIRef(s), SH.message)) for s in NAMED]
    assert len(set(messages)) == len(messages)
