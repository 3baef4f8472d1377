"""The rules that the data of a release keep: what its shapes ask of things of a class, and of a property."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from ..explaining.terms import Words
from ..release.folder import RULES
from .state import here


@dataclass(frozen=True)
class Rule:
    """One rule: whom it is for, what it says, and samples of what keeps it and what breaks it."""

    name: str
    of: str  # the class
    severity: str
    sentence: str
    asked: Words
    passing: str
    failing: str

    def is_on(self, iri: str) -> bool:
        """Whether it asks anything of a property."""
        return any(isinstance(piece, ox.NamedNode) and piece.value == iri for piece in self.asked)


@lru_cache(2)  # the release in use and the one before it
def _of_release(path: Path) -> tuple[Rule, ...]:
    """The rules of a release; none where it was built by a version that kept none."""
    file = path / RULES
    told = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []
    return tuple(
        Rule(
            one["name"],
            one["class"],
            one["severity"],
            one["sentence"],
            tuple(ox.NamedNode(piece[1:-1]) if piece.startswith("<") else piece for piece in one["asked"]),
            one["passing"],
            one["failing"],
        )
        for one in told
    )


def of_classes(classes: Iterable[str]) -> list[Rule]:
    """Those for things of these classes, in the order of the classes."""
    order = list(classes)
    found = [rule for rule in _of_release(here().runner.release.path) if rule.of in order]
    return sorted(found, key=lambda rule: order.index(rule.of))


def on_property(iri: str) -> list[Rule]:
    """Those that ask something of a property."""
    return [rule for rule in _of_release(here().runner.release.path) if rule.is_on(iri)]
