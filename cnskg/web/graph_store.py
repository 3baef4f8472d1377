"""The Graph Store Protocol for reading (SPARQL 1.1 Graph Store HTTP Protocol, sections 4.2 and 5.2): GET and HEAD."""

from __future__ import annotations

from flask import Blueprint, Response, request

from ..errors import NotFound, UsageError
from . import answers
from .negotiate import choice
from .state import here

blueprint = Blueprint("graph_store", __name__)

PARAMETERS = ("graph", "default", "format", "download")
_GRAPHS = "Graphs: SELECT DISTINCT ?g { GRAPH ?g {} }."


@blueprint.route("/graph", methods=["GET"])
def graph() -> Response:
    """One graph: `?graph=IRI`, or `?default` for the merged facts. 404 where the release has no such graph."""
    unknown = sorted(set(request.args) - set(PARAMETERS))
    if unknown:
        raise UsageError(f"there is no parameter {unknown[0][:40]}", hint=f"Known: {', '.join(PARAMETERS)}.")
    if any(request.args.getlist("graph")) == ("default" in request.args):
        raise UsageError("name one graph: ?graph=IRI or ?default", hint=_GRAPHS)
    runner, budget = here().runner, answers.budget()
    name = None if "default" in request.args else answers.single("graph")
    if name is not None and name not in runner.known(budget).graphs:
        raise NotFound("the release has no such graph", hint=_GRAPHS)
    choose = choice(request.args.getlist("format"), request.headers.get("Accept", ""))
    prepared = runner.prepare("CONSTRUCT WHERE { ?s ?p ?o }", choose, None if name is None else [name], None, budget)
    return answers.respond(runner, prepared, budget)
