"""The build: curated files in, one immutable release out, switched to at once; a failed build changes nothing.

parse -> validate -> reason -> compile -> one rename of `current`. The release is named by the digest of its inputs;
the same input gives the same dumps, description and report, byte for byte.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from .. import __version__
from .. import namespaces as ns
from ..checks import registry
from ..content import enrichment
from ..content.dataset import Dataset, read_dataset
from ..content.files import FACTUAL, Content, Kind
from ..content.mappings import triples
from ..content.ontology import as_one
from ..content.subjects import Subjects, read_subjects
from ..errors import ContentError, ReleaseError
from ..explaining import contradictions, premises_graph
from ..explaining.proofs import Shortest
from ..folders import put, roomy
from ..quality.report import report as quality
from ..reasoning import derive, hermit
from ..search import entries, index
from ..settings import Settings
from . import dumps, labels, rules, shape, store, void
from .claim_graphs import claim_graphs, reservations
from .folder import QUALITY, RULES, Release, listing, read_release, switch_release
from .inputs import facts_digest, input_digest

Step = Callable[[str], object]


@dataclass
class Compiled:
    """All graphs of a release before they are written."""

    default: set[ox.Triple]
    graphs: store.Graphs
    report: dict[str, Any]
    dataset: Dataset = field(default_factory=Dataset)
    facts: str = ""  # the digest of what the facts were made of
    subjects: Subjects = field(default_factory=Subjects)
    rules: list[dict[str, Any]] = field(default_factory=list)  # what shapes ask for


def run(settings: Settings, step: Step = lambda _: None, force: bool = False) -> Release:
    """Build and switch to the release of the present inputs; one that is there already is only switched to.

    Raises ContentError where the files say no; `current` then stays as it was.
    """
    digest = input_digest(settings.content)
    path = settings.build / "releases" / digest
    if path.is_dir() and not force:
        try:
            found = read_release(path, thorough=True)
            switch_release(settings, path)
            return found
        except ReleaseError:
            step("the release of these inputs is damaged; building it anew")
    compiled = compile_graphs(settings.content, step)
    step("writing the release")
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".building-", dir=path.parent))
    try:
        with roomy(aside):
            write(aside, digest, compiled)
            put(path, aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    path.chmod(0o755)
    switch_release(settings, path)
    return read_release(path)


def compile_graphs(root: Path, step: Step) -> Compiled:
    """Parse, validate and reason. Raises ContentError with all findings of severity error."""
    step("parsing")
    facts, subjects = facts_digest(root), read_subjects(root)
    content = Content.gather(root)
    report = registry.run(content, step)
    if report.errors:
        text = "\n".join(str(f) for f in report.errors)
        raise ContentError(f"{len(report.errors)} findings\n{text}", hint="Mend them; the last good release stays.")
    graphs = named_graphs(content)
    step("linking")
    graphs[ns.GRAPH_LINKS] = triples(root)
    questions = graphs.get(ns.GRAPH_QUESTIONS, set())
    questions |= labels.preferred(questions)  # they are not reasoned over
    asserted = graphs[ns.GRAPH_ASSERTED] = content.triples(*FACTUAL)
    step("reasoning")
    inferred = derive.derive(content)
    contradictions.require(inferred)
    step("HermiT as referee")
    contradictions.require_report(hermit.check(inferred), inferred)
    graphs[ns.GRAPH_INFERRED] = set(inferred.triples) - asserted  # the calendar states some types itself
    graphs[ns.GRAPH_EXPLANATIONS] = set(premises_graph.describe(Shortest(inferred.closure), inferred.rules))
    graphs[ns.GRAPH_LABELS] = labels.labels(asserted, graphs[ns.GRAPH_ONTOLOGY])
    graphs |= claim_graphs(asserted, reservations(content.ontology))
    made = (ns.GRAPH_INFERRED, ns.GRAPH_ONTOLOGY, ns.GRAPH_LINKS, ns.GRAPH_LABELS, ns.GRAPH_CLAIMS)
    default = asserted.union(*(graphs.get(name, set()) for name in made))
    told = {
        "files": report.files,
        "statements": report.triples,
        "inferred_by_rule": dict(sorted(inferred.by_rule.items())),
        "focus_nodes": dict(sorted(report.focus.items())),
        "warnings": [asdict(f) for f in report.findings],
    }
    return Compiled(default, graphs, told, read_dataset(root), facts, subjects, rules.of(root))


def named_graphs(content: Content) -> store.Graphs:
    """One graph a file, or a group of files that share one; the calendar; and what was fetched from elsewhere."""
    graphs: store.Graphs = enrichment.graphs(content.root)
    for source in content.of(*Kind):
        graphs.setdefault(source.graph, set()).update(source.triples)
    graphs[ns.GRAPH_ONTOLOGY] = store.canonical(as_one(graphs[ns.GRAPH_ONTOLOGY]))
    return graphs


def searched(graphs: store.Graphs) -> set[ox.Triple]:
    """What names the things that a search can find: what is stated, questions and the ontology's terms."""
    named = (ns.GRAPH_ASSERTED, ns.GRAPH_QUESTIONS, ns.GRAPH_ONTOLOGY)
    return {t for graph in named for t in graphs.get(graph, ()) if isinstance(t.subject, ox.NamedNode)}


def write(folder: Path, digest: str, compiled: Compiled) -> None:
    """Write store, dumps, description, report and manifest into a folder."""
    content = store.quads(compiled.default, compiled.graphs)
    counts = void.counts(compiled.default, compiled.graphs)
    store.fill(folder / "store", content)
    dumps.write(folder / "dumps", content)
    index.write(folder, entries.entries(searched(compiled.graphs)))
    shape.write(folder, shape.of(compiled.default))
    described = void.Described(digest, __version__, counts, listing(folder, "dumps"), compiled.dataset)
    (folder / "void.ttl").write_bytes(void.void(compiled.default, compiled.graphs, described))
    _json(folder / "report.json", compiled.report)
    _json(folder / QUALITY, quality(store.opened(folder / "store")))
    _json(folder / RULES, compiled.rules)
    _json(folder / "store.json", listing(folder, "store"))  # apart: a store's bytes differ by run
    told = {"digest": digest, "facts": compiled.facts, "version": __version__, "counts": counts, "dumps": dumps.about()}
    told |= {"dataset": asdict(compiled.dataset), "questions": asdict(compiled.subjects)}
    named = ("dumps", "report.json", QUALITY, RULES, index.FILE, shape.FILE, "void.ttl")
    _json(folder / "manifest.json", told | {"files": listing(folder, *named)})
    for path in (folder / "store").iterdir():
        path.chmod(0o444)


def _json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
