"""What bears a name: /search, as a page and as JSON."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
from flask import Blueprint, Response, jsonify, render_template, request

from ..errors import NotAcceptable
from ..search.searcher import Found, Hit, of_release
from . import answers
from .pages import link
from .state import here

blueprint = Blueprint("search", __name__)

#: What one answer shows, in things; the number found is told beside.
MOST_SHOWN = 60
_KINDS = ("text/html", "application/json")


@blueprint.get("/search")
def search() -> str | Response:
    """What bears a name or holds its words, in any language and spelling, best first."""
    asked, kind = answers.single("q", "").strip(), answers.single("format", "")
    if kind not in ("", "html", "json"):
        raise NotAcceptable(f"a search has no format {kind[:40]}", hint="Formats: html, json.")
    found = of_release(here().release.path).find(asked)
    if kind == "json" or (not kind and request.accept_mimetypes.best_match(_KINDS) == "application/json"):
        return jsonify(told(asked, found))
    shown = [(_link(hit), hit.name, hit.entry.about) for hit in found.hits[:MOST_SHOWN]]
    meant = [_link(hit) for hit in found.meant]
    return render_template("search.html", words=asked, rows=shown, total=len(found.hits), meant=meant)


def told(asked: str, found: Found) -> dict[str, Any]:
    """The answer as JSON has it."""
    results = [one(hit) for hit in found.hits[:MOST_SHOWN]]
    return {"query": asked, "found": len(found.hits), "results": results, "did_you_mean": list(map(one, found.meant))}


def one(hit: Hit) -> dict[str, Any]:
    """One thing found: what it is, by which name it was found, and how well that answers."""
    entry = hit.entry
    return {
        "iri": entry.iri,
        "name": entry.label,
        "kind": list(entry.kinds),
        "description": entry.about,
        "matched": hit.name,
        "tier": hit.tier.word,
        "score": int(hit.tier),
    }


def _link(hit: Hit) -> Any:
    return link(ox.NamedNode(hit.entry.iri), ox.Literal(hit.entry.label))
