"""The web layer: an app factory that only wires. Routes live in blueprints, what they share in `state`."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from ..settings import Settings
from . import description, explain, graph_store, middleware, operators, pages, problems, search, sparql
from .state import State

BLUEPRINTS = (
    sparql.blueprint, description.blueprint, graph_store.blueprint, operators.blueprint, explain.blueprint,
    pages.blueprint, search.blueprint,
)  # fmt: skip


def create_app(settings: Settings) -> Flask:
    """The service as a WSGI app. Raises ReleaseError where there is no usable release.

    `app.extensions["cnskg"]` is its `State`; close it when the app is no longer used.
    """
    app = Flask(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = settings.body_kb << 10
    state = app.extensions["cnskg"] = State(settings)
    middleware.register(app, state)
    problems.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.proxies:
        n = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n, x_prefix=n)  # type: ignore[method-assign]
    return app
