"""Properties that are transitive or made of a chain: where they may stand, and what they may be made of."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from ... import namespaces as ns
from ...content.files import Content, Kind
from ...rdf import OWL, TYPE, closure
from ..check import Check, Fault, at, check
from . import vocabulary as owl
from .schema import before, composite, schema


@check("not-simple", cases=[*map(ns.compact, sorted(owl.NEEDS_SIMPLE | owl.NEEDS_SIMPLE_IN)), "disjoint", "apart"])
def not_simple(content: Content) -> Iterator[Fault]:
    """No property is transitive, made of a chain or above such a one where OWL wants a simple one."""
    wide = composite(content)
    known = schema(content)
    hint = "It is transitive or made of a chain; put the constraint on a property below it."
    for source, t in content.statements(Kind.ONTOLOGY):
        s, p, o = t.subject.value, t.predicate.value, t.object.value
        if p == TYPE and o in owl.NEEDS_SIMPLE and s in wide:
            yield at(source, t, f"{ns.compact(s)} cannot be a {ns.compact(o)}", hint)
        if p == OWL + "propertyDisjointWith" and {s, o} & wide:
            yield at(source, t, f"{ns.compact(s)} cannot be disjoint with {ns.compact(o)}", hint)
        if p == OWL + "onProperty" and o in wide:
            for bound in sorted({x.predicate.value for x in known.by[t.subject]} & owl.NEEDS_SIMPLE_IN):
                yield at(source, t, f"{ns.compact(o)} cannot have {ns.compact(bound)}", hint)
        if p == OWL + "members" and ox.NamedNode(OWL + "AllDisjointProperties") in known.values(t.subject, TYPE):
            for cell in known.cells(t.object)[0]:
                if cell.object.value in wide:
                    yield at(source, cell, f"{ns.compact(cell.object.value)} cannot be disjoint with others", hint)


@check("irregular", cases=("within a chain", "at both ends", "by way of another", "by way of an inverse"))
def irregular(content: Content) -> Iterator[Fault]:
    """Chains can be put in an order: no property is made of itself, but at one end of its chain or by carrying on."""
    for source, t in content.statements(Kind.ONTOLOGY):
        made = t.subject.value
        if t.predicate.value != OWL + "propertyChainAxiom":
            continue
        links = before(made, [cell.object.value for cell in schema(content).cells(t.object)[0]])
        if any(made == link or made in closure(link, schema(content).parts) for link in links):
            message = f"{ns.compact(made)} is made of itself by way of its chain"
            yield at(source, t, message, "Take the chain out, or make a new property of it.")


@check("inverse-of-chain", cases=("itself", "its subject", "above one"))
def inverse_of_chain(content: Content) -> Iterator[Fault]:
    """No property that is made of a chain has an inverse: reasoners differ in what they find by it."""
    supers = content.ontology.supers
    chained = {above for made in schema(content).chained for above in supers.get(made, {made})}
    for source, t in content.statements(Kind.ONTOLOGY):
        made = sorted({t.subject.value, t.object.value} & chained)
        if t.predicate.value == OWL + "inverseOf" and made:
            message = f"{ns.compact(made[0])} is made of a chain and has an inverse"
            hint = "Make the other direction of the chain read backwards: the inverses of its links, in reverse order."
            yield at(source, t, message, hint)


CHECKS: tuple[Check, ...] = (not_simple, irregular, inverse_of_chain)
