"""The line of every statement, in whatever form the Turtle is written."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnskg.content.files import classify, turtle_files
from cnskg.content.places import BLANK, Places, statements
from cnskg.rdf import TYPE, key
from tests.support import ROOT

HEAD = "@prefix : <https://e.org/d#> . PREFIX p: <https://e.org/p/> @base <https://e.org/b/> .\n"
KINDS = ("ontology", "documents", "entities", "passage", "background", "questions")


def read(text: str) -> list[tuple[str, str, str]]:
    """The statements that Oxigraph reads, sorted; blank nodes without their names."""
    found = (q.triple for q in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    return sorted((named(t.subject), t.predicate.value, named(t.object)) for t in found)


def named(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return BLANK if isinstance(node, ox.BlankNode) else key(node)


@pytest.mark.parametrize("kind", KINDS)
def test_all_curated_files_are_scanned_as_parsed(kind: str) -> None:
    """The scanner finds in each curated file the very statements that the parser finds."""
    paths = [path for path in turtle_files(ROOT) if classify(ROOT, path)[0] == kind]
    assert paths
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert sorted(s[:3] for s in statements(text)) == read(text), path.name


#: Between tokens: white space, lines and comments, one with marks in it.
gaps = st.sampled_from([" ", "\n", "\n\n  ", "\t", " # a . ; , \" ' < ( note\n"])
names = st.sampled_from([":a", ":b.c", "p:x\\,y", "p:", "p:%41-b", "<https://e.org/i#f>", "<rel/x>", "_:n", "p:\u56fd"])
strings = st.sampled_from(
    ['"s"', "'s'", '"""l\n"i"\\"\n"""', "'''l\n'i'\n'''", '"a\\n\\u0041\\U0001F600\\\\"', '"# <x> ."', '""', "''"]
)
ends = st.sampled_from(["", "@en", "@zh-Hans", "^^p:t", "^^<https://e.org/t>"])
numbers = st.sampled_from(["1", "-2", "+3.50", ".5", "1e3", "-1.5E-2", "true", "false"])
literals = st.one_of(numbers, st.builds("".join, st.tuples(strings, ends)))


def joined(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The parts one after another, with gaps between."""
    woven = [piece for part in parts for piece in (part, gaps)]
    return st.tuples(*woven).map("".join)


def listed(mark: str, item: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """One to three items, with a mark between."""
    return st.lists(joined(item), min_size=1, max_size=3).map(f"{mark} ".join)


def pairs(value: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Predicates with their objects."""
    verbs = st.one_of(st.just("a"), names.filter(lambda n: not n.startswith("_")))
    return listed(";", joined(verbs, listed(",", value)))


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Anonymous nodes and lists."""
    lists = st.lists(joined(inner), max_size=3).map("".join)
    return st.one_of(
        joined(st.just("["), pairs(inner), st.just("]")), joined(st.just("("), lists, st.just(")")), st.just("[]")
    )


values = st.recursive(st.one_of(names, literals), nested, max_leaves=6)
blocks = st.one_of(
    joined(names, pairs(values), st.just(".")),
    joined(st.just("["), pairs(values), st.just("] .")),
    joined(st.just("("), joined(values), st.just(")"), pairs(values), st.just(".")),
)
documents = st.lists(blocks, max_size=4).map(lambda found: HEAD + "\n".join(found))


@settings(max_examples=60, deadline=None)
@given(documents)
def test_any_turtle_is_scanned_as_parsed(text: str) -> None:
    """Whatever the spelling, spacing and nesting, the scanner finds what the parser finds."""
    assert sorted(s[:3] for s in statements(text)) == read(text)


@settings(max_examples=40, deadline=None)
@given(st.lists(gaps, min_size=40, max_size=40))
def test_lines_are_those_of_the_terms(spaces: list[str]) -> None:
    """Subject, predicate and object each have the line on which they are written."""
    marks = [
        ":s1",
        ":p2",
        ":o3",
        ",",
        "'o4'",
        ";",
        ":p5",
        "[",
        ":p6",
        '"""\n"""',
        "]",
        ".",
        ":s7",
        ":p8",
        "(",
        ":o9",
        ")",
        ".",
    ]
    text = HEAD + "".join(mark + space for mark, space in zip(marks, spaces, strict=False))
    rows = text.split("\n")
    for found in statements(text):
        for spelled, line in zip(found[:3], found.lines, strict=True):
            number = re.search(r"[sop](\d)\W?$", spelled)
            assert number is None or number[0].rstrip('"') in rows[line - 1]


TEXT = """@prefix : <x:> .
:a a :C ;
    :p :b ,
       :c ;
    :q [ :r :d ] .
:a :p 1 .
"""


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (("x:a",), 2),
        (("x:a", TYPE, "x:C"), 2),
        (("x:a", "x:p"), 3),
        (("x:a", "x:p", "x:c"), 4),
        (("x:a", "x:p", str(ox.Literal(1))), 6),
        (("x:a", "", "x:c"), 4),
        (("x:a", "x:q", BLANK), 5),
        ((BLANK, "x:r", "x:d"), 5),
        (("x:a", "x:p", "x:not-there"), 3),
        (("x:a", "x:not-there"), 2),
        (("x:not-there",), 0),
    ],
)
def test_a_statement_has_its_line_or_the_nearest(asked: tuple[str, ...], line: int) -> None:
    """A statement's own line; where it is not there, that of its predicate, then of its subject; else none."""
    assert Places(statements(TEXT)).line(*asked) == line
