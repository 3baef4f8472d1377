"""An explanation read "Chinese sanctions of March 2021 is a counter-sanctions".

Every class got an article and a verb in the singular, also those whose name speaks of several things.
"""

from __future__ import annotations

import pytest

from cnskg.explaining import words
from tests.support.sample import fact, rules_of


class Called:
    """Names in which the last part of an IRI is the name."""

    def name(self, iri: str) -> str:
        return {"C": "sanctions", "D": "counter-sanctions", "E": "event"}.get(iri[-1], iri[-1])

    def source(self, graph: str) -> str:
        return graph

    def find(self, name: str) -> list[str]:
        return [name]


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ("x:C rdfs:subClassOf x:E .", "a is an event, because they are sanctions and all sanctions are an event."),
        (
            "x:C rdfs:subClassOf x:D .",
            "a are counter-sanctions, because they are sanctions and all sanctions are counter-sanctions.",
        ),
    ],
)
def test_a_class_in_the_plural_has_its_verb(schema: str, said: str) -> None:
    """Where a class is named in the plural, statement and sentence say "are"."""
    rule = next(rule for rule in rules_of(schema) if rule.name == "class-hierarchy")
    below, above = rule.axiom.terms
    kind = fact("id:x", "a", "id:x")[1]
    assert words.sentence(rule, [("urn:x:a", kind, below)], ("urn:x:a", kind, above), Called()) == said
    assert words.statement(("urn:x:a", kind, "urn:x:D"), Called()) == "a are counter-sanctions"
