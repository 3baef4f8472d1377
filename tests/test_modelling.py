"""The examples of docs/modelling.md are content that the checks let pass."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.checks import registry
from cnskg.content.files import Content, CuratedFile, Kind, load
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


def wrong(content: Content) -> list[str]:
    """What the checks and the clash rules find in the examples."""
    found = [f for f in registry.run(content).findings if f.file.startswith("example-") and f.rule not in OF_LAYOUT]
    return [*map(str, found), *(str(clash.premises) for clash in derive.derive(content).closure.clashes)]


def test_the_examples_are_valid() -> None:
    """On top of the cards, each parses, knows every term and thing, fits the shapes, and contradicts nothing."""
    assert len(EXAMPLES) > 10
    assert wrong(with_examples(*EXAMPLES)) == []


@pytest.mark.parametrize(
    "spoilt",
    [
        "id:cnsc cns:noSuchTerm id:ccp .",
        "id:cnsc cns:suborganOf id:no-such-thing .",
        'id:claim-x a cns:Assessment ; skos:prefLabel "x"@en ; cns:claimant id:xi-jinping ; cns:about id:ccp .',
        "id:xi-jinping cns:suborganOf id:ccp .",
    ],
    ids=["unknown term", "unknown thing", "claim without sentence", "person as an organ"],
)
def test_what_is_wrong_in_an_example_is_found(spoilt: str) -> None:
    """Each kind of mistake that an example may have is noticed."""
    assert wrong(with_examples(spoilt)) != []


@pytest.mark.slow
@pytest.mark.parametrize("query", QUERIES)
def test_the_queries_have_answers(query: str, real: Release) -> None:
    """Each query of the page finds something in the release."""
    assert answer(ox.Store.read_only(str(real.store)), query)
