"""The description of a release: counts, and VoID with DCAT. Every number is counted, none written by hand."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..rdf import TYPE
from .store import Graphs

DATASET = ns.BASE + "dataset"
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


def void(default: set[ox.Triple], numbers: dict[str, Any], digest: str, version: str) -> str:
    """VoID (W3C Interest Group Note 2011) and DCAT 3 in Turtle, with partitions by class and property."""
    properties = Counter(t.predicate.value for t in default)
    types = Counter(t.object.value for t in default if t.predicate.value == TYPE and isinstance(t.object, ox.NamedNode))
    subjects = {t.subject for t in default}
    rows = [
        f"@prefix {p}: <{ns.PREFIXES[p]}> ." for p in ("cns", "dcat", "dcterms", "id", "rdfs", "skos", "void", "xsd")
    ]
    rows += [
        "",
        f"<{DATASET}> a void:Dataset , dcat:Dataset ;",
        '    dcterms:title "cnskg: China\'s comprehensive national security"@en , "总体国家安全知识图谱"@zh-Hans ;',
        f'    dcterms:description "{ABOUT}"@en ;',
        f"    dcterms:license <{LICENSE}> ;",
        "    dcterms:publisher <https://w3id.org/cnskg/> ;",
        f'    dcat:version "{version}" ;',
        f'    dcterms:identifier "{digest}" ;',
        '    dcterms:language "en" , "zh-Hans" ;',
        f'    void:uriSpace "{ns.ID}" ;',
        f"    void:vocabulary <{ns.ONTOLOGY}> , <{ns.PREFIXES['skos']}> ;",
        "    void:exampleResource id:political-security ;",
        f"    void:triples {len(default)} ;",
        f"    void:entities {numbers['entities']} ;",
        f"    void:classes {len(types)} ;",
        f"    void:properties {len(properties)} ;",
        f"    void:distinctSubjects {len(subjects)} ;",
        f"    void:distinctObjects {len({t.object for t in default})} ;",
    ]
    rows += [f"    void:classPartition [ void:class <{c}> ; void:entities {n} ] ;" for c, n in sorted(types.items())]
    rows += [
        f"    void:propertyPartition [ void:property <{p}> ; void:triples {n} ] ;"
        for p, n in sorted(properties.items())
    ]
    files = {"cnskg.ttl": "text/turtle", "cnskg.nt": "application/n-triples", "cnskg.trig": "application/trig",
             "cnskg.nq": "application/n-quads", "cnskg.jsonld": "application/ld+json"}  # fmt: skip
    for name, kind in files.items():
        rows.append(
            f'    dcat:distribution [ a dcat:Distribution ; dcterms:title "{name}" ; dcat:mediaType "{kind}" ] ;'
        )
    rows[-1] = rows[-1].removesuffix(" ;") + " ."
    return "\n".join(rows) + "\n"
