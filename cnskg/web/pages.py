"""Pages for people, rendered on the server: the front page, an answer with its evidence, an entity, a passage.

Every IRI of the project is answered by path: /id/…, /passage/…, /ontology, as a page or as RDF by content negotiation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from flask import Blueprint, Response, redirect, render_template, request, url_for

from .. import namespaces as ns
from ..content.anchors import text_fragment
from ..errors import NotFound, UsageError
from ..query.formats import first
from ..query.result import Result, Row
from ..rdf import OWL, PREF, SKOS, TYPE, Node, key
from . import answers, page_queries
from .negotiate import choice, prefers_html
from .state import here

blueprint = Blueprint("pages", __name__, template_folder="templates", static_folder="static")

#: What a page shows of an answer, however large that is: rows, bytes in which they stand, bytes of Turtle.
MOST_ROWS = 500
MOST_TABLE_BYTES = 4 << 20
MOST_BYTES = 200_000
#: What a query may be asked of: the default graph, or only what is asserted or inferred.
FACTS = {"all": "", "asserted": ns.GRAPH_ASSERTED, "inferred": ns.GRAPH_INFERRED}
LOCAL = re.compile(r"^[A-Za-z0-9._/-]+$")


@dataclass(frozen=True)
class Link:
    """Something to click: where it leads and what it says."""

    href: str
    text: str


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
        return Link("", value.value + (f" ({value.language})" if value.language not in (None, "en") else ""))
    if not isinstance(value, ox.NamedNode):  # a blank node, or a triple in one that quotes it
        return Link("", str(value))
    safe = path_of(value.value)
    href = safe if safe.startswith(("/", "http://", "https://")) else ""
    return Link(href, label.value if label else ns.compact(value.value))


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


@blueprint.get("/")
def front() -> str:
    """What is in the graph, and questions to run."""
    themes: dict[str, list[Row]] = {}
    state = here()
    for row in state.ask(page_queries.QUESTIONS, answers.budget()):
        themes.setdefault(words(row, "theme"), []).append(row)
    counts = state.release.manifest["counts"]
    classes = sorted(counts.get("classes", {}).items(), key=lambda c: (-c[1], c[0]))
    return render_template("front.html", counts=counts, classes=classes, themes=themes, release=state.release.digest)


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


@blueprint.get("/id/<path:slug>")
@blueprint.get("/time/<path:slug>")
@blueprint.get("/background/<path:slug>")
@blueprint.get("/question/<path:slug>")
def entity(slug: str) -> Any:
    """One entity: its facts with their evidence, and what refers to it."""
    iri = ns.BASE + request.path.lstrip("/")
    if not LOCAL.match(slug):
        raise _nothing(iri)
    if not prefers_html(request.headers.get("Accept", "")):
        return _rdf(iri)
    state, node, budget = here(), ox.NamedNode(iri), answers.budget()
    facts = state.ask(page_queries.FACTS, budget, entity=node)
    if not facts:
        raise _nothing(iri)
    names = [f["o"] for f in facts if f["p"].value == PREF]
    names.sort(key=lambda name: name.language != "en")  # stable, and the English one first
    about = next((f["o"].value for f in facts if f["p"].value == ns.CNS + "description"), "")
    mentions = state.ask(page_queries.MENTIONS, budget, entity=node)
    return render_template(
        "entity.html",
        iri=iri,
        title=names[0].value if names else slug,
        others=names[1:],
        about=about,
        rows=[told(node, f["p"], f["o"], f) for f in facts if _ours(f["p"], f["o"])],
        mentions=[told(m["s"], m["p"], node, m) for m in mentions if _ours(m["p"], m["s"])],
    )


def _ours(predicate: Node, value: Node) -> bool:
    """Whether a page shows the statement: what only says it again in a public vocabulary is left to RDF and SPARQL."""
    if predicate.value == TYPE:
        return value.value.startswith(ns.CNS)
    return predicate.value.startswith((ns.CNS, SKOS, OWL))


@blueprint.get("/passage/<document>/<number>")
def passage(document: str, number: str) -> Any:
    """One passage: where it stands, a deep link into the publication, and what it states."""
    iri = f"{ns.PSG}{document}/{number}"
    if not LOCAL.match(f"{document}/{number}"):
        raise _nothing(iri)
    if not prefers_html(request.headers.get("Accept", "")):
        return _to_graph(iri)
    state, node, budget = here(), ox.NamedNode(iri), answers.budget()
    found = state.ask(page_queries.PASSAGE, budget, passage=node)
    if not found:
        raise _nothing(iri)
    head = {name: value.value for name, value in found[0].items()}
    deep = text_fragment(head["url"], head["first"], head["last"]) if "url" in head else ""
    groups: dict[str, dict[str, Any]] = {}
    for row in state.ask(page_queries.STATED, budget, passage=node):
        group = groups.setdefault(row["s"].value, {"subject": link(row["s"], row.get("slabel")), "rows": []})
        group["rows"].append((link(row["p"], row.get("plabel")), link(row["o"], row.get("label"))))
    publication = link(found[0]["doc"], found[0]["title"])
    return render_template("passage.html", iri=iri, head=head, document=publication, deep=deep, groups=groups.values())


@blueprint.get("/ontology")
def ontology() -> Any:
    """The ontology: as RDF, or as a list of its terms."""
    if not prefers_html(request.headers.get("Accept", "")):
        return _to_graph(ns.GRAPH_ONTOLOGY)
    found = here().ask(page_queries.TERMS, answers.budget())
    rows = [{name: words(row, name) for name in ("t", "kind", "label", "zh", "definition")} for row in found]
    for row in rows:
        row["t"], row["kind"] = row["t"].removeprefix(ns.CNS), ns.compact(row["kind"])
    return render_template("ontology.html", rows=rows, graph=ns.GRAPH_ONTOLOGY)


def _to_graph(iri: str) -> Any:
    """The way to a graph as RDF."""
    return redirect(f"{url_for('graph_store.graph')}?graph={quote(iri, safe='')}", 303)


def _nothing(iri: str) -> NotFound:
    return NotFound(f"the graph holds nothing of <{iri}>", hint=f"Search for a name at {url_for('search.search')}.")


def _rdf(iri: str) -> Response:
    """What the graph says of an IRI, in the RDF format that the client asks for."""
    runner, budget = here().runner, answers.budget()
    choose = choice((), request.headers.get("Accept", ""))
    prepared = runner.prepare(page_queries.ABOUT, choose, budget=budget, bindings={"entity": ox.NamedNode(iri)})
    response = answers.respond(runner, prepared, budget)
    if response.headers.get("X-Cnskg-Rows") == "0":
        response.close()
        raise _nothing(iri)
    return response
