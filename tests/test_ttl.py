"""The canonical Turtle form."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnskg.content.turtle import canonical
from cnskg.namespaces import PREFIXES

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


@pytest.mark.parametrize("value", ["3\n", "٣", "+3", "03", " 3", "3.", "true ", "1.50", "-0"])
@pytest.mark.parametrize("kind", ["integer", "decimal", "boolean", "date", "string"])
def test_values_survive_whatever_their_form(value: str, kind: str) -> None:
    """A value is written so that it is read back as it was, also one that is no value of its datatype."""
    node = ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + kind))
    told = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), node)
    assert {q.triple for q in ox.parse(canonical([told]), format=ox.RdfFormat.TURTLE)} == {told}


def test_the_form_does_not_hang_on_the_order_of_sets() -> None:
    """Values that differ in their datatype alone have an order, too."""
    nodes = [ox.Literal("a", datatype=ox.NamedNode(f"urn:{i:02}")) for i in range(20)]
    told = [ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), node) for node in nodes]
    rows = canonical(told).split("\n")[1:-1]
    assert rows == sorted(rows, key=lambda row: row.rstrip(" .;"))


@pytest.mark.parametrize("char", ["\u0000", "\u0001", "\u200b", "\ufeff", "\u00ad", "\u00a0", "\u202e", "\U000e0001"])
def test_what_nobody_sees_is_written_by_its_number(char: str) -> None:
    """A file shows what is in it, and can hold what no text file can."""
    told = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(f"a{char}b", language="en"))
    text = canonical([told])
    assert text.replace("\n", "").isascii()
    assert parse(text.encode()) == {told}
