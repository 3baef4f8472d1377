"""No check without its samples, no case without its planted fault, no finding without its check."""

from __future__ import annotations

import ast
import pkgutil
from collections import Counter, defaultdict
from importlib import import_module
from pathlib import Path

import pytest

from cnskg import checks as room
from cnskg.checks import registry
from cnskg.checks.check import Check, Fault
from cnskg.checks.sample import sampled
from cnskg.content.files import Content
from cnskg.findings import Finding
from cnskg.settings import PACKAGE
from tests.support import ROOT, faults_page
from tests.support.trying import found, wrong

GROUPS = registry.everything(ROOT)
ALL = [check for checks in GROUPS.values() for check in checks]
CODED = [check for check in ALL if check.given is None]
#: What is told of a file as a whole: whether two parsers agree, and that it lies where nothing reads it.
WITHOUT_A_LINE = {"stray-file", "two-parsers", "unreadable"}
PAGE = faults_page.DOCS.read_text(encoding="utf-8")


def by_name(check: Check) -> str:
    return check.name


@pytest.mark.parametrize("check", ALL, ids=by_name)
def test_samples(check: Check, tmp_path: Path) -> None:
    """What is right passes; each thing that is wrong is found, where it is, with a hint; docs/faults.md says so."""
    told = found(check, tmp_path)
    assert wrong(check, told) == []
    assert faults_page.section(check, told) in PAGE, "`python -m tests.support.faults_page` writes the page anew"


@pytest.mark.parametrize("check", CODED, ids=by_name)
def test_a_check_that_finds_nothing_is_noticed(check: Check) -> None:
    """A check that finds nothing any more fails by each of its failing samples."""
    assert check.failing
    assert wrong(check, defaultdict(list)) == [f"{label}: nothing is found" for label in check.failing]


@pytest.mark.parametrize("check", ALL, ids=by_name)
def test_every_check_is_told(check: Check) -> None:
    """Each check has a sentence, a severity, a failing sample for each of its cases, and whatever it allows in use."""
    assert check.sentence.endswith((".", ").")), check.sentence
    assert check.severity in ("error", "warning")
    assert check.failing
    assert set(check.cases) <= set(check.failing)
    passing = " ".join(check.passing.files.values())
    assert [name for name in check.allowed if not _named(name, passing)] == []


def _named(name: str, text: str) -> bool:
    """Whether a text holds a name as a word of its own."""
    return any(name == word.strip(".;,()[]") for word in text.split())


def test_failing_samples_say_where() -> None:
    """Each failing sample marks the line at which its fault is told."""
    without = {check.name for check in CODED for sample in check.failing.values() if sample.place is None}
    assert without == WITHOUT_A_LINE


def test_names_are_given_once() -> None:
    """No two checks share a name, nor a sentence, so that a finding leads to its rule."""
    for counts in (Counter(c.name for c in ALL), Counter(c.sentence for c in ALL)):
        assert [name for name, count in counts.items() if count > 1] == []


def test_no_sample_is_without_its_check() -> None:
    """The samples are those of the checks that there are."""
    assert sampled() == {check.name for check in CODED}


def test_no_check_is_left_out() -> None:
    """Every check that a module of the room defines is in the registry."""
    modules = [import_module(m.name) for m in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")]
    defined = {id(value): value.name for m in modules for value in vars(m).values() if isinstance(value, Check)}
    assert len(defined) > 30
    assert {name for at, name in defined.items() if at not in {id(check) for check in ALL}} == set()


@pytest.mark.parametrize("folder", ["checks", "content", "curation"])
def test_only_a_check_makes_a_finding(folder: str) -> None:
    """No rule makes findings itself, so that none can bear a name that is not in the registry."""
    made = []
    for path in sorted((PACKAGE / folder).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func).endswith("Finding"))
        made += [f"{path.name}:{ast.unparse(call.func)}" for call in calls]
    assert made == (["check.py:Finding"] if folder == "checks" else [])


@pytest.mark.parametrize("group", registry.GROUPS)
def test_validation_runs_every_group(group: str, content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What any group of checks finds is in the report of validation; other groups are left out here."""
    planted = Check("planted", "Nothing is planted.", lambda _: [Fault("data/x.ttl", 7, group, "Take it out.")])
    monkeypatch.setattr(registry, "groups", lambda _: {name: (planted,) for name in registry.GROUPS if name == group})
    found = registry.run(Content.read(content)).findings
    assert [(f.rule, f.line, f.message) for f in found] == [("planted", 7, group)]


def test_a_content_folder_brings_its_own_rules(content: Path) -> None:
    """Validation runs the registry, and the shapes of the folder that is validated."""
    groups = registry.groups(content)
    assert {name for name in groups if name not in registry.GROUPS} == {"SHACL"}
    assert {check.name for check in groups["SHACL"]} < {check.name for check in GROUPS["SHACL"]}


@pytest.mark.parametrize(("severity", "stops"), [("error", True), ("warning", False), ("info", False)])
def test_only_errors_stop_a_build(severity: str, stops: bool) -> None:
    """Warnings and notes are told and stop nothing."""
    report = registry.Report(findings=[Finding("data/x.ttl", 1, "planted", "planted", "", severity)])
    assert bool(report.errors) is stops


def test_a_finding_says_where() -> None:
    """File and line as an editor reads them; a finding about a whole file names no line."""
    assert str(Finding("data/x.ttl", 7, "rule", "it is wrong", "Mend it.")) == (
        "data/x.ttl:7: error: it is wrong [rule]\n  Mend it."
    )
    assert str(Finding("data/x.ttl", 0, "rule", "it is wrong")) == "data/x.ttl: error: it is wrong [rule]"
