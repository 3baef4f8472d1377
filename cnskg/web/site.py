"""What browsers and crawlers ask of every site: the icon, and what to leave alone."""

from __future__ import annotations

from flask import Blueprint, Response, send_from_directory, url_for

blueprint = Blueprint("site", __name__)

DAY = 86_400  # seconds that both are kept: they change with the software


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """The icon of the pages."""
    return send_from_directory(f"{blueprint.root_path}/static", "favicon.ico", max_age=DAY)


@blueprint.route("/robots.txt")
def robots() -> Response:
    """What crawlers leave alone: addresses behind which a query runs, of which there is no end."""
    routes = (
        "pages.query_page", "questions.ask", "search.search", "search.suggest", "explain.explain", "sparql.endpoint",
    )  # fmt: skip
    closed = [*map(url_for, routes), f"{url_for('graph_store.graph')}?"]  # the graphs' descriptions stand below /graph/
    closed.append(f"{url_for('compare.compare')}?")
    closed.append(f"{url_for('pictures.picture', name='network')}*?")  # any date may be asked for, of page or file
    response = Response("\n".join(["User-agent: *", *(f"Disallow: {path}" for path in closed)]) + "\n")
    response.mimetype, response.cache_control.max_age = "text/plain", DAY
    return response
