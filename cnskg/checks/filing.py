"""Where cards lie: each class has its file, where a folder of content says which in `data/dataset.toml`."""

from __future__ import annotations

from collections.abc import Iterator

from .. import namespaces as ns
from ..content.dataset import CARDS, PLACE, read_cards
from ..content.files import Content, Kind
from ..errors import ContentError
from ..rdf import TYPE
from .check import Check, Fault, at, check

Homes = dict[str, list[str]]


@check("misplaced-card", cases=("another file", "file of a misspelt name", "class without a file", "no such class"))
def misplaced_card(content: Content) -> Iterator[Fault]:
    """A card lies in the file that takes its class, where the folder says which file takes which."""
    try:
        homes = read_cards(content.root)
    except ContentError as error:
        yield Fault(PLACE.as_posix(), error.extra["line"], error.extra["said"], error.hint)
        return
    yield from unknown(content, homes)
    for source, t in content.stating([TYPE], Kind.ENTITIES) if homes else ():
        types = content.types.get(t.subject.value, ())
        known = [cls for cls in sorted(types) if cls in content.ontology.kinds]
        if known and t.object.value == known[0]:
            right = sorted({stem for cls in known for stem in fitting(content, homes, cls)})
            if not any(source.path.stem == stem or source.path.stem.startswith(f"{stem}-") for stem in right):
                told = ", ".join(map(ns.compact, known))
                yield at(source, t, f"{ns.compact(t.subject.value)} is a {told}", _hint(content, right))


def unknown(content: Content, homes: Homes) -> Iterator[Fault]:
    """The classes of the table that the ontology does not have."""
    for stem, names in homes.items():
        for name in names:
            if content.ontology.kinds.get(ns.CNS + name) != "class":
                rows = (content.root / PLACE).read_text(encoding="utf-8").split("\n")
                line = next((i for i, row in enumerate(rows, 1) if row.startswith(stem) and f'"{name}"' in row), 0)
                near = ", ".join(content.ontology.nearest(ns.CNS + name, "class"))
                yield Fault(PLACE.as_posix(), line, f"there is no class cns:{name}", f"Near: {near or 'none'}.")


def fitting(content: Content, homes: Homes, cls: str) -> list[str]:
    """The files, or beginnings of their names, that take a class: those that name the nearest one above it."""
    supers = content.ontology.supers[cls]
    found = {ns.CNS + name: stem for stem, names in homes.items() for name in names if ns.CNS + name in supers}
    above = {wide for one in found for wide in content.ontology.supers[one] if wide != one}
    return [stem for one, stem in found.items() if one not in above]


def _hint(content: Content, right: list[str]) -> str:
    """Where the card belongs: the files that there are."""
    if not right:
        return f"No file takes these: move it, or name its class under [{CARDS}] in {PLACE.as_posix()}."
    stems = sorted(f.path.stem for f in content.of(Kind.ENTITIES))
    there = [stem for stem in stems if any(stem == one or stem.startswith(f"{one}-") for one in right)]
    return f"Move it to data/entities/{', '.join(f'{stem}.ttl' for stem in there or right)}."


CHECKS: tuple[Check, ...] = (misplaced_card,)
