"""Everything there is to check without a reasoner: two parsers, statements, mappings, names, dates, OWL 2 DL, SHACL.

Covering nothing is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .. import namespaces as ns
from ..content.files import CuratedFile
from ..content.ontology import read_ontology
from ..content.timespans import triples_of
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


def run(content: Path, files: list[CuratedFile], step: Callable[[str], object] = lambda _: None) -> Report:
    """Everything there is to check without a reasoner. Findings are sorted; a shape without focus node is one."""
    known = read_ontology(t for f in files if f.kind == "ontology" for t in f.triples)
    context = statements.Context(files, known)
    report = Report(files=len(files), triples=sum(len(f.triples) for f in files))
    if not context.data or not any(f.kind == "ontology" for f in files):
        raise ContentError("there is no data or no ontology to validate", hint="See README, Layout.")
    step("two parsers")
    report.findings += [f for f in map(disagreement, files) if f]
    step("quick checks")
    report.findings += statements.run(context)
    report.findings += mappings.check(content, set(context.types))
    report.findings += like_names.check(content, files)
    report.findings += dates.findings(files)
    report.findings += owl_dl.violations(files)
    step("SHACL")
    graph = shapes.read_shapes(content)
    data = {t for f in context.data for t in f.triples}
    times = triples_of(data)
    data |= times
    ontology = shapes.to_rdflib({t for f in files if f.kind == "ontology" for t in f.triples})
    spans = {t.subject.value: {ns.CNS + "TimeSpan"} for t in times}
    types = dict(context.types) | spans
    report.focus = shapes.coverage(graph, types, known)
    for shape, count in sorted(report.focus.items()):
        if not count:
            message = f"the shape {shape} matches nothing, so it cannot fail"
            report.findings.append(Finding("shapes", 0, "empty-shape", message, "Mend its target, or remove it."))
    report.findings += shapes.shacl_findings(files, shapes.to_rdflib(data), ontology, graph)
    report.findings.sort()
    return report
