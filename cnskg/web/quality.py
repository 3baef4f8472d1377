"""How good the release is: /quality, as a page and as JSON."""

from __future__ import annotations

import json

import pyoxigraph as ox
from flask import Blueprint, Response, render_template, request

from ..errors import NotFound
from ..query.formats import Format
from ..release.folder import QUALITY
from .naming import short
from .negotiate import choose, prefers_html
from .pages import link
from .state import here

blueprint = Blueprint("quality", __name__)

_JSON = Format("application/json", "json", "json", "json")


@blueprint.get("/quality")
def quality() -> Response:
    """What the checks of quality find in the release, and the figures of each document, as the build wrote them."""
    release = here().release
    path = release.path / QUALITY
    if not path.is_file():
        raise NotFound("the release has no report on its quality", hint="Those built from now on have one.")
    text, accept = path.read_text(encoding="utf-8"), request.headers.get("Accept", "")
    if not prefers_html(accept):
        choose(accept, [_JSON])
        return Response(text, mimetype=_JSON.media_type)
    told = json.loads(text)
    for one in told["checks"]:
        one["nodes"] = [
            (link(ox.NamedNode(n["node"]), ox.Literal(n["name"], language="en")), n["detail"]) for n in one["found"]
        ]
    links = {
        one["document"]: link(
            ox.NamedNode(one["document"]),
            ox.Literal(short(one["document"].rpartition("/")[2], {"en": one["name"]}), language="en"),
        )
        for one in told["documents"]
    }
    page = render_template("quality.html", told=told, links=links, release=release.digest)
    return Response(page, mimetype="text/html")
