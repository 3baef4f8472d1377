"""Propositions: what makes one, and the name that follows from it, so that who speaks of the same meets at one node.

The name is `id:p--<subject>--<relation>--<object>`, of local names; a proposition within another is `x` and the digest
of its name; qualifiers add `--q` and a digest of theirs. What is asked of triples here is asked file by file.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from .. import namespaces as ns
from ..errors import ContentError
from ..rdf import TYPE

PREFIX = ns.ID + "p--"
PROPOSITION = ns.CNS + "Proposition"
#: The ends of a proposition, in the order of its name; each stands exactly once.
ENDS = tuple(ns.CNS + end for end in ("subject", "relation", "object"))
#: What else belongs to it, since it changes when the proposition is true.
QUALIFIERS = frozenset(ns.CNS + name for name in ("inRespectOf", "atTime", "inPlace", "through", "scope"))
#: Relations that hold both ways: their lesser end is the subject, so that both ways of saying it are one node.
SYMMETRIC = frozenset(ns.CNS + name for name in ("matches", "differsFrom", "clashesWith"))
#: What divides the parts of a name; no other card has it in its name.
DIVIDER = "--"
#: Characters of a name, beyond which its object is told by a digest: a page and a line of a diff hold as many.
LONGEST = 150
#: Hexadecimal digits of a digest: with the some thousand propositions of a corpus, no two are the same.
DIGITS = 8

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True)
class Proposition:
    """One proposition: its ends and its qualifiers, as property and value."""

    subject: Term
    relation: Term
    object: Term
    qualifiers: frozenset[tuple[str, Term]] = frozenset()


def is_name(iri: str) -> bool:
    """Whether an IRI is that of a proposition."""
    return iri.startswith(PREFIX)


def described(triples: Iterable[ox.Triple]) -> dict[Term, list[ox.Triple]]:
    """The propositions among the triples, each with what is said of it: whatever has an end, the type or the name."""
    of: dict[Term, list[ox.Triple]] = defaultdict(list)
    for t in triples:
        of[t.subject].append(t)
    return {node: said for node, said in of.items() if is_name(value(node)) or any(map(_makes_one, said))}


def _makes_one(t: ox.Triple) -> bool:
    predicate = t.predicate.value
    return predicate in ENDS or (predicate == TYPE and value(t.object) == PROPOSITION)


def read(said: Iterable[ox.Triple]) -> Proposition | None:
    """The proposition that is described; none where an end is missing or stands twice."""
    ends: dict[str, list[Term]] = {end: [] for end in ENDS}
    qualifiers = set()
    for t in said:
        if t.predicate.value in ends:
            ends[t.predicate.value].append(t.object)
        elif t.predicate.value in QUALIFIERS:
            qualifiers.add((t.predicate.value, t.object))
    if any(len(values) != 1 for values in ends.values()):
        return None
    subject, relation, node = (ends[end][0] for end in ENDS)
    return Proposition(subject, relation, node, frozenset(qualifiers))


def name(one: Proposition) -> str:
    """The IRI that follows from ends that have names themselves."""
    first, relation, second = (value(node) for node in (one.subject, one.relation, one.object))
    parts = [_part(first), _local(relation), _part(second)]
    tail = ""
    if one.qualifiers:
        told = sorted(f"{predicate} {node}" for predicate, node in one.qualifiers)
        tail = f"{DIVIDER}q{_digest('|'.join(told))}"
    if len(DIVIDER.join(parts) + tail) > LONGEST:
        parts[2] = f"x{_digest(second)}"
    return PREFIX + DIVIDER.join(parts) + tail


def _part(iri: str) -> str:
    return f"x{_digest(iri)}" if is_name(iri) else _local(iri)


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def settled(triples: Iterable[ox.Triple]) -> dict[Term, tuple[ox.NamedNode, Proposition]]:
    """For each proposition among the triples, whatever it is called: the name that follows, and its normal form.

    Raises ContentError for one that lacks an end, has one twice, or holds itself.
    """
    known = described(triples)
    found: dict[Term, tuple[ox.NamedNode, Proposition]] = {}

    def named(node: Term, above: tuple[Term, ...]) -> Term:
        if node not in known:
            return node
        if node in above:
            raise ContentError(f"{called(node)} holds itself", hint="Say what it is made of.")
        if node not in found:
            one = read(known[node])
            if one is None:
                hint = "Give cns:subject, cns:relation and cns:object, each once; for a second, write another."
                raise ContentError(f"{called(node)} lacks an end or has one twice", hint=hint)
            one = _normal(one, lambda end: named(end, (*above, node)))
            found[node] = ox.NamedNode(name(one)), one
        return found[node][0]

    for node in sorted(known, key=str):
        named(node, ())
    return found


def _normal(one: Proposition, named: Callable[[Term], Term]) -> Proposition:
    """The same with its ends named, the lesser first where the relation holds both ways."""
    ends = named(one.subject), named(one.object)
    if value(one.relation) in SYMMETRIC and value(ends[1]) < value(ends[0]):
        ends = ends[::-1]
    return Proposition(ends[0], one.relation, ends[1], frozenset((p, named(v)) for p, v in one.qualifiers))


def value(node: Term) -> str:
    """The IRI or the text of a term."""
    return str(node) if isinstance(node, ox.Triple) else node.value


def called(node: Term) -> str:
    """How a message calls a proposition."""
    return ns.compact(node.value) if isinstance(node, ox.NamedNode) else "a proposition without a name"


def renamed(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """The triples, with each proposition under its name, in normal form and with its type.

    Raises ContentError as `settled` does.
    """
    stated = set(triples)
    known = settled(stated)
    found = set()
    for t in stated:
        own = t.subject in known
        if own and (t.predicate.value in ENDS or t.predicate.value in QUALIFIERS):
            continue
        subject = known[t.subject][0] if own else t.subject
        found.add(ox.Triple(subject, t.predicate, known[t.object][0] if t.object in known else t.object))
    for node, one in known.values():
        said = [(TYPE, ox.NamedNode(PROPOSITION)), *zip(ENDS, (one.subject, one.relation, one.object), strict=True)]
        found |= {ox.Triple(node, ox.NamedNode(p), o) for p, o in (*said, *one.qualifiers)}
    return found
