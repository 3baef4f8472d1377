"""Every check there is; and validation, which runs all that need no source text. Covering nothing is an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ..content.files import DATA, Content, Kind
from ..errors import ContentError
from ..findings import Finding
from . import like_names, owl_dl, parsers, passages, quick, quotations, shapes, verbatim
from .check import Check, run_all

#: Checks by what they are about, in the order in which validation runs them.
GROUPS: dict[str, tuple[Check, ...]] = {
    **quick.GROUPS,
    "two parsers": parsers.CHECKS,
    "names": like_names.CHECKS,
    "OWL 2 DL": owl_dl.CHECKS,
    "shapes": shapes.CHECKS,
}
#: Checks that need the source texts: `cnskg verify` runs them.
WITH_TEXTS = {
    "source texts": passages.CHECKS,
    "quotations": quotations.CHECKS,
    "words of the sources": verbatim.CHECKS,
}


def groups(root: Path) -> dict[str, tuple[Check, ...]]:
    """All checks that validation runs on a content folder: those of the registry, and the rules in its shapes/."""
    return {**GROUPS, "SHACL": shapes.rule_checks(root)}


def everything(root: Path) -> dict[str, tuple[Check, ...]]:
    """All checks."""
    return {**groups(root), **WITH_TEXTS}


@dataclass
class Report:
    """What validation covered, and what it found."""

    files: int = 0
    triples: int = 0
    focus: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def errors(self) -> list[Finding]:
        return [f for f in self.findings if f.severity == "error"]


def run(content: Content, step: Callable[[str], object] = lambda _: None) -> Report:
    """Every check that needs no source text, its findings sorted. Raises ContentError where nothing is covered.

    While a file cannot be read only the quick ones run: the others would miss what it says.
    """
    if content.unread:
        step("quick checks; the others wait until every file can be read")
        triples = sum(len(f.triples) for f in content.files)
        return Report(len(content.files), triples, findings=quick.run(content))
    if not content.of(*DATA) or not content.of(Kind.ONTOLOGY):
        raise ContentError("there is no data or no ontology to validate", hint="See README, Layout.")
    report = Report(files=len(content.files), triples=sum(len(f.triples) for f in content.files))
    report.focus = shapes.coverage(content)
    for name, checks in groups(content.root).items():
        step(name)
        report.findings += run_all(content, checks)
    report.findings.sort()
    return report
