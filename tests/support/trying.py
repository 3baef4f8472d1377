"""Trying a check on its samples: content laid out beside the real ontology."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cnskg.checks.check import Check
from cnskg.checks.sample import Sample
from cnskg.content.files import Content, CuratedFile, Kind, gather, load
from cnskg.content.listing import turtle_paths
from cnskg.findings import Finding
from tests.support import ROOT

#: The label of the sample in which nothing is wrong.
PASSING = "passing"


@cache
def ontology() -> tuple[CuratedFile, ...]:
    """The real ontology, read once."""
    return tuple(load(ROOT, Kind.ONTOLOGY))


def content_of(sample: Sample, folder: Path) -> Content:
    """The content of a sample, with the real ontology, and the real shapes unless it has its own."""
    folder.mkdir(parents=True)
    sample.lay(folder)
    if not (folder / "shapes").exists():
        (folder / "shapes").symlink_to(ROOT / "shapes")
    found, unread = gather(folder) if turtle_paths(folder) else ([], [])
    return Content(folder, (*ontology(), *found), folder / "texts", tuple(unread))


def found(check: Check, folder: Path) -> dict[str, list[Finding]]:
    """What a check finds in its passing sample, and in each failing one by what is wrong there."""
    told = {PASSING: check.run(content_of(check.passing, folder / "passing"))}
    for i, (label, sample) in enumerate(check.failing.items()):
        told[label] = check.run(content_of(sample, folder / f"failing-{i}"))
    return told


def wrong(check: Check, told: Mapping[str, list[Finding]]) -> list[str]:
    """What is wrong with what a check found in its samples; nothing where it is as they say."""
    said = [f"{PASSING}: {finding}" for finding in told[PASSING]]
    for label, sample in check.failing.items():
        if not told[label]:
            said.append(f"{label}: nothing is found")
        said += [f"{label}: {one}" for finding in told[label] for one in misplaced(finding, check, sample)]
    return said


def misplaced(finding: Finding, check: Check, sample: Sample) -> list[str]:
    """What is wrong with a finding on a failing sample: its name, its place, its hint."""
    wrong = []
    if finding.rule != check.name or finding.severity != check.severity:
        wrong.append("another name or severity")
    if sample.place and (finding.file, finding.line) != sample.place:
        wrong.append(f"found at {finding.file}:{finding.line}, not at {sample.place}: {finding.message}")
    if finding.file not in sample.files:
        wrong.append(f"found in {finding.file}")
    if not finding.hint.endswith((".", "?")):
        wrong.append(f"no hint, or no sentence: {finding.hint!r}")
    return wrong
