"""Competency questions as data: what the graph must be able to answer.

A question is a file data/questions/<slug>.ttl: wording, SPARQL, the expected rows and the documents that support them.
"""

from __future__ import annotations

from dataclasses import dataclass

from .. import namespaces as ns
from ..rdf import PREF
from .files import Content, Kind


@dataclass(frozen=True)
class Question:
    """One question; `expects` are its rows, cells separated by ' | ', in no order."""

    slug: str
    wording: str
    query: str
    expects: tuple[str, ...]
    themes: tuple[str, ...]
    supported_by: tuple[str, ...]


def read(content: Content) -> list[Question]:
    """All questions, by slug."""
    found: dict[str, dict[str, list[str]]] = {}
    for _, t in content.statements(Kind.QUESTIONS):
        values = found.setdefault(t.subject.value, {})
        values.setdefault(t.predicate.value, []).append(t.object.value)
    return [_question(iri, values) for iri, values in sorted(found.items())]


def _question(iri: str, values: dict[str, list[str]]) -> Question:
    return Question(
        iri.removeprefix(ns.BASE + "question/"),
        values[PREF][0],
        values[ns.CNS + "sparql"][0],
        tuple(sorted(values.get(ns.CNS + "expects", []))),
        tuple(sorted(values.get(ns.CNS + "theme", []))),
        tuple(sorted(ns.compact(v) for v in values.get(ns.CNS + "supportedBy", []))),
    )
