"""HermiT as referee: what it reports, what it is given, and how it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnskg.errors import CnskgError, ContentError
from cnskg.explaining import contradictions
from cnskg.reasoning import derive, hermit, hermit_input
from cnskg.reasoning.derive import Inferred
from cnskg.reasoning.hermit import Report
from tests.support.sample import DECLARED, content_of, fact, triples

#: A class below two that are disjoint: no thing can be in it, and none is.
IMPOSSIBLE = """
cns:C a owl:Class . cns:D a owl:Class ; owl:disjointWith cns:C . cns:E a owl:Class ; rdfs:subClassOf cns:C , cns:D .
"""


def test_a_class_that_can_have_no_member_is_reported(tmp_path: Path) -> None:
    """HermiT alone sees it: the report holds the class, and the error names it with a remedy."""
    content = content_of(tmp_path, IMPOSSIBLE, "id:a a cns:C .")
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


OUTSIDE_DL = hermit_input.ntriples(triples(f"{DECLARED} x:p a owl:TransitiveProperty , owl:FunctionalProperty ."), [])


@pytest.mark.parametrize(
    ("data", "said"), [(b"this is no N-Triples", "Problem parsing"), (OUTSIDE_DL, "Non-simple property")]
)
def test_a_failure_is_a_clear_error(data: bytes, said: str) -> None:
    """What HermiT cannot read or will not take is a fault, and neither a contradiction nor an empty report."""
    with pytest.raises(CnskgError, match=f"HermiT stopped: .*{said}"):
        hermit.run(data, *hermit_input.TYPES)


def test_where_all_values_are_stated_classes_hold_their_value(inferred: Inferred) -> None:
    """The quick reading of owl:hasValue is used where nothing is lost by it, and only there."""
    assert hermit_input.lack_values(inferred) == {}
    first = hermit_input.parts(inferred)[0].data
    assert b"hasValue" not in first and b"only#tier-bedrock" in first
