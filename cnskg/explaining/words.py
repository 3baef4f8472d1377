"""Explanations in words: statements, proofs as indented lists, near misses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .. import namespaces as ns
from ..content.nouns import article, is_plural
from ..content.propositions import is_name as is_proposition
from ..rdf import TYPE, Fact
from ..reasoning.chaining import unify
from ..reasoning.rulefiles import Pattern, Rule, is_variable
from . import premises_graph
from .names import Names
from .near_misses import NearMiss
from .proofs import Proof
from .search import Explanation

PLACE = re.compile(r"\{(a )?([\w:]+)\}")
#: How the sentence of a rule changes where a class is named in the plural; the longer phrases go first.
AGREEMENT = (
    ("every {} is", "all {} are"),
    ("every {} has", "all {} have"),
    ("only {} stands", "only {} stand"),
    ("it is {}", "they are {}"),
    ("is {}", "are {}"),
    ("{} is.", "{} are."),
)


def _name(iri: str, names: Names) -> str:
    """A name; that of a proposition, which is a statement itself, in brackets."""
    return f"({names.name(iri)})" if is_proposition(iri) else names.name(iri)


def statement(pattern: Pattern, names: Names) -> str:
    """A triple in words; a variable in it is "something"."""
    subject, predicate, value = (f"something ({t})" if is_variable(t) else _name(t, names) for t in pattern)
    if pattern[1] == TYPE:
        return f"{subject} {'are' if is_plural(value) else 'is'} {article(value)}"
    return f"{subject} – {predicate} – {value}"


def sentence(rule: Rule, premises: Iterable[Fact], head: Fact | None, names: Names) -> str:
    """The rule's sentence with the names of this application put in; a clash has no head."""
    bound = dict(unify(rule.head, head) or {}) if head else {}
    for pattern, fact in zip(rule.premises, premises, strict=False):  # a rule on every rival takes more than it names
        bound.update(unify(pattern, fact) or {})
    values = {key.lstrip("?"): value for key, value in {**rule.bound, **bound}.items()}
    plurals = set()

    def put(place: re.Match[str]) -> str:
        name = _name(values.get(place[2], ns.expand(place[2])), names)
        if place[1] and is_plural(name):
            plurals.add(name)
        return article(name) if place[1] else name

    said = PLACE.sub(put, rule.template.say)
    for one, several in AGREEMENT:
        for name in sorted(plurals):
            said = said.replace(one.format(name), several.format(name))
    return said


def because(proof: Proof, names: Names) -> str:
    """The last step of a proof in one sentence; the statement itself where it is a leaf."""
    if proof.rule is None:
        return statement(proof.fact, names)
    return sentence(proof.rule, [p.fact for p in proof.premises], proof.fact, names)


def explanation(found: Explanation, names: Names) -> str:
    """The shortest proof as an indented list, then in one sentence each what else leads there."""
    if found.best is None:
        return f"{statement(found.fact, names)}: this does not hold in the graph."
    rows = proof_rows(found.best, names)
    others = [f"  {because(p, names)}" for p in found.proofs[1:] if p.rule]
    return "\n".join([*rows, "", "Also:", *others] if others else rows)


def proof_rows(proof: Proof, names: Names) -> list[str]:
    """A proof as the rows of an indented list."""
    return list(_tree(proof, names, 0))


def _tree(proof: Proof, names: Names, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if proof.rule is None:
        places = "; ".join(f"{names.source(g)} [{ns.compact(g)}]" for g in proof.graphs)
        yield f"{pad}{statement(proof.fact, names)} (stated in {places})"
        return
    axiom = proof.rule.axiom
    yield pad + because(proof, names)
    where = f", {axiom.where}" if axiom.file else ""
    use = f"; axiom {premises_graph.written(axiom)}" if axiom.terms else ""  # a rule beyond OWL puts none to use
    yield f"{pad}  [rule {proof.rule.name}{use}{where}]"
    for premise in dict.fromkeys(proof.premises):
        yield from _tree(premise, names, depth + 1)


def near_misses(fact: Fact, found: list[NearMiss], names: Names) -> str:
    """For a triple that does not hold: what each of the nearest rules would still need."""
    if not found:
        return f"{statement(fact, names)}: this does not hold, and no rule leads to such a statement."
    rows = [f"{statement(fact, names)}: this does not hold. It would follow"]
    for miss in found:
        use = f" ({premises_graph.written(miss.rule.axiom)})" if miss.rule.axiom.terms else ""
        rows.append(
            f"  by the rule {miss.rule.name}{use}, {'but for what stands against it' if miss.against else 'if'}"
        )
        rows += [f"    missing: {statement(p, names)}" for p in miss.missing]
        rows += [f"    there is: {statement(p, names)}" for p in miss.present]
        rows += [f"    against it: {statement(p, names)}" for p in miss.against]
    return "\n".join(rows)
