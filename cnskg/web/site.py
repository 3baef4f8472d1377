"""What browsers ask of every site: the icon."""

from __future__ import annotations

from flask import Blueprint, Response, send_from_directory

blueprint = Blueprint("site", __name__)


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """The icon of the pages."""
    day = 86_400  # seconds
    return send_from_directory(f"{blueprint.root_path}/static", "favicon.ico", max_age=day)
