"""The groups in which a search shows what it finds: each thing in one, by its classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .. import namespaces as ns
from ..rdf import closure

CLAIMS, SECTIONS, QUESTIONS, TERMS, OTHER = "claims", "sections", "questions", "ontology", "other"
#: Group -> the classes whose things are in it, subclasses included; of several the first one.
GROUPS: dict[str, tuple[str, ...]] = {
    "people": ("Person",),
    "organisations": ("Collective", "Organisation", "Organ"),
    "places": ("Place", "State"),
    "security": ("SecurityConcern", "SecurityList", "Tier"),
    "laws": ("Law", "Provision"),
    "posts": ("Post", "Tenure"),
    "documents": ("Document", "BackgroundSource"),
    "events": ("Event",),
    "policies": ("Undertaking",),
    "terms": ("Formulation", "Doctrine"),
    "topics": ("Concept",),
    CLAIMS: ("Claim",),
    SECTIONS: ("Passage",),
    QUESTIONS: ("Question",),
}
ALL = (*GROUPS, TERMS, OTHER)


def group(iri: str, kinds: Iterable[str], above: Mapping[str, Iterable[str]]) -> str:
    """The group of a thing, from its classes, of which `above` has the direct superclasses."""
    if iri.startswith(ns.CNS):
        return TERMS
    held = set(kinds).union(*(closure(kind, above) for kind in kinds))
    return next((name for name, roots in GROUPS.items() if held & {ns.CNS + root for root in roots}), OTHER)


def rank(group: str) -> int:
    """Which of two that answer alike comes first: things, then claims, then terms and sections, then questions."""
    return {CLAIMS: 1, TERMS: 2, SECTIONS: 2, QUESTIONS: 3}.get(group, 0)
