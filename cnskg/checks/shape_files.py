"""The rules in shapes/ as data: name, sentence, severity, samples, and where each stands. Nothing is validated here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.decoding import read_file
from ..content.files import syntax_error
from ..content.listing import kept, shown
from ..content.places import Places, statements
from ..errors import ContentError
from ..rdf import TYPE

SH = ns.PREFIXES["sh"]
SHAPE = ns.BASE + "shape/"
SEVERITIES = {SH + "Violation": "error", SH + "Warning": "warning", SH + "Info": "info"}


@dataclass(frozen=True)
class Shape:
    """One named shape; `cls` is the class that it is for."""

    iri: str
    cls: str
    sentence: str
    severity: str
    passing: str
    failing: str
    file: str
    line: int

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


def read_shapes(root: Path) -> list[Shape]:
    """All named shapes, by name. Raises ContentError where there is none, or a file does not parse."""
    found = [shape for name, text in shape_texts(root).items() for shape in _read(name, text)]
    return sorted(found, key=lambda shape: shape.name)


@lru_cache(maxsize=200)  # files of shapes: there are some thirty, and tests have variants of them
def _read(name: str, text: str) -> tuple[Shape, ...]:
    try:
        triples = [q.triple for q in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)]
    except SyntaxError as error:
        raise syntax_error(name, text, error) from None
    places = Places(statements(text))
    stated = {(t.subject.value, t.predicate.value): t.object.value for t in triples}
    named = [
        t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode) and t.object.value == SH + "NodeShape"
    ]
    return tuple(_shape(iri, name, stated, places.line(iri, TYPE)) for iri in named)


def _shape(iri: str, file: str, stated: dict[tuple[str, str], str], line: int) -> Shape:
    def value(predicate: str) -> str:
        if (iri, predicate) not in stated:
            hint = "A shape has a target class, a sentence, a severity, a passing and a failing sample."
            raise ContentError(f"{file}:{line}: {ns.compact(iri)} has no {ns.compact(predicate)}", hint=hint)
        return stated[iri, predicate]

    severity = SEVERITIES.get(value(SH + "severity"), "error")
    texts = (value(ns.CNS + "passing"), value(ns.CNS + "failing"))
    return Shape(iri, value(SH + "targetClass"), value(SH + "message"), severity, *texts, file, line)
