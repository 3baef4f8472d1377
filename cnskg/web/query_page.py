"""The page for queries: one with its answer, whole without a script; what its editor knows to complete.

Its link to share is short: it has the name of the ready question that it is, or the query packed (`short.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
from flask import Blueprint, Response, g, jsonify, redirect, render_template, request, url_for

from .. import namespaces as ns
from ..errors import CnskgError, EngineFault, QueryError, ServiceTrouble, UsageError
from ..query.formats import first
from ..query.result import Result, Row
from ..rdf import Node
from . import answers, problems, ready, short, vocabulary
from .kinds import nothing
from .naming import Names
from .negotiate import prefers_html
from .pages import blueprint as pages
from .pages import link
from .state import here

blueprint = Blueprint("query", __name__)

#: What a page shows of an answer, however large that is: rows, bytes in which they stand, bytes of Turtle.
MOST_ROWS = 500
MOST_TABLE_BYTES = 4 << 20
MOST_BYTES = 200_000
#: What a query may be asked of: the default graph, or only what is asserted or inferred.
FACTS = {"all": "", "asserted": ns.GRAPH_ASSERTED, "inferred": ns.GRAPH_INFERRED}
#: What the page begins with where no query is given; it is not asked yet.
BEGIN = """SELECT ?law ?name {
  ?law a cns:Law ; skos:prefLabel ?name
  FILTER(LANG(?name) = "en")
} ORDER BY ?name"""
#: The formats that an answer is offered in, by the form of its query, and what they are called.
DOWNLOADS = {
    "rows": {"csv": "CSV", "tsv": "TSV", "json": "JSON"},
    "boolean": {"json": "JSON"},
    "graph": {"turtle": "Turtle", "ntriples": "N-Triples", "jsonld": "JSON-LD"},
}
#: What may go wrong with a query that the page still shows, to be mended or asked again.
_TOLD = (QueryError, EngineFault, ServiceTrouble)
#: What hatch_build.py makes of npm packages.
BUILT = Path(__file__).parent / "static" / "built"


@dataclass(frozen=True)
class Cell:
    """A value in the table: what it is called, where it leads if anywhere, and how a query would write it."""

    text: str
    href: str = ""
    language: str = ""
    written: str = ""


@pages.get("/query")
def query_page() -> Any:
    """A query and its answer: a table with links into the data, yes or no, or Turtle; or what is wrong with it."""
    known = _known()
    return _page(_asked(known), known)


@pages.get("/q/<packed>")
def short_link(packed: str) -> Any:
    """The same page by a short link; for a program, the answer of the endpoint. Raises NotFound."""
    text = short.unpack(packed, here().settings.body_kb << 10)
    if prefers_html(request.headers.get("Accept", "")):
        return _page(text, _known())
    return redirect(_endpoint(text, FACTS[_facts()]), 303)


def _facts() -> str:
    """The facts that are asked. Raises UsageError."""
    facts = answers.single("facts", "all")
    if facts not in FACTS:
        raise UsageError(f"there are no facts of the kind {facts[:20]}", hint=f"Kinds: {', '.join(FACTS)}.")
    return facts


def _page(text: str, known: ready.ReadyQuestions | None) -> Any:
    facts = _facts()
    page = {
        "query": text or BEGIN,
        "facts": facts,
        "kinds": FACTS,
        "groups": known.groups if known else [],
        "editor": _editor(),
    }
    if not text:
        return render_template("query.html", **page)
    page["address"] = address = _address(text, facts, known)
    g.short = address.removeprefix(request.script_root)
    try:
        shown, elapsed = _shown(text, FACTS[facts])
    except _TOLD as error:
        return _refused(error, page)
    response = Response(render_template("query.html", **page, **shown), mimetype="text/html")
    # not in the page, whose tag is that of its bytes: the script tells it
    response.headers["X-Cnskg-Elapsed"] = f"{elapsed:.4f}"
    response.headers["Server-Timing"] = f"query;dur={1000 * elapsed:.1f}"
    return response


@blueprint.get("/query/words")
def words() -> Response:
    """What the editor completes: our prefixes, the terms of the ontology, and others that facts use."""
    known = vocabulary.current()
    told = [
        {
            "term": ns.compact(term.iri),
            "kind": term.kind,
            "label": term.label,
            "zh": term.labels.get("zh-hans", term.labels.get("zh-Hans", "")),
            "uses": known.uses.get(term.iri, 0),
        }
        for term in known.terms.values()
    ]
    others = [(ns.compact(iri), count) for iri, count in known.uses.items() if iri not in known.terms]
    told += [
        {"term": name, "kind": "class" if name.partition(":")[2][:1].isupper() else "object", "label": "", "zh": "",
         "uses": count}
        for name, count in others if "/" not in name
    ]  # fmt: skip
    return jsonify({"prefixes": ns.PREFIXES, "terms": told})


def _known() -> ready.ReadyQuestions | None:
    """The ready questions; nothing where they cannot be asked for now: the page does without its examples."""
    try:
        return ready.current()
    except _TOLD:
        return None


def _asked(known: ready.ReadyQuestions | None) -> str:
    """The query that the address holds, or that of the ready question which it names."""
    slug = answers.single("question", "")
    if text := answers.single("query", ""):
        return text
    if not slug:
        return ""
    question = known.questions.get(slug) if known else None
    if question is None:
        raise nothing(ready.QUESTION + slug, f"The ready questions are at {url_for('questions.questions')}.")
    return question.query


def _address(text: str, facts: str, known: ready.ReadyQuestions | None) -> str:
    """Where this query stands, as short as it can be said: a ready question by its name."""
    text = text.replace("\r\n", "\n")  # as forms send it
    questions = known.questions.values() if known else ()
    slug = next((one.slug for one in questions if one.query.strip() == text.strip()), "")
    wanted: dict[str, Any] = {"facts": facts} if facts != "all" else {}
    if slug:
        return url_for("pages.query_page", question=slug, **wanted)
    return url_for("pages.short_link", packed=short.pack(text), **wanted)


def _editor() -> dict[str, str]:
    """Where the editor and its style are; nothing in a checkout in which they were not bundled."""
    if not (BUILT / "editor.js").is_file():
        return {}
    return {name: url_for("pages.static", filename=f"built/editor.{name}") for name in ("js", "css")}


def _refused(error: CnskgError, page: dict[str, Any]) -> Response:
    """The page with what is wrong; for a program, the problem."""
    return problems.response(error, lambda problem: render_template("query.html", **page, problem=problem))


def _shown(text: str, graph: str) -> tuple[dict[str, Any], float]:
    """The answer to a query, as the page needs it, and the seconds that it took."""
    graphs = [graph] if graph else None
    result = here().runner.run(text, first, graphs, None, answers.budget())
    downloads = [
        (name, _endpoint(text, graph, download=1, format=form)) for form, name in DOWNLOADS[result.form].items()
    ]
    return {"hints": result.hints, "downloads": downloads, **_answer(result)}, result.elapsed


def _endpoint(text: str, graph: str, **more: Any) -> str:
    """Where the endpoint answers a query."""
    of = {"default-graph-uri": graph} if graph else {}
    return f"{url_for('sparql.endpoint')}?{urlencode({'query': text, **of, **more})}"


def _answer(result: Result) -> dict[str, Any]:
    """Of an answer, as much as a page shows: rows and their number, a word, or Turtle."""
    with result.file as file:
        if result.form == "graph":
            turtle = file.read(MOST_BYTES).decode("utf-8", "ignore")
            return {"turtle": turtle, "cut": result.size > MOST_BYTES, "triples": result.rows}
        if result.form == "boolean":
            return {"word": "yes" if result.truth() else "no"}
        names, found = result.table(MOST_TABLE_BYTES)
        rows = list(islice(found, MOST_ROWS))
    called = _called(rows)
    return {"names": names, "rows": [[_cell(row.get(n), called) for n in names] for row in rows], "total": result.rows}


def _called(rows: list[Row]) -> Names:
    """What the things in an answer are called; no names where they cannot be asked for within the time."""
    names = Names()
    try:
        names.add(ready.asking(), {n.value for row in rows for n in row.values() if isinstance(n, ox.NamedNode)})
    except _TOLD:
        return Names()
    return names


def _cell(value: Node | None, names: Names) -> Cell:
    if value is None:
        return Cell("")
    if isinstance(value, ox.Literal):
        return Cell(value.value, language=value.language or "")
    shown = link(value)
    if not isinstance(value, ox.NamedNode) or shown is None:  # a blank node, or a triple in one that quotes it
        return Cell(str(value))
    name = names.of(value)
    return Cell(name.text, shown.href, name.language, shown.text if shown.text != name.text else "")
