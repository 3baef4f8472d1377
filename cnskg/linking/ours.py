"""The things of ours that links are sought for, and what is written of their links: mapped, and refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.files import Content, Kind
from ..content.mappings import MappingFile, mapping_files
from ..errors import UsageError
from ..nearest import nearest
from ..search.entries import Entry, entries
from .things import kinds_of

#: What is read to know things: cards, and what passages and other sources say of dates.
READ = (Kind.ONTOLOGY, Kind.ENTITIES, Kind.DOCUMENTS, Kind.PASSAGE, Kind.BACKGROUND)
#: The kinds that are sought unless somebody says otherwise.
USUAL = ("Person", "Organisation", "Law", "Place")
#: The properties that say when a thing began, was adopted, or happened.
BEGINNINGS = tuple(ns.CNS + name for name in ("starts", "adopted", "entersIntoForce", "when", "published"))


@dataclass(frozen=True)
class Ours:
    """A thing of ours: its names, the kinds that it is of, when it began or happened, and whether it is a concept."""

    entry: Entry
    kinds: frozenset[str]
    dates: frozenset[str] = frozenset()
    concept: bool = False

    @property
    def iri(self) -> str:
        """Its IRI."""
        return self.entry.iri

    @property
    def languages(self) -> dict[str, set[str]]:
        """Its names by language."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in self.entry.names:
            found[name.language].add(name.text)
        return dict(found)


@dataclass(frozen=True)
class Target:
    """Other data that things are mapped to: its name, and the prefix of its identifiers with what it stands for."""

    name: str
    prefix: str
    base: str


@dataclass
class Links:
    """The mapping files under a folder, by the name of their target."""

    files: dict[str, MappingFile] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Path) -> Links:
        """Those that there are."""
        return cls({file.target: file for file in mapping_files(root)})

    def target(self, name: str) -> Target:
        """A target by its name, with the prefix that its rows use first. Raises UsageError where there is none."""
        file = self.files.get(name)
        if file is None:
            near = nearest(name, self.files)
            hint = f"Did you mean {', '.join(near)}?" if near else f"There are {', '.join(self.files)}."
            raise UsageError(f"there is no data/links/{name}.sssom.tsv", hint=hint + " Or write whole IRIs.")
        used = {row.cells.get("object_id", "").partition(":")[0] for row in file.rows}
        prefix = next((one for one in sorted(used) if one in file.prefixes), name)
        return Target(name, prefix, file.prefixes.get(prefix, ""))

    def target_of(self, iri: str) -> str:
        """The target whose identifiers begin as this one does, of several the one with most rows; else nothing."""
        known = [(len(base), len(self.files[name].rows), name) for base, name in self._bases if iri.startswith(base)]
        return max(known, default=(0, 0, ""))[2]

    @cached_property
    def _bases(self) -> list[tuple[str, str]]:
        return [(base, name) for name in self.files if (base := self.target(name).base)]

    def rows(self, target: str = "") -> Iterable[tuple[MappingFile, int, str, str, bool]]:
        """Of each mapping, or of those to one target: file, number of its row, subject, object, whether refused."""
        for name, file in self.files.items():
            if target in ("", name):
                for at, row in enumerate(file.rows):
                    ends = (file.expand(row.cells.get(f"{end}_id", "")) for end in ("subject", "object"))
                    yield file, at, *ends, row.refused  # type: ignore[misc]

    def refused(self) -> set[tuple[str, str]]:
        """The pairs that were looked at and are two things."""
        return {(subject, node) for _, _, subject, node, refused in self.rows() if refused}

    def mapped(self, target: str) -> tuple[set[str], set[str]]:
        """The things that have a mapping to a target, and the foreign things that have one."""
        found = [(subject, node) for _, _, subject, node, refused in self.rows(target) if not refused]
        return {subject for subject, _ in found}, {node for _, node in found}


def gather(content: Content, kinds: Iterable[str] = USUAL) -> list[Ours]:
    """The things of ours of some kinds, each a class of the ontology."""
    wanted = [_class(content, kind) for kind in kinds]
    chosen = {iri for iri, types in content.types.items() if any(content.ontology.is_a(types, cls) for cls in wanted)}
    cards = (t for t in content.triples(Kind.ENTITIES) if t.subject.value in chosen)
    when = beginnings(content)
    found = []
    for entry in entries(cards):
        concept = content.ontology.is_a(content.types[entry.iri], ns.CNS + "Concept")
        found.append(Ours(entry, kinds_here(content, entry.iri), frozenset(when.get(entry.iri, ())), concept))
    return found


def beginnings(content: Content) -> dict[str, set[str]]:
    """When things began, were adopted or happened, as EDTF forms."""
    found: dict[str, set[str]] = defaultdict(set)
    for _, t in content.stating(BEGINNINGS, Kind.PASSAGE, Kind.BACKGROUND):
        if isinstance(t.object, ox.NamedNode) and t.object.value.startswith(ns.TIME):
            found[t.subject.value].add(t.object.value.removeprefix(ns.TIME))
    return found


def kinds_here(content: Content, iri: str) -> frozenset[str]:
    """The kinds of a thing, by the names of its classes and of those above them."""
    above = content.ontology.above(content.types.get(iri, ()))
    names = (cls.removeprefix(ns.CNS) for cls in above if cls.startswith(ns.CNS))
    return frozenset(kind for name in names for kind in kinds_of(name))


def _class(content: Content, name: str) -> str:
    iri = ns.CNS + name.removeprefix("cns:")
    if content.ontology.kinds.get(iri) != "class":
        near = ", ".join(content.ontology.nearest(iri, "class"))
        raise UsageError(f"there is no class {name}", hint=f"Near: {near}." if near else "Such as Person.")
    return iri
