"""The description of a release: counts, and VoID with DCAT. Every number is counted, none written by hand.

Addresses of files and graphs begin with our base, which is where the service is meant to be; a service that is
elsewhere puts its own address in their place (`web/description.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urljoin

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.dataset import Dataset
from ..rdf import SKOS, TYPE
from .claim_graphs import is_of_claim
from .distributions import File, distribution
from .distributions import said as _t
from .dumps import DUMPS
from .folder import Entry
from .store import Graphs

#: The graphs of claims, of which there are a thousand, are one part of the dataset.
CLAIM_GRAPHS = ns.DATASET + "#claim-graphs"

#: The graphs that the build makes or gathers, in words. Passages and background graphs describe themselves.
GRAPHS = {
    ns.GRAPH_ASSERTED: ("what is stated", "What documents, background sources and cards state: their graphs, merged."),
    ns.GRAPH_INFERRED: ("what follows", "What follows from what is stated by the rules, and is not stated itself."),
    ns.GRAPH_EXPLANATIONS: ("explanations", "For each inferred fact its premises, the axiom and the rule."),
    ns.GRAPH_ONTOLOGY: ("the ontology", "Classes, properties and axioms."),
    ns.GRAPH_CALENDAR: ("the calendar", "Days, months, years and spans that facts speak of, and how they lie."),
    ns.GRAPH_ENTITIES: ("the cards", "Type, names and a line of description of each entity."),
    ns.GRAPH_LABELS: ("labels", "An rdfs:label for what has no name of its own, made of what it joins."),
    ns.GRAPH_LINKS: ("links", "Mappings of entities and terms to Wikidata and other open data."),
    ns.GRAPH_DOCUMENTS: ("the source documents", "Titles, authors and addresses of the documents of the passages."),
    ns.GRAPH_CLAIMS: (
        "the list of claim graphs",
        "Of each graph of a claim: whose it is, and whether that is contended.",
    ),
    ns.GRAPH_QUESTIONS: ("questions", "What the graph must be able to answer: wording, query and expected answer."),
}


@dataclass(frozen=True)
class Described:
    """What is told of a release besides its triples."""

    digest: str
    version: str
    counts: dict[str, Any]
    files: dict[str, Entry]  # the dumps, by their path in the release
    dataset: Dataset = field(default_factory=Dataset)


PROPOSITION = ns.CNS + "Proposition"


def counts(default: set[ox.Triple], graphs: Graphs) -> dict[str, Any]:
    """Triples, graphs, passages, entities, and how many instances each class of ours has (asserted and inferred).

    Propositions are no entities: they are what claims say of these.
    """
    classes: Counter[str] = Counter()
    entities: set[str] = set()
    said: set[str] = set()
    for t in default:
        if t.predicate.value == TYPE and t.object.value.startswith(ns.CNS):
            classes[ns.compact(t.object.value)] += 1
            if t.subject.value.startswith(ns.ID):
                (said if t.object.value == PROPOSITION else entities).add(t.subject.value)
    return {
        "triples": len(default),
        "asserted": len(graphs.get(ns.GRAPH_ASSERTED, ())),
        "inferred": len(graphs.get(ns.GRAPH_INFERRED, ())),
        "graphs": sum(1 for g in graphs if not is_of_claim(g)),
        "claim_graphs": sum(1 for g in graphs if is_of_claim(g)),
        "claimed": sum(len(triples) for g, triples in graphs.items() if is_of_claim(g)),
        "passages": sum(1 for g in graphs if g.startswith(ns.PSG)),
        "entities": len(entities - said),
        "classes": dict(sorted(classes.items())),
    }


def void(default: set[ox.Triple], graphs: Graphs, told: Described) -> bytes:
    """VoID (W3C Interest Group Note 2011) and DCAT 3 in Turtle, with parts by graph, class and property."""
    used = ("cns", "dcat", "dcterms", "graph", "id", "prov", "rdf", "rdfs", "skos", "spdx", "void", "xsd")
    found = [*_dataset(told), *_sizes(default, told.counts), *_distributions(told)]
    found += [*_graphs(graphs), *_fetched(graphs), *_claims(graphs)]
    found += [*_linksets(graphs.get(ns.GRAPH_LINKS, set())), *_partitions(default)]
    prefixes = {p: ns.PREFIXES[p] for p in used}
    return ox.serialize(found, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def _dataset(told: Described) -> Iterator[ox.Triple]:
    """What the dataset is, whose, and under which terms, as far as its folder says."""
    about = told.dataset
    yield _t(ns.DATASET, "rdf:type", "void:Dataset")
    yield _t(ns.DATASET, "rdf:type", "dcat:Dataset")
    for text, language in ((about.title, "en"), (about.title_zh_hans, "zh-hans")):
        if text:
            yield _t(ns.DATASET, "dcterms:title", ox.Literal(text, language=language))
    yield _t(ns.DATASET, "dcterms:description", ox.Literal(about.about, language="en"))
    for term, value in (("license", about.license), ("publisher", about.publisher)):
        if value:
            yield _t(ns.DATASET, f"dcterms:{term}", value)
    if about.publisher and about.creator:
        yield _t(about.publisher, "rdf:type", "prov:Agent")
        yield _t(about.publisher, "rdfs:label", ox.Literal(about.creator, language="en"))
    yield _t(ns.DATASET, "dcat:version", ox.Literal(told.version))
    yield _t(ns.DATASET, "dcterms:identifier", ox.Literal(told.digest))
    for language in ("en", "zh-hans"):
        yield _t(ns.DATASET, "dcterms:language", ox.Literal(language))
    yield _t(ns.DATASET, "void:uriSpace", ox.Literal(ns.ID))
    for vocabulary in (ns.ONTOLOGY, SKOS):
        yield _t(ns.DATASET, "void:vocabulary", vocabulary)
    if about.example:
        yield _t(ns.DATASET, "void:exampleResource", about.example)


def _sizes(default: set[ox.Triple], numbers: dict[str, Any]) -> Iterator[ox.Triple]:
    """How much there is in the default graph."""
    yield _t(ns.DATASET, "void:triples", len(default))
    yield _t(ns.DATASET, "void:entities", numbers["entities"])
    yield _t(ns.DATASET, "void:classes", len(_types(default)))
    yield _t(ns.DATASET, "void:properties", len({t.predicate for t in default}))
    yield _t(ns.DATASET, "void:distinctSubjects", len({t.subject for t in default}))
    yield _t(ns.DATASET, "void:distinctObjects", len({t.object for t in default}))


def _types(default: set[ox.Triple]) -> Counter[str]:
    named = (t.object for t in default if t.predicate.value == TYPE)
    return Counter(cls.value for cls in named if isinstance(cls, ox.NamedNode))


def _partitions(default: set[ox.Triple]) -> Iterator[ox.Triple]:
    """One part for each class and each property in use."""
    for number, (cls, count) in enumerate(sorted(_types(default).items())):
        part = ox.BlankNode(f"class{number}")
        yield from (_t(ns.DATASET, "void:classPartition", part), _t(part, "void:class", cls))
        yield _t(part, "void:entities", count)
    properties = Counter(t.predicate.value for t in default)
    for number, (name, count) in enumerate(sorted(properties.items())):
        part = ox.BlankNode(f"property{number}")
        yield from (_t(ns.DATASET, "void:propertyPartition", part), _t(part, "void:property", name))
        yield _t(part, "void:triples", count)


def _graphs(graphs: Graphs) -> Iterator[ox.Triple]:
    """The graphs that do not describe themselves: what is in them, how much, and where to get it."""
    for name in sorted(graphs):
        if name in GRAPHS and graphs[name]:  # a store has no empty graphs
            title, about = GRAPHS[name]
            yield from (_t(ns.DATASET, "void:subset", name), _t(name, "rdf:type", "void:Dataset"))
            yield _t(name, "dcterms:title", ox.Literal(title, language="en"))
            yield _t(name, "dcterms:description", ox.Literal(about, language="en"))
            yield _t(name, "void:triples", len(graphs[name]))
            yield _t(name, "void:dataDump", f"{ns.BASE}graph?graph={quote(name, safe='')}")


def _fetched(graphs: Graphs) -> Iterator[ox.Triple]:
    """The graphs of what was fetched from elsewhere, each as it describes itself."""
    for name in sorted(graphs):
        if name.startswith(ns.GRAPHS_ENRICHMENT):
            yield from (_t(ns.DATASET, "void:subset", name), _t(name, "rdf:type", "dcat:Dataset"))
            yield from sorted((t for t in graphs[name] if t.subject.value == name), key=str)
            yield _t(name, "void:triples", len(graphs[name]))
            yield _t(name, "void:dataDump", f"{ns.BASE}graph?graph={quote(name, safe='')}")


def _claims(graphs: Graphs) -> Iterator[ox.Triple]:
    """The graphs of claims, as one part: how much is claimed, and the file that has it."""
    claimed = sum(len(triples) for name, triples in graphs.items() if is_of_claim(name))
    if claimed:
        yield from (_t(ns.DATASET, "void:subset", CLAIM_GRAPHS), _t(CLAIM_GRAPHS, "rdf:type", "void:Dataset"))
        yield _t(CLAIM_GRAPHS, "dcterms:title", ox.Literal("the graphs of claims", language="en"))
        about = "What claims contend, deny, leave open, call for and call against, each in graphs of its own: no facts."
        yield _t(CLAIM_GRAPHS, "dcterms:description", ox.Literal(about, language="en"))
        yield _t(CLAIM_GRAPHS, "void:triples", claimed)
        yield _t(CLAIM_GRAPHS, "void:dataDump", f"{ns.BASE}dumps/cnskg-claims.nq")


def _distributions(told: Described) -> Iterator[ox.Triple]:
    """The dumps that there are, plain and compressed, with their sizes and checksums."""
    for path, entry in sorted(told.files.items()):
        name = path.partition("/")[2]
        dump = DUMPS[name.removesuffix(".gz")]
        yield _t(ns.DATASET, "void:dataDump", ns.BASE + path)
        yield from distribution(File(name, dump.form.media_type, dump.holds, entry), told.dataset.license)


def _linksets(links: set[ox.Triple]) -> Iterator[ox.Triple]:
    """How many links there are to each other dataset, in all and by relation; a dataset is told by its host."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for t in links:
        if isinstance(t.object, ox.NamedNode):
            counted[urljoin(t.object.value, "/")][t.predicate.value] += 1
    for number, (target, relations) in enumerate(sorted(counted.items())):
        whole, other = ox.BlankNode(f"links{number}"), ox.BlankNode(f"target{number}")
        yield from (_t(other, "rdf:type", "void:Dataset"), _t(other, "void:uriSpace", ox.Literal(target)))
        yield from _linkset(ns.DATASET, whole, other, relations.total())
        for place, (relation, count) in enumerate(sorted(relations.items())):
            part = ox.BlankNode(f"links{number}x{place}")
            yield from _linkset(whole, part, other, count)
            yield _t(part, "void:linkPredicate", relation)


def _linkset(of: str | ox.BlankNode, node: ox.BlankNode, other: ox.BlankNode, count: int) -> Iterator[ox.Triple]:
    """One set of links, as a part of a dataset or of a larger set."""
    yield from (_t(of, "void:subset", node), _t(node, "rdf:type", "void:Linkset"))
    yield from (_t(node, "void:subjectsTarget", ns.DATASET), _t(node, "void:objectsTarget", other))
    yield _t(node, "void:triples", count)
