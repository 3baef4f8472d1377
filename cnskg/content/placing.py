"""Files that lie in a folder where what they describe does not belong: read as what their place says, they mislead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import pyoxigraph as ox

from .. import namespaces as ns
from ..errors import ContentError
from ..rdf import TYPE
from .decoding import refusal
from .places import Places

#: Classes of what has a file of its own, in a folder that its name tells.
PLACED = {ns.CNS + name for name in ("Passage", "Omission", "BackgroundSource")}


class CuratedFile(Protocol):
    """What is asked of a curated file."""

    @property
    def name(self) -> str: ...
    @property
    def graph(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def triples(self) -> frozenset[ox.Triple]: ...
    @property
    def places(self) -> Places: ...


def homes(files: Iterable[CuratedFile]) -> dict[str, str]:
    """The file of each passage and background source that lies where it belongs."""
    return {f.graph: f.name for f in files if f.graph in described(f)}


def described(source: CuratedFile) -> set[str]:
    """The passages and background sources that a file describes."""
    if not any(name.removeprefix(ns.CNS) in source.text for name in PLACED):
        return set()
    return {t.subject.value for t in source.triples if t.predicate.value == TYPE and t.object.value in PLACED}


def folder(node: str) -> str:
    """Where the file of a passage or background source belongs; nowhere, for any other node."""
    if node.startswith(ns.PSG):
        return f"data/passages/{node.removeprefix(ns.PSG).split('/')[0]}"
    return "data/background" if node.startswith(ns.BG) else ""


def misplaced(source: CuratedFile, taken: Mapping[str, str]) -> ContentError | None:
    """What is wrong with a file that describes nothing of its own place, but what belongs in another folder."""
    found = sorted(described(source))
    here = ("", source.name.rpartition("/")[0])
    if not found or any(node == source.graph or folder(node) in here for node in found):
        return None
    node, *_ = found
    said = f"describes {ns.compact(node)}, which belongs in {folder(node)}/"
    hint = f"Move it to {folder(node)}/."
    if node in taken:
        hint = f"{taken[node]} describes that already: remove this file, or make a passage of its own of it."
    return refusal(source.name, source.places.line(node) or 1, said, hint)
