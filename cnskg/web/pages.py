"""Pages for people, rendered on the server: the front page, an answer with its evidence, an entity, a passage.

Every IRI of the project is answered by path: /id/…, /passage/…, /ontology, as a page or as RDF by content negotiation.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, current_app, redirect, render_template, request

from .. import namespaces as ns
from ..content.anchors import text_fragment
from ..errors import NotFound, UsageError
from ..query import binding
from ..query.formats import first
from ..query.runner import Iri, Term
from ..rdf import OWL, PREF, SKOS, TYPE
from . import page_queries, sparql
from .negotiate import by_accept, prefers_html
from .state import Service

blueprint = Blueprint("pages", __name__, template_folder="templates", static_folder="static")

MOST_ROWS = 500
MOST_BYTES = 200_000
#: What a query may be asked of: the default graph, or only what is asserted or inferred.
FACTS = {"all": "", "asserted": ns.GRAPH_ASSERTED, "inferred": ns.GRAPH_INFERRED}
LOCAL = re.compile(r"^[A-Za-z0-9._/-]+$")
HIDDEN = {"start", "end", "sha256", "startsWith", "endsWith", "textFile", "textEnd"}


@dataclass(frozen=True)
class Link:
    """Something to click: where it leads and what it says."""

    href: str
    text: str


def service() -> Service:
    found: Service = current_app.extensions["cnskg"]
    return found


def path_of(iri: str) -> str:
    """The path at which the service answers for an IRI of the project; other IRIs as they are."""
    if iri.startswith(ns.CNS):
        return "/ontology#" + iri[len(ns.CNS) :]
    return "/" + iri[len(ns.BASE) :] if iri.startswith(ns.BASE) else iri


def link(value: Term | None, label: Term | None = None) -> Link | None:
    """A link for an IRI, plain text for a literal."""
    if value is None:
        return None
    if value.kind != "uri":
        return Link("", f"{value}" + (f" ({value.lang})" if value.lang and value.lang != "en" else ""))
    safe = path_of(value)
    href = safe if safe.startswith(("/", "http://", "https://")) else ""
    return Link(href, str(label) if label else ns.compact(value))


def evidence(graphs: str) -> list[Link]:
    """Links to the passages and background graphs that state a fact."""
    return [Link(path_of(g), ns.compact(g).removeprefix("psg:")) for g in sorted(graphs.split())]


def why(subject: str, predicate: str, value: Term) -> str:
    """The address of the proof of an inferred triple."""
    given = quote(str(value), safe="")
    return f"/explain?s={quote(subject, safe='')}&p={quote(predicate, safe='')}&o={given}"


@blueprint.get("/")
def front() -> str:
    """What is in the graph, and questions to run."""
    here = service()
    themes: dict[str, list[dict[str, Term]]] = {}
    for row in here.ask(page_queries.QUESTIONS):
        themes.setdefault(str(row["theme"]), []).append(row)
    counts = here.release.manifest["counts"]
    classes = sorted(counts.get("classes", {}).items(), key=lambda c: (-c[1], c[0]))
    return render_template("front.html", counts=counts, classes=classes, themes=themes, release=here.release.digest)


@blueprint.get("/query")
def query_page() -> str:
    """A query and its answer: a table with links into the data, yes or no, or Turtle."""
    text = sparql.single("query") if "query" in request.args else ""
    facts = sparql.single("facts") if "facts" in request.args else "all"
    if facts not in FACTS:
        raise UsageError(f"there are no facts of the kind {facts[:20]}", hint=f"Kinds: {', '.join(FACTS)}.")
    shown = _shown(text, FACTS[facts]) if text else {}
    return render_template("query.html", query=text, most=MOST_ROWS, facts=facts, kinds=FACTS, **shown)


def _shown(text: str, graph: str) -> dict[str, Any]:
    """The answer to a query, as the page needs it: rows and their number, a word, or Turtle."""
    graphs = [graph] if graph else None
    result = service().runner.run(text, first, graphs)
    data = result.read()
    if result.form == "graph":
        return {
            "turtle": data[:MOST_BYTES].decode("utf-8", "ignore"),
            "cut": len(data) > MOST_BYTES,
            "triples": result.rows,
        }
    answer = json.loads(data)
    if result.form == "boolean":
        return {"word": "yes" if answer["boolean"] else "no"}
    names, found = answer["head"]["vars"], answer["results"]["bindings"]
    rows = [[link(binding.read(row[n])) if n in row else None for n in names] for row in found[:MOST_ROWS]]
    return {"names": names, "rows": rows, "total": len(found)}


@blueprint.get("/search")
def search() -> str:
    """Entities whose names hold the words, in any language."""
    words = sparql.single("q").strip()
    found = service().ask(page_queries.SEARCH, words=words) if words else []
    rows = [(link(r["s"], r["label"]), r.get("name"), r.get("about")) for r in found]
    return render_template("search.html", words=words, rows=rows)


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
    here = service()
    facts = here.ask(page_queries.FACTS, entity=Iri(iri))
    if not facts:
        raise _nothing(iri)
    names = [f["o"] for f in facts if f["p"] == PREF]
    title = next((n for n in names if n.lang == "en"), names[0] if names else slug)
    about = next((f["o"] for f in facts if f["p"] == ns.CNS + "description"), "")
    rows = [_fact(iri, f) for f in facts if _ours(f["p"], f["o"])]
    mentions = [_mention(iri, m) for m in here.ask(page_queries.MENTIONS, entity=Iri(iri)) if _ours(m["p"], m["s"])]
    others = [n for n in names if n is not title]
    return render_template(
        "entity.html", iri=iri, title=title, others=others, about=about, rows=rows, mentions=mentions
    )


def _ours(predicate: str, value: str) -> bool:
    """Whether a page shows the statement: what only says it again in a public vocabulary is left to RDF and SPARQL."""
    if predicate == TYPE:
        return value.startswith(ns.CNS)
    return predicate.startswith((ns.CNS, SKOS, OWL))


def _fact(iri: str, row: dict[str, Term]) -> dict[str, Any]:
    inferred = str(row.get("inferred")) == "true"
    return {
        "property": link(row["p"], row.get("plabel")),
        "value": link(row["o"], row.get("label")),
        "evidence": evidence(row.get("graphs", Term(""))),
        "why": why(iri, row["p"], row["o"]) if inferred else "",
    }


def _mention(iri: str, row: dict[str, Term]) -> dict[str, Any]:
    inferred = str(row.get("inferred")) == "true"
    value = Term(iri)
    return {
        "subject": link(row["s"], row.get("slabel")),
        "property": link(row["p"], row.get("plabel")),
        "evidence": evidence(row.get("graphs", Term(""))),
        "why": why(row["s"], row["p"], value) if inferred else "",
    }


@blueprint.get("/passage/<document>/<number>")
def passage(document: str, number: str) -> Any:
    """One passage: where it stands, a deep link into the publication, and what it states."""
    iri = f"{ns.PSG}{document}/{number}"
    if not LOCAL.match(f"{document}/{number}"):
        raise _nothing(iri)
    if not prefers_html(request.headers.get("Accept", "")):
        return redirect(f"/graph?graph={quote(iri, safe='')}", 303)
    here = service()
    found = here.ask(page_queries.PASSAGE, passage=Iri(iri))
    if not found:
        raise _nothing(iri)
    head = found[0]
    deep = text_fragment(str(head["url"]), head["first"], head["last"]) if "url" in head else ""
    groups: dict[str, dict[str, Any]] = {}
    for row in here.ask(page_queries.STATED, passage=Iri(iri)):
        group = groups.setdefault(str(row["s"]), {"subject": link(row["s"], row.get("slabel")), "rows": []})
        group["rows"].append((link(row["p"], row.get("plabel")), link(row["o"], row.get("label"))))
    return render_template(
        "passage.html", iri=iri, head=head, document=link(head["doc"], head["title"]), deep=deep, groups=groups.values()
    )


@blueprint.get("/ontology")
def ontology() -> Any:
    """The ontology: as RDF, or as a list of its terms."""
    if not prefers_html(request.headers.get("Accept", "")):
        return redirect(f"/graph?graph={quote(ns.GRAPH_ONTOLOGY, safe='')}", 303)
    found = service().ask(page_queries.TERMS)
    rows = [(t["t"].removeprefix(ns.CNS), ns.compact(t["kind"]), t) for t in found]
    return render_template("ontology.html", rows=rows)


def _nothing(iri: str) -> NotFound:
    return NotFound(f"the graph holds nothing of <{iri}>", hint="Search for a name at /search.")


def _rdf(iri: str) -> Response:
    """What the graph says of an IRI, in the RDF format that the client asks for."""
    here = service()
    runner = here.runner
    # A CONSTRUCT cannot take bindings. The IRI holds none but the characters of LOCAL, so it cannot leave its brackets.
    ask = f"CONSTRUCT {{ <{iri}> ?p ?o . ?s ?q <{iri}> }} WHERE {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} }}"
    prepared = runner.prepare(ask, by_accept(request.headers.get("Accept", "")))
    result = runner.execute(prepared)
    if not result.rows:
        result.file.close()
        raise _nothing(iri)
    return sparql.answer(result, runner, prepared, here)


def problem_page(problem: dict[str, Any]) -> str:
    """An error as a page."""
    return render_template("problem.html", problem=problem)


def register(app: Flask) -> None:
    """Hang the pages on the app."""
    app.register_blueprint(blueprint)
    here: Service = app.extensions["cnskg"]
    here.editor_page = lambda: redirect("/query", 303)
    here.problem_page = problem_page
