"""/explain?s=…&p=…&o=…: why a statement holds, or what it lacks, as page, text, JSON or Turtle."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, current_app, g, render_template, request

from ..errors import NotFound, UsageError
from ..explaining import forms, words
from ..explaining.explainer import Explainer, of_release
from ..explaining.proofs import Proof
from ..explaining.search import Explanation
from ..query.binding import Value
from ..query.formats import Format
from ..query.result import Row
from ..rdf import Fact
from . import answers
from .negotiate import choose, prefers_html
from .pages import evidence
from .state import here

blueprint = Blueprint("explain", __name__, template_folder="templates")

FORMATS = (
    Format("application/json", "json", "json", "json"),
    Format("text/turtle", "turtle", "ttl", "turtle", True),
    Format("text/plain", "text", "txt", "text", True),
)
HTML = Format("text/html", "html", "html", "html", True)
_NEAREST = "`nearest` says what the nearest rules lack."


def explainer_of() -> Explainer:
    """The explainer of the current release. Rules and names are kept as long as the release; each request's questions
    share that request's budget."""
    runner = here().runner
    g.budget = answers.budget()

    def ask(query: str, /, **values: Value) -> list[Row]:
        return runner.rows(query, g.budget, **values)

    known: tuple[str, Explainer] | None = current_app.extensions.get("cnskg-explain")
    if known is None or known[0] != runner.release.digest:
        known = runner.release.digest, of_release(ask)
        current_app.extensions["cnskg-explain"] = known
    return known[1]


def parameter(name: str) -> str:
    """A parameter that must stand exactly once. Raises UsageError."""
    values = request.args.getlist(name)
    if len(values) != 1 or not values[0]:
        raise UsageError(
            f"{name} must be given once",
            hint=f"Write {request.script_root}{request.path}?s=…&p=…&o=… with IRIs, CURIEs or names.",
        )
    return values[0]


@blueprint.get("/explain")
def explain() -> Any:
    """The proofs of one statement, in the form that the client prefers; 404 where it does not hold.

    Who reads pages or text gets what is missing in words; everybody else the problem, with `nearest` in it.
    """
    explainer = explainer_of()
    found = explainer.explain(explainer.fact(parameter("s"), parameter("p"), parameter("o")))
    accept = request.headers.get("Accept", "")
    form = HTML if prefers_html(accept) else choose(accept, FORMATS)
    body = _proofs(explainer, found, form) if found.proofs else _misses(explainer, found.fact, form)
    return Response(body, 200 if found.proofs else 404, content_type=form.content_type)


def _proofs(explainer: Explainer, found: Explanation, form: Format) -> str:
    """The proofs of a statement that holds."""
    if form is HTML:
        return _page(explainer, found.fact, proofs=[_node(explainer, proof) for proof in found.proofs])
    if form.short == "json":
        return json.dumps(forms.explanation(found, explainer.names), ensure_ascii=False)
    return forms.turtle(found) if form.short == "turtle" else words.explanation(found, explainer.names) + "\n"


def _misses(explainer: Explainer, fact: Fact, form: Format) -> str:
    """What a statement that does not hold lacks, for people. Raises NotFound for everybody else."""
    nearest = explainer.why_not(fact)
    if form is HTML or form.short == "text":
        g.problem = NotFound.kind
        said = words.near_misses(fact, nearest, explainer.names)
        said += f"\nBut {strange}" if (strange := explainer.strange(fact)) else ""
        return _page(explainer, fact, misses=said) if form is HTML else said + "\n"
    raise NotFound(
        f"{words.statement(fact, explainer.names)}: this does not hold",
        hint=explainer.strange(fact) or (_NEAREST if nearest else "No rule leads to such a statement."),
        **forms.near_misses(fact, nearest),
    )


def shortest(fact: Fact) -> dict[str, Any] | None:
    """The shortest proof of a statement, for the template; None where it is stated, or has none."""
    explainer = explainer_of()
    found = explainer.explain(fact).best
    return _node(explainer, found) if found and found.rule else None


def _page(explainer: Explainer, fact: Fact, **parts: Any) -> str:
    return render_template("explain.html", title=words.statement(fact, explainer.names), **parts)


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
