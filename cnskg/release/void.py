"""The description of a release: counts, and VoID with DCAT. Every number is counted, none written by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..rdf import SKOS, TYPE
from .store import DUMPS, Graphs

DATASET = ns.BASE + "dataset"
TITLE, TITLE_ZH = "cnskg: China's comprehensive national security", "总体国家安全知识图谱"
ABOUT = "Who belongs to China's national security system and who argues what about it, with a passage behind each fact."
LICENSE = "https://creativecommons.org/licenses/by/4.0/"


def counts(default: set[ox.Triple], graphs: Graphs) -> dict[str, Any]:
    """Triples, graphs, passages, entities, and how many instances each class of ours has (asserted and inferred)."""
    classes: Counter[str] = Counter()
    entities = set()
    for t in default:
        if t.predicate.value == TYPE and t.object.value.startswith(ns.CNS):
            classes[ns.compact(t.object.value)] += 1
            if t.subject.value.startswith(ns.ID):
                entities.add(t.subject.value)
    return {
        "triples": len(default),
        "asserted": len(graphs.get(ns.GRAPH_ASSERTED, ())),
        "inferred": len(graphs.get(ns.GRAPH_INFERRED, ())),
        "graphs": len(graphs),
        "passages": sum(1 for g in graphs if g.startswith(ns.PSG)),
        "entities": len(entities),
        "classes": dict(sorted(classes.items())),
    }


def void(default: set[ox.Triple], numbers: dict[str, Any], digest: str, version: str) -> bytes:
    """VoID (W3C Interest Group Note 2011) and DCAT 3 in Turtle, with partitions by class and property."""
    used = ("cns", "dcat", "dcterms", "id", "rdf", "rdfs", "skos", "void", "xsd")
    found = [*_dataset(digest, version), *_sizes(default, numbers), *_partitions(default), *_distributions()]
    prefixes = {p: ns.PREFIXES[p] for p in used}
    return ox.serialize(found, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def _t(subject: str | ox.BlankNode, predicate: str, value: str | int | ox.Literal | ox.BlankNode) -> ox.Triple:
    """A triple of CURIEs or IRIs; an int is a literal."""
    start = subject if isinstance(subject, ox.BlankNode) else ox.NamedNode(ns.expand(subject))
    end = ox.NamedNode(ns.expand(value)) if isinstance(value, str) else value
    return ox.Triple(start, ox.NamedNode(ns.expand(predicate)), ox.Literal(end) if isinstance(end, int) else end)


def _dataset(digest: str, version: str) -> Iterator[ox.Triple]:
    """What the dataset is, whose, and under which terms."""
    yield _t(DATASET, "rdf:type", "void:Dataset")
    yield _t(DATASET, "rdf:type", "dcat:Dataset")
    for title in (ox.Literal(TITLE, language="en"), ox.Literal(TITLE_ZH, language="zh-hans")):
        yield _t(DATASET, "dcterms:title", title)
    yield _t(DATASET, "dcterms:description", ox.Literal(ABOUT, language="en"))
    yield _t(DATASET, "dcterms:license", LICENSE)
    yield _t(DATASET, "dcterms:publisher", ns.BASE)
    yield _t(DATASET, "dcat:version", ox.Literal(version))
    yield _t(DATASET, "dcterms:identifier", ox.Literal(digest))
    for language in ("en", "zh-hans"):
        yield _t(DATASET, "dcterms:language", ox.Literal(language))
    yield _t(DATASET, "void:uriSpace", ox.Literal(ns.ID))
    for vocabulary in (ns.ONTOLOGY, SKOS):
        yield _t(DATASET, "void:vocabulary", vocabulary)
    yield _t(DATASET, "void:exampleResource", "id:political-security")


def _sizes(default: set[ox.Triple], numbers: dict[str, Any]) -> Iterator[ox.Triple]:
    """How much there is in the default graph."""
    yield _t(DATASET, "void:triples", len(default))
    yield _t(DATASET, "void:entities", numbers["entities"])
    yield _t(DATASET, "void:classes", len(_types(default)))
    yield _t(DATASET, "void:properties", len({t.predicate for t in default}))
    yield _t(DATASET, "void:distinctSubjects", len({t.subject for t in default}))
    yield _t(DATASET, "void:distinctObjects", len({t.object for t in default}))


def _types(default: set[ox.Triple]) -> Counter[str]:
    named = (t.object for t in default if t.predicate.value == TYPE)
    return Counter(cls.value for cls in named if isinstance(cls, ox.NamedNode))


def _partitions(default: set[ox.Triple]) -> Iterator[ox.Triple]:
    """One part for each class and each property in use."""
    for number, (cls, count) in enumerate(sorted(_types(default).items())):
        part = ox.BlankNode(f"class{number}")
        yield from (_t(DATASET, "void:classPartition", part), _t(part, "void:class", cls))
        yield _t(part, "void:entities", count)
    properties = Counter(t.predicate.value for t in default)
    for number, (name, count) in enumerate(sorted(properties.items())):
        part = ox.BlankNode(f"property{number}")
        yield from (_t(DATASET, "void:propertyPartition", part), _t(part, "void:property", name))
        yield _t(part, "void:triples", count)


def _distributions() -> Iterator[ox.Triple]:
    """The dumps that there are."""
    for name, form in DUMPS.items():
        node = ox.BlankNode(name.replace(".", ""))
        yield from (_t(DATASET, "dcat:distribution", node), _t(node, "rdf:type", "dcat:Distribution"))
        yield _t(node, "dcterms:title", ox.Literal(name))
        yield _t(node, "dcat:mediaType", ox.Literal(form.media_type))
