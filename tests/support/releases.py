"""A small release and settings for the tests of the service."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from flask import Flask

from cnskg.content.dataset import Dataset
from cnskg.namespaces import GRAPH_ASSERTED, GRAPH_INFERRED, GRAPH_ONTOLOGY, PREFIXES
from cnskg.quality.report import report
from cnskg.query.runner import Runner
from cnskg.release import dumps, void
from cnskg.release.folder import QUALITY, Release, listing, read_release, switch_release
from cnskg.search import entries, index
from cnskg.settings import Settings
from cnskg.web import create_app
from tests.support.turtle import triples

DATASET = Dataset(
    title="A sample", publisher="https://w3id.org/cnskg/", license="https://example.org/by", license_name="CC BY 4.0"
)
FACTS = """
id:xi-jinping a cns:Person ; rdfs:label "Xi Jinping"@en , "习近平"@zh-Hans .
id:cnsc a cns:Organ ; rdfs:label "Central National Security Commission"@en ; cns:chairedBy id:xi-jinping .
id:counter-espionage-law a cns:Law ; rdfs:label "Counter-Espionage Law"@en ;
  cns:entersIntoForce "2023-07-01"^^xsd:date .
id:data-security-law a cns:Law ; rdfs:label "Data Security Law, \\"DSL\\"\\nof 2021"@en ;
  cns:entersIntoForce "2021-09-01"^^xsd:date .
"""
INFERRED = """
id:xi-jinping a cns:Agent . id:cnsc a cns:Agent . id:xi-jinping cns:chairs id:cnsc .
"""
ONTOLOGY = """
cns:Person a owl:Class ; rdfs:subClassOf cns:Agent . cns:Organ a owl:Class ; rdfs:subClassOf cns:Agent .
cns:Agent a owl:Class . cns:Law a owl:Class . cns:Doctrine a owl:Class .
cns:chairedBy a owl:ObjectProperty . cns:chairs a owl:ObjectProperty . cns:entersIntoForce a owl:DatatypeProperty .
"""
PASSAGES = {
    PREFIXES["psg"] + "doc-a/p1": "id:cnsc a cns:Organ ; cns:chairedBy id:xi-jinping . id:xi-jinping a cns:Person .",
    PREFIXES["psg"] + "doc-b/p7": "id:xi-jinping a cns:Person . id:counter-espionage-law a cns:Law .",
}
#: triples in the default graph
FACT_COUNT = 15
W3C_DATA = "http://kasei.us/2009/09/sparql/data/"


def quads() -> Iterator[ox.Quad]:
    """All quads of the sample release, the data of the W3C protocol tests included."""
    graphs = {GRAPH_ASSERTED: FACTS, GRAPH_INFERRED: INFERRED, GRAPH_ONTOLOGY: ONTOLOGY, **PASSAGES}
    for name, text in graphs.items():
        for triple in triples(text):
            yield ox.Quad(*triple, ox.NamedNode(name))
            if name in (GRAPH_ASSERTED, GRAPH_INFERRED):
                yield ox.Quad(*triple, ox.DefaultGraph())
    for number in (1, 2, 3):
        name = ox.NamedNode(f"{W3C_DATA}data{number}.rdf")
        kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        yield ox.Quad(name, kind, ox.NamedNode("http://xmlns.com/foaf/0.1/Document"), name)


def make_release(
    build: Path, digest: str, extra: str = "", noise: int = 0, graphs: Mapping[str, str] | None = None
) -> Release:
    """Write one release folder: the sample, `extra` facts, named `graphs`, and `noise` for queries that take long."""
    path = build / "releases" / digest
    path.mkdir(parents=True)
    store = ox.Store(str(path / "store"))
    store.bulk_extend(quads())
    store.bulk_extend(ox.Quad(*t, ox.DefaultGraph()) for t in triples(extra))
    for name, text in (graphs or {}).items():
        store.bulk_extend(ox.Quad(*t, ox.NamedNode(name)) for t in triples(text))
    numbers = (ox.NamedNode(f"urn:n:{n}") for n in range(noise))
    store.bulk_extend(
        ox.Quad(n, ox.NamedNode("urn:next"), ox.Literal(i), ox.NamedNode("urn:noise")) for i, n in enumerate(numbers)
    )
    store.flush()
    content = list(store)
    (path / QUALITY).write_text(json.dumps(report(store)), encoding="utf-8")
    del store
    counts = {"triples": FACT_COUNT, "entities": 4, "asserted": 12, "inferred": 3, "passages": 2}
    index.write(path, entries.entries(t for text in (FACTS, ONTOLOGY, extra) for t in triples(text)))
    describe(path, digest, content, counts)
    return read_release(path)


def describe(path: Path, digest: str, content: list[ox.Quad], counts: dict[str, Any]) -> None:
    """Dumps, description and lists of a release, as the build writes them."""
    version = "0.0.test"
    dumps.write(path / "dumps", content)
    default = {quad.triple for quad in content if quad.graph_name == ox.DefaultGraph()}
    graphs: dict[str, set[ox.Triple]] = {}
    for quad in content:
        if isinstance(quad.graph_name, ox.NamedNode):
            graphs.setdefault(quad.graph_name.value, set()).add(quad.triple)
    told = void.Described(digest, version, counts, listing(path, "dumps"), DATASET)
    (path / "void.ttl").write_bytes(void.void(default, graphs, told))
    write_manifest(
        path,
        {"digest": digest, "version": version, "counts": counts, "dumps": dumps.about()} | {"dataset": asdict(DATASET)},
    )


def write_manifest(path: Path, manifest: dict[str, Any]) -> None:
    """The two lists of a release's files, as the build writes them."""
    (path / "store.json").write_text(json.dumps(listing(path, "store")), encoding="utf-8")
    whole = manifest | {"files": listing(path, index.FILE, QUALITY, "void.ttl", "dumps")}
    (path / "manifest.json").write_text(json.dumps(whole), encoding="utf-8")


@contextmanager
def runner_for(release: Release, *endpoints: str, **changes: Any) -> Iterator[Runner]:
    """A runner on a release of a build folder; SERVICE may call these endpoints."""
    settings = make_settings(release.path.parent.parent, services=" ".join(endpoints), **changes)
    with Runner(settings, release) as runner:
        yield runner


@contextmanager
def app_for(release: Release, **changes: Any) -> Iterator[Flask]:
    """The service on a release of a build folder, in this process, with these settings."""
    app = create_app(make_settings(release.path.parent.parent, **changes))
    try:
        yield app
    finally:
        app.extensions["cnskg"].close()


@contextmanager
def app_with(folder: Path, facts: str, graphs: Mapping[str, str], **changes: Any) -> Iterator[Flask]:
    """The service on a release made for it in a folder: the sample with these facts and graphs besides."""
    release = make_release(folder, "sample", facts, graphs=graphs)
    switch_release(make_settings(folder), release.path)
    with app_for(release, **changes) as app:
        yield app


def make_settings(build: Path, **changes: Any) -> Settings:
    """Settings for tests: no rate limit, short deadlines."""
    base = Settings(build=build, rate=0.0, deadline_s=20.0, workers=2, port=0)
    return replace(base, **changes)


def worker_of(runner: Runner) -> int:
    """The process id of the one idle worker of a runner."""
    (pid,) = runner.pool.processes()
    return pid
