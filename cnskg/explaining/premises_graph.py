"""graph:explanations: the direct premises of each inferred triple as RDF, so that anyone can ask why in SPARQL.

    fact:HASH       cns:tripleSubject … ; cns:triplePredicate … ; cns:tripleObject …      a triple one can point to
    inference:HASH  cns:concludes fact:… ; cns:premise fact:… , … ; cns:byAxiom axiom:… ; cns:steps 3
    axiom:HASH      a cns:RuleAxiom ; cns:byRule rule:… ; cns:terms "cns:A cns:B" ; cns:declaredAt "…/core.ttl:12"
    rule:NAME       a cns:InferenceRule ; rdfs:label … ; skos:definition … ; cns:sentenceTemplate …

Premises that are no cns:concludes of any inference are asserted: the passages that state them are their named graphs.
`cns:steps` is the length of the shortest proof that ends with the inference, so ORDER BY it gives the best first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from .. import namespaces as ns
from ..rdf import LABEL, SKOS, TYPE, XSD, Fact, term
from ..reasoning.axioms import Axiom
from ..reasoning.chaining import Derivation
from ..reasoning.rulefiles import Rule, Template
from .proofs import Shortest

FACT, INFERENCE, AXIOM, RULE = (ns.BASE + kind + "/" for kind in ("fact", "inference", "axiom", "rule"))
INTEGER = ox.NamedNode(XSD + "integer")


def digest(*parts: str) -> str:
    """A short stable name for what the parts say."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


def fact_iri(fact: Fact) -> str:
    """The IRI of a triple as a node."""
    return FACT + digest(*fact)


def axiom_iri(rule: Rule) -> str:
    """The IRI of an axiom under the rule that uses it."""
    return AXIOM + digest(rule.name, *rule.axiom.terms)


def inference_iri(fact: Fact, rule: Rule, premises: Iterable[Fact]) -> str:
    """The IRI of one derivation of one fact."""
    return INFERENCE + digest(*fact, axiom_iri(rule), *(fact_iri(p) for p in premises))


def _t(subject: str, predicate: str, value: str | ox.Literal) -> ox.Triple:
    node = value if isinstance(value, ox.Literal) else ox.NamedNode(value)
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), node)


def describe(shortest: Shortest, rules: list[Rule]) -> Iterator[ox.Triple]:
    """The triples of the graph, in a fixed order."""
    named: set[Fact] = set()
    used: set[Rule] = set()
    for fact in sorted(shortest.closure.inferred):
        named.add(fact)
        for way in shortest.ways(fact):
            yield from _inference(shortest, fact, way)
            named.update(way.premises)
            used.add(way.rule)
    for fact in sorted(named):
        yield from fact_triples(fact)
    for rule in rules:
        if rule in used:
            yield from axiom_triples(rule)
    for template in sorted({r.template for r in used}, key=lambda t: t.name):
        yield from _rule(template)


def _inference(shortest: Shortest, fact: Fact, way: Derivation) -> Iterator[ox.Triple]:
    node = inference_iri(fact, way.rule, way.premises)
    yield _t(node, ns.CNS + "concludes", fact_iri(fact))
    yield _t(node, ns.CNS + "byAxiom", axiom_iri(way.rule))
    yield _t(node, ns.CNS + "steps", ox.Literal(str(shortest.size(way)), datatype=INTEGER))
    for premise in sorted(set(way.premises)):
        yield _t(node, ns.CNS + "premise", fact_iri(premise))


def fact_triples(fact: Fact) -> Iterator[ox.Triple]:
    """A triple as a node."""
    node = fact_iri(fact)
    value = term(fact[2])
    yield _t(node, ns.CNS + "tripleSubject", fact[0])
    yield _t(node, ns.CNS + "triplePredicate", fact[1])
    yield _t(node, ns.CNS + "tripleObject", value if isinstance(value, ox.Literal) else fact[2])


def axiom_triples(rule: Rule) -> Iterator[ox.Triple]:
    """An axiom, with the rule that uses it."""
    node, axiom = axiom_iri(rule), rule.axiom
    yield _t(node, TYPE, ns.CNS + "RuleAxiom")
    yield _t(node, ns.CNS + "byRule", RULE + rule.name)
    if axiom.terms:  # a rule beyond OWL joins none
        yield _t(node, ns.CNS + "terms", ox.Literal(written(axiom)))
    if axiom.file:
        yield _t(node, ns.CNS + "declaredAt", ox.Literal(axiom.where))


def written(axiom: Axiom) -> str:
    """An axiom's terms as CURIEs."""
    return " ".join(ns.compact(t) for t in axiom.terms)


def _rule(template: Template) -> Iterator[ox.Triple]:
    node = RULE + template.name
    yield _t(node, TYPE, ns.CNS + "InferenceRule")
    yield _t(node, LABEL, ox.Literal(template.name.replace("-", " "), language="en"))
    yield _t(node, SKOS + "definition", ox.Literal(template.about, language="en"))
    yield _t(node, ns.CNS + "sentenceTemplate", ox.Literal(template.say, language="en"))
