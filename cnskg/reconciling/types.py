"""The types and properties of a release, as a spreadsheet may ask for them: by the bare names of the ontology."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .. import namespaces as ns
from ..errors import UsageError
from ..nearest import nearest
from ..release import shape
from ..search import searcher


@dataclass(frozen=True)
class Types:
    """Classes that things are of, and properties that they have, each by bare name with its name in words."""

    names: Mapping[str, str]
    properties: Mapping[str, str]
    shape: shape.Shape

    def of(self, iri: str) -> frozenset[str]:
        """All classes of a thing, those above its own included."""
        return _bare(self.shape.nodes.get(iri, ()))

    def told(self, name: str) -> dict[str, str]:
        """A type as answers tell it."""
        return {"id": name, "name": self.names.get(name, name)}

    def require(self, name: str) -> None:
        """Raises UsageError for what is no type, with the nearest ones."""
        if name not in self.names:
            by_words = {words: bare for bare, words in self.names.items()}
            near = [by_words.get(one, one) for one in nearest(name[:60], [*self.names, *by_words])]
            raise UsageError(f"there is no type {name[:60]}", hint=_hint(near))

    def used_by(self, name: str) -> list[str]:
        """The properties that things of a type have, those of the most things first; without a type, of all."""
        kinds = self.shape.of_class(ns.CNS + name) if name else self.shape.kinds
        found = [iri.removeprefix(ns.CNS) for iri, _ in self.shape.has(kinds)]
        return [one for one in found if one in self.properties]


def _hint(near: list[str]) -> str:
    """The nearest types; where none is near, the address at which all are told."""
    return f"Nearest: {', '.join(dict.fromkeys(near))}." if near else "/reconcile/suggest/type tells what there is."


def _bare(iris: frozenset[str] | tuple[()]) -> frozenset[str]:
    return frozenset(iri.removeprefix(ns.CNS) for iri in iris if iri.startswith(ns.CNS))


@lru_cache(2)  # the release in use, and the one before it while its last requests are answered
def of_release(folder: Path) -> Types:
    """The types of the release in a folder, which never changes."""
    found, terms = shape.read(folder), searcher.of_release(folder).terms
    words = {iri.removeprefix(ns.CNS): term.label for iri, term in terms.items() if iri.startswith(ns.CNS)}
    classes = frozenset[str]().union(*(_bare(kind) for kind in found.kinds))
    names = {bare: words[bare] for bare in sorted(classes & words.keys())}
    return Types(names, {bare: words[bare] for bare in sorted(words) if ns.CNS + bare in found.before}, found)
