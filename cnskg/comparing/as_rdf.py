"""A comparison as RDF: for each thing a change set, with the statements that came and went, each where it is stated.

The vocabulary is that of change sets, http://purl.org/vocab/changeset/schema. A statement that changed is one that went
and one that came; a value without a name, such as an expression of the ontology, is a node that is called by its words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from .changes import Change, Entity, Part
from .sides import Side

HEAD = """@prefix cs: <http://purl.org/vocab/changeset/schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def as_turtle(earlier: Side, later: Side, parts: list[Part], brief: bool) -> str:
    """Change sets in Turtle; `brief` has only which parts differ, and in how much."""
    told = f"from {earlier.name} to {later.name}"
    sets = (text for part in parts for text in (_counted(part, told) if brief else _sets(part, told)))
    return "\n".join([HEAD, *sets])


def _counted(part: Part, told: str) -> Iterator[str]:
    counts = ", ".join(f"{part.counts[kind]} {kind}" for kind in ("came", "went", "changed"))
    yield f"[] a cs:ChangeSet ; cs:subjectOfChange <{part.iri}> ; cs:changeReason {_text(told)} ;\n  rdfs:comment " + (
        f"{_text(counts)} .\n"
    )


def _sets(part: Part, told: str) -> Iterator[str]:
    for entity in part.entities:
        head = f"[] a cs:ChangeSet ; cs:subjectOfChange <{entity.iri}> ; cs:changeReason {_text(told)} ;"
        state = f" ;\n  rdfs:comment {_text(entity.state)}" if entity.state else ""
        yield f"{head}\n  dcterms:isPartOf <{part.iri}>{state}" + "".join(_changes(entity)) + " .\n"


def _changes(entity: Entity) -> Iterator[str]:
    for change in entity.changes:
        if change.before:
            yield f" ;\n  cs:removal {_statement(entity.iri, change, change.before)}"
        if change.after:
            yield f" ;\n  cs:addition {_statement(entity.iri, change, change.after)}"


def _statement(subject: str, change: Change, value: str) -> str:
    where = f" ; dcterms:source {', '.join(f'<{graph}>' for graph in change.graphs)}" if change.graphs else ""
    said = f"rdf:subject <{subject}> ; rdf:predicate <{change.predicate}> ; rdf:object {_value(value)}"
    return f"[ a rdf:Statement ; {said}{where} ]"


def _value(value: str) -> str:
    """A value as Turtle writes it."""
    if value.startswith('"'):
        return value
    return f"[ rdfs:label {_text(value)} ]" if value.startswith(("[", "(")) else f"<{value}>"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
