"""What browsers and crawlers ask of every site: robots.txt and the icon."""

from __future__ import annotations

from flask import Blueprint, Response, send_from_directory, url_for

from ..query.formats import Format
from .kinds import document

blueprint = Blueprint("site", __name__)

_TEXT = Format("text/plain", "text", "txt", "text", True)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Crawlers are welcome to pages and files, not to addresses with a question in them, of which there is no end."""
    asked = [f"{url_for(route)}?" for route in ("explain.explain", "pages.query_page", "pages.search")]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in (*asked, url_for("sparql.endpoint")))]
    return document(("\n".join(lines) + "\n").encode(), _TEXT)


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """The icon of the pages."""
    day = 86_400  # seconds
    return send_from_directory(f"{blueprint.root_path}/static", "favicon.ico", max_age=day)
