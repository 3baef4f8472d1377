"""The real files as data: what a reader relies on holds for every passage, card and mapping."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cnskg import namespaces as ns
from cnskg import settings
from cnskg.checks import like_names, mappings, passages
from cnskg.content import ontology
from cnskg.content.files import CuratedFile, load
from cnskg.content.ontology import read_ontology
from cnskg.curation import coverage

ROOT = settings.content_root()
TEXTS = ROOT.parent / "shared" / "sources"
DOCUMENTS = ("greitens-2023", "merics-2021", "merics-2022", "pu-2022", "shea-2021")


@pytest.fixture(scope="module")
def files() -> list[CuratedFile]:
    return load(ROOT)


def test_every_document_is_encoded(files: list[CuratedFile]) -> None:
    """All five documents have passages, each passage states something, each omission says why."""
    found = {c.document: c for c in coverage.run(files)}
    assert tuple(found) == DOCUMENTS
    for one in found.values():
        assert one.passages > 20
        assert one.silent == []
        assert all(one.omissions.values())


def test_every_document_is_deep(files: list[CuratedFile]) -> None:
    """No document has fewer statements than an attentive reader makes of it."""
    reader = {"merics-2022": 560, "merics-2021": 420, "pu-2022": 210, "greitens-2023": 260, "shea-2021": 240}
    found = {c.document: c.statements for c in coverage.run(files)}
    assert {name for name, least in reader.items() if found[name] < least} == set()


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the source texts are not beside the project")
def test_every_passage_is_found_in_its_text(files: list[CuratedFile]) -> None:
    """Each anchor leads to its passage, and every character of the texts belongs to one."""
    report = passages.run(files, TEXTS)
    assert report.findings == []
    assert sum(report.passages.values()) > 200


def test_only_verified_kinds_of_mapping(files: list[CuratedFile]) -> None:
    """All mapping files are whole, map entities that there are, and merge nothing by owl:sameAs."""
    known = {t.subject.value for f in files for t in f.triples if t.predicate.value == ontology.RDF_TYPE}
    assert mappings.check(ROOT, known) == []
    assert len(mappings.triples(ROOT)) > 200
    assert {t.predicate.value for t in mappings.triples(ROOT)} <= {
        ns.expand(f"skos:{k}Match") for k in ("exact", "close", "related", "broad", "narrow")
    }


def test_one_thing_one_card(files: list[CuratedFile]) -> None:
    """No two cards have names that are alike, but for pairs that were reviewed."""
    assert like_names.check(ROOT, files) == []


def test_terms_of_the_ontology_are_told_in_two_languages(files: list[CuratedFile]) -> None:
    """Every term of ours has a label in English and Chinese, and a definition that is a sentence."""
    known = read_ontology(t for f in files if f.kind == "ontology" for t in f.triples)
    told = {t.subject.value: t.object.value for f in files if f.kind == "ontology" for t in f.triples
            if t.predicate.value == ns.expand("skos:definition")}  # fmt: skip
    for term in known.kinds:
        if term.startswith(ns.CNS):
            assert {"en", "zh-hans"} <= set(known.labels[term]), term
            assert told[term].endswith("."), term


def test_no_name_of_a_tool_or_machine(files: list[CuratedFile]) -> None:
    """The data name no path of a machine."""
    for source in files:
        assert not re.search(r"/work/|/root/|/home/|localhost", source.text), source.name


def test_shared_entities_are_one(files: list[CuratedFile]) -> None:
    """The party, the commission and the concept are spoken of in several documents under one IRI each."""
    for slug, least in (("ccp", 4), ("cnsc", 3), ("comprehensive-national-security", 4), ("uyghurs", 3)):
        speaking = {
            Path(f.name).parts[2]
            for f in files
            if f.kind == "passage" and any(f"<{ns.ID}{slug}>" in (str(t.subject), str(t.object)) for t in f.triples)
        }
        assert len(speaking) >= least, slug
