"""The web layer: an app factory that only wires. Routes live in blueprints, what they share in `state`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from ..settings import Settings
from . import (
    about,
    cite,
    compare,
    description,
    dumps,
    explain,
    front,
    graph_store,
    kept,
    language,
    listing,
    middleware,
    ontology,
    operators,
    problems,
    quality,
    query_page,
    questions,
    reconcile,
    releases,
    resources,
    search,
    site,
    sparql,
)  # fmt: skip
from .pages import path_of
from .pictures import routes as picture_routes
from .state import State

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PREFIX = re.compile(r"[A-Za-z0-9._~/-]+")  # RFC 3986 section 2.3, and its slashes

BLUEPRINTS = (
    sparql.blueprint, description.blueprint, graph_store.blueprint, operators.blueprint, explain.blueprint,
    front.blueprint, questions.blueprint, resources.blueprint, ontology.blueprint, dumps.blueprint, search.blueprint,
    site.blueprint, quality.blueprint, picture_routes.blueprint,
    compare.blueprint, listing.blueprint, query_page.blueprint, reconcile.blueprint,
    about.blueprint, releases.blueprint, cite.blueprint, kept.blueprint,
)  # fmt: skip


def create_app(settings: Settings) -> Flask:
    """The service as a WSGI app. Raises ReleaseError where there is no usable release.

    `app.extensions["cnskg"]` is its `State`; close it when the app is no longer used.
    """
    app = language.Site(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = settings.body_kb << 10
    state = app.extensions["cnskg"] = State(settings)
    app.context_processor(lambda: {"places": kept.places, "path_of": path_of, "release_read": state.release.digest})
    app.context_processor(lambda: {"cite_page": cite.page, "bibtex": cite.bibtex, "citation_files": list(cite.FILES)})
    language.register(app, lambda: state.release.dataset)
    middleware.register(app, state)
    problems.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    inner = app.wsgi_app = kept.under_release(app.wsgi_app, settings)  # type: ignore[method-assign,assignment]
    if settings.proxies:
        n = settings.proxies
        app.wsgi_app = ProxyFix(_under_prefix(inner), x_for=n, x_proto=n, x_host=n, x_prefix=n)  # type: ignore[method-assign]
    return app


def _under_prefix(app: WSGIApplication) -> WSGIApplication:
    """The app with the prefix that a proxy tells in one form: `kg`, `/kg/` and `//kg` are /kg, so that no link made of
    it leads to another host. A prefix that would have to be percent-encoded is none."""

    def call(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        prefix = environ.get("SCRIPT_NAME", "").strip("/")
        prefix = prefix if _PREFIX.fullmatch(prefix) else ""
        environ["SCRIPT_NAME"] = f"/{prefix}" if prefix else ""
        return app(environ, start)

    return call
