"""Releases with a fault in them, planted for the checks of quality: tests/quality/samples.toml."""

from __future__ import annotations

import tomllib

import pyoxigraph as ox

from cnskg.quality import report
from cnskg.quality.queries import Query
from tests.support import ROOT
from tests.support.turtle import HEAD

SAMPLES = tomllib.loads((ROOT / "tests" / "quality" / "samples.toml").read_text(encoding="utf-8"))


def released(text: str) -> ox.Store:
    """A release that holds the graphs of the text, their union as its default graph."""
    made = ox.Store()
    made.load(HEAD + text, format=ox.RdfFormat.TRIG)
    made.extend([ox.Quad(q.subject, q.predicate, q.object) for q in made])
    return made


def found(query: Query) -> dict[str, report.Report]:
    """What a check finds in each release with a fault, by the text of the release."""
    return {text: report.check(released(text), query) for text in SAMPLES[query.name]["fails"]}
