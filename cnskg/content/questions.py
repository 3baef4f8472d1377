"""Competency questions as data: what the graph must be able to answer.

A question is a file data/questions/<slug>.ttl: wording, SPARQL, the expected rows and the documents that support them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..errors import ContentError
from ..rdf import PREF
from .files import Content, Kind

#: What the IRI of a question begins with; its slug follows.
QUESTION = ns.BASE + "question/"


@dataclass(frozen=True)
class Question:
    """One question; `expects` are its rows, cells separated by ' | ', in no order; `path` is the file that asks it."""

    path: Path
    slug: str
    wording: str
    query: str
    expects: tuple[str, ...]
    themes: tuple[str, ...]
    supported_by: tuple[str, ...]


def read(content: Content) -> list[Question]:
    """All questions, by slug. Raises ContentError for one that has no wording or no query."""
    found: dict[str, dict[str, list[str]]] = {}
    paths: dict[str, Path] = {}
    for source, t in content.statements(Kind.QUESTIONS):
        values = found.setdefault(t.subject.value, {})
        if t.predicate.value == PREF and isinstance(t.object, ox.Literal) and t.object.language != "en":
            continue  # its wordings in other languages are for the pages
        values.setdefault(t.predicate.value, []).append(t.object.value)
        paths[t.subject.value] = source.path
    return [_question(paths[iri], iri, values) for iri, values in sorted(found.items())]


def _question(path: Path, iri: str, values: dict[str, list[str]]) -> Question:
    for wanted in (PREF, ns.CNS + "sparql"):
        if wanted not in values:
            message = f"{path}: the question <{iri}> has no {ns.compact(wanted)}"
            raise ContentError(message, hint="A question has its wording (skos:prefLabel) and its query (cns:sparql).")
    return Question(
        path,
        iri.removeprefix(QUESTION),
        values[PREF][0],
        values[ns.CNS + "sparql"][0],
        tuple(sorted(values.get(ns.CNS + "expects", []))),
        tuple(sorted(values.get(ns.CNS + "theme", []))),
        tuple(sorted(ns.compact(v) for v in values.get(ns.CNS + "supportedBy", []))),
    )
