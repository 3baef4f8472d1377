"""The real files as data: what a reader relies on holds for every passage, card and mapping."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg import settings
from cnskg.checks import like_names, mappings, passages
from cnskg.checks.check import run_all
from cnskg.content.files import FACTUAL, Content, Kind
from cnskg.content.mappings import triples
from cnskg.content.texts import value
from cnskg.curation import coverage

ROOT = settings.content_root()
TEXTS = Path(os.environ.get("CNSKG_SOURCES") or ROOT.parent / "shared" / "sources")
DOCUMENTS = Content.read(ROOT, Kind.DOCUMENTS)


@pytest.fixture(scope="module")
def content() -> Content:
    return Content.read(ROOT)


def test_every_document_is_encoded(content: Content) -> None:
    """Each document that is listed has passages, each passage states something, each omission says why."""
    source = ns.CNS + "SourceDocument"
    listed = {t.subject.value for t in content.triples(Kind.DOCUMENTS) if t.object == ox.NamedNode(source)}
    found = {c.document: c for c in coverage.run(content)}
    assert len(listed) >= 5
    assert {ns.ID + name for name in found} == listed
    for one in found.values():
        assert one.passages
        assert one.silent == []
        assert all(one.omissions.values())


def test_every_document_is_deep(content: Content) -> None:
    """No document has fewer statements than an attentive reader made of it; a document that comes has no figure yet."""
    reader = {"merics-2022": 560, "merics-2021": 420, "pu-2022": 210, "greitens-2023": 260, "shea-2021": 240}
    found = {c.document: c.statements for c in coverage.run(content)}
    assert {name for name, least in reader.items() if found[name] < least} == set()


def encoded(content: Content, document: str, texts: Path) -> Content:
    """A document with its passages, to be looked up in the texts; skips where its text is not among these."""
    name = value(content, ns.ID + document, ns.CNS + "textFile")
    if not (texts / name).is_file():
        pytest.skip(f"{texts} does not hold {name}: set CNSKG_SOURCES to the folder of the source texts")
    mine = (f for f in content.of(Kind.PASSAGE) if f.path.parent.name == document)
    return replace(content, files=(*content.of(Kind.DOCUMENTS), *mine), texts=texts)


@pytest.mark.parametrize("document", sorted(iri.removeprefix(ns.ID) for iri in passages.documents(DOCUMENTS)))
def test_every_passage_is_found_in_its_text(document: str, content: Content) -> None:
    """Each anchor leads to its passage, and every character of the text belongs to one."""
    mine = encoded(content, document, TEXTS)
    assert run_all(mine, passages.CHECKS) == []
    assert passages.covered(mine)[document].passages > 1


def test_a_text_that_is_missing_is_told_and_skipped(content: Content, tmp_path: Path) -> None:
    """A folder that holds some of the texts does for these; the reason names the other texts and the setting."""
    with pytest.raises(pytest.skip.Exception, match=r"does not hold \S+\.txt: set CNSKG_SOURCES"):
        encoded(content, "shea-2021", tmp_path)


def test_only_verified_kinds_of_mapping(content: Content) -> None:
    """All mapping files are whole, map entities and terms that there are, and merge nothing by owl:sameAs."""
    assert run_all(content, mappings.CHECKS) == []
    assert len(triples(ROOT)) > 200
    assert {t.predicate.value for t in triples(ROOT)} <= {ns.expand(name) for name in mappings.PREDICATES}
    assert "owl:sameAs" not in mappings.PREDICATES


def test_one_thing_one_card(content: Content) -> None:
    """No two cards have names that are alike, but for pairs that were reviewed."""
    assert run_all(content, like_names.CHECKS) == []


def test_no_name_of_a_tool_or_machine(content: Content) -> None:
    """The data name no path of a machine."""
    for source in content.files:
        assert not re.search(r"/work/|/root/|/home/|localhost", source.text), source.name


def test_shared_entities_are_one(content: Content) -> None:
    """The party, the commission and the concept are spoken of in several documents under one IRI each."""
    for slug, least in (("ccp", 4), ("cnsc", 3), ("comprehensive-national-security", 4), ("uyghurs", 3)):
        speaking = {
            Path(f.name).parts[2]
            for f, t in content.statements(Kind.PASSAGE)
            if f"<{ns.ID}{slug}>" in (str(t.subject), str(t.object))
        }
        assert len(speaking) >= least, slug


def test_linked_to_is_the_last_resort(content: Content) -> None:
    """Where a document says how two things are related, the graph says so: one statement of 200 says no more than that
    they are linked."""
    links = {(t.subject, t.object) for _, t in content.statements(*FACTUAL) if t.predicate.value == ns.CNS + "linkedTo"}
    assert len(links) * 200 <= len(list(content.statements(Kind.PASSAGE)))


def test_a_comparison_is_of_different_documents(content: Content) -> None:
    """No two claims that are compared stand in one document, whose own relations its passages state."""
    home = {
        t.subject: f.graph.split("/")[-2]
        for f, t in content.statements(Kind.PASSAGE)
        if t.predicate.value == ns.expand("cns:sentence")
    }
    ends = {
        end: {
            t.subject: t.object for _, t in content.statements(Kind.BACKGROUND) if t.predicate.value == ns.expand(end)
        }
        for end in ("cns:compares", "cns:comparedWith")
    }
    compared = [(s, ends["cns:comparedWith"][node]) for node, s in ends["cns:compares"].items()]
    assert len(compared) > 100
    assert [(s, o) for s, o in compared if home[s] == home[o]] == []


def test_a_tier_that_is_in_a_list_is_a_tier_of_it(content: Content) -> None:
    """What a list places at a tier has the tier of that list; each tier of the doctrine has one."""
    stated = {(t.subject, t.predicate.value, t.object) for _, t in content.statements(*FACTUAL)}
    value = {p: {s: o for s, q, o in stated if q == ns.expand(p)} for p in ("cns:inList", "cns:atTier")}
    used = {(tier, value["cns:inList"][placement]) for placement, tier in value["cns:atTier"].items()}
    told = {(s, o) for s, q, o in stated if q == ns.expand("cns:tierOf")}
    assert used - told == set()
    official = {o for _, q, o in stated if q == ns.expand("cns:hasTier")}
    assert official - {tier for tier, _ in told} == set()
