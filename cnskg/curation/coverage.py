"""Coverage: what of each source document is in the graph."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from .. import namespaces as ns
from ..checks.check import require
from ..checks.passages import Span, by_document, documents, no_place, spans
from ..content.files import Content
from ..content.texts import encoded_length, paragraphs
from .stretches import open_stretches

#: Characters of a bar: one for five per cent.
WIDTH = 20


@dataclass
class Coverage:
    """The figures of one document. `silent` names each passage without a statement; there should be none.

    `covered` and `length` count characters: those in passages and omissions, and all.
    """

    document: str
    covered: int = 0
    length: int = 0
    paragraphs: int = 0
    passages: int = 0
    omissions: dict[str, str] = field(default_factory=dict)
    statements: int = 0
    entities: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    propositions: int = 0
    silent: list[str] = field(default_factory=list)


def run(content: Content) -> list[Coverage]:
    """Coverage of every document that has a text, in the order of their names.

    Raises ContentError where a passage has no place in a text.
    """
    require(content, (no_place,), "passages have no place in a text")
    names = [iri.removeprefix(ns.ID) for iri in documents(content)]
    found = {name: Coverage(name, length=encoded_length(content, name)) for name in names}
    seen: dict[str, set[str]] = {name: set() for name in names}
    for name, mine in by_document(content).items():
        # one character between two passages is the space that parts them
        gaps = sum(end - start for start, end in open_stretches(found[name].length, mine) if end - start > 1)
        found[name].covered = found[name].length - gaps
    for span in spans(content):
        _count(found[span.document], span, seen[span.document])
    for name, one in found.items():
        for node in sorted(seen[name]):
            for cls in content.types.get(node, ()):
                if cls == ns.CNS + "Proposition":
                    one.propositions += 1
                    continue
                one.entities[ns.compact(cls)] += 1
                if content.ontology.is_a([cls], ns.CNS + "Claim"):
                    one.claims[ns.compact(cls)] += 1
    return [found[name] for name in sorted(found)]


def count_paragraphs(found: list[Coverage], content: Content) -> None:
    """Fill in how many paragraphs the text of each document has: blocks between blank lines."""
    for one in found:
        one.paragraphs = len(paragraphs(content, one.document))


def _count(one: Coverage, span: Span, seen: set[str]) -> None:
    facts = [t for t in span.source.triples if t.subject.value != span.source.graph]
    if span.kind == "Omission":
        one.omissions[span.source.name] = span.values["omissionReason"]
        return
    one.passages += 1
    one.statements += len(facts)
    for t in facts:
        seen |= {n.value for n in (t.subject, t.object) if str(n).startswith(f"<{ns.ID}")}
    if not facts:
        one.silent.append(span.source.name)


def as_json(found: list[Coverage]) -> str:
    """The report as JSON."""
    return json.dumps([vars(c) for c in found], ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def bar(one: Coverage) -> str:
    """How much of a document is in passages and omissions, as a bar of its own width and in per cent, rounded down."""
    share = one.covered / one.length if one.length else 0.0
    full = int(share * WIDTH)
    return f"[{'#' * full}{'.' * (WIDTH - full)}] {int(share * 100)} %"


def as_lines(found: list[Coverage]) -> str:
    """The report as lines for a terminal."""
    rows = []
    for c in found:
        paragraphs = f"{c.paragraphs} paragraphs, " if c.paragraphs else ""
        said = f"{sum(c.claims.values())} claims, {c.propositions} propositions"
        rows.append(f"{bar(c)} of {c.document}")
        rows.append(f"{c.document}: {paragraphs}{c.passages} passages, {c.statements} statements, {said}")
        rows.append("  claims: " + ", ".join(f"{k.removeprefix('cns:')} {n}" for k, n in sorted(c.claims.items())))
        rows.append("  entities: " + ", ".join(f"{k.removeprefix('cns:')} {n}" for k, n in sorted(c.entities.items())))
        rows += [f"  left out: {name}: {why}" for name, why in sorted(c.omissions.items())]
        rows += [f"  without a statement: {name}" for name in c.silent]
    return "\n".join(rows) + "\n"
