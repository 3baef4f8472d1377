"""The prefix table of the project, and CURIE <-> IRI. The only place where prefixes are written down."""

from __future__ import annotations

BASE = "https://w3id.org/cnskg/"
CNS = BASE + "ontology#"
ONTOLOGY = BASE + "ontology"
ID = BASE + "id/"
PSG = BASE + "passage/"
TIME = BASE + "time/"
GRAPH = BASE + "graph/"
BG = BASE + "background/"
DATASET = BASE + "dataset"

#: Prefixes of the project and of the vocabularies it uses; known to every query without a PREFIX line.
PREFIXES: dict[str, str] = {
    "bg": BG,
    "cito": "http://purl.org/spar/cito/",
    "cns": CNS,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "graph": GRAPH,
    "id": ID,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "psg": PSG,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "span": TIME,
    "spdx": "http://spdx.org/rdf/terms#",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xkos": "http://rdf-vocabulary.ddialliance.org/xkos#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

GRAPH_ASSERTED = GRAPH + "asserted"
GRAPH_INFERRED = GRAPH + "inferred"
GRAPH_EXPLANATIONS = GRAPH + "explanations"
GRAPH_ONTOLOGY = GRAPH + "ontology"
GRAPH_CALENDAR = GRAPH + "calendar"
GRAPH_ENTITIES = GRAPH + "entities"
GRAPH_LABELS = GRAPH + "labels"
GRAPH_LINKS = GRAPH + "links"
GRAPH_DOCUMENTS = GRAPH + "documents"
GRAPH_CLAIMS = GRAPH + "claims"
GRAPH_QUESTIONS = GRAPH + "questions"
#: Graphs that only a store elsewhere has: every fact once, and which release it holds.
GRAPH_ALL, GRAPH_PUBLISHED = GRAPH + "all", GRAPH + "published"
#: What was fetched from elsewhere: graphs beside the facts, whose names begin so.
GRAPHS_ENRICHMENT = GRAPH + "enrichment-"


def expand(curie: str) -> str:
    """The IRI of a CURIE or of an IRI in angle brackets; anything else comes back as it is."""
    if curie.startswith("<") and curie.endswith(">"):
        return curie[1:-1]
    prefix, colon, local = curie.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES and not local.startswith("//") else curie


def compact(iri: str) -> str:
    """The CURIE of an IRI where a prefix of the table fits (the longest one), else the IRI itself."""
    best = max((p for p, ns in PREFIXES.items() if iri.startswith(ns)), key=lambda p: len(PREFIXES[p]), default=None)
    return f"{best}:{iri[len(PREFIXES[best]) :]}" if best is not None else iri
