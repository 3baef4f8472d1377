"""The dumps of a release: which files there are, what each holds, and how they are written.

The facts are there in two shapes: each once, without graphs, for those who count and join; and each in the graph that
states it, for those who want the evidence. What is only claimed stands apart; so do explanations, which are most of a
release. One file has all.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from ..namespaces import GRAPH_ASSERTED, GRAPH_CLAIMS, GRAPH_EXPLANATIONS, GRAPHS_ENRICHMENT, PREFIXES
from .claim_graphs import is_of_claim

_DEFAULT = ox.DefaultGraph()
_ASSERTED, _EXPLANATIONS, _CLAIMS = map(ox.NamedNode, (GRAPH_ASSERTED, GRAPH_EXPLANATIONS, GRAPH_CLAIMS))


@dataclass(frozen=True)
class Dump:
    """One dump: its format, what it holds in words, and which quads these are."""

    form: ox.RdfFormat
    holds: str
    takes: Callable[[ox.Quad], bool]


def _once(quad: ox.Quad) -> bool:
    return quad.graph_name == _DEFAULT


def _stated(quad: ox.Quad) -> bool:
    return quad.graph_name not in (_DEFAULT, _ASSERTED, _EXPLANATIONS) and not _said(quad) and not _fetched(quad)


def _fetched(quad: ox.Quad) -> bool:
    return isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value.startswith(GRAPHS_ENRICHMENT)


def _said(quad: ox.Quad) -> bool:
    return isinstance(quad.graph_name, ox.NamedNode) and is_of_claim(quad.graph_name.value)


def _claimed(quad: ox.Quad) -> bool:
    return quad.graph_name == _CLAIMS or _said(quad)  # the list is a fact, too


def _explained(quad: ox.Quad) -> bool:
    return quad.graph_name == _EXPLANATIONS


_ONCE = (
    "Every fact once, stated or inferred, with the ontology and the links to other data. "
    "No graphs, and so no passages and no evidence."
)

DUMPS = {
    "cnskg.ttl": Dump(ox.RdfFormat.TURTLE, _ONCE, _once),
    "cnskg.nt": Dump(ox.RdfFormat.N_TRIPLES, _ONCE, _once),
    "cnskg.jsonld": Dump(ox.RdfFormat.JSON_LD, _ONCE, _once),
    "cnskg-facts.nq": Dump(
        ox.RdfFormat.N_QUADS,
        "Every fact in the graphs that state it: passages, background, cards, calendar, links, labels, ontology, "
        "documents, questions; what is inferred in graph:inferred. A fact of two passages stands twice. "
        "No explanations.",
        _stated,
    ),
    "cnskg-claims.nq": Dump(
        ox.RdfFormat.N_QUADS,
        "What claims contend, deny, leave open, call for and call against, each in graphs of its own: no facts; "
        "graph:claims says which graph is which.",
        _claimed,
    ),
    "cnskg-explanations.nq": Dump(
        ox.RdfFormat.N_QUADS,
        "Why each inferred fact holds: graph:explanations, with premises, axioms and rules.",
        _explained,
    ),
    "cnskg.trig": Dump(
        ox.RdfFormat.TRIG,
        "All graphs as the service has them: the default graph, in which each fact stands once, graph:asserted, which "
        "repeats what is stated, all of cnskg-facts.nq, cnskg-claims.nq and cnskg-explanations.nq, and what was "
        "fetched from elsewhere, if anything was.",
        lambda _: True,
    ),
}


def write(folder: Path, content: list[ox.Quad]) -> None:
    """Write all dumps of some quads, each also compressed: a service sends that to who takes it, without work."""
    folder.mkdir(parents=True)
    for name, dump in DUMPS.items():
        quads = [quad for quad in content if dump.takes(quad)]
        triples = [quad.triple for quad in quads]
        plain = dump.form in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
        path = folder / name
        ox.serialize(
            quads if dump.form.supports_datasets else triples,
            path,
            format=dump.form,
            prefixes=None if plain else PREFIXES,
        )
        _compress(path)


def _compress(path: Path) -> None:
    """Write the same beside a file with the ending .gz; without name and time in it, so that bytes tell content."""
    level = 6  # above it takes much longer and gains a few per cent
    with (
        path.open("rb") as source,
        path.with_name(f"{path.name}.gz").open("wb") as target,
        gzip.GzipFile(filename="", mode="wb", compresslevel=level, fileobj=target, mtime=0) as packed,
    ):
        shutil.copyfileobj(source, packed, 1 << 20)


def about() -> dict[str, dict[str, str]]:
    """What a manifest says of the dumps: media type, and what is in it."""
    return {name: {"media_type": dump.form.media_type, "holds": dump.holds} for name, dump in DUMPS.items()}
