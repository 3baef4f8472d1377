"""What is more and what is less in a release than in the one before, as both counted themselves when they were made.

Nothing is read but their lists: statement by statement, `cnskg diff` tells it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .. import namespaces as ns
from ..release.folder import QUALITY, Release
from . import vocabulary
from .language import gettext, in_order

#: The counts of a manifest that are told, and what the pages call them.
COUNTED = ("entities", "asserted", "inferred", "passages")
#: The figures of a document that are told.
FIGURES = ("statements", "claims")


@dataclass(frozen=True)
class Changes:
    """Differences that are not nought: in all, by class, and by document."""

    whole: list[tuple[str, int]]
    classes: list[tuple[str, int]]
    documents: list[tuple[str, list[tuple[str, int]]]]

    def __bool__(self) -> bool:
        return bool(self.whole or self.classes or self.documents)


def since(earlier: Release, later: Release) -> Changes:
    """What the counts of two releases differ in."""
    before, after = earlier.manifest.get("counts", {}), later.manifest.get("counts", {})
    words = {
        "entities": gettext("entities"),
        "asserted": gettext("stated facts"),
        "inferred": gettext("inferred facts"),
        "passages": gettext("passages"),
    }
    classes = _differing(before.get("classes", {}), after.get("classes", {}))
    return Changes(
        [(words[name], n) for name, n in _differing(_only(before, COUNTED), _only(after, COUNTED)).items()],
        [(_called(name), n) for name, n in sorted(classes.items(), key=lambda one: (-abs(one[1]), one[0]))],
        _by_document(earlier, later),
    )


def _only(counts: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, int]:
    return {name: counts[name] for name in names if isinstance(counts.get(name), int)}


def _differing(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """By name, how many more there are; in the order of the later ones, then what is gone."""
    names = dict.fromkeys([*after, *before])
    return {name: n for name in names if (n := after.get(name, 0) - before.get(name, 0))}


def _called(curie: str) -> str:
    """The name of a class in the language of the page; the end of its IRI where the ontology has it no more."""
    term = vocabulary.current().terms.get(ns.expand(curie))
    labels = in_order(term.labels) if term else []
    return labels[0][1] if labels else curie.partition(":")[2]


def _by_document(earlier: Release, later: Release) -> list[tuple[str, list[tuple[str, int]]]]:
    before, after = _figures(earlier), _figures(later)
    words = {"statements": gettext("statements"), "claims": gettext("claims")}
    found = [
        (name, [(words[one], n) for one, n in _differing(before.get(name, {}), after.get(name, {})).items()])
        for name in dict.fromkeys([*after, *before])
    ]
    return [(name, told) for name, told in found if told]


def _figures(release: Release) -> dict[str, dict[str, int]]:
    """By the name of each document the figures of it; none where a release has not measured them."""
    path = release.path / QUALITY
    told = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {
        one["name"]: {name: int(one["figures"][name]["value"]) for name in FIGURES if name in one["figures"]}
        for one in told.get("documents", ())
    }


def signed(number: int) -> str:
    """A difference with its sign, as people print it."""
    return f"{number:+,}".replace("-", "−")


def listed(told: list[tuple[str, int]]) -> str:
    """Differences in one line."""
    return gettext(", ").join(f"{name} {signed(number)}" for name, number in told)
