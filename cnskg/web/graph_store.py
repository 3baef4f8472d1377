"""The Graph Store Protocol for reading (SPARQL 1.1 Graph Store HTTP Protocol, sections 4.2 and 5.2): GET and HEAD."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request

from ..errors import NotFound, UsageError
from . import answers
from .negotiate import by_accept
from .state import Service

blueprint = Blueprint("graph_store", __name__)


@blueprint.route("/graph", methods=["GET"])
def graph() -> Response:
    """One graph: `?graph=IRI`, or `?default` for the merged facts. 404 where the release has no such graph."""
    service: Service = current_app.extensions["cnskg"]
    runner, budget = service.runner, answers.budget()
    if ("graph" in request.args) == ("default" in request.args):
        raise UsageError("name one graph: ?graph=IRI or ?default", hint="Graphs: SELECT DISTINCT ?g { GRAPH ?g {} }.")
    name = None if "default" in request.args else answers.single("graph")
    if name is not None and name not in runner.known(budget).graphs:
        raise NotFound("the release has no such graph", hint="Graphs: SELECT DISTINCT ?g { GRAPH ?g {} }.")
    choose = by_accept(request.headers.get("Accept", ""))
    prepared = runner.prepare("CONSTRUCT WHERE { ?s ?p ?o }", choose, None if name is None else [name], None, budget)
    return answers.respond(runner, prepared, budget)
