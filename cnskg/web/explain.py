"""/explain?s=…&p=…&o=…: why a statement holds, or what it lacks, as page, text, JSON or Turtle."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
from flask import Blueprint, Response, current_app, jsonify, render_template, request

from ..errors import UsageError
from ..explaining import forms, words
from ..explaining.explainer import Explainer, of_release
from ..explaining.from_release import Row
from ..explaining.proofs import Proof
from ..explaining.search import Explanation
from ..query.formats import Format
from ..rdf import Node
from .negotiate import choose, prefers_html
from .pages import evidence
from .state import Service

blueprint = Blueprint("explain", __name__, template_folder="templates")

FORMATS = (
    Format("application/json", "json", "json", "json"),
    Format("text/turtle", "turtle", "ttl", "turtle", True),
    Format("text/plain", "text", "txt", "text", True),
)


def term_of(value: Any) -> Node:
    """A value of the worker pool as an RDF term."""
    if value.kind == "uri":
        return ox.NamedNode(str(value))
    if value.kind == "bnode":
        return ox.BlankNode(str(value))
    if value.lang:
        return ox.Literal(str(value), language=value.lang)
    return ox.Literal(str(value), datatype=ox.NamedNode(value.datatype)) if value.datatype else ox.Literal(str(value))


def explainer_of(service: Service) -> Explainer:
    """The explainer to the current release; its rules are read once a release."""
    runner = service.runner

    def ask(query: str, /, **values: Node) -> list[Row]:
        return [{name: term_of(value) for name, value in row.items()} for row in runner.rows(query, None, **values)]

    known: tuple[str, Explainer] | None = current_app.extensions.get("cnskg-explain")
    if known is None or known[0] != runner.release.digest:
        known = runner.release.digest, of_release(ask)
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
    explainer = explainer_of(current_app.extensions["cnskg"])
    fact = explainer.fact(parameter("s"), parameter("p"), parameter("o"))
    accept = request.headers.get("Accept", "")
    found = explainer.explain(fact)
    status = 200 if found.proofs else 404
    if prefers_html(accept):
        return _page(explainer, found), status
    form = choose(accept, FORMATS)
    if form.short == "json":
        return jsonify(_plain(explainer, found)), status
    body = forms.turtle(found) if form.short == "turtle" else _text(explainer, found)
    return Response(body, status, content_type=form.content_type)


def _plain(explainer: Explainer, found: Explanation) -> dict[str, Any]:
    if found.proofs:
        return forms.explanation(found, explainer.names)
    return forms.near_misses(found.fact, explainer.why_not(found.fact))


def _text(explainer: Explainer, found: Explanation) -> str:
    if found.proofs:
        return words.explanation(found, explainer.names) + "\n"
    return words.near_misses(found.fact, explainer.why_not(found.fact), explainer.names) + "\n"


def _page(explainer: Explainer, found: Explanation) -> str:
    proofs = [_node(explainer, proof) for proof in found.proofs]
    misses = "" if proofs else words.near_misses(found.fact, explainer.why_not(found.fact), explainer.names)
    title = words.statement(found.fact, explainer.names)
    return render_template("explain.html", title=title, proofs=proofs, misses=misses)


def _node(explainer: Explainer, proof: Proof) -> dict[str, Any]:
    """A proof for the template: what is said, by which rule, where stated, from what."""
    return {
        "statement": words.statement(proof.fact, explainer.names),
        "because": words.because(proof, explainer.names) if proof.rule else "",
        "rule": proof.rule.name if proof.rule else "",
        "about": proof.rule.template.about if proof.rule else "",
        "places": [(evidence(graph)[0], explainer.names.source(graph)) for graph in proof.graphs],
        "premises": [_node(explainer, p) for p in dict.fromkeys(proof.premises)],
    }
