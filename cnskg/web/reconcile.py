"""The Reconciliation Service API 0.2 at /reconcile: names of a spreadsheet in, things of the graph out.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/ has the protocol. Names are found by
the search of the site; what a hint is compared with is asked of the release, once for all names of a batch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, url_for

from .. import namespaces as ns
from ..errors import NotFound, UsageError
from ..nearest import nearest
from ..query.result import Row
from ..rdf import Node
from ..reconciling import asked, matching, properties
from ..reconciling.matching import Candidate
from ..reconciling.types import Types, of_release
from ..search import searcher as search
from ..search.entries import Entry, Name
from . import answers
from .middleware import FRAMED_POLICY
from .naming import Names
from .state import here

blueprint = Blueprint("reconcile", __name__, url_prefix="/reconcile")

#: What is offered while somebody types.
MOST_OFFERED = 10
#: The size of a preview, in pixels of CSS.
_WIDTH, _HEIGHT = 430, 190
_USUAL = ("Person", "Organ", "Organisation", "Law", "Place", "Event", "SecurityType")
_ASKING = ("queries", "query", "extend")


class _Asker:
    """One request's way to the release: its runner, its budget, and the names of what it meets."""

    def __init__(self) -> None:
        self.runner = here().runner
        self._budget = answers.budget()
        self.searcher = search.of_release(self.runner.release.path)
        self.types: Types = of_release(self.runner.release.path)

    def ask(self, query: str) -> list[Row]:
        """The rows of a query, within the time of the request."""
        return self.runner.rows(query, self._budget)

    def called(self, node: Node, words: dict[str, str]) -> list[str]:
        """All that a value may be called in a cell: in words, by its names, by its id."""
        if properties.is_text(node):
            return [words[str(node)], node.value]
        names = [name.text for name in self._names.get(node.value, ())]
        return [words[str(node)], *names, node.value.rsplit("/", 1)[-1]]

    @cached_property
    def _names(self) -> dict[str, tuple[Name, ...]]:
        return {entry.iri: entry.names for entry in self.searcher.entries}

    def words(self, nodes: list[Node]) -> dict[str, str]:
        """What nodes are called, by the text of each."""
        names = Names()
        names.add(self.ask, [node.value for node in nodes if not properties.is_text(node)])
        return {str(node): names.of(node).text for node in nodes}


@blueprint.route("", methods=["GET", "POST"])
def service() -> Response:
    """The manifest; or the answers to a batch of queries, to one, or to an extension."""
    told = {name: value for name in _ASKING if (value := _parameter(name))}
    if len(told) > 1:
        raise UsageError(f"{' and '.join(told)} at once", hint="One of them a request.")
    if "queries" in told:
        return jsonify({key: {"result": found} for key, found in _batch(asked.queries(told["queries"])).items()})
    if "query" in told:
        return jsonify({"result": _batch({"q": asked.single(told["query"])})["q"]})
    if "extend" in told:
        return jsonify(_extend(asked.extension(told["extend"])))
    if request.method == "POST":
        hint = f"Send a form (application/x-www-form-urlencoded) with one of {', '.join(_ASKING)}."
        raise UsageError("nothing is asked", hint=hint)
    return jsonify(_manifest())


def _parameter(name: str) -> str:
    """A parameter of the address or of the form, which stands there once."""
    found = [*request.args.getlist(name), *request.form.getlist(name)]
    if len(found) > 1:
        raise UsageError(f"{name} stands there {len(found)} times", hint="Once is enough.")
    return found[0] if found else ""


def _manifest() -> dict[str, Any]:
    types = _Asker().types
    root = url_for("reconcile.service", _external=True)
    page = url_for("resources.resource", space="id", name="X", _external=True).removesuffix("X") + "{{id}}"
    return {
        "versions": ["0.2"],
        "name": here().release.dataset["title"],
        "identifierSpace": ns.ID,
        "schemaSpace": ns.CNS,
        "documentation": url_for("resources.resource", space="dataset", _external=True),
        "defaultTypes": [types.told(name) for name in _USUAL if name in types.names],
        "view": {"url": page},
        "preview": {"url": f"{root}/preview?id={{{{id}}}}", "width": _WIDTH, "height": _HEIGHT},
        "suggest": {
            kind: {"service_url": root, "service_path": f"/suggest/{kind}"} for kind in ("entity", "property", "type")
        },
        "extend": {
            "propose_properties": {"service_url": root, "service_path": "/properties"},
            "property_settings": [_LIMIT],
        },
        "batchSize": asked.MOST_QUERIES,
    }


_LIMIT = {
    "name": "limit",
    "label": "Most values",
    "type": "number",
    "default": 0,
    "help_text": "How many values of a property each row takes; 0 for all.",
}


def _batch(queries: dict[str, asked.Query]) -> dict[str, list[dict[str, Any]]]:
    """The candidates of each query; hints of one property are looked up together."""
    one = _Asker()
    queries = {key: _without_blanks(one, query) for key, query in queries.items()}
    for query in queries.values():
        for name in query.types:
            one.types.require(name)
    found = {key: matching.candidates(one.searcher, query, one.types) for key, query in queries.items()}
    known, years = _known(one, queries, found), _years(one, queries)
    judged = {
        key: matching.judged(found[key], query, one.types, known, years.__contains__) for key, query in queries.items()
    }
    return {key: [_told(one, candidate) for candidate in some] for key, some in judged.items()}


def _without_blanks(one: _Asker, query: asked.Query) -> asked.Query:
    """A query without hints at a year that name none, as n/a: these say nothing, like a blank cell."""
    known = one.types.properties
    said = [
        hint for hint in query.hints if not properties.by_id(hint.pid, known).years or properties.dated(hint.values)
    ]
    return replace(query, hints=tuple(said))


def _years(one: _Asker, queries: dict[str, asked.Query]) -> set[str]:
    pids = {hint.pid for query in queries.values() for hint in query.hints}
    return {pid for pid in pids if properties.by_id(pid, one.types.properties).years}


def _known(one: _Asker, queries: dict[str, asked.Query],
           found: dict[str, list[Candidate]]) -> dict[str, dict[str, list[str]]]:  # fmt: skip
    """What the release says of the candidates by the properties that are hints: their names, and their ids."""
    things: dict[str, set[str]] = defaultdict(set)
    for key, query in queries.items():
        for hint in query.hints:
            things[hint.pid].update(candidate.entry.iri for candidate in found[key])
    known: dict[str, dict[str, list[str]]] = {}
    for pid, iris in things.items():
        held = properties.values(one.ask, properties.by_id(pid, one.types.properties), iris)
        words = one.words([node for nodes in held.values() for node in nodes])
        known[pid] = {iri: [text for node in nodes for text in one.called(node, words)] for iri, nodes in held.items()}
    return known


def _told(one: _Asker, candidate: Candidate) -> dict[str, Any]:
    told = {
        "id": candidate.id,
        "name": candidate.entry.label,
        "description": candidate.entry.about,
        "type": _types(one, candidate.entry),
        "score": candidate.score,
        "match": candidate.match,
        "features": [{"id": name, "value": value} for name, value in candidate.features.items()],
    }
    return {name: value for name, value in told.items() if value != ""}


def _types(one: _Asker, entry: Entry) -> list[dict[str, str]]:
    return [one.types.told(kind.removeprefix("cns:")) for kind in entry.kinds]


def _extend(wanted: asked.Extension) -> dict[str, Any]:
    """The values of properties of things, both under the ids that were asked; what is no thing of ours has none."""
    one = _Asker()
    chosen = [(properties.by_id(column.pid, one.types.properties), column) for column in wanted.properties]
    iris = {told: iri for told in wanted.ids if (iri := properties.thing(told))}
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {told: {} for told in wanted.ids}
    for found, column in chosen:
        held = properties.values(one.ask, found, iris.values())
        words = one.words([node for nodes in held.values() for node in nodes])
        for told, cells in rows.items():
            nodes = held.get(iris.get(told, ""), [])
            cells[column.asked] = _cells(nodes, words, found.years)[: column.most or None]
    return {"meta": [{"id": column.asked, "name": found.name} for found, column in chosen], "rows": rows}


def _cells(nodes: list[Node], words: dict[str, str], years: bool) -> list[dict[str, Any]]:
    if not years:
        return [_cell(node, words[str(node)]) for node in nodes]
    without = [node for node in nodes if not properties.years([node])]  # decades, in words
    return [*({"int": year} for year in properties.years(nodes)), *(_cell(node, words[str(node)]) for node in without)]


def _cell(node: Node, words: str) -> dict[str, Any]:
    """A value as the protocol has it: a thing of ours with its name, a number, else a text."""
    if properties.is_text(node):
        number = properties.whole_number(node)
        return {"str": words} if number is None else {"int": number}
    if node.value.startswith(ns.ID):
        return {"id": node.value.removeprefix(ns.ID), "name": words}
    return {"str": words if node.value.startswith(ns.BASE) else node.value}


@blueprint.get("/properties")
def propose() -> Response:
    """The properties that can be fetched: the readable ones, and those that things of a type have."""
    wanted, types = answers.single("type", "").strip(), _Asker().types
    if wanted:
        types.require(wanted)
    own = [{"id": one.pid, "name": one.name} for one in properties.readable().values()]
    rest = [pid for pid in types.used_by(wanted) if pid not in properties.readable()]
    told: dict[str, Any] = {"properties": own + [{"id": pid, "name": types.properties[pid]} for pid in rest]}
    return jsonify(told | ({"type": wanted} if wanted else {}))


@blueprint.get("/suggest/<kind>")
def suggest(kind: str) -> Response:
    """Things, types or properties whose names are like what somebody has begun to type."""
    text, one = answers.single("prefix", "").strip(), _Asker()
    first = answers.single("cursor", "").strip() or "0"
    if not (first.isascii() and first.isdigit()):
        raise UsageError(f"the cursor is {first[:20]}", hint="A number, from 0.")
    offers = {"entity": _entities, "type": _type_offers, "property": _property_offers}
    if kind not in offers:
        raise NotFound(f"nothing is suggested of the kind {kind[:20]}", hint=f"Kinds: {', '.join(offers)}.")
    found, start = offers[kind](one, text), int(first[:6])
    return jsonify({"result": found[start : start + MOST_OFFERED]})


def _entities(one: _Asker, text: str) -> list[dict[str, Any]]:
    hits = one.searcher.suggest(text, 10 * MOST_OFFERED)
    entries = [hit.entry for hit in hits if hit.entry.group in matching.GROUPS and hit.entry.iri.startswith(ns.ID)]
    if iri := properties.iri(text):  # an id is expected back for itself
        entries = [entry for entry in one.searcher.entries if entry.iri == iri] + [e for e in entries if e.iri != iri]
    return [_offer(entry.iri.removeprefix(ns.ID), entry.label, entry.about) | {"notable": _types(one, entry)}
            for entry in entries]  # fmt: skip


def _offer(number: str, name: str, description: str = "") -> dict[str, Any]:
    told = {"id": number, "name": name, "description": description}
    return {key: value for key, value in told.items() if value}


def _type_offers(one: _Asker, text: str) -> list[dict[str, Any]]:
    return _by_name(one.types.names, text)


def _property_offers(one: _Asker, text: str) -> list[dict[str, Any]]:
    known = {p.pid: p.name for p in properties.readable().values()}
    return _by_name({**one.types.properties, **known}, text)


def _by_name(names: Mapping[str, str], text: str) -> list[dict[str, Any]]:
    """Those whose name or id holds a text, such as begin so first; where none does, the nearest."""
    low = text.casefold()
    held = [pid for pid, name in names.items() if low in pid.casefold() or low in name.casefold()]
    held.sort(key=lambda pid: (not names[pid].casefold().startswith(low), names[pid].casefold(), pid))
    return [_offer(pid, names[pid]) for pid in held or nearest(text[:60], names)]


@blueprint.get("/preview")
def preview() -> Response:
    """A thing on a small page, for a window within another program."""
    one, local = _Asker(), answers.single("id", "").strip()
    iri = properties.iri(local)
    entry = next((entry for entry in one.searcher.entries if entry.iri == iri), None)
    if entry is None:
        near = nearest(local[:60], (e.iri.removeprefix(ns.ID) for e in one.searcher.entries if e.iri.startswith(ns.ID)))
        raise NotFound(f"there is no thing {local[:60]}", hint=f"Nearest: {', '.join(near)}." if near else "")
    kinds = ", ".join(told["name"] for told in _types(one, entry))
    names = [name for name in entry.names if name.text != entry.label]
    page = url_for("resources.resource", space="id", name=local)
    shown = render_template("preview.html", entry=entry, kinds=kinds, names=names, page=page)
    response = Response(shown, mimetype="text/html")
    response.headers["Content-Security-Policy"] = FRAMED_POLICY
    return response
