"""/explain?s=…&p=…&o=…: why a statement holds, or what it lacks, as page, text, JSON or Turtle."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, g, render_template, request

from .. import doors, render
from ..errors import NotFound, UsageError
from ..explain import Explanation
from ..lookup import Names, Stored
from ..proofs import Proof
from ..query.budget import Budget
from ..query.formats import Format
from ..query.result import Row
from ..rdf import Fact
from ..ruleset import Rule
from . import answers
from .limits import Bounded
from .negotiate import choose, prefers_html
from .state import Service

blueprint = Blueprint("explain", __name__, template_folder="templates")

FORMATS = (
    Format("application/json", "json", "json", "json"),
    Format("text/turtle", "turtle", "ttl", "turtle", True),
    Format("text/plain", "text", "txt", "text", True),
)
HTML = Format("text/html", "html", "html", "html", True)


#: Names kept of one release: more than it has things with names, and a few MiB where strangers ask for others.
MOST_NAMES = 20_000


@dataclass(frozen=True)
class Kept:
    """What all explanations from one release need; it is read once, and forgotten when another one comes."""

    release: str
    rules: list[Rule]
    names: Bounded[str, str]


def door_of(service: Service, budget: Budget) -> doors.Door:
    """The door to the current release for one request, all of whose questions share the budget."""
    runner = service.runner

    def ask(query: str) -> list[Row]:
        return runner.rows(query, budget)

    stored, names = Stored(ask), Names(ask)
    kept: Kept | None = current_app.extensions.get("cnskg-explain")
    if kept is None or kept.release != runner.release.digest:
        kept = current_app.extensions["cnskg-explain"] = Kept(runner.release.digest, stored.rules, Bounded(MOST_NAMES))
    stored.rules, names.known = kept.rules, kept.names
    return doors.Door(stored, stored, names, doors.NameQuery(ask), kept.rules)


def parameter(name: str) -> str:
    """A parameter that must stand exactly once. Raises UsageError."""
    values = request.args.getlist(name)
    if len(values) != 1 or not values[0]:
        raise UsageError(f"{name} must be given once", hint="Write /explain?s=…&p=…&o=… with IRIs, CURIEs or names.")
    return values[0]


@blueprint.get("/explain")
def explain() -> Any:
    """The proofs of one statement, in the form that the client prefers; 404 where it does not hold.

    Who reads pages or text gets what is missing in words; everybody else the problem, with `nearest` in it.
    """
    door = door_of(current_app.extensions["cnskg"], answers.budget())
    found = door.explain(door.fact(parameter("s"), parameter("p"), parameter("o")))
    accept = request.headers.get("Accept", "")
    form = HTML if prefers_html(accept) else choose(accept, FORMATS)
    body = _proofs(door, found, form) if found.proofs else _misses(door, found.fact, form)
    return Response(body, 200 if found.proofs else 404, content_type=form.content_type)


def _proofs(door: doors.Door, found: Explanation, form: Format) -> str:
    """The proofs of a statement that holds."""
    if form is HTML:
        return _page(door, found.fact, proofs=[_node(door, proof) for proof in found.proofs])
    if form.short == "json":
        return json.dumps(render.as_json(found, door.names), ensure_ascii=False)
    return render.turtle(found) if form.short == "turtle" else render.text(found, door.names) + "\n"


def _misses(door: doors.Door, fact: Fact, form: Format) -> str:
    """What a statement that does not hold lacks, for people. Raises NotFound for everybody else."""
    nearest = door.why_not(fact)
    if form is HTML or form.short == "text":
        g.problem = NotFound.kind
        words = render.misses(fact, nearest, door.names)
        return _page(door, fact, misses=words) if form is HTML else words + "\n"
    raise NotFound(
        f"{render.statement(fact, door.names)}: this does not hold",
        hint="`nearest` says what the nearest rules lack." if nearest else "No rule leads to such a statement.",
        **render.misses_json(fact, nearest),
    )


def _page(door: doors.Door, fact: Fact, **parts: Any) -> str:
    return render_template("explain.html", title=render.statement(fact, door.names), **parts)


def _node(door: doors.Door, proof: Proof) -> dict[str, Any]:
    """A proof for the template: what is said, by which rule, where stated, from what."""
    from .pages import evidence

    facts = [p.fact for p in proof.premises]
    said = render.sentence(proof.rule, facts, proof.fact, door.names) if proof.rule else ""
    return {
        "statement": render.statement(proof.fact, door.names),
        "because": said,
        "rule": proof.rule.name if proof.rule else "",
        "about": proof.rule.template.about if proof.rule else "",
        "places": [(evidence(graph)[0], door.names.source(graph)) for graph in proof.graphs],
        "premises": [_node(door, p) for p in dict.fromkeys(proof.premises)],
    }
