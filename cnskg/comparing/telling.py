"""A comparison told: as lines for a terminal, as Markdown for a changelog, as JSON; as RDF in `as_rdf.py`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from .. import namespaces as ns
from .as_rdf import as_turtle
from .changes import Change, Entity, Part
from .sides import Side
from .wording import Wording

KINDS = ("came", "went", "changed")
_SIGNS = {"came": "+", "went": "-", "changed": "~"}


def figures(parts: list[Part]) -> Counter[str]:
    """How many statements came, went and changed in all."""
    return sum((part.counts for part in parts), Counter())


def _counted(counts: Counter[str]) -> str:
    """3 came, 1 went, 0 changed."""
    return ", ".join(f"{counts[kind]} {kind}" for kind in KINDS)


def _summary(earlier: Side, later: Side, parts: list[Part]) -> str:
    if not parts:
        return f"nothing differs between {earlier.name} and {later.name}"
    return f"from {earlier.name} to {later.name}: of the statements, {_counted(figures(parts))}"


def _change(change: Change, words: Wording) -> str:
    if change.kind == "changed":
        return f"{words.value(change.predicate, change.before)} → {words.name(change.after)}"
    return words.value(change.predicate, change.after or change.before)


def as_text(earlier: Side, later: Side, parts: list[Part], brief: bool) -> str:
    """Lines for a terminal; `brief` leaves only the figures of each part."""
    words = Wording(earlier, later)
    rows = []
    for part in parts:
        rows.append(f"{words.part(part.iri)}: {_counted(part.counts)}")
        rows += [] if brief else list(_entities(part, words))
    return "\n".join([*rows, _summary(earlier, later, parts)]) + "\n"


def _entities(part: Part, words: Wording) -> Iterator[str]:
    for entity in part.entities:
        yield f"  {_heading(entity, words)}"
        for change in entity.changes:
            yield f"    {_SIGNS[change.kind]} {_change(change, words)}"


def _heading(entity: Entity, words: Wording) -> str:
    name, curie = words.name(entity.iri), ns.compact(entity.iri)
    state = f"{entity.state}: " if entity.state else ""
    return f"{state}{name}" + (f" ({curie})" if name != curie else "")


def as_markdown(earlier: Side, later: Side, parts: list[Part], brief: bool) -> str:
    """A list for a changelog: a head for each part, a line for each entity."""
    words = Wording(earlier, later)
    rows = [_sentence(_escaped(_summary(earlier, later, parts)))]
    for part in parts:
        rows += ["", f"### {_escaped(words.part(part.iri))}", "", _sentence(_counted(part.counts))]
        if not brief:
            rows += ["", *(_item(entity, words) for entity in part.entities)]
    return "\n".join(rows) + "\n"


def _item(entity: Entity, words: Wording) -> str:
    state = f" ({entity.state})" if entity.state else ""
    told = "; ".join(
        f"~~{_escaped(_change(c, words))}~~" if c.kind == "went" else _escaped(_change(c, words))
        for c in entity.changes
    )
    return f"- **{_escaped(words.name(entity.iri))}**{state}: {told}"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _escaped(text: str) -> str:
    """A text in which nothing is Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#~|" else c for c in text)


def as_json(earlier: Side, later: Side, parts: list[Part], brief: bool) -> str:
    """All of it as values: IRIs and literals as N-Triples writes them, beside their words."""
    words = Wording(earlier, later)
    told = {
        "before": earlier.name,
        "after": later.name,
        "counts": _figures(figures(parts)),
        "parts": [_part(part, words, brief) for part in parts],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _figures(counts: Counter[str]) -> dict[str, int]:
    return {kind: counts[kind] for kind in KINDS}


def _part(part: Part, words: Wording, brief: bool) -> dict[str, Any]:
    told: dict[str, Any] = {"part": part.iri, "name": words.part(part.iri), "counts": _figures(part.counts)}
    if not brief:
        told["entities"] = [
            {
                "entity": entity.iri,
                "name": words.name(entity.iri),
                "state": entity.state or "there",
                "changes": [_value(change, words) for change in entity.changes],
            }
            for entity in part.entities
        ]
    return told


def _value(change: Change, words: Wording) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "property": change.predicate,
        "before": change.before or None,
        "after": change.after or None,
        "words": _change(change, words),
        "stated_in": list(change.graphs),
    }


FORMATS = {"text": as_text, "json": as_json, "markdown": as_markdown, "turtle": as_turtle}
