"""Content that was right was refused: "HermiT and the rules differ".

A curator put a thing into a class that is defined by a value and left out the value, which the class entails. The rules
found it. HermiT was given the graph in parts, and no part asked for it.
"""

from __future__ import annotations

from pathlib import Path

from cnskg.reasoning import derive, hermit, hermit_input
from tests.support.sample import content_of, fact

#: A class defined by a value, which is in the range of its property.
BY_VALUE = """
cns:C a owl:Class . cns:F a owl:Class . cns:hasTier a owl:ObjectProperty ; rdfs:range cns:F .
cns:D a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( cns:C
    [ a owl:Restriction ; owl:onProperty cns:hasTier ; owl:hasValue id:v ] ) ] .
"""


def test_a_value_that_only_a_class_entails_is_agreed_upon(tmp_path: Path) -> None:
    """A thing stated to be in a class defined by a value has that value for HermiT too, with what follows from it."""
    content = content_of(tmp_path, BY_VALUE, "id:a a cns:D .")
    inferred = derive.derive(content)
    value, kind = fact("id:a", "cns:hasTier", "id:v"), fact("id:v", "a", "cns:F")
    assert {value, kind} <= set(inferred.closure.inferred)
    assert list(hermit_input.lack_values(inferred).values()) == [[value[0]]]
    report = hermit.check(inferred)
    assert report.consistent
    assert (report.only_hermit, report.only_rules) == ([], [])
