"""The build: curated files in, one immutable release out, switched to at once; a failed build changes nothing.

parse -> validate -> reason -> compile -> one rename of `current`. The release is named by the digest of its inputs;
the same input gives the same dumps, description and report, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from . import (
    __version__,
    calendar,
    clash,
    describe,
    hermit,
    inferences,
    link,
    materialise,
    release,
    sources,
    store,
    validate,
)
from . import namespaces as ns
from .errors import ContentError, ReleaseError
from .proofs import Shortest
from .release import Release
from .settings import PACKAGE, Settings
from .sources import SourceFile

Step = Callable[[str], object]
ASSERTED = ("entities", "documents", "passage", "background")
CODE = ("*.py", "rules/*")


@dataclass
class Compiled:
    """All graphs of a release before they are written."""

    default: set[ox.Triple]
    graphs: store.Graphs
    report: dict[str, Any]


def input_files(content: Path) -> list[Path]:
    """Every file whose bytes decide what a release holds."""
    found = [p for top in ("ontology", "data", "shapes") for p in (content / top).rglob("*") if p.is_file()]
    code = [p for pattern in CODE for p in PACKAGE.glob(pattern) if p.is_file()]
    return sorted(p for p in found + code if not p.name.startswith("."))


def input_digest(content: Path) -> str:
    """The digest of all inputs: names and bytes of files, versions of what reads them."""
    total = hashlib.sha256(f"cnskg {__version__} pyoxigraph {ox.__version__}".encode())
    for path in input_files(content):
        root = content if path.is_relative_to(content) and not path.is_relative_to(PACKAGE) else PACKAGE
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def run(settings: Settings, step: Step = lambda _: None, force: bool = False) -> Release:
    """Build and switch to the release of the present inputs; one that is there already is only switched to.

    Raises ContentError where the files say no; `current` then stays as it was.
    """
    digest = input_digest(settings.content)
    path = settings.build / "releases" / digest
    if path.is_dir() and not force:
        try:
            found = release.read(path)
            release.switch(settings, path)
            return found
        except ReleaseError:
            step("the release of these inputs is damaged; building it anew")
    compiled = compile_graphs(settings.content, step)
    step("writing the release")
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".building-", dir=path.parent))
    try:
        write(aside, digest, compiled)
        if path.exists():
            shutil.rmtree(path)
        aside.replace(path)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    path.chmod(0o755)
    release.switch(settings, path)
    return release.read(path)


def compile_graphs(content: Path, step: Step) -> Compiled:
    """Parse, validate and reason. Raises ContentError with all findings of severity error."""
    step("parsing")
    files = sources.load(content)
    report = validate.run(content, files, step)
    if report.errors:
        text = "\n".join(str(f) for f in report.errors)
        raise ContentError(f"{len(report.errors)} findings\n{text}", hint="Mend them; the last good release stays.")
    graphs = named_graphs(files)
    step("linking")
    graphs[ns.GRAPH_LINKS] = link.triples(content)
    asserted = {t for f in files if f.kind in ASSERTED for t in f.triples}
    asserted |= graphs[ns.GRAPH_CALENDAR]
    graphs[ns.GRAPH_ASSERTED] = asserted
    step("reasoning")
    inferred = materialise.derive(files)
    clash.require(inferred, files)
    step("HermiT as referee")
    clash.require_report(hermit.check(files, inferred), inferred, files)
    graphs[ns.GRAPH_INFERRED] = set(inferred.triples) - asserted  # the calendar states some types itself
    graphs[ns.GRAPH_EXPLANATIONS] = set(inferences.describe(Shortest(inferred.closure), inferred.rules))
    default = asserted | graphs[ns.GRAPH_INFERRED] | graphs[ns.GRAPH_ONTOLOGY] | graphs[ns.GRAPH_LINKS]
    told = {
        "files": report.files,
        "statements": report.triples,
        "inferred_by_rule": dict(sorted(inferred.by_rule.items())),
        "focus_nodes": dict(sorted(report.focus.items())),
        "warnings": [asdict(f) for f in report.findings],
    }
    return Compiled(default, graphs, told)


def named_graphs(files: list[SourceFile]) -> store.Graphs:
    """One graph a file, or a group of files that share one; and the calendar."""
    graphs: store.Graphs = {}
    for source in files:
        graphs.setdefault(source.graph, set()).update(source.triples)
    graphs[ns.GRAPH_ONTOLOGY] = store.canonical(graphs[ns.GRAPH_ONTOLOGY])
    data = {t for f in files if f.kind in ASSERTED for t in f.triples}
    graphs[ns.GRAPH_CALENDAR] = calendar.triples(data)
    return graphs


def write(folder: Path, digest: str, compiled: Compiled) -> None:
    """Write store, dumps, description, report and manifest into a folder."""
    content = store.quads(compiled.default, compiled.graphs)
    counts = describe.counts(compiled.default, compiled.graphs)
    store.fill(folder / "store", content)
    store.dump(folder / "dumps", content, ns.PREFIXES)
    void = describe.void(compiled.default, counts, digest, __version__)
    (folder / "void.ttl").write_text(void, encoding="utf-8")
    _json(folder / "report.json", compiled.report)
    sizes = {p.relative_to(folder).as_posix(): p.stat().st_size for p in sorted(folder.rglob("*")) if p.is_file()}
    inside = {name: size for name, size in sizes.items() if name.startswith("store/")}
    outside = {name: size for name, size in sizes.items() if name not in inside}
    _json(folder / "store.json", inside)
    _json(folder / "manifest.json", {"digest": digest, "version": __version__, "counts": counts, "files": outside})
    for path in (folder / "store").iterdir():
        path.chmod(0o444)


def _json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
