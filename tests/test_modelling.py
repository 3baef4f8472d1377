"""The examples of docs/modelling.md are content that the checks let pass."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.checks import registry
from cnskg.content.files import Content, CuratedFile, Kind, load
from cnskg.findings import Finding
from cnskg.query.direct import answer
from cnskg.reasoning import derive
from cnskg.release.folder import Release
from tests.support import ROOT
from tests.support.turtle import triples

PAGE = (ROOT / "docs" / "modelling.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```turtle\n(.*?)```", PAGE, re.S)
QUERIES = re.findall(r"```sparql\n(.*?)```", PAGE, re.S)
#: What every background file says of itself, on one line, so that the example's lines are the file's but for it.
HEAD = (
    'bg:{name} a cns:BackgroundSource ; skos:prefLabel "{name}"@en ; cns:description "An example."@en ; '
    "prov:wasAttributedTo <https://w3id.org/cnskg/> ; cns:encodedOn span:2026-11-26 ; "
    'cns:reviewStatus id:reading-first ; cns:url "https://w3id.org/cnskg/" .\n'
)
#: Checks of what `cnskg fmt` does to a file, which examples show before.
OF_LAYOUT = {"not-canonical", "unnamed-proposition"}


def as_file(name: str, example: str) -> CuratedFile:
    """An example as if it were a background file."""
    text = HEAD.format(name=name) + example
    path = ROOT / "data" / "background" / f"{name}.ttl"
    return CuratedFile(path, name, Kind.BACKGROUND, ns.BG + name, text, frozenset(triples(text)))


def with_examples(*examples: str) -> Content:
    """The ontology and the cards with such examples."""
    files = (as_file(f"example-{number}", text) for number, text in enumerate(examples, 1))
    return Content(ROOT, (*load(ROOT, Kind.ONTOLOGY, Kind.ENTITIES, Kind.DOCUMENTS), *files))


#: Kinds of mistake that an example may have, with the rule that tells it.
SPOILT = {
    "id:cnsc cns:noSuchTerm id:ccp .": "unknown-term",
    "id:cnsc cns:suborganOf id:no-such-thing .": "undescribed",
    'id:claim-x a cns:Assessment ; skos:prefLabel "x"@en ; cns:claimant id:xi-jinping ; cns:about id:ccp .': (
        "claim-sentence"
    ),
    "id:xi-jinping cns:suborganOf id:ccp .": "wrong-subject",
}


def findings(content: Content) -> list[Finding]:
    """What the checks find in the examples."""
    return [f for f in registry.run(content).findings if f.file.startswith("example-") and f.rule not in OF_LAYOUT]


def clashes(content: Content) -> list[str]:
    """What the clash rules find."""
    return [str(clash.premises) for clash in derive.derive(content).closure.clashes]


def test_the_examples_are_valid() -> None:
    """On top of the cards, each parses, knows every term and thing, fits the shapes, and contradicts nothing."""
    assert len(EXAMPLES) > 10
    content = with_examples(*EXAMPLES)
    assert [*map(str, findings(content)), *clashes(content)] == []


def test_what_is_wrong_in_an_example_is_found() -> None:
    """Each kind of mistake that an example may have is noticed where it stands, and a person as an organ clashes."""
    content = with_examples(*SPOILT)
    found = {(f.file, f.rule) for f in findings(content)}
    assert {(f"example-{number}", rule) for number, rule in enumerate(SPOILT.values(), 1)} <= found
    assert [ns.ID + "xi-jinping" in premises for premises in clashes(content)] == [True]


@pytest.mark.slow
@pytest.mark.parametrize("query", QUERIES)
def test_the_queries_have_answers(query: str, real: Release) -> None:
    """Each query of the page finds something in the release."""
    assert answer(ox.Store.read_only(str(real.store)), query)
