"""The IRIs that stand in the store: entities, times, sources, questions, explanations."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
from flask import Response, render_template

from .. import namespaces as ns
from ..content.anchors import text_fragment
from ..query.formats import Choice
from ..query.result import Row
from ..rdf import LABEL, OWL, PREF, SKOS, TYPE, Node
from . import answers, page_queries
from .kinds import Kind, nothing
from .pages import Link, link, told, why, words
from .state import here

_NAMES = (PREF, LABEL)
#: What is said of the graphs of claims, for queries; the page of a claim has its propositions.
_OF_GRAPHS = {ns.CNS + name for name in ("graphOf", "stance", "qualified")}


def _ask(query: str, iri: str) -> list[Row]:
    """The rows of one of the pages' queries about a node."""
    return here().ask(query, answers.budget(), entity=ox.NamedNode(iri))


def exists(iri: str) -> bool:
    """Whether anything is said of an IRI."""
    return bool(_ask(page_queries.EXISTS, iri))


def _construct(query: str, iri: str, choose: Choice) -> Response:
    """A graph about an IRI, tagged as other answers are. Raises NotFound where it is empty."""
    runner, budget = here().runner, answers.budget()
    prepared = runner.prepare(query, choose, budget=budget, bindings={"entity": ox.NamedNode(iri)})
    response = answers.respond(runner, prepared, budget)
    if response.headers.get("X-Cnskg-Rows") == "0":
        response.close()
        raise nothing(iri)
    response.headers.pop("X-Cnskg-Hint", None)  # hints are for whoever wrote a query, and this one is ours
    return response


def about(iri: str, choose: Choice) -> Response:
    """What is said of an IRI, in whichever graph, and what refers to it."""
    return _construct(page_queries.ABOUT, iri, choose)


def source(iri: str, choose: Choice) -> Response:
    """What a passage or a background graph states, and what is said of it."""
    return _construct(page_queries.SOURCE, iri, choose)


def entity_page(iri: str) -> str:
    """Facts with their evidence, what refers to it, and for some kinds what only these have."""
    facts = _ask(page_queries.FACTS, iri)
    if not facts:
        raise nothing(iri)
    said = (f["o"] for name in _NAMES for f in facts if f["p"].value == name)
    names = list(dict.fromkeys(name for name in said if isinstance(name, ox.Literal)))  # most stand in both
    names.sort(key=lambda name: name.language != "en")  # stable, and the English one first
    space, _, local = iri.removeprefix(ns.BASE).partition("/")
    return render_template(
        "entity.html",
        iri=iri,
        title=names[0].value if names else f"{space} {local}",
        others=names[1:],
        about=next((f["o"].value for f in facts if f["p"].value == ns.CNS + "description"), ""),
        rows=[told(ox.NamedNode(iri), f["p"], f["o"], f) for f in facts if _ours(f["p"], f["o"])],
        mentions=[
            told(m["s"], m["p"], ox.NamedNode(iri), m)
            for m in _ask(page_queries.MENTIONS, iri)
            if _ours(m["p"], m["s"])
        ],
        **_more(space, iri),
    )


def _ours(predicate: Node, value: Node) -> bool:
    """Whether a page shows the statement: what only says it again in a public vocabulary is left to RDF and SPARQL."""
    if predicate.value == TYPE:
        return value.value.startswith(ns.CNS)
    return predicate.value.startswith((ns.CNS, SKOS, OWL)) and predicate.value not in _OF_GRAPHS


def _more(space: str, iri: str) -> dict[str, Any]:
    """What the pages of some kinds have besides: statements in an explanation, a source's."""
    if space in ("fact", "inference"):
        return {
            "parts": [_part(row) for row in _ask(page_queries.PARTS, iri)],
            "rules": [_rule(row) for row in _ask(page_queries.BY_RULE, iri)],
        }
    return {"groups": _states(iri)} if space == "background" else {}


def _rule(row: Row) -> tuple[Link | None, Link | None]:
    """The rule of an inference, and the axiom that it puts to use; a rule beyond OWL uses none."""
    return link(row["rule"], row["name"]), link(row["axiom"], row["terms"]) if "terms" in row else None


def _part(row: Row) -> dict[str, Any]:
    """A statement that an explanation speaks of: its part in it, the statement, and where its reason is."""
    return {
        "role": {ns.CNS + "concludes": "concludes", ns.CNS + "premise": "premise"}.get(words(row, "role"), "says"),
        "subject": link(row["s"], row.get("slabel")),
        "property": link(row["p"], row.get("plabel")),
        "value": link(row["o"], row.get("label")),
        "why": why(row["s"], row["p"], row["o"]),
    }


def _states(iri: str) -> list[dict[str, Any]]:
    """What a named graph states, by subject."""
    groups: dict[str, dict[str, Any]] = {}
    for row in _ask(page_queries.STATED, iri):
        group = groups.setdefault(row["s"].value, {"subject": link(row["s"], row.get("slabel")), "rows": []})
        group["rows"].append((link(row["p"], row.get("plabel")), link(row["o"], row.get("label"))))
    return list(groups.values())


def passage_page(iri: str) -> str:
    """One passage: where it stands, a deep link into the publication, and what it states."""
    found = _ask(page_queries.PASSAGE, iri)
    if not found:
        raise nothing(iri)
    head = {name: value.value for name, value in found[0].items()}
    deep = text_fragment(head["url"], head["first"], head["last"]) if "url" in head else ""
    publication = link(found[0]["doc"], found[0]["title"])
    return render_template("passage.html", iri=iri, head=head, document=publication, deep=deep, groups=_states(iri))


ENTITY = Kind(exists, entity_page, about)
PASSAGE = Kind(exists, passage_page, source)
BACKGROUND = Kind(exists, entity_page, source)
