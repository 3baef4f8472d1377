"""Each module of the ontology is an ontology that opens from a clone, and what is released of them is one."""

from __future__ import annotations

from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.content.files import Content, CuratedFile, Kind
from cnskg.content.ontology import DECLARATIONS, as_one, built_in
from cnskg.rdf import OWL, TYPE, closure
from tests.support import ROOT

FOLDER = ROOT / "ontology"
#: The file to open; it holds no term, and imports the others.
WHOLE = "cnskg"
NAMES = sorted(path.stem for path in FOLDER.glob("*.ttl"))
DCTERMS = ns.PREFIXES["dcterms"]


def iri_of(name: str) -> str:
    """The IRI of a module, which is named for its file."""
    return ns.ONTOLOGY if name == WHOLE else f"{ns.ONTOLOGY}/{name}"


@pytest.fixture(scope="module")
def files() -> dict[str, CuratedFile]:
    """The modules by name."""
    return {f.path.stem: f for f in Content.read(ROOT, Kind.ONTOLOGY).of(Kind.ONTOLOGY)}


def values(file: CuratedFile, predicate: str) -> list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]:
    """What a module says of itself by a property."""
    node = ox.NamedNode(iri_of(file.path.stem))
    return [t.object for t in file.triples if t.subject == node and t.predicate.value == predicate]


def test_the_catalog_has_every_module_and_nothing_else() -> None:
    """The catalog leads from the IRI of each module to its file, where Protégé and the OWL API look."""
    tree = ElementTree.parse(FOLDER / "catalog-v001.xml").getroot()
    space = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"
    assert tree.tag == f"{space}catalog"
    told = {row.attrib["name"]: row.attrib["uri"] for row in tree.iter(f"{space}uri")}
    assert told == {iri_of(name): f"{name}.ttl" for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_module_says_what_it_is(files: dict[str, CuratedFile], name: str) -> None:
    """A module is one ontology, named for its file, with a title in both languages, a description, a licence."""
    heads = [t.subject.value for t in files[name].triples if t.object == ox.NamedNode(OWL + "Ontology")]
    assert heads == [iri_of(name)]
    titles = [title.language for title in values(files[name], DCTERMS + "title") if isinstance(title, ox.Literal)]
    assert sorted(titles, key=str) == ["en", "zh-hans"]
    for wanted in ("description", "license"):
        assert len(values(files[name], DCTERMS + wanted)) == 1, wanted


def test_the_file_to_open_imports_all_the_others(files: dict[str, CuratedFile]) -> None:
    """Who opens cnskg.ttl has the whole ontology."""
    imported = {value.value for value in values(files[WHOLE], OWL + "imports")}
    assert imported == {iri_of(name) for name in NAMES} - {ns.ONTOLOGY}


def declared(file: CuratedFile) -> set[str]:
    """The terms that a module declares."""
    return {t.subject.value for t in file.triples if t.predicate.value == TYPE and t.object.value in DECLARATIONS}


def used(file: CuratedFile) -> set[str]:
    """The terms that a module needs a declaration of: its predicates, and those of `cns:` anywhere."""
    nodes = {t.predicate.value for t in file.triples}
    nodes |= {x.value for t in file.triples for x in (t.subject, t.object) if isinstance(x, ox.NamedNode)}
    predicates = {t.predicate.value for t in file.triples}
    return {iri for iri in nodes if (iri in predicates or iri.startswith(ns.CNS)) and not built_in(iri)}


@pytest.mark.parametrize("name", NAMES)
def test_a_module_imports_what_it_uses(files: dict[str, CuratedFile], name: str) -> None:
    """Opened alone, a module lacks no declaration: each term it uses stands in it, or in what it imports."""
    direct = {one: {value.value for value in values(file, OWL + "imports")} for one, file in files.items()}
    with_all = closure(iri_of(name), {iri_of(one): imports for one, imports in direct.items()}) | {iri_of(name)}
    known = set().union(*(declared(file) for one, file in files.items() if iri_of(one) in with_all))
    owners = {term: one for one, file in files.items() for term in declared(file)}
    lacking = {ns.compact(term): f"add owl:imports of {owners.get(term)}" for term in used(files[name]) - known}
    assert lacking == {}


def test_modules_merged_are_one_ontology(files: dict[str, CuratedFile]) -> None:
    """A release has one ontology that imports nothing and names its parts; no other statement is lost."""
    every = {t for file in files.values() for t in file.triples}
    merged = as_one(every)
    heads = {t.subject.value for t in merged if t.object == ox.NamedNode(OWL + "Ontology")}
    assert heads == {ns.ONTOLOGY}
    assert {t.predicate.value for t in every - merged} == {OWL + "imports", TYPE}
    assert {t.object.value for t in merged - every} == {iri_of(name) for name in NAMES} - {ns.ONTOLOGY}


def test_what_is_no_module_is_merged_as_it_is() -> None:
    """An ontology of one file stays as it is."""
    one = {ox.Triple(ox.NamedNode(ns.ONTOLOGY), ox.NamedNode(TYPE), ox.NamedNode(OWL + "Ontology"))}
    assert as_one(one) == one
