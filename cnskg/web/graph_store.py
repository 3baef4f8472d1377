"""The Graph Store Protocol for reading (SPARQL 1.1 Graph Store HTTP Protocol, sections 4.2 and 5.2): GET and HEAD."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request

from ..errors import NotFound, UsageError
from .negotiate import by_accept
from .sparql import answer, cached, is_fresh, single
from .state import Service

blueprint = Blueprint("graph_store", __name__)


@blueprint.route("/graph", methods=["GET"])
def graph() -> Response:
    """One graph: `?graph=IRI`, or `?default` for the merged facts. 404 where the release has no such graph."""
    service: Service = current_app.extensions["cnskg"]
    runner = service.runner
    if ("graph" in request.args) == ("default" in request.args):
        raise UsageError("name one graph: ?graph=IRI or ?default", hint="Graphs: SELECT DISTINCT ?g { GRAPH ?g {} }.")
    name = None if "default" in request.args else single("graph")
    if name is not None and name not in runner.vocabulary.graphs:
        raise NotFound("the release has no such graph", hint="Graphs: SELECT DISTINCT ?g { GRAPH ?g {} }.")
    prepared = runner.prepare(
        "CONSTRUCT WHERE { ?s ?p ?o }", by_accept(request.headers.get("Accept", "")), None if name is None else [name]
    )
    tag = prepared.digest(runner.release.digest)
    if is_fresh(tag):
        return cached(Response(status=304), tag)
    result = runner.execute(prepared, None, request.environ.get("waitress.client_disconnected"))
    return cached(answer(result, runner, prepared, service), tag)
