"""Everything there is to check without a reasoner: two parsers, statements, mappings, names, dates, OWL 2 DL, SHACL.

Covering nothing is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..content.files import DATA, Content, Kind
from ..errors import ContentError
from ..findings import Finding
from . import dates, like_names, mappings, owl_dl, shapes, statements
from .parsers import disagreement


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
    """Everything there is to check without a reasoner. Findings are sorted; a shape without focus node is one."""
    report = Report(files=len(content.files), triples=sum(len(f.triples) for f in content.files))
    if not content.of(*DATA) or not content.of(Kind.ONTOLOGY):
        raise ContentError("there is no data or no ontology to validate", hint="See README, Layout.")
    step("two parsers")
    report.findings += [f for f in map(disagreement, content.files) if f]
    step("quick checks")
    report.findings += statements.run(content)
    report.findings += mappings.check(content)
    report.findings += like_names.check(content)
    report.findings += dates.findings(content)
    report.findings += owl_dl.violations(content)
    step("SHACL")
    graph = shapes.read_shapes(content.root)
    report.focus = shapes.coverage(graph, content)
    for shape, count in sorted(report.focus.items()):
        if not count:
            message = f"the shape {shape} matches nothing, so it cannot fail"
            report.findings.append(Finding("shapes", 0, "empty-shape", message, "Mend its target, or remove it."))
    report.findings += shapes.shacl_findings(content, graph)
    report.findings.sort()
    return report
