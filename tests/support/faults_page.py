"""docs/faults.md, made of the samples of each rule. `python -m tests.support.faults_page` writes it.

A rule's part is made of what it found, so that the test that tries the rule on its samples has no more to run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from cnskg.checks import quick, registry
from cnskg.checks.check import Check
from cnskg.checks.sample import Sample
from cnskg.findings import Finding
from cnskg.quality import queries, report
from tests.support import ROOT, mistakes, planted_releases
from tests.support.trying import PASSING, found

DOCS = ROOT / "docs" / "faults.md"
HEAD = """# Planted faults

For each of [the rules](rules.md) and each [check of quality](quality.md) what was done wrong on purpose, and what was
told of it: file, line, what is wrong there, the rule, how to mend it. The faults are the failing samples of the rules
(`cnskg rules NAME` shows them whole, with what is right), and the tests plant each one; this page is made of what was
really told (`python -m tests.support.faults_page`), and a test holds every message against it.

Faults in the code itself, of which some test takes notice, stand in `tests/faults/faults.toml`; `make faults` plants
them.

{figures}
"""
DAY = """## Mistakes of a day

What people do wrong who add to the graph, each in a content of whole files, and what the command tells them of it
(`tests/mistakes.toml`). Several are made at once: all are told at once.
"""
#: What a hint of a shape goes on with: a sample that is right, and where the shape stands.
SAMPLE = " Right is, for example:"
SHACL = (
    "Each of these hints goes on with a sample that is right, and with the place of the shape; both are left out here."
)


def page() -> str:
    """The whole page, each fault planted anew."""
    with tempfile.TemporaryDirectory(prefix="cnskg-faults-") as folder:
        parts = [part for group in registry.everything(ROOT) for part in _group(group, Path(folder))]
    parts += ["## Quality of a release\n", "`cnskg report quality` asks these of a whole release.\n"]
    parts += [quality(query, planted_releases.found(query)) for query in queries.checks()]
    return "\n".join([HEAD.format(figures=figures()), day(mistakes.told()), *parts])


def day(told: dict[mistakes.Mistake, list[str]]) -> str:
    """The part of the mistakes of a day, by the command that tells of them."""
    blocks: dict[str, list[str]] = {}
    for one, said in told.items():
        rows = (_indented(_short(finding)) for finding in said)
        blocks.setdefault(one.command, []).append("\n".join([f"{one.what}: {one.done}", *rows]))
    return "\n".join([DAY, *(f"`cnskg {name}`:\n\n{_block(some)}" for name, some in blocks.items())])


def figures() -> str:
    """How many faults there are of how many rules, by the command that tells of them, and which rules have none."""
    rows = ["| command | rules | faults | rules without a fault |", "| --- | --- | --- | --- |"]
    by_command: dict[str, list[tuple[str, int]]] = {}
    for group, checks in registry.everything(ROOT).items():
        by_command.setdefault(command(group), []).extend((one.name, len(one.failing)) for one in checks)
    planted = planted_releases.SAMPLES
    by_command["cnskg report quality"] = [(q.name, len(planted[q.name]["fails"])) for q in queries.checks()]
    for name, counts in by_command.items():
        without = ", ".join(f"`{rule}`" for rule, count in counts if not count) or "none"
        rows.append(f"| `{name}` | {len(counts)} | {sum(count for _, count in counts)} | {without} |")
    return "\n".join(rows)


def command(group: str) -> str:
    """The quickest command that runs a group of checks."""
    if group in registry.WITH_TEXTS:
        return "cnskg verify"
    return "cnskg check" if group in quick.GROUPS or group == "SHACL" else "cnskg validate"


def _group(group: str, folder: Path) -> Iterator[str]:
    yield f"## {group[0].upper()}{group[1:]}\n"
    yield f"`{command(group)}` tells of these. {SHACL if group == 'SHACL' else ''}".rstrip() + "\n"
    for check in registry.everything(ROOT)[group]:
        yield section(check, found(check, folder / check.name))


def section(check: Check, told: dict[str, list[Finding]]) -> str:
    """The part of a rule: each of its faults, with what was found."""
    blocks = [_fault(label, check.failing[label], findings) for label, findings in told.items() if label != PASSING]
    return _section(check.name, check.sentence, blocks)


def _section(name: str, sentence: str, blocks: list[str]) -> str:
    return "\n".join([f"### `{name}`\n", f"{sentence}\n", _block(blocks)])


def _block(parts: list[str]) -> str:
    return "\n".join(["```text", "\n\n".join(parts), "```\n"])


def _fault(label: str, sample: Sample, findings: list[Finding]) -> str:
    """What is wrong, the line at which it is told, and what is told."""
    return "\n".join(
        [f"{label}: {_line(sample, findings[0])}".rstrip(": "), *(_indented(_short(str(one))) for one in findings)]
    )


def _line(sample: Sample, finding: Finding) -> str:
    """The line of a sample at which a finding is; nothing of one about the file as a whole."""
    lines = sample.files[finding.file].split("\n")
    return lines[finding.line - 1].strip().removeprefix("\ufeff") if finding.line else ""


def _short(said: str) -> str:
    return said.partition(SAMPLE)[0]


def _indented(said: str) -> str:
    return "\n".join(f"  {row}".rstrip() for row in said.split("\n"))


def quality(query: queries.Query, told: dict[str, report.Report]) -> str:
    """The part of a check of quality: each release with a fault, and what was told of it."""
    blocks = []
    for text, one in told.items():
        rows = map(_indented, report.found_lines(one))
        blocks.append("\n".join([" ".join(text.split()), *rows]))
    return _section(query.name, query.head["title"], blocks)


if __name__ == "__main__":
    DOCS.write_text(page(), encoding="utf-8")
