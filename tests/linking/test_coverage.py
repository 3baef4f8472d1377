"""What is linked, counted: by kind and target, with what has no mapping yet."""

from __future__ import annotations

import json
from pathlib import Path

from cnskg.content.files import Content, Kind
from cnskg.linking import coverage
from tests.support.cli import Cli
from tests.support.linking import mapped

WIKIDATA = "id:council\tCouncil of Examples\tschema:sameAs\twd:Q1\tCouncil\tsemapv:ManualMappingCuration"
ROR = "id:council\tCouncil of Examples\trdfs:seeAlso\tror:012345678\tCouncil\tsemapv:ManualMappingCuration"


def test_things_are_counted_by_kind_and_target(content: Path) -> None:
    """An organ is counted as one and not as an organisation, once however many targets it is mapped to."""
    mapped(content, "wikidata", WIKIDATA)
    mapped(content, "ror", ROR)
    found = {one.kind: one for one in coverage.run(Content.read(content, Kind.ONTOLOGY, Kind.ENTITIES))}
    organ = found["Organ"]
    assert (organ.things, organ.mapped, organ.exact) == (1, 1, 1)
    assert dict(organ.targets) == {"wikidata": 1, "ror": 1}
    assert (found["Organisation"].things, found["Person"].mapped) == (0, 0)


def test_what_is_only_near_is_mapped_but_not_exactly(content: Path) -> None:
    """A link by rdfs:seeAlso alone makes no thing the same as a foreign one."""
    mapped(content, "ror", ROR)
    found = {one.kind: one for one in coverage.run(Content.read(content, Kind.ONTOLOGY, Kind.ENTITIES))}
    assert (found["Organ"].mapped, found["Organ"].exact) == (1, 0)


def test_the_report_lists_what_is_open(content: Path, run: Cli) -> None:
    """`cnskg report links --open` names what has no mapping; without it, it counts them."""
    mapped(content, "wikidata", WIKIDATA)
    assert "  open: id:ann-author  Ann Author" in run("report", "links", "--open").out
    told = run("report", "links").out
    assert "id:ann-author" not in told
    assert "1 of 2 mapped, 1 open" in told
    assert json.loads(run("report", "links", "--json").out)["Person"]["open"] == {"id:ann-author": "Ann Author"}
