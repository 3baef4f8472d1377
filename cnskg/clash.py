"""An inconsistency in words: a smallest set of statements that cannot all be so, each with file, line and passage.

Usual clashes (two disjoint classes, two values of a functional property, …) are found by rules of their own, which
give the proof of each side at once. For the rest HermiT is asked about ever smaller parts of the graph, until taking
away any one statement would make the clash disappear.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from . import handover, render
from . import namespaces as ns
from .content.files import CuratedFile
from .engine import Derivation, Program
from .errors import ContentError
from .explain import Built, explain
from .facts import Facts
from .findings import Finding
from .proofs import Proof
from .rdf import LABEL, PREF, Fact, key

if TYPE_CHECKING:
    from .materialise import Inferred

MOST_SHOWN = 5
HINT = "One of these statements is wrong: mend it, or make it a claim if the documents disagree."
Consistent = Callable[[bytes], bool]


def places(facts: Facts, files: Iterable[CuratedFile], wanted: Fact) -> list[Finding]:
    """Where a statement stands: file and line, one for each graph that states it."""
    found = []
    for source in files:
        if source.graph not in facts.graphs.get(wanted, ()):
            continue
        for t in source.triples:
            if (t.subject.value, t.predicate.value, key(t.object)) == wanted:
                line = source.line(t.subject.value, t.predicate.value, str(t.object))
                found.append(Finding(source.name, line, source.graph, ""))
    return sorted(found)


def _statements(inferred: Inferred, files: list[CuratedFile], leaves: Iterable[Fact]) -> list[str]:
    names = Labels(files)
    rows = []
    for fact in dict.fromkeys(leaves):
        for place in places(inferred.facts, files, fact):
            where = f"{place.file}:{place.line}" if place.line else place.file
            rows.append(f"    {where}: {render.statement(fact, names)} [{ns.compact(place.rule)}]")
    return rows


def minimal(inferred: Inferred, found: Derivation) -> list[Proof]:
    """The proofs of the sides of a clash, with no more leaves than it takes.

    The shortest proofs may still rest on more than needed together, so leaves that can go are taken away.
    """
    lookup = Built(inferred)
    proofs = [p for p in (explain(lookup, premise).best for premise in found.premises) if p]
    leaves = list(dict.fromkeys(leaf.fact for proof in proofs for leaf in proof.leaves()))
    program = Program(inferred.rules)
    kept = shrink(leaves, lambda some: bool(program.run(some, inferred.facts.passages).clashes))
    return proofs if len(kept) == len(leaves) else [Proof(f, graphs=inferred.facts.graphs[f]) for f in kept]


def shrink(items: list[Fact], clashes: Callable[[list[Fact]], bool]) -> list[Fact]:
    """A smallest part of the items that still clashes: halves are tried first, then single items."""
    size = max(1, len(items) // 2)
    while True:
        start = 0
        while start < len(items):
            fewer = items[:start] + items[start + size :]
            if clashes(fewer):
                items = fewer
            else:
                start += size
        if size == 1:
            return items
        size = max(1, size // 2)


def error(inferred: Inferred, files: list[CuratedFile]) -> ContentError:
    """The clashes that the rules found, as an error to raise."""
    names = Labels(files)
    rows = []
    groups = _by_cause(inferred)
    for found in groups[:MOST_SHOWN]:
        proofs = minimal(inferred, found)
        rows.append(f"  {render.sentence(found.rule, found.premises, (), names)}")  # type: ignore[arg-type]
        for proof in proofs:
            rows += [f"    {row}" for row in render.text_of(proof, names).split("\n")] if proof.rule else []
        rows += _statements(inferred, files, (leaf.fact for proof in proofs for leaf in proof.leaves()))
    more = len(groups) - MOST_SHOWN
    rows += [f"  and {more} more clashes"] if more > 0 else []
    return ContentError("the statements contradict one another:\n" + "\n".join(rows), hint=HINT)


def _by_cause(inferred: Inferred) -> list[Derivation]:
    """One clash for each set of asserted statements, the shortest proofs first."""
    lookup = Built(inferred)
    seen: dict[frozenset[Fact], tuple[int, Derivation]] = {}
    for found in inferred.closure.clashes:
        proofs = [explain(lookup, p).best for p in found.premises]
        leaves = frozenset(leaf.fact for proof in proofs if proof for leaf in proof.leaves())
        steps = sum(proof.steps for proof in proofs if proof)
        if leaves not in seen or steps < seen[leaves][0]:
            seen[leaves] = (steps, found)
    return [found for _, found in sorted(seen.values(), key=lambda pair: (pair[0], pair[1].premises))]


def shrunk(inferred: Inferred, files: list[CuratedFile], consistent: Consistent) -> ContentError:
    """A clash that only HermiT sees, brought down to the statements it takes, as an error to raise."""
    axioms = handover.logic(files)

    def clashes(some: list[Fact]) -> bool:
        return not consistent(
            handover.ntriples([*axioms, *handover.different(some, handover.functional(inferred))], some)
        )

    kept = shrink(sorted(handover.stated(inferred)), clashes)
    if not kept:
        return ContentError("the ontology contradicts itself", hint="Look at its last change.")
    rows = _statements(inferred, files, kept)
    return ContentError("HermiT finds that these statements cannot all be so:\n" + "\n".join(rows), hint=HINT)


class Labels:
    """Names out of the files themselves, since there is no store yet."""

    def __init__(self, files: Iterable[CuratedFile]) -> None:
        self.names: dict[str, str] = {}
        self.places: dict[str, list[str]] = {}
        wanted = (PREF, LABEL)
        where = (ns.CNS + "document", ns.CNS + "section")
        for source in files:
            for t in source.triples:
                if t.predicate.value in wanted and getattr(t.object, "language", None) == "en":
                    self.names[t.subject.value] = t.object.value
                if t.subject.value == source.graph and t.predicate.value in where:
                    self.places.setdefault(source.graph, []).append(t.object.value)

    def name(self, iri: str) -> str:
        """The English name of a thing, or its CURIE."""
        return render.Plain().name(iri) if iri.startswith('"') else self.names.get(iri, ns.compact(iri))

    def source(self, graph: str) -> str:
        """Document and section of a passage."""
        if graph not in self.places:
            return render.graph_name(graph, self)
        parts = sorted(self.places[graph], key=lambda value: not value.startswith(ns.ID))
        return ", section ".join([self.name(parts[0]), *parts[1:]])
