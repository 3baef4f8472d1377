"""Turtle that is written with the project's prefixes and does not repeat them."""

from __future__ import annotations

import pyoxigraph as ox

from cnskg.namespaces import PREFIXES

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def triples(text: str) -> list[ox.Triple]:
    """The triples of the text."""
    return [quad.triple for quad in ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE)]
