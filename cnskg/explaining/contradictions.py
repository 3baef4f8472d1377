"""An inconsistency in words: a smallest set of statements that cannot all be so, each with file, line and passage.

Usual clashes (two disjoint classes, two values of a functional property, …) are found by rules of their own, which
give the proof of each side at once. For the rest HermiT is asked about ever smaller parts of the graph, until taking
away any one statement would make the clash disappear.

    inferred = derive(content)
    contradictions.require(inferred)
    contradictions.require_report(hermit.check(inferred), inferred)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .. import namespaces as ns
from ..content.files import Kind
from ..errors import ContentError
from ..findings import Finding
from ..rdf import Fact, key
from ..reasoning import hermit, hermit_input
from ..reasoning.chaining import Derivation, Program
from ..reasoning.derive import Inferred
from ..reasoning.hermit import Report
from . import words
from .names import FileNames, Names
from .proofs import Proof
from .search import Built, explain

MOST_SHOWN = 5
HINT = "One of these statements is wrong: mend it, or make it a claim if the documents disagree."


def require(inferred: Inferred) -> None:
    """Raises ContentError, in words, where the rules found a clash."""
    if not inferred.closure.clashes:
        return
    names, lookup = FileNames(inferred.content), Built(inferred)
    rows = []
    groups = _by_cause(lookup)
    for found in groups[:MOST_SHOWN]:
        proofs = minimal(lookup, found)
        rows.append(f"  {words.sentence(found.rule, found.premises, None, names)}")
        rows += [f"    {row}" for proof in proofs if proof.rule for row in words.proof_rows(proof, names)]
        rows += _statements(inferred, names, (leaf.fact for proof in proofs for leaf in proof.leaves()))
    more = len(groups) - MOST_SHOWN
    rows += [f"  and {more} more clashes"] if more > 0 else []
    raise ContentError("the statements contradict one another:\n" + "\n".join(rows), hint=HINT)


def require_report(report: Report, inferred: Inferred) -> None:
    """Raises ContentError, in words, where HermiT found an inconsistency, a class that can have no member, or other
    triples than the rules."""
    if not report.consistent:
        raise _shrunk(inferred)
    if report.unsatisfiable:
        classes = ", ".join(ns.compact(i) for i in sorted(set(report.unsatisfiable)))
        hint = "Look at the disjointness of its superclasses."
        raise ContentError(f"no thing can be in the class {classes}", hint=hint)
    if not report.agrees:
        names = FileNames(inferred.content)
        rows = [f"  only HermiT: {words.statement(f, names)}" for f in report.only_hermit[:MOST_SHOWN]]
        rows += [f"  only the rules: {words.statement(f, names)}" for f in report.only_rules[:MOST_SHOWN]]
        differ = len(report.only_hermit) + len(report.only_rules)
        raise ContentError(
            f"HermiT and the rules differ on {differ} triples:\n" + "\n".join(rows),
            hint="A rule under cnskg/reasoning/rules/ does not do what OWL says, or HermiT was given too little.",
        )


def places(inferred: Inferred, wanted: Fact) -> list[Finding]:
    """Where a statement stands: file and line, one for each graph that states it."""
    found = []
    graphs = inferred.facts.graphs.get(wanted, ())
    for source in inferred.content.of(*Kind):
        if source.graph not in graphs:
            continue
        for t in source.triples:
            if (t.subject.value, t.predicate.value, key(t.object)) == wanted:
                found.append(Finding(source.name, source.places.line_of(t), source.graph, ""))
    return sorted(found)


def _statements(inferred: Inferred, names: Names, leaves: Iterable[Fact]) -> list[str]:
    rows = []
    for fact in dict.fromkeys(leaves):
        for place in places(inferred, fact):
            where = f"{place.file}:{place.line}" if place.line else place.file
            rows.append(f"    {where}: {words.statement(fact, names)} [{ns.compact(place.rule)}]")
    return rows


def _by_cause(lookup: Built) -> list[Derivation]:
    """One clash for each set of asserted statements, the shortest proofs first."""
    seen: dict[frozenset[Fact], tuple[int, Derivation]] = {}
    for found in lookup.inferred.closure.clashes:
        proofs = _sides(lookup, found)
        leaves = frozenset(leaf.fact for proof in proofs for leaf in proof.leaves())
        steps = sum(proof.steps for proof in proofs)
        if leaves not in seen or steps < seen[leaves][0]:
            seen[leaves] = (steps, found)
    return [found for _, found in sorted(seen.values(), key=lambda pair: (pair[0], pair[1].premises))]


def _sides(lookup: Built, found: Derivation) -> list[Proof]:
    """The shortest proof of each side of a clash."""
    return [proof for premise in found.premises if (proof := explain(lookup, premise).best)]


def minimal(lookup: Built, found: Derivation) -> list[Proof]:
    """The proofs of the sides of a clash, with no more leaves than it takes.

    The shortest proofs may still rest on more than needed together, so leaves that can go are taken away.
    """
    proofs, facts = _sides(lookup, found), lookup.inferred.facts
    leaves = list(dict.fromkeys(leaf.fact for proof in proofs for leaf in proof.leaves()))
    program = Program(lookup.inferred.rules)
    kept = shrink(leaves, lambda some: bool(program.run(some, facts.passages).clashes))
    return proofs if len(kept) == len(leaves) else [Proof(f, graphs=facts.graphs[f]) for f in kept]


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


def _shrunk(inferred: Inferred) -> ContentError:
    """A clash that only HermiT sees, brought down to the statements it takes, as an error to raise."""
    axioms = hermit_input.logic(inferred.content)

    def clashes(some: list[Fact]) -> bool:
        apart = hermit_input.different(some, hermit_input.functional(inferred))
        return not hermit.run(hermit_input.ntriples([*axioms, *apart], some), "-k").consistent

    kept = shrink(sorted(hermit_input.stated(inferred)), clashes)
    if not kept:
        return ContentError("the ontology contradicts itself", hint="Look at its last change.")
    rows = _statements(inferred, FileNames(inferred.content), kept)
    return ContentError("HermiT finds that these statements cannot all be so:\n" + "\n".join(rows), hint=HINT)
