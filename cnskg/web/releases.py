"""The releases that are kept, each with its permanent address, and what changed: /releases."""

from __future__ import annotations

from flask import Blueprint, render_template

from . import cite, kept, notes
from .state import here

blueprint = Blueprint("releases", __name__)

#: The release notes, in the folder of content, where it has any.
NOTES = "CHANGELOG.md"


@blueprint.get("/releases")
def releases() -> str:
    """All releases that are kept, the newest first, and the notes of the software and content that are here."""
    state = here()
    found = [
        {
            "digest": release.digest,
            "address": f"{kept.root()}/r/{release.digest}/",
            "version": release.manifest.get("version", ""),
            "made": cite.made(release),
            "facts": release.manifest.get("counts", {}).get("triples"),
            "read": release.digest == state.release.digest,
        }
        for release in kept.readable(state.settings)
    ]
    path = state.settings.content / NOTES
    told = notes.read(path.read_text(encoding="utf-8")) if path.is_file() else []
    return render_template("releases.html", releases=found, notes=told)
