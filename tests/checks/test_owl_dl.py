"""OWL 2 DL case by case: the checks say what the OWL API says, or are stricter with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnskg.checks import owl_dl
from cnskg.checks.check import run_all
from cnskg.content.files import Content
from tests.support import profile_cases
from tests.support.profile_cases import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_verdict_on_a_case(case: Case, tmp_path: Path) -> None:
    """The check that is named objects, in the file of the case, with its line; where none is named, none does."""
    found = run_all(profile_cases.content_of(case, tmp_path), owl_dl.PROFILE)
    assert {finding.rule for finding in found} >= {case.check} - {""}
    assert bool(found) == bool(case.check), found
    assert all(finding.line and finding.hint for finding in found)
    assert {finding.file for finding in found} >= ({case.file} if case.check else set())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_case_passes_that_the_owl_api_refuses(case: Case) -> None:
    """Whatever the OWL API objects to a check does as well; where only the check does, the reason is told."""
    assert case.check or not case.owl_api
    assert bool(case.stricter) == (bool(case.check) and not case.owl_api)


def test_the_base_of_the_cases_is_owl_2_dl(tmp_path: Path) -> None:
    """What lies beside every case has no fault of its own."""
    base = Case(name="none", proves="nothing", turtle="", owl_api=[])
    assert run_all(profile_cases.content_of(base, tmp_path), owl_dl.PROFILE) == []
    assert len(CASES) > 50


def test_cases_differ() -> None:
    """No case stands in the table twice."""
    assert len({case.name for case in CASES}) == len({(case.turtle, case.where) for case in CASES}) == len(CASES)


def test_a_near_name_is_told(tmp_path: Path) -> None:
    """Who mistypes a class in a definition is told which one was meant."""
    typed = "cns:Zz a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty cns:about ; owl:allValuesFrom "
    case = Case(name="near", proves="", turtle=typed + "cns:Persn ] .", owl_api=[])
    content: Content = profile_cases.content_of(case, tmp_path)
    assert [finding.hint for finding in run_all(content, owl_dl.CHECKS)] == [
        "Did you mean cns:Person? If not, declare it as an owl:Class."
    ]
