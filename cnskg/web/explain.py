"""/explain?s=…&p=…&o=…: why a statement holds, or what it lacks, as page, text, JSON or Turtle."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
from flask import Blueprint, Response, current_app, jsonify, render_template, request

from .. import doors, forms, words
from ..errors import UsageError
from ..explain import Explanation
from ..formats import Format
from ..lookup import Row, Term
from ..negotiate import choose, prefers_html
from ..proofs import Proof
from .service import Service

blueprint = Blueprint("explain", __name__, template_folder="templates")

FORMATS = (
    Format("application/json", "json", "json", "json"),
    Format("text/turtle", "turtle", "ttl", "turtle", True),
    Format("text/plain", "text", "txt", "text", True),
)


def term_of(value: Any) -> Term:
    """A value of the worker pool as an RDF term."""
    if value.kind == "uri":
        return ox.NamedNode(str(value))
    if value.kind == "bnode":
        return ox.BlankNode(str(value))
    if value.lang:
        return ox.Literal(str(value), language=value.lang)
    return ox.Literal(str(value), datatype=ox.NamedNode(value.datatype)) if value.datatype else ox.Literal(str(value))


def door_of(service: Service) -> doors.Door:
    """The door to the current release; its rules are read once a release."""
    runner = service.runner

    def ask(query: str, /, **values: Term) -> list[Row]:
        return [{name: term_of(value) for name, value in row.items()} for row in runner.rows(query, None, **values)]

    known: tuple[str, doors.Door] | None = current_app.extensions.get("cnskg-explain")
    if known is None or known[0] != runner.release.digest:
        known = runner.release.digest, doors.release_door(ask)
        current_app.extensions["cnskg-explain"] = known
    return known[1]


def parameter(name: str) -> str:
    """A parameter that must stand exactly once. Raises UsageError."""
    values = request.args.getlist(name)
    if len(values) != 1 or not values[0]:
        raise UsageError(f"{name} must be given once", hint="Write /explain?s=…&p=…&o=… with IRIs, CURIEs or names.")
    return values[0]


@blueprint.get("/explain")
def explain() -> Any:
    """The proofs of one statement, in the form that the client prefers; 404 where it does not hold."""
    door = door_of(current_app.extensions["cnskg"])
    fact = door.fact(parameter("s"), parameter("p"), parameter("o"))
    accept = request.headers.get("Accept", "")
    found = door.explain(fact)
    status = 200 if found.proofs else 404
    if prefers_html(accept):
        return _page(door, found), status
    form = choose(accept, FORMATS)
    if form.short == "json":
        return jsonify(_plain(door, found)), status
    body = forms.turtle(found) if form.short == "turtle" else _text(door, found)
    return Response(body, status, content_type=form.content_type)


def _plain(door: doors.Door, found: Explanation) -> dict[str, Any]:
    if found.proofs:
        return forms.explanation(found, door.names)
    return forms.near_misses(found.fact, door.why_not(found.fact))


def _text(door: doors.Door, found: Explanation) -> str:
    if found.proofs:
        return words.explanation(found, door.names) + "\n"
    return words.near_misses(found.fact, door.why_not(found.fact), door.names) + "\n"


def _page(door: doors.Door, found: Explanation) -> str:
    proofs = [_node(door, proof) for proof in found.proofs]
    misses = "" if proofs else words.near_misses(found.fact, door.why_not(found.fact), door.names)
    title = words.statement(found.fact, door.names)
    return render_template("explain.html", title=title, proofs=proofs, misses=misses)


def _node(door: doors.Door, proof: Proof) -> dict[str, Any]:
    """A proof for the template: what is said, by which rule, where stated, from what."""
    from .pages import evidence

    return {
        "statement": words.statement(proof.fact, door.names),
        "because": words.because(proof, door.names) if proof.rule else "",
        "rule": proof.rule.name if proof.rule else "",
        "about": proof.rule.template.about if proof.rule else "",
        "places": [(evidence(graph)[0], door.names.source(graph)) for graph in proof.graphs],
        "premises": [_node(door, p) for p in dict.fromkeys(proof.premises)],
    }
