"""Explanations for people and machines: words, JSON, RDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

import pyoxigraph as ox

from . import inferences
from . import namespaces as ns
from .engine import unify
from .explain import Explanation
from .proofs import Proof
from .rdf import TYPE, Fact, term
from .ruleset import Rule
from .whynot import NearMiss

PROV = ns.PREFIXES["prov"]
PLACE = re.compile(r"\{(a )?([\w:]+)\}")


class Naming(Protocol):
    """Names for IRIs and graphs."""

    def name(self, iri: str) -> str:
        """A thing's name."""
        ...

    def source(self, graph: str) -> str:
        """Document and section of a passage."""
        ...


class Plain:
    """Names without a store: CURIEs."""

    def name(self, iri: str) -> str:
        """A thing's CURIE, or a literal's text."""
        return term(iri).value if iri.startswith('"') else ns.compact(iri)

    def source(self, graph: str) -> str:
        """A graph's CURIE."""
        return graph_name(graph, self)


def graph_name(graph: str, names: Naming) -> str:
    """A graph that is no passage, as a reader understands it."""
    known = {
        ns.GRAPH_ENTITIES: "its card",
        ns.GRAPH_DOCUMENTS: "the list of documents",
        ns.GRAPH_CALENDAR: "the calendar",
    }
    return known.get(graph) or (names.name(graph) if graph.startswith(ns.BG) else ns.compact(graph))


def article(noun: str) -> str:
    """The noun with its article; names (MSS, CCP) and sounds are judged by their first letter."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def statement(fact: Fact, names: Naming) -> str:
    """A triple in words."""
    subject, predicate, value = fact
    if predicate == TYPE:
        return f"{names.name(subject)} is {article(names.name(value))}"
    return f"{names.name(subject)} – {names.name(predicate)} – {names.name(value)}"


def sentence(rule: Rule, premises: Iterable[Fact], head: Fact, names: Naming) -> str:
    """The rule's sentence with the names of this application put in."""
    bound = dict(unify(rule.head, head) or {}) if head else {}
    for pattern, fact in zip(rule.premises, premises, strict=True):
        bound.update(unify(pattern, fact) or {})
    values = {key.lstrip("?"): value for key, value in {**rule.bound, **bound}.items()}

    def put(place: re.Match[str]) -> str:
        name = names.name(values.get(place[2], ns.expand(place[2])))
        return article(name) if place[1] else name

    return PLACE.sub(put, rule.template.say)


def text(explanation: Explanation, names: Naming, alternatives: bool = True) -> str:
    """The shortest proof as an indented list, then in one sentence each what else leads there."""
    best = explanation.best
    if best is None:
        return f"{statement(explanation.fact, names)}: this does not hold in the graph."
    rows = list(_tree(best, names, 0))
    others = [p for p in explanation.proofs[1:] if p.rule]
    if alternatives and others:
        rows += ["", "Also:"]
        for proof in others:
            if proof.rule:
                rows.append(f"  {sentence(proof.rule, [p.fact for p in proof.premises], proof.fact, names)}")
    return "\n".join(rows)


def text_of(proof: Proof, names: Naming) -> str:
    """One proof as an indented list."""
    return "\n".join(_tree(proof, names, 0))


def _tree(proof: Proof, names: Naming, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if proof.rule is None:
        places = "; ".join(f"{names.source(g)} [{ns.compact(g)}]" for g in proof.graphs)
        yield f"{pad}{statement(proof.fact, names)} (stated in {places})"
        return
    yield pad + sentence(proof.rule, [p.fact for p in proof.premises], proof.fact, names)
    yield f"{pad}  [rule {proof.rule.name}; axiom {inferences.written(proof.rule.axiom)}{_at(proof.rule)}]"
    for premise in dict.fromkeys(proof.premises):
        yield from _tree(premise, names, depth + 1)


def _at(rule: Rule) -> str:
    return f", {rule.axiom.where}" if rule.axiom.file else ""


def _json_fact(fact: Fact) -> dict[str, str]:
    value = term(fact[2])
    shown = str(value) if isinstance(value, ox.Literal) else fact[2]
    return {"subject": fact[0], "predicate": fact[1], "object": shown}


def _json_proof(proof: Proof, names: Naming) -> dict[str, Any]:
    node: dict[str, Any] = {**_json_fact(proof.fact), "words": statement(proof.fact, names)}
    if proof.rule is None:
        node["stated_in"] = [{"graph": g, "source": names.source(g)} for g in proof.graphs]
        return node
    facts = [p.fact for p in proof.premises]
    node["rule"] = proof.rule.name
    node["axiom"] = {"kind": proof.rule.axiom.kind, "terms": list(proof.rule.axiom.terms), "at": proof.rule.axiom.where}
    node["because"] = sentence(proof.rule, facts, proof.fact, names)
    node["premises"] = [_json_proof(p, names) for p in proof.premises]
    return node


def as_json(explanation: Explanation, names: Naming) -> dict[str, Any]:
    """The explanation as plain values: the triple, whether it holds, its proofs with the shortest first."""
    proofs = [{"steps": p.steps, "proof": _json_proof(p, names)} for p in explanation.proofs]
    holds = bool(proofs)
    asserted = holds and explanation.proofs[0].rule is None
    return {**_json_fact(explanation.fact), "holds": holds, "asserted": asserted, "proofs": proofs}


def as_rdf(explanation: Explanation) -> Iterator[ox.Triple]:
    """The proofs in PROV: each inferred triple was generated by an activity that used its premises; an asserted one
    has the graphs that state it as primary sources."""
    seen: set[tuple[Fact, Rule | None, tuple[Fact, ...]]] = set()
    for proof in explanation.proofs:
        yield from _prov(proof, seen)


def _prov(proof: Proof, seen: set[tuple[Fact, Rule | None, tuple[Fact, ...]]]) -> Iterator[ox.Triple]:
    key = (proof.fact, proof.rule, tuple(p.fact for p in proof.premises))
    if key in seen:
        return
    seen.add(key)
    node = ox.NamedNode(inferences.fact_iri(proof.fact))
    yield ox.Triple(node, ox.NamedNode(TYPE), ox.NamedNode(PROV + "Entity"))
    yield from inferences.fact_triples(proof.fact)
    for graph in proof.graphs:
        yield ox.Triple(node, ox.NamedNode(PROV + "hadPrimarySource"), ox.NamedNode(graph))
    if proof.rule is None:
        return
    step = ox.NamedNode(inferences.inference_iri(proof.fact, proof.rule, key[2]))
    yield ox.Triple(step, ox.NamedNode(TYPE), ox.NamedNode(PROV + "Activity"))
    yield ox.Triple(step, ox.NamedNode(ns.CNS + "byAxiom"), ox.NamedNode(inferences.axiom_iri(proof.rule)))
    yield ox.Triple(node, ox.NamedNode(PROV + "wasGeneratedBy"), step)
    yield from inferences.axiom_triples(proof.rule)
    for premise in proof.premises:
        used = ox.NamedNode(inferences.fact_iri(premise.fact))
        yield ox.Triple(step, ox.NamedNode(PROV + "used"), used)
        yield ox.Triple(node, ox.NamedNode(PROV + "wasDerivedFrom"), used)
        yield from _prov(premise, seen)


def turtle(explanation: Explanation) -> str:
    """The RDF as Turtle."""
    used = ("cns", "id", "prov", "psg", "rdf", "xsd")
    written = sorted(set(as_rdf(explanation)), key=str)
    return ox.serialize(written, format=ox.RdfFormat.TURTLE, prefixes={p: ns.PREFIXES[p] for p in used}).decode()


def misses(fact: Fact, found: list[NearMiss], names: Naming) -> str:
    """For a triple that does not hold: what each of the nearest rules would still need."""
    rows = [f"{statement(fact, names)}: this does not hold. It would follow"]
    for miss in found:
        rows.append(f"  by the rule {miss.rule.name} ({inferences.written(miss.rule.axiom)}), if")
        rows += [f"    missing: {_open(p, names)}" for p in miss.missing]
        rows += [f"    there is: {statement(p, names)}" for p in miss.present]
    if not found:
        rows = [f"{statement(fact, names)}: this does not hold, and no rule leads to such a statement."]
    return "\n".join(rows)


def _open(pattern: Fact, names: Naming) -> str:
    """A missing premise in words; what is open in it is "something"."""
    subject = "something" if pattern[0].startswith("?") else names.name(pattern[0])
    value = "something" if pattern[2].startswith("?") else names.name(pattern[2])
    if pattern[0].startswith("?"):
        subject = f"{subject} ({pattern[0]})"
    if pattern[2].startswith("?"):
        value = f"{value} ({pattern[2]})"
    if pattern[1] == TYPE:
        return f"{subject} is {article(value)}"
    return f"{subject} – {names.name(pattern[1])} – {value}"


def misses_json(fact: Fact, found: list[NearMiss]) -> dict[str, Any]:
    """As `misses`, as plain values; a variable stands where anything would do."""
    nearest = [
        {
            "rule": miss.rule.name,
            "axiom": list(miss.rule.axiom.terms),
            "missing": [list(p) for p in miss.missing],
            "present": [list(p) for p in miss.present],
        }
        for miss in found
    ]
    return {**_json_fact(fact), "holds": False, "nearest": nearest}
