"""The rules in shapes/ as data: name, sentence, severity, samples, and where each stands. Nothing is validated here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.decoding import read_file, refusal
from ..content.files import syntax_error
from ..content.listing import kept, shown
from ..content.places import Places, statements
from ..errors import ContentError
from ..rdf import RDF, TYPE
from .shape_words import SH, Below, Pieces, told

SHAPE = ns.BASE + "shape/"
#: The objects of each subject and predicate of a file, in its order.
Stated = dict[tuple[str, str], list[Any]]
#: A focus node and the path on which a shape is broken there; no path where it is none of a single property.
Broken = tuple[str, str]
#: What leads to properties, in a path and in a list of several; and what leads to lists of values.
TO_PROPERTIES = {SH + "path", SH + "inversePath", RDF + "first"}
OF_VALUES = {SH + "in", SH + "languageIn"}
SEVERITIES = {SH + "Violation": "error", SH + "Warning": "warning", SH + "Info": "info"}


@dataclass(frozen=True)
class Shape:
    """One named shape; `cls` is the class that it is for, `properties` those that it looks at, as CURIEs."""

    iri: str
    cls: str
    sentence: str
    severity: str
    passing: str
    failing: str
    file: str
    line: int
    properties: tuple[str, ...] = ()
    asked: Pieces = ()  # what it asks for, in words

    @property
    def example(self) -> str:
        """What is right: what the passing sample says of the thing that has most of the properties."""
        said = " ".join(self.passing.split()).removesuffix(" .").split(" . ")
        wanted = [one.partition(" ")[0] for one in self.properties]
        return max(said, key=lambda one: sum(f"{name} " in one for name in wanted)) + " ."

    @property
    def name(self) -> str:
        """The name of the rule."""
        return self.iri.removeprefix(SHAPE)


def shape_texts(root: Path) -> dict[str, str]:
    """The text of each file of shapes. Raises ContentError where there is none."""
    paths = kept((root / "shapes").glob("*.ttl"))
    if not paths:
        raise ContentError("there is no shape", hint="Shapes stand in shapes/*.ttl.")
    return {shown(root, path): read_file(root, path).text for path in paths}


def parsed(root: Path) -> set[ox.Triple]:
    """The statements of all files of shapes. Raises ContentError where one does not parse."""
    return {t for name, text in shape_texts(root).items() for t in _parsed(name, text)}


def read_shapes(root: Path) -> list[Shape]:
    """All named shapes, by name. Raises ContentError where there is none, or a file does not parse."""
    found = [shape for name, text in shape_texts(root).items() for shape in _read(name, text)]
    return sorted(found, key=lambda shape: shape.name)


@lru_cache(maxsize=200)  # files of shapes: there are some thirty, and tests have variants of them
def _parsed(name: str, text: str) -> tuple[ox.Triple, ...]:
    try:
        found = ox.parse(text.encode(), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        return tuple(q.triple for q in found)
    except SyntaxError as error:
        raise syntax_error(name, text, error) from None


@lru_cache(maxsize=200)
def _read(name: str, text: str) -> tuple[Shape, ...]:
    triples = _parsed(name, text)
    places = Places(statements(text))
    stated: Stated = defaultdict(list)
    below: Below = defaultdict(list)
    for t in triples:
        stated[t.subject.value, t.predicate.value].append(t.object)
        below[t.subject.value].append((t.predicate.value, t.object))
    named = [
        t.subject.value
        for t in triples
        if isinstance(t.subject, ox.NamedNode) and t.object == ox.NamedNode(SH + "NodeShape")
    ]
    return tuple(
        replace(
            _shape(iri, name, stated, places.line(iri, TYPE)),
            properties=tuple(dict.fromkeys(_paths(iri, below))),
            asked=told(iri, below),
        )
        for iri in named
    )


def _paths(node: str, below: Below) -> Iterator[str]:
    """The properties that a shape looks at, in the order of its file; of one read backwards, the other end has it."""
    for predicate, value in below[node]:
        if predicate in TO_PROPERTIES and isinstance(value, ox.NamedNode):
            yield ns.compact(value.value) + " at the other end" * (predicate == SH + "inversePath")
        if isinstance(value, ox.BlankNode) and predicate not in OF_VALUES:
            yield from _paths(value.value, below)


def _shape(iri: str, file: str, stated: Stated, line: int) -> Shape:
    def value(predicate: str, *languages: str | None) -> str:
        """The one value there is; of a text in several languages the one in the first of the languages."""
        values = stated.get((iri, predicate), [])
        if languages:
            texts = [v for v in values if isinstance(v, ox.Literal)]
            values = next((found for tag in languages if (found := [v for v in texts if v.language == tag])), [])
        if len(values) != 1 or not isinstance(values[0], ox.NamedNode | ox.Literal):
            count = "more than one" if len(values) > 1 else "no"
            said = f"{ns.compact(iri)} has {count} {ns.compact(predicate)}" + " in English" * bool(languages)
            hint = "A shape has one target class, sentence, severity, passing and failing sample; sentences in English."
            raise refusal(file, line, said, hint)
        return values[0].value

    severity = SEVERITIES.get(value(SH + "severity"), "error")
    texts = (value(ns.CNS + "passing"), value(ns.CNS + "failing"))
    return Shape(iri, value(SH + "targetClass"), value(SH + "message", "en", None), severity, *texts, file, line)
