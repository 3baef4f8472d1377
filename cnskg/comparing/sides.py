"""One side of a comparison: a release, a revision of the checkout, or the curated files of now; what it states, where.

What follows from the statements, and what the build computes, is not compared: it changes with them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..content import mappings
from ..content.files import Content, Kind
from ..content.ontology import as_one
from ..content.propositions import renamed
from ..errors import ContentError, NotFound, UsageError
from ..rdf import LABEL
from ..release import archive, shelf, store
from ..release.folder import Release, current_release, read_release
from ..settings import Settings
from . import revisions

#: The graphs that people write, beside passages and background sources.
WRITTEN = (ns.GRAPH_DOCUMENTS, ns.GRAPH_ENTITIES, ns.GRAPH_LINKS, ns.GRAPH_QUESTIONS, ns.GRAPH_ONTOLOGY)


@dataclass(frozen=True)
class Side:
    """What is stated, by graph."""

    name: str
    graphs: store.Graphs = field(repr=False)

    @cached_property
    def stated(self) -> set[ox.Triple]:
        """All of it, each triple once; the ontology apart."""
        return set().union(*(triples for graph, triples in self.graphs.items() if graph != ns.GRAPH_ONTOLOGY))

    @property
    def ontology(self) -> set[ox.Triple]:
        """The ontology."""
        return self.graphs.get(ns.GRAPH_ONTOLOGY, set())


def read(settings: Settings, name: str) -> Side:
    """The side that a name means; without a name, the curated files as they are now.

    Raises UsageError where it means nothing, or two things, or what cannot be read; ReleaseError for a damaged release.
    """
    if not name:
        return _of_files("the files of now", settings.content)
    path = Path(name)
    if path.is_file():
        return _of_archive(settings, path)
    release, commit = _release(settings, name), revisions.commit(settings.content, name)
    if release and commit:
        hint = "Write more of the one that you mean, or a branch or tag."
        raise UsageError(f"{name} is a release and a revision", hint=hint)
    if release:
        return _of_release(release)
    if commit:
        with _folder() as folder:
            revisions.take(settings.content, commit, folder)
            return _of_files(f"revision {name}" + ("" if commit.startswith(name) else f" ({commit[:12]})"), folder)
    hint = "Give `current`, the start of a digest (`cnskg releases` lists them), a packed file, or a revision of git."
    raise UsageError(f"{name!r} is neither a release nor a revision of {settings.content}", hint=hint)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cnskg-") as folder:
        yield Path(folder)


def _release(settings: Settings, name: str) -> Release | None:
    """The release of a name; none where there is none. Raises UsageError where several begin so."""
    if name == "current":
        return current_release(settings)
    try:
        return read_release(shelf.find(settings, name).path)
    except NotFound:
        return None


def _of_archive(settings: Settings, path: Path) -> Side:
    with _folder() as folder:
        return _of_release(archive.unpack(replace(settings, build=folder), path, archive.expected(path)))


def _of_release(release: Release) -> Side:
    found = {name: triples for name, triples in store.named(release.store) if _is_written(name)}
    return Side(f"release {release.digest}", _without_labels(found))


def _is_written(graph: str) -> bool:
    return graph.startswith((ns.PSG, ns.BG)) or graph in WRITTEN


def _of_files(name: str, root: Path) -> Side:
    try:
        content = Content.read(root)
        graphs: store.Graphs = {}
        for source in content.files:
            known = source.triples if source.kind in (Kind.ONTOLOGY, Kind.QUESTIONS) else renamed(source.triples)
            graphs.setdefault(source.graph, set()).update(known)
        graphs[ns.GRAPH_ONTOLOGY] = set(as_one(graphs.get(ns.GRAPH_ONTOLOGY, set())))
        graphs[ns.GRAPH_LINKS] = mappings.triples(root)
    except ContentError as error:
        raise UsageError(f"{name} cannot be read: {error.message}", hint=error.hint) from None
    return Side(name, _without_labels(graphs))


def _without_labels(graphs: store.Graphs) -> store.Graphs:
    """The graphs without the labels of questions, which the build makes of their names."""
    questions = {t for t in graphs.get(ns.GRAPH_QUESTIONS, ()) if t.predicate.value != LABEL}
    return graphs | {ns.GRAPH_QUESTIONS: questions}
