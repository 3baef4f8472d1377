"""Mappings that are no longer as they were: what became of the things that they lead to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from cnskg import settings
from cnskg.content.files import Content
from cnskg.linking import drift, tables
from cnskg.linking import ours as mine
from cnskg.linking.ours import Links
from cnskg.linking.remote import Remote
from tests.support import ROOT
from tests.support.cli import Cli
from tests.support.foreign import saying
from tests.support.linking import ITEMS, mapped, wikidata

ROW = "id:{}\tX\t{}\twd:Q{}\t{}\tsemapv:ManualMappingCuration"
THERE = """@prefix wd: <http://www.wikidata.org/entity/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
wd:Q20 rdfs:label "song"@en . wd:Q21 rdfs:label "council"@en .
wd:Q1 rdfs:label "Council of Examples"@en ; skos:altLabel "the Council"@en ; wdt:P31 wd:Q21 ; wdt:P571 "2001-03-01" .
wd:Q2 owl:sameAs wd:Q1 .
wd:Q3 rdfs:label "Council of Examples"@en ; wdt:P31 wd:Q20 ; wdt:P571 "1949" .
wd:Q4 rdfs:label "Council of Patterns"@en .
wd:Q5 rdfs:label "Council of Examples"@en ; <http://purl.org/dc/terms/isReplacedBy> wd:Q4 .
wd:Q7 wdt:P31 wd:Q21 .
wd:Q6 rdfs:label "Council of Examples"@en ; owl:sameAs <https://example.org/council> .
"""
SAME, NEAR = "schema:sameAs", "rdfs:seeAlso"


@pytest.mark.parametrize(
    ("predicate", "number", "label", "told"),
    [
        (SAME, 1, "Council of Examples", []),
        (SAME, 1, "The Council", []),
        (SAME, 9, "Council of Examples", ["gone: id:council = wd:Q9: the snapshot does not know it"]),
        (SAME, 2, "Council of Examples", ["moved: id:council = wd:Q2: it is Q1 now"]),
        (
            SAME,
            3,
            "Council of Examples",
            ["type: id:council = wd:Q3: there it is song", "date: id:council = wd:Q3: "],
        ),
        (SAME, 5, "Council of Examples", ["moved: id:council = wd:Q5: it is Q4 now"]),
        (SAME, 6, "Council of Examples", []),
        (SAME, 7, "Council of Examples", []),
        (NEAR, 3, "Council of Examples", []),
        (SAME, 4, "Council of Examples", ["label: id:council = wd:Q4: it is called 'Council of Patterns' now"]),
    ],
)
def test_each_sort_of_drift_is_told(
    content: Path, run: Cli, predicate: str, number: int, label: str, told: list[str]
) -> None:
    """Gone, moved, another type, date or name: with file and line, alike from a file and from an endpoint."""
    mapped(content, "wikidata", ROW.format("council", predicate, number, label))
    snapshot = content.parent / "there.ttl"
    snapshot.write_text(THERE, encoding="utf-8")
    with wikidata(THERE) as url:
        for source in (str(snapshot), url):
            outcome = run("link", "check", source, "--target", "wikidata")
            lines = outcome.out.splitlines()
            assert outcome.code == bool(told), outcome.both
            assert len(lines) == len(told)
            for line, part in zip(lines, told, strict=True):
                assert line.startswith(f"data/links/wikidata.sssom.tsv:12: {part}")


def test_what_is_refused_or_of_other_targets_is_not_compared(content: Path, run: Cli) -> None:
    """A snapshot is held against the targets of which it has something, and refused mappings are none."""
    mapped(content, "wikidata", ROW.format("council", SAME, 1, "Council of Examples"))
    other = mapped(content, "ror", "id:council\tX\trdfs:seeAlso\tror:012345678\tX\tsemapv:MappingReview")
    snapshot = content.parent / "there.ttl"
    snapshot.write_text(THERE, encoding="utf-8")
    assert "1 mappings compared, 0 differences" in run("link", "check", str(snapshot)).err
    text = other.read_text("utf-8").replace("predicate_id\t", "predicate_id\tpredicate_modifier\t")
    other.write_text(text.replace("rdfs:seeAlso\tror", "rdfs:seeAlso\tNot\tror"), encoding="utf-8")
    outcome = run("link", "check", str(snapshot), "--target", "ror")
    assert (outcome.code, "0 mappings compared" in outcome.err) == (1, True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,name\n", "holds nothing to compare with"),
        ("id,name\nhttp://www.wikidata.org/entity/Q77,X\n", "· 0 of 2 mappings compared, 0 differences\n"),
        ("id,name\nhttps://example.org/1,X\n", "· 0 mappings compared, 0 differences\n"),
    ],
)
def test_a_snapshot_that_has_nothing_of_them_is_no_all_clear(content: Path, run: Cli, text: str, told: str) -> None:
    """Empty, partial, or of something else: what was compared is counted, and nothing compared is no success."""
    mapped(content, "wikidata", *(ROW.format("council", SAME, n, "Council of Examples") for n in (1, 3)))
    snapshot = content.parent / "there.csv"
    snapshot.write_text(text, encoding="utf-8")
    outcome = run("link", "check", str(snapshot), "--partial")
    assert (outcome.code, told in outcome.err) == (1, True), outcome.err


def test_what_was_compared_is_counted(content: Path, run: Cli) -> None:
    """Of a partial snapshot only what it has counts as compared; one difference is told as one."""
    mapped(content, "wikidata", *(ROW.format("council", SAME, n, "Council of Patterns") for n in (4, 9, 5)))
    snapshot = content.parent / "there.ttl"
    snapshot.write_text(THERE, encoding="utf-8")
    told = run("link", "check", str(snapshot), "--partial").err
    assert "· 2 of 3 mappings compared, 1 difference\n" in told
    assert "cnskg: 1 difference\n" in told


def test_an_endpoint_that_answers_something_else_tells_of_no_drift(content: Path, run: Cli) -> None:
    """Rows in other columns than were asked for are refused; nothing is gone by them."""
    mapped(content, "wikidata", ROW.format("council", SAME, 1, "Council of Examples"))
    answer = b'{"head": {"vars": ["s", "o"]}, "results": {"bindings": []}}'
    with saying(lambda _: (200, {"Content-Type": "application/sparql-results+json"}, answer)) as url:
        outcome = run("link", "check", url, "--target", "wikidata")
    assert (outcome.code, outcome.out) == (1, ""), outcome.both
    assert "answered without the columns item, p, v" in outcome.err


def test_programs_get_values(content: Path, run: Cli) -> None:
    """`--json` gives each difference as an object; a partial snapshot tells of nothing that it is gone."""
    mapped(content, "wikidata", *(ROW.format("council", SAME, n, "Council of Examples") for n in (3, 9)))
    snapshot = content.parent / "there.ttl"
    snapshot.write_text(THERE, encoding="utf-8")
    found = json.loads(run("link", "check", str(snapshot), "--partial", "--json").out)
    assert [(one["line"], one["sort"]) for one in found] == [(12, "type"), (12, "date")]


def test_drift_of_the_real_mappings_is_found() -> None:
    """In a snapshot of few items in Wikidata's shape, what we planted there is found, and what is as it was is not."""
    content, links = Content.read(ROOT, *mine.READ), Links.read(ROOT)
    found = drift.drifted(content, drift.mapped(links, ["wikidata"]), tables.read(ITEMS, "", 1))
    told = {one.subject: one.sort for one in found}
    planted = {"reuters": "label", "vladimir-putin": "type", "jens-stoltenberg": "moved", "deng-xiaoping": "gone"}
    assert {name: told.get(f"id:{name}") for name in planted} == planted
    assert not {"id:xi-jinping", "id:china"} & told.keys()


def test_without_a_snapshot_it_says_what_to_give(content: Path, run: Cli) -> None:
    """A file or an endpoint must be named; the endpoint that most links lead to is told."""
    outcome = run("link", "check")
    assert (outcome.code, "query.wikidata.org/sparql --target wikidata" in outcome.err) == (2, True)


def test_batches_are_told_as_they_come(content: Path, run: Cli) -> None:
    """Whoever watches an endpoint being asked sees each batch; where nobody sits at a terminal there is no bar."""
    seen: list[int] = []

    def watch(parts: list[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        for part in parts:
            seen.append(len(part))
            yield part

    mapped(content, "wikidata", ROW.format("council", SAME, 1, "Council of Examples"))
    with wikidata(THERE) as url:
        Remote(url, settings.load(), watch).known(f"http://www.wikidata.org/entity/Q{n}" for n in range(70))
        outcome = run("link", "check", url, "--target", "wikidata")
    assert seen == [50, 20]
    assert (outcome.code, "batches" in outcome.err, "asking http" in outcome.err) == (0, False, True)
