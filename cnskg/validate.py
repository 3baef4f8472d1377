"""Validation: two parsers, the quick checks, and SHACL over the whole graph. Covering nothing is an error.

SHACL is the W3C Recommendation of 2017-07-20, done by pySHACL on the deduplicated union of ontology and data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib import RDF, SH

from . import calendar, check, chronology, duplicates, link, profile, sources, vocabulary
from . import namespaces as ns
from .errors import ContentError, Finding
from .sources import SourceFile
from .vocabulary import RDF_TYPE, Vocabulary

SEVERITIES = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}
SHAPE = ns.BASE + "shape/"


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


def to_rdflib(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """The same triples as an rdflib graph."""
    data = ox.serialize([t for t in triples], format=ox.RdfFormat.N_TRIPLES)
    graph = rdflib.Graph()
    return graph.parse(data=data or b"", format="nt")


def read_shapes(content: Path) -> rdflib.Graph:
    """All shapes. Raises ContentError where there is none or a file does not parse."""
    graph = rdflib.Graph()
    for path in sorted((content / "shapes").glob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        try:
            list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
        except SyntaxError as error:
            raise sources.syntax_error(path.relative_to(content).as_posix(), text, error) from None
        graph.parse(data=text, format="turtle")
    if not len(graph):
        raise ContentError("there is no shape", hint="Shapes stand in shapes/*.ttl.")
    return graph


def shape_targets(shapes: rdflib.Graph) -> dict[str, str]:
    """Each named shape and the class it is for."""
    return {str(s): str(c) for s, c in sorted(shapes.subject_objects(SH.targetClass))}


def coverage(shapes: rdflib.Graph, types: dict[str, set[str]], known: Vocabulary) -> dict[str, int]:
    """How many focus nodes each shape has."""
    counts: dict[str, int] = defaultdict(int)
    for found in types.values():
        for cls in {above for t in found for above in known.supers.get(t, {t})}:
            counts[cls] += 1
    return {s.removeprefix(SHAPE): counts[c] for s, c in shape_targets(shapes).items()}


def shacl(data: rdflib.Graph, ontology: rdflib.Graph, shapes: rdflib.Graph) -> list[tuple[str, str, str, str, str]]:
    """SHACL results: focus node, path, shape, severity, message."""
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=ontology, inference="none", advanced=False)
    named = {str(m): str(s) for s in shapes.subjects(RDF.type, SH.NodeShape) for m in shapes.objects(s, SH.message)}
    rows = []
    for result in results.subjects(RDF.type, SH.ValidationResult):
        message = str(results.value(result, SH.resultMessage))
        severity = SEVERITIES[results.value(result, SH.resultSeverity)]
        path = results.value(result, SH.resultPath)
        predicate = str(path) if isinstance(path, rdflib.URIRef) else ""
        focus = str(results.value(result, SH.focusNode))
        rows.append((focus, predicate, named.get(message, ""), severity, message))
    return sorted(set(rows))


def shacl_findings(
    files: list[SourceFile], graph: rdflib.Graph, ontology: rdflib.Graph, shapes: rdflib.Graph
) -> list[Finding]:
    """SHACL results as findings with file and line."""
    homes: dict[str, list[SourceFile]] = defaultdict(list)
    for source in files:
        for subject in {t.subject.value for t in source.triples if isinstance(t.subject, ox.NamedNode)}:
            homes[subject].append(source)
    found = []
    for focus, path, shape, severity, message in shacl(graph, ontology, shapes):
        home = _home(homes.get(focus, []), focus)
        name = home.name if home else "data"
        line = home.line(focus, path) if home else 0
        rule = shape.removeprefix(SHAPE) or "shacl"
        found.append(Finding(name, line, rule, f"{ns.compact(focus)}: {message}", f"Rule: shapes/, {rule}.", severity))
    return found


def _home(sources_: list[SourceFile], focus: str) -> SourceFile | None:
    """The file where the node is described: the one with its type, else the first that speaks of it."""
    for source in sources_:
        if any(t.subject.value == focus and t.predicate.value == RDF_TYPE for t in source.triples):
            return source
    return sources_[0] if sources_ else None


def run(content: Path, files: list[SourceFile], step: Callable[[str], object] = lambda _: None) -> Report:
    """Everything there is to check without a reasoner. Findings are sorted; a shape without focus node is one."""
    known = vocabulary.read(t for f in files if f.kind == "ontology" for t in f.triples)
    context = check.Context(files, known)
    report = Report(files=len(files), triples=sum(len(f.triples) for f in files))
    if not context.data or not any(f.kind == "ontology" for f in files):
        raise ContentError("there is no data or no ontology to validate", hint="See README, Layout.")
    step("two parsers")
    report.findings += [f for f in map(sources.disagreement, files) if f]
    step("quick checks")
    report.findings += check.run(context)
    report.findings += link.check(content, set(context.types))
    report.findings += duplicates.check(content, files)
    report.findings += chronology.findings(files)
    report.findings += profile.violations(files)
    step("SHACL")
    shapes = read_shapes(content)
    data = {t for f in context.data for t in f.triples}
    times = calendar.triples(data)
    data |= times
    ontology = to_rdflib({t for f in files if f.kind == "ontology" for t in f.triples})
    spans = {t.subject.value: {ns.CNS + "TimeSpan"} for t in times}
    types = dict(context.types) | spans
    report.focus = coverage(shapes, types, known)
    for shape, count in sorted(report.focus.items()):
        if not count:
            message = f"the shape {shape} matches nothing, so it cannot fail"
            report.findings.append(Finding("shapes", 0, "empty-shape", message, "Mend its target, or remove it."))
    report.findings += shacl_findings(files, to_rdflib(data), ontology, shapes)
    report.findings.sort()
    return report
