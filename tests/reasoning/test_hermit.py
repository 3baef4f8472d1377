"""HermiT as referee: what it reports, what it is given, and how it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnskg.content.files import Content
from cnskg.errors import CnskgError, ContentError
from cnskg.explaining import contradictions
from cnskg.reasoning import derive, hermit, hermit_input
from cnskg.reasoning.derive import Inferred
from cnskg.reasoning.hermit import Report
from tests.support.sample import DECLARED, fact, triples
from tests.support.turtle import HEAD

#: A class below two that are disjoint: no thing can be in it, and none is.
IMPOSSIBLE = """
cns:C a owl:Class . cns:D a owl:Class ; owl:disjointWith cns:C . cns:E a owl:Class ; rdfs:subClassOf cns:C , cns:D .
"""


#: A class defined by a value, which is in the range of its property.
BY_VALUE = """
cns:C a owl:Class . cns:F a owl:Class . cns:hasTier a owl:ObjectProperty ; rdfs:range cns:F .
cns:D a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( cns:C
    [ a owl:Restriction ; owl:onProperty cns:hasTier ; owl:hasValue id:v ] ) ] .
"""


def small(folder: Path, ontology: str, data: str) -> Content:
    """Content of one ontology file and one data file."""
    for name, text in (("ontology/core.ttl", ontology), ("data/documents.ttl", data)):
        path = folder / name
        path.parent.mkdir()
        path.write_text(HEAD + text, encoding="utf-8")
    return Content.read(folder)


def test_a_class_that_can_have_no_member_is_reported(tmp_path: Path) -> None:
    """HermiT alone sees it: the report holds the class, and the error names it with a remedy."""
    content = small(tmp_path, IMPOSSIBLE, "id:a a cns:C .")
    inferred = derive.derive(content)
    contradictions.require(inferred)
    report = hermit.check(inferred)
    assert (report.consistent, report.agrees) == (True, True)
    assert report.unsatisfiable == [fact("cns:E", "a", "cns:E")[0]]
    with pytest.raises(ContentError, match="no thing can be in the class cns:E") as caught:
        contradictions.require_report(report, inferred)
    assert "disjointness" in caught.value.hint


def test_a_good_report_passes(inferred: Inferred) -> None:
    """Consistent, satisfiable and agreed: nothing is raised."""
    contradictions.require_report(Report(), inferred)


def test_a_difference_is_said_in_words(inferred: Inferred) -> None:
    """Who found which triple that the other did not is told with names, five of each at most."""
    ours, theirs = fact("id:person-one", "cns:holds", "id:post-chair"), fact("id:mss", "a", "cns:Person")
    report = Report(only_rules=[ours] * 7, only_hermit=[theirs])
    with pytest.raises(ContentError, match="differ on 8 triples") as caught:
        contradictions.require_report(report, inferred)
    assert "only HermiT: the security ministry is a person" in caught.value.message
    assert caught.value.message.count("only the rules: Person One – holds or held post – chair of the commission") == 5


def test_a_timeout_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """HermiT at work for too long is ended, and said to be so, with a way out."""
    monkeypatch.setattr(hermit, "TIMEOUT", 0.01)
    with pytest.raises(CnskgError, match=r"HermiT did not come to an end in 0\.01 s") as caught:
        hermit.run(hermit_input.ntriples(triples(DECLARED), []), *hermit_input.TYPES)
    assert "--no-referee" in caught.value.hint


OUTSIDE_DL = hermit_input.ntriples(triples(f"{DECLARED} x:p a owl:TransitiveProperty , owl:FunctionalProperty ."), [])


@pytest.mark.parametrize(
    ("data", "said"), [(b"this is no N-Triples", "Problem parsing"), (OUTSIDE_DL, "Non-simple property")]
)
def test_a_failure_is_a_clear_error(data: bytes, said: str) -> None:
    """What HermiT cannot read or will not take is a fault, and neither a contradiction nor an empty report."""
    with pytest.raises(CnskgError, match=f"HermiT stopped: .*{said}"):
        hermit.run(data, *hermit_input.TYPES)


def test_a_value_that_only_a_class_entails_is_agreed_upon(tmp_path: Path) -> None:
    """A thing stated to be in a class defined by a value has that value for HermiT too, with what follows from it."""
    content = small(tmp_path, BY_VALUE, "id:a a cns:D .")
    inferred = derive.derive(content)
    value, kind = fact("id:a", "cns:hasTier", "id:v"), fact("id:v", "a", "cns:F")
    assert {value, kind} <= set(inferred.closure.inferred)
    assert list(hermit_input.lack_values(inferred).values()) == [[value[0]]]
    report = hermit.check(inferred)
    assert report.consistent
    assert (report.only_hermit, report.only_rules) == ([], [])


def test_where_all_values_are_stated_classes_hold_their_value(inferred: Inferred) -> None:
    """The quick reading of owl:hasValue is used where nothing is lost by it, and only there."""
    assert hermit_input.lack_values(inferred) == {}
    first = hermit_input.parts(inferred)[0].data
    assert b"hasValue" not in first and b"only#tier-bedrock" in first
