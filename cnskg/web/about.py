"""What this is, how it is made, how far it reaches and how good it is: /about. Each figure is the release's own."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
from flask import Blueprint, render_template

from .. import namespaces as ns
from ..release.folder import QUALITY, Release
from . import answers, cite, page_queries
from .front import ways
from .questions import shown
from .state import here

blueprint = Blueprint("about", __name__)


@blueprint.get("/about")
def about() -> str:
    """Method, limits, reliability, and where to tell what is wrong."""
    release, known = here().release, ways()
    return render_template(
        "about.html",
        documents=[(shown(ox.NamedNode(iri), known.names), known.names.title(iri)) for iri in known.documents],
        counts=release.manifest["counts"],
        classes=release.manifest["counts"].get("classes", {}),
        figures=_figures(release),
        checks=_checks(release),
        readings=[(shown(ox.NamedNode(ns.ID + one["document"]), known.names), one) for one in _readings(release)],
        known={name: int(value.value) for name, value in _known().items()},
        inferred=release.manifest["counts"]["inferred"],
        release=release.digest,
        made=cite.made(release),
    )


def _known() -> dict[str, Any]:
    """What the texts tell of when posts were held, and how claims stand: figures that say how far answers reach."""
    return here().ask(page_queries.KNOWN, answers.budget())[0]


def _quality(release: Release) -> dict[str, Any]:
    """What the build has measured; nothing in a release that is older than such measures."""
    path = release.path / QUALITY
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return told


def _figures(release: Release) -> list[dict[str, Any]]:
    """The figures of quality over all documents: of what, how much, and the documents that are lowest and highest."""
    told, found = _quality(release), []
    heads = told.get("figures", {})
    for name, head in heads.items():
        same = [other for other, its in heads.items() if its["of"] == head["of"]]
        by = [one for document in told["documents"] if (one := _figure(document["figures"], name, same))]
        if by:
            value, whole = (sum(column) for column in zip(*by, strict=True))
            shares = sorted(100 * part / of for part, of in by)
            found.append({**head, "value": value, "whole": whole, "share": 100 * value / whole, "by": shares})
    return found


def _figure(figures: dict[str, Any], name: str, same: list[str]) -> tuple[int, int] | None:
    """How much of how much; none of it, where only another figure of the same whole is told."""
    of = next((figures[other]["of"] for other in (name, *same) if figures.get(other, {}).get("of")), 0)
    return (figures.get(name, {}).get("value", 0), of) if of else None


def _readings(release: Release) -> list[dict[str, Any]]:
    """What readers found in each document (`content/dataset.py`, `Reading`)."""
    told: list[dict[str, Any]] = release.dataset.get("readings", [])
    return told


def _checks(release: Release) -> dict[str, int]:
    """How many checks there are, and how many find nothing."""
    checks = _quality(release).get("checks", [])
    return {"all": len(checks), "clean": sum(not one["found"] for one in checks)}
