"""How terms are told to those who ask: by a class, from where to where, what a class has, and how to ask."""

from __future__ import annotations

from collections.abc import Iterable

from ..namespaces import CNS, compact
from ..release.shape import Kind, Shape, is_literal
from .patterns import Pattern

Kinds = frozenset[Kind]
_HAS = 20  # properties of a class that are named, where nothing says which is meant


def signature(iri: str, shape: Shape) -> str:
    """A term as it is told to those who ask: from where to where it goes, and how to ask with it."""
    note = f": {shape.notes[iri]}" if iri in shape.notes else ""
    if iri not in shape.before:
        return f"{compact(iri)}{note}"
    first = named(shape.before[iri], shape, shape.domains.get(iri))
    second = named(shape.after[iri], shape, shape.ranges.get(iri))
    return f"{compact(iri)} (from a {first} to a {second}){note}"


def named(kinds: Kinds, shape: Shape, declared: str | None = None) -> str:
    """The class that is declared, or the narrowest one that all kinds are in; of literals what they are."""
    texts = sorted(next(iter(kind)) for kind in kinds if is_literal(kind))
    if texts:
        return "text" if texts[0].startswith("@") else compact(texts[0])
    if declared in shape.sizes:
        return compact(declared or "")
    ours = [kind for kind in kinds if kind & shape.sizes.keys()]
    shared = [iri for iri in shape.sizes if ours and all(iri in kind for kind in ours)]
    return compact(min(shared, key=lambda iri: (shape.sizes[iri], iri))) if shared else "thing"


def note_of(kinds: Iterable[Kind], shape: Shape) -> str:
    """What the ontology says of how to ask with things of such kinds."""
    found = set(kinds)
    return next((text for iri, text in sorted(shape.notes.items()) if found and all(iri in kind for kind in found)), "")


def has(kinds: Kinds | None, others: Kinds | None, found: Iterable[Pattern], shape: Shape) -> str:
    """The properties that such things have, to such others, but for those that a query asks already."""
    within = named(kinds, shape) if kinds else ""
    if not within.startswith("cns:") or within == "cns:Entity":
        return ""
    texts = bool(others) and all(map(is_literal, others or ()))
    asked = {iri for one in found for iri, _ in one.properties}
    fit = [
        (compact(iri), n)
        for iri, n in shape.has(kinds or ())
        if iri not in asked
        and (others is None or (any(map(is_literal, shape.after[iri])) if texts else shape.after[iri] & others))
    ]
    if not fit:
        return ""
    if others and not texts:
        return f"; from a {within} to a {named(others, shape)} there is {', '.join(one for one, _ in fit[:_HAS])}"
    return f"; a {within} has {', '.join(f'{one} ({n})' for one, n in fit[:_HAS])}"


def in_claims(iri: str, shape: Shape) -> str:
    """Where to ask for what is no fact, if it is a property of which claims speak."""
    if CNS + "Relation" not in shape.nodes.get(iri, ()):
        return ""
    return f"; claims may say it: GRAPH ?claim {{ ?one {compact(iri)} ?other }} ?claim cns:claimant ?who"
