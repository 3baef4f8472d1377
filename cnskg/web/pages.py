"""Pages for people, rendered on the server: a query with its answer, and the parts that other pages are made of."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from flask import Blueprint, render_template, request, url_for

from .. import namespaces as ns
from ..errors import UsageError
from ..query.formats import first
from ..query.result import Result, Row
from ..rdf import Node, key
from . import answers
from .language import foreign
from .state import here

blueprint = Blueprint("pages", __name__, template_folder="templates", static_folder="static")

#: What a page shows of an answer, however large that is: rows, bytes in which they stand, bytes of Turtle.
MOST_ROWS = 500
MOST_TABLE_BYTES = 4 << 20
MOST_BYTES = 200_000
#: What a query may be asked of: the default graph, or only what is asserted or inferred.
FACTS = {"all": "", "asserted": ns.GRAPH_ASSERTED, "inferred": ns.GRAPH_INFERRED}


@dataclass(frozen=True)
class Link:
    """Something to click: where it leads, what it says, in which language where it is not the page's."""

    href: str
    text: str
    language: str = ""


def path_of(iri: str) -> str:
    """The path at which the service answers for an IRI of the project, below its prefix; other IRIs as they are."""
    if iri.startswith(ns.CNS):
        return f"{request.script_root}/ontology#{iri[len(ns.CNS) :]}"
    return f"{request.script_root}/{iri[len(ns.BASE) :]}" if iri.startswith(ns.BASE) else iri


def link(value: Node | None, label: Node | None = None) -> Link | None:
    """A link for an IRI, plain text for a literal."""
    if value is None:
        return None
    if isinstance(value, ox.Literal):
        tag = foreign(value.language)
        return Link("", value.value + (f" ({tag})" if tag not in ("", "en") else ""), tag)
    if not isinstance(value, ox.NamedNode):  # a blank node, or a triple in one that quotes it
        return Link("", str(value))
    safe = path_of(value.value)
    href = safe if safe.startswith(("/", "http://", "https://")) else ""
    if label is None:
        return Link(href, ns.compact(value.value).removeprefix(ns.BASE))
    return Link(href, label.value, foreign(label.language) if isinstance(label, ox.Literal) else "")


def words(row: Row, name: str) -> str:
    """The text of a column; nothing where it is unbound."""
    return row[name].value if name in row else ""


def evidence(graphs: str) -> list[Link]:
    """Links to the passages and background graphs that state a fact."""
    return [Link(path_of(g), ns.compact(g).removeprefix("psg:")) for g in sorted(graphs.split())]


def why(*statement: Node) -> str:
    """The address of the proof of an inferred triple."""
    s, p, o = (quote(key(part), safe="") for part in statement)
    return f"{url_for('explain.explain')}?s={s}&p={p}&o={o}"


def told(subject: Node, predicate: Node, value: Node, row: Row) -> dict[str, Any]:
    """A statement for a template: its parts as links with the labels of the row, its evidence, its reason."""
    return {
        "subject": link(subject, row.get("slabel")),
        "property": link(predicate, row.get("plabel")),
        "value": link(value, row.get("label")),
        "evidence": evidence(words(row, "graphs")),
        "why": why(subject, predicate, value) if words(row, "inferred") == "true" else "",
    }


@blueprint.get("/query")
def query_page() -> str:
    """A query and its answer: a table with links into the data, yes or no, or Turtle."""
    text = answers.single("query", "")
    facts = answers.single("facts", "all")
    if facts not in FACTS:
        raise UsageError(f"there are no facts of the kind {facts[:20]}", hint=f"Kinds: {', '.join(FACTS)}.")
    shown = _shown(text, FACTS[facts]) if text else {}
    return render_template("query.html", query=text, facts=facts, kinds=FACTS, **shown)


def _shown(text: str, graph: str) -> dict[str, Any]:
    """The answer to a query, as the page needs it: rows and their number, a word, or Turtle; and what to know of it."""
    graphs = [graph] if graph else None
    result = here().runner.run(text, first, graphs, None, answers.budget())
    return {"hints": result.hints, **_answer(result)}


def _answer(result: Result) -> dict[str, Any]:
    """Of an answer, as much as a page shows."""
    with result.file as file:
        if result.form == "graph":
            turtle = file.read(MOST_BYTES).decode("utf-8", "ignore")
            return {"turtle": turtle, "cut": result.size > MOST_BYTES, "triples": result.rows}
        if result.form == "boolean":
            return {"word": "yes" if result.truth() else "no"}
        names, found = result.table(MOST_TABLE_BYTES)
        rows = [[link(row.get(name)) for name in names] for row in islice(found, MOST_ROWS)]
        return {"names": names, "rows": rows, "total": result.rows}
