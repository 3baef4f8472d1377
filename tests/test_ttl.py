"""The canonical Turtle form."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnskg.content.turtle import canonical

SAMPLE = b"""@prefix id: <https://w3id.org/cnskg/id/> .
@prefix cns: <https://w3id.org/cnskg/ontology#> .
id:b cns:rank 2, 10 ; cns:title "x"@en, "\\"q\\"\\n" ; a cns:Law . id:a cns:value 1.50 ."""


def parse(text: bytes) -> set[ox.Triple]:
    return {q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE)}


def test_form() -> None:
    """One statement a line, type first, subjects and objects sorted, numbers by value, prefixes in use only."""
    assert canonical(parse(SAMPLE)).split("\n") == [
        "@prefix cns: <https://w3id.org/cnskg/ontology#> .",
        "@prefix id: <https://w3id.org/cnskg/id/> .",
        "",
        "id:a",
        "    cns:value 1.50 .",
        "",
        "id:b",
        "    a cns:Law ;",
        "    cns:rank 2 ;",
        "    cns:rank 10 ;",
        '    cns:title "\\"q\\"\\n" ;',
        '    cns:title "x"@en .',
        "",
    ]


def test_canonical_is_stable() -> None:
    """Canonical text parses to the same triples and formats to itself."""
    text = canonical(parse(SAMPLE))
    assert parse(text.encode()) == parse(SAMPLE)
    assert canonical(parse(text.encode())) == text


def test_blank_nodes_are_refused() -> None:
    """A blank node has no canonical form here."""
    with pytest.raises(ValueError, match="blank node"):
        canonical(parse(b"[] <https://example.org/p> 1 ."))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_survives(text: str) -> None:
    """Whatever a literal holds comes back from the canonical form."""
    node = ox.NamedNode("https://example.org/s")
    triple = ox.Triple(node, ox.NamedNode("https://example.org/p"), ox.Literal(text, language="en"))
    assert parse(canonical([triple]).encode()) == {triple}


@pytest.mark.parametrize("text", ["a\rb", "a\nb", "a\tb", 'a"b', "a\\b"])
def test_what_has_meaning_in_a_string_is_escaped(text: str) -> None:
    """Line ends, tabs, quotes and backslashes come back as they were, each on the one line of its statement."""
    triple = ox.Triple(ox.NamedNode("https://example.org/s"), ox.NamedNode("https://example.org/p"), ox.Literal(text))
    written = canonical([triple])
    assert len(written.splitlines()) == 2
    assert parse(written.encode()) == {triple}
