"""How much is linked: of each kind of thing how many have a mapping, to which targets, and which have none yet."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from .. import namespaces as ns
from ..content.files import Content, Kind
from ..content.mappings import mapping_files
from ..rdf import PREF

#: The kinds that are to be linked, each thing counted in the first that it is of.
KINDS = ("Person", "Organ", "Organisation", "Law", "Place")
EXACT = frozenset(ns.expand(name) for name in ("schema:sameAs", "skos:exactMatch"))


@dataclass
class Coverage:
    """The things of one kind: how many there are and are mapped, exactly too, how many per target, and the others."""

    kind: str
    things: int = 0
    mapped: int = 0
    exact: int = 0
    targets: Counter[str] = field(default_factory=Counter)
    open: dict[str, str] = field(default_factory=dict)


def run(content: Content) -> list[Coverage]:
    """The coverage of each kind; for content whose cards and ontology are read."""
    targets, exact = _mapped(content)
    names = _names(content)
    found = {kind: Coverage(kind) for kind in KINDS}
    for iri in sorted(names):
        kind = kind_of(content, iri)
        if not kind:
            continue
        one = found[kind]
        one.things += 1
        one.mapped += bool(targets.get(iri))
        one.exact += iri in exact
        one.targets.update(targets.get(iri, ()))
        if iri not in targets:
            one.open[ns.compact(iri)] = names[iri]
    return list(found.values())


def kind_of(content: Content, iri: str) -> str:
    """The first of the kinds that a thing is of; nothing for what is of none."""
    types = content.types.get(iri, set())
    return next((kind for kind in KINDS if content.ontology.is_a(types, ns.CNS + kind)), "")


def _mapped(content: Content) -> tuple[dict[str, set[str]], set[str]]:
    """By thing the targets that it is mapped to; and the things that are the same as a foreign one."""
    targets: dict[str, set[str]] = {}
    exact = set()
    for file in mapping_files(content.root):
        for row in (row for row in file.rows if not row.refused):
            thing = file.expand(row.cells.get("subject_id", ""))
            targets.setdefault(thing, set()).add(file.target)
            if file.expand(row.cells.get("predicate_id", "")) in EXACT:
                exact.add(thing)
    return targets, exact


def _names(content: Content) -> dict[str, str]:
    """The things that have a card, each by its name in English, or in whatever language it has one."""
    found: dict[str, str] = {}
    for _, t in content.stating([PREF], Kind.ENTITIES):
        iri, name = t.subject.value, t.object
        if iri.startswith(ns.ID) and (iri not in found or getattr(name, "language", "") == "en"):
            found[iri] = name.value
    return found


def as_json(found: list[Coverage]) -> str:
    """The figures for a program."""
    told = {one.kind: {k: v for k, v in vars(one).items() if k != "kind"} for one in found}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def as_lines(found: list[Coverage], every: bool = False) -> str:
    """The figures for a terminal; with `every`, the things without a mapping, too."""
    rows = []
    for one in found:
        per = ", ".join(f"{name} {n}" for name, n in sorted(one.targets.items(), key=lambda x: (-x[1], x[0])))
        rows.append(f"{one.kind}: {one.mapped} of {one.things} mapped ({one.exact} exactly){f': {per}' if per else ''}")
        if every:
            rows += [f"  open: {curie}  {name}" for curie, name in one.open.items()]
    things, mapped = sum(one.things for one in found), sum(one.mapped for one in found)
    rows.append(f"{mapped} of {things} mapped, {things - mapped} open{'' if every else ': --open lists them'}")
    return "\n".join(rows) + "\n"
