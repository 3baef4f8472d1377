"""The alignments hold: closed under the vocabularies' own axioms, the graph says nothing that is nonsense."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.checks import owl_dl
from cnskg.checks.check import run_all
from cnskg.content import mappings
from cnskg.content.files import Content, Kind
from cnskg.rdf import OWL, RDF, RDFS, TYPE, Fact, key
from cnskg.reasoning.chaining import Closure
from cnskg.reasoning.facts import facts
from tests.support import ROOT, turtle
from tests.support.sample import make_content
from tests.support.vocabularies import FOLDER, closed, declared, parsed

HERE = Path(__file__).parent
#: Prefixes of vocabularies that only lend annotations, of which no extract is kept.
ANNOTATIONS = (ns.PREFIXES["vann"], "http://purl.org/ontology/bibo/")
BELOW = {RDFS + "subClassOf", RDFS + "subPropertyOf"}
MATCHES = ("exact", "close", "related", "broad", "narrow")
KINDS = {OWL + kind for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
ONTOLOGY = frozenset(
    t for path in (ROOT / "ontology").glob("*.ttl") for t in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
)
#: A little of everything that an alignment once got wrong.
SMALL = """
id:bri a cns:Initiative ; cns:actor id:china ; cns:place id:africa .
id:china a cns:State . id:africa a cns:Region . id:ccp a cns:PoliticalParty .
id:migrants a cns:Group ; cns:place id:africa .
id:xi a cns:Person . id:tenure a cns:Tenure ; cns:holder id:xi ; cns:post id:secretary .
id:secretary a cns:Post ; cns:postIn id:ccp .
id:claim-a a cns:Assessment ; cns:supports id:claim-b . id:claim-b a cns:Assessment .
id:placed a cns:Placement ; cns:inList id:list ; cns:placesConcern id:concern .
id:list a cns:SecurityList . id:concern a cns:SecurityType .
id:law a cns:Law ; cns:appliesIn id:china . id:treaty a cns:Agreement ; cns:adoptedBy id:china .
"""


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table beside this file."""
    rows = [row for row in (HERE / name).read_text(encoding="utf-8").splitlines() if not row.startswith("#")]
    return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def nonsense(closure: Closure) -> Iterator[str]:
    """What the graph says after closing that it should not, in sentences."""
    members: dict[str, set[str]] = {}
    pairs: dict[str, set[tuple[str, str]]] = {}
    for s, p, o in closure.asserted | set(closure.derivations):
        if p == TYPE:
            members.setdefault(o, set()).add(s)
        pairs.setdefault(p, set()).add((s, o))
    for clash in closure.clashes:
        yield f"clash: {clash.rule.name}: {clash.premises}"
    for row in table("apart.tsv"):
        both = members.get(ns.expand(row["one"]), set()) & members.get(ns.expand(row["other"]), set())
        yield from (f"{ns.compact(x)} is both {row['one']} and {row['other']}: {row['why']}" for x in sorted(both))
    for row in table("joins.tsv"):
        for s, o in sorted(pairs.get(ns.expand(row["property"]), ())):
            if s not in members.get(ns.expand(row["subject"]), ()) or o not in members.get(ns.expand(row["value"]), ()):
                yield f"{ns.compact(s)} {row['property']} {ns.compact(o)}: {row['why']}"


def as_facts(triples: Iterable[ox.Triple]) -> frozenset[Fact]:
    """Triples of named things as facts; for axioms no rule asks."""
    return frozenset((t.subject.value, t.predicate.value, key(t.object)) for t in triples)


@cache
def small() -> frozenset[Fact]:
    """The facts of the small graph."""
    return as_facts(turtle.triples(SMALL))


def planted(statement: str) -> list[str]:
    """The nonsense in the small graph with one more alignment or link."""
    more = turtle.triples(statement)
    return list(nonsense(closed({*ONTOLOGY, *more}, small() | as_facts(more))))


def test_the_curated_graph_says_no_nonsense() -> None:
    """Under the axioms of all vocabularies nothing curated is what it cannot be, or is joined to what it cannot be."""
    content = Content.read(ROOT)
    closure = closed(content.triples(Kind.ONTOLOGY), as_facts(mappings.triples(ROOT)) | set(facts(content).graphs))
    assert list(nonsense(closure)) == []
    assert closure.holds((ns.ID + "xi-jinping", TYPE, ns.expand("foaf:Agent")))  # the vocabularies were at work


def test_the_small_graph_says_no_nonsense() -> None:
    """What the next test plants is all that is wrong there."""
    assert planted("") == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("cns:Initiative rdfs:subClassOf schema:Project .", "id:bri is both cns:Occurrence and schema:Organization"),
        ("cns:post rdfs:subPropertyOf org:role .", "id:secretary is both cns:Post and skos:Concept"),
        ("cns:supports rdfs:subPropertyOf cito:supports .", "id:claim-a cito:cites id:claim-b"),
        ("cns:inList rdfs:subPropertyOf skos:inScheme .", "id:placed skos:inScheme id:list"),
        ("cns:appliesIn rdfs:subPropertyOf eli:jurisdiction .", "id:china is both cns:Place and skos:Concept"),
        ("cns:adoptedBy rdfs:subPropertyOf eli:passed_by .", "id:treaty is both cns:Agreement and eli:LegalResource"),
        ("cns:place rdfs:subPropertyOf sem:hasActor .", "id:migrants sem:hasActor id:africa"),
        ("cns:Person rdfs:subClassOf foaf:Organization .", "clash: clash-of-classes"),
        ("id:xi skos:exactMatch id:entry .", "id:xi is both cns:Person and skos:Concept"),
    ],
)
def test_what_does_not_hold_is_seen(statement: str, told: str) -> None:
    """Each wrong alignment or link, of the kinds that once stood here, is told by the thing it makes nonsense of."""
    assert any(sentence.startswith(told) for sentence in planted(statement))


def foreign() -> dict[str, set[str]]:
    """What we declare each term of another vocabulary as."""
    found: dict[str, set[str]] = {}
    for t in parsed(ROOT / "ontology" / "external.ttl"):
        if t.object.value in KINDS:
            found.setdefault(t.subject.value, set()).add(t.object.value)
    return found


def test_a_foreign_term_is_one_of_its_vocabulary() -> None:
    """What we align with is there, under that name."""
    assert [ns.compact(term) for term in foreign() if term not in declared() and not term.startswith(ANNOTATIONS)] == []


def test_a_foreign_term_is_declared_as_its_vocabulary_has_it() -> None:
    """Merged with the vocabulary's own file, no term is of two kinds, which OWL 2 DL forbids."""
    own = {term: KINDS & kinds for term, kinds in declared().items() if KINDS & kinds}
    assert [ns.compact(term) for term, kinds in foreign().items() if kinds != own.get(term, kinds)] == []


def test_every_foreign_term_of_an_alignment_is_declared() -> None:
    """Each alignment is with a class or property of external.ttl, and nothing stands there unused."""
    aligned = {t.object.value for t in parsed(ROOT / "ontology" / "align.ttl") if t.predicate.value in BELOW}
    logical = {term for term, kinds in foreign().items() if OWL + "AnnotationProperty" not in kinds}
    links = {t.predicate.value for t in mappings.triples(ROOT)} | {ns.expand(f"skos:{kind}Match") for kind in MATCHES}
    assert {ns.compact(term) for term in aligned ^ (logical - links)} == {"rdfs:label"}


def test_merged_with_skos_the_ontology_is_owl_2_dl(tmp_path: Path) -> None:
    """The published axioms of SKOS beside ours break no rule."""
    folder = make_content(tmp_path / "merged")
    text = "".join(
        f"{t.subject} {t.predicate} {t.object} .\n"
        for t in sorted(parsed(FOLDER / "skos.ttl"), key=str)
        if not t.object.value.startswith(RDF)
    )
    (folder / "ontology" / "skos.ttl").write_text(turtle.HEAD + text, encoding="utf-8")
    assert run_all(Content.read(folder), owl_dl.PROFILE) == []
