"""SHACL (W3C Recommendation of 2017-07-20), done by pySHACL on the deduplicated union of ontology and data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib import RDF, SH

from .. import namespaces as ns
from ..content.files import DATA, Content, CuratedFile, Kind, syntax_error
from ..errors import ContentError
from ..findings import Finding
from ..rdf import TYPE

SEVERITIES = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}
SHAPE = ns.BASE + "shape/"


def to_rdflib(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """The same triples as an rdflib graph."""
    data = ox.serialize([t for t in triples], format=ox.RdfFormat.N_TRIPLES)
    graph = rdflib.Graph()
    return graph.parse(data=data or b"", format="nt")


def read_shapes(root: Path) -> rdflib.Graph:
    """All shapes. Raises ContentError where there is none or a file does not parse."""
    graph = rdflib.Graph()
    for path in sorted((root / "shapes").glob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        try:
            list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
        except SyntaxError as error:
            raise syntax_error(path.relative_to(root).as_posix(), text, error) from None
        graph.parse(data=text, format="turtle")
    if not len(graph):
        raise ContentError("there is no shape", hint="Shapes stand in shapes/*.ttl.")
    return graph


def shape_targets(shapes: rdflib.Graph) -> dict[str, str]:
    """Each named shape and the class it is for."""
    return {str(s): str(c) for s, c in sorted(shapes.subject_objects(SH.targetClass))}


def coverage(shapes: rdflib.Graph, content: Content) -> dict[str, int]:
    """How many focus nodes each shape has."""
    counts: dict[str, int] = defaultdict(int)
    for found in content.types.values():
        for cls in {above for t in found for above in content.ontology.supers.get(t, {t})}:
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


def shacl_findings(content: Content, shapes: rdflib.Graph) -> list[Finding]:
    """SHACL results as findings with file and line."""
    graph, ontology = (to_rdflib(content.triples(*kinds)) for kinds in ((*DATA, Kind.CALENDAR), (Kind.ONTOLOGY,)))
    homes: dict[str, list[CuratedFile]] = defaultdict(list)
    for source in content.files:
        for subject in {t.subject.value for t in source.triples if isinstance(t.subject, ox.NamedNode)}:
            homes[subject].append(source)
    found = []
    for focus, path, shape, severity, message in shacl(graph, ontology, shapes):
        home = _home(homes.get(focus, []), focus)
        name = home.name if home else "data"
        line = home.places.line(focus, path) if home else 0
        rule = shape.removeprefix(SHAPE) or "shacl"
        found.append(Finding(name, line, rule, f"{ns.compact(focus)}: {message}", f"Rule: shapes/, {rule}.", severity))
    return found


def _home(sources_: list[CuratedFile], focus: str) -> CuratedFile | None:
    """The file where the node is described: the one with its type, else the first that speaks of it."""
    for source in sources_:
        if any(t.subject.value == focus and t.predicate.value == TYPE for t in source.triples):
            return source
    return sources_[0] if sources_ else None
