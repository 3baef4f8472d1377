"""A small release, settings and servers for the tests of the service. Everything stays on loopback."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from cnskg.namespaces import GRAPH_ASSERTED, GRAPH_INFERRED, GRAPH_ONTOLOGY, PREFIXES
from cnskg.release.folder import Release, read_release
from cnskg.settings import Settings

FACTS = """
id:xi-jinping a cns:Person ; rdfs:label "Xi Jinping"@en , "习近平"@zh-Hans .
id:cnsc a cns:Organ ; rdfs:label "Central National Security Commission"@en ; cns:chairedBy id:xi-jinping .
id:counter-espionage-law a cns:Law ; rdfs:label "Counter-Espionage Law"@en ; cns:inForce "2023-07-01"^^xsd:date .
id:data-security-law a cns:Law ; rdfs:label "Data Security Law, \\"DSL\\"\\nof 2021"@en ;
  cns:inForce "2021-09-01"^^xsd:date .
"""
INFERRED = """
id:xi-jinping a cns:Agent . id:cnsc a cns:Agent . id:xi-jinping cns:chairs id:cnsc .
"""
ONTOLOGY = """
cns:Person a owl:Class ; rdfs:subClassOf cns:Agent . cns:Organ a owl:Class ; rdfs:subClassOf cns:Agent .
cns:Agent a owl:Class . cns:Law a owl:Class . cns:Doctrine a owl:Class .
cns:chairedBy a owl:ObjectProperty . cns:chairs a owl:ObjectProperty . cns:inForce a owl:DatatypeProperty .
"""
PASSAGES = {
    PREFIXES["psg"] + "doc-a/p1": "id:cnsc a cns:Organ ; cns:chairedBy id:xi-jinping . id:xi-jinping a cns:Person .",
    PREFIXES["psg"] + "doc-b/p7": "id:xi-jinping a cns:Person . id:counter-espionage-law a cns:Law .",
}
#: triples in the default graph
FACT_COUNT = 15
W3C_DATA = "http://kasei.us/2009/09/sparql/data/"


def parse(text: str) -> list[ox.Triple]:
    """Triples of Turtle written with the project's prefixes."""
    head = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items())
    return [q.triple for q in ox.parse(head + text, format=ox.RdfFormat.TURTLE)]


def quads() -> Iterator[ox.Quad]:
    """All quads of the sample release, the data of the W3C protocol tests included."""
    graphs = {GRAPH_ASSERTED: FACTS, GRAPH_INFERRED: INFERRED, GRAPH_ONTOLOGY: ONTOLOGY, **PASSAGES}
    for name, text in graphs.items():
        for triple in parse(text):
            yield ox.Quad(*triple, ox.NamedNode(name))
            if name in (GRAPH_ASSERTED, GRAPH_INFERRED):
                yield ox.Quad(*triple, ox.DefaultGraph())
    for number in (1, 2, 3):
        name = ox.NamedNode(f"{W3C_DATA}data{number}.rdf")
        kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        yield ox.Quad(name, kind, ox.NamedNode("http://xmlns.com/foaf/0.1/Document"), name)


def make_release(build: Path, digest: str, extra: str = "", noise: int = 0) -> Release:
    """Write one release folder: the sample, `extra` facts, and `noise` triples for queries that take long."""
    path = build / "releases" / digest
    path.mkdir(parents=True)
    store = ox.Store(str(path / "store"))
    store.bulk_extend(quads())
    store.bulk_extend(ox.Quad(*t, ox.DefaultGraph()) for t in parse(extra))
    numbers = (ox.NamedNode(f"urn:n:{n}") for n in range(noise))
    store.bulk_extend(
        ox.Quad(n, ox.NamedNode("urn:next"), ox.Literal(i), ox.NamedNode("urn:noise")) for i, n in enumerate(numbers)
    )
    store.flush()
    dumps = path / "dumps"
    dumps.mkdir()
    store.dump(str(dumps / "cnskg.nq"), format=ox.RdfFormat.N_QUADS)
    del store
    (path / "void.ttl").write_text(
        "@prefix void: <http://rdfs.org/ns/void#> .\n"
        f"<https://w3id.org/cnskg/> a void:Dataset ; void:triples {FACT_COUNT} .\n",
        encoding="utf-8",
    )
    files = {name: (path / name).stat().st_size for name in ("void.ttl", "dumps/cnskg.nq")}
    manifest = {"digest": digest, "version": "0.0.test", "counts": {"triples": FACT_COUNT}, "files": files}
    (path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return read_release(path)


def make_settings(build: Path, **changes: Any) -> Settings:
    """Settings for tests: no rate limit, short deadlines."""
    base = Settings(build=build, rate=0.0, deadline_s=20.0, workers=2, port=0)
    return replace(base, **changes)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Canary:
    """A server that only counts who calls; `reply` may be set to answer as an endpoint would."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.bodies: list[bytes] = []
        self.status, self.headers, self.reply = 200, {"Content-Type": "application/sparql-results+json"}, b"{}"
        canary = self

        class Handler(BaseHTTPRequestHandler):
            def handle_any(self) -> None:
                canary.calls.append(f"{self.command} {self.path}")
                canary.bodies.append(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
                self.send_response(canary.status)
                for name, value in canary.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(canary.reply)))
                self.end_headers()
                self.wfile.write(canary.reply)

            do_GET = do_POST = do_HEAD = handle_any  # noqa: N815 -- the base class's names

            def log_message(self, format: str, *args: Any) -> None:
                del format, args

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}/"

    def __enter__(self) -> Canary:
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@contextmanager
def server_process(build: Path, **settings: Any) -> Iterator[tuple[str, int]]:
    """A real service in its own process: its base URL and its process id."""
    port = free_port()
    env = {k: v for k, v in os.environ.items() if not k.startswith("CNSKG_")}
    given = {"build": build, "port": port, "rate": 0} | settings
    env |= {f"CNSKG_{name.upper()}": str(value) for name, value in given.items()}
    process = subprocess.Popen(
        [sys.executable, "-m", "cnskg.web.server"],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert "http" in line, f"the service did not start: {line!r}"
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)
        process.stdout.close()


@contextmanager
def running_service(build: Path, **settings: Any) -> Iterator[str]:
    """A real service in its own process; its base URL."""
    with server_process(build, **settings) as (url, _):
        yield url
