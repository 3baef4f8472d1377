"""What browsers and crawlers ask of every site: the icon, where the pages are, and what to leave alone."""

from __future__ import annotations

from flask import Blueprint, Response, request, send_from_directory, url_for
from markupsafe import escape

from . import answers, page_queries
from .language import LANGUAGES
from .pages import path_of
from .state import here

blueprint = Blueprint("site", __name__)

DAY = 86_400  # seconds that both are kept: they change with the software


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """The icon of the pages."""
    return send_from_directory(f"{blueprint.root_path}/static", "favicon.ico", max_age=DAY)


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Where the pages of all things and passages stand, for crawlers (sitemaps.org, protocol 0.9)."""
    host = request.host_url.rstrip("/")
    rows = here().ask(page_queries.PAGES, answers.budget())
    places = [f"<url><loc>{escape(host + path_of(row['page'].value))}</loc></url>" for row in rows]
    start = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return Response("\n".join([start, *places, "</urlset>\n"]), mimetype="application/xml")


@blueprint.route("/robots.txt")
def robots() -> Response:
    """What crawlers leave alone: addresses behind which a query runs, of which there is no end."""
    routes = (
        "pages.query_page", "questions.ask", "search.search", "search.suggest", "explain.explain", "sparql.endpoint",
        "reconcile.service",
    )  # fmt: skip
    closed = [*map(url_for, routes), f"{url_for('graph_store.graph')}?"]  # the graphs' descriptions stand below /graph/
    closed.append(f"{url_for('compare.compare')}?")
    closed.append(url_for("pages.short_link", packed="x")[:-1])  # queries, packed
    closed += [f"{url_for('pages.front')}*?*{name}=" for name in ("sort", "find", "view")]  # lists and things once more
    closed.append(url_for("kept.not_kept", name=""))  # each page once more for each release
    closed.append(f"{url_for('pictures.picture', name='network')}*?")  # any date may be asked for, of page or file
    root, tongues = request.script_root, ("", *(f"/{name}" for name in LANGUAGES))
    told = [
        "User-agent: *",
        *(f"Disallow: {root}{tongue}{path.removeprefix(root)}" for tongue in tongues for path in closed),
        f"Sitemap: {url_for('.sitemap', _external=True)}",
    ]
    response = Response("\n".join(told) + "\n")
    response.mimetype, response.cache_control.max_age = "text/plain", DAY
    return response
