"""The report on a release: what each check finds, and the figures of each document; as values, and as lines."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..rdf import LABEL
from . import queries
from .queries import Query

Report = dict[str, Any]


def report(store: ox.Store) -> Report:
    """All checks and figures, asked of the store of a release."""
    return {
        "checks": [check(store, query) for query in queries.checks()],
        "figures": {query.name: query.head for query in queries.figures()},
        "documents": _documents(store),
    }


def run(store: ox.Store, query: Query) -> list[tuple[str, str]]:
    """The nodes that a check finds, each with its detail, sorted."""
    found = _ask(store, query.text)
    return sorted({(row["node"].value, ns.compact(row["detail"].value) if row.get("detail") else "") for row in found})


def _ask(store: ox.Store, text: str) -> list[dict[str, Any]]:
    """The rows of a SELECT, each with what is bound in it."""
    found = store.query(text, prefixes=ns.PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in found]


def _name(store: ox.Store, iri: str) -> str:
    """The English name of a thing, or its CURIE."""
    said = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(LABEL), None)
    names = {q.object.value for q in said if isinstance(q.object, ox.Literal) and q.object.language == "en"}
    return min(names, default=ns.compact(iri))


def check(store: ox.Store, query: Query) -> Report:
    """What one check finds in a store: its head, and the nodes with their names."""
    found = [{"node": iri, "name": _name(store, iri), "detail": detail} for iri, detail in run(store, query)]
    return {"check": query.name, **query.head, "found": found}


def _documents(store: ox.Store) -> list[Report]:
    """Each document with its figures: a value, and of how many."""
    by_document: dict[str, Report] = {}
    for query in queries.figures():
        for row in _ask(store, query.text):
            if "document" in row:  # an empty group has none
                figures = by_document.setdefault(row["document"].value, {})
                figures[query.name] = {"value": int(row["value"].value), "of": int(row["of"].value)}
    return [
        {"document": iri, "name": _name(store, iri), "figures": figures} for iri, figures in sorted(by_document.items())
    ]


def errors(told: Report) -> list[str]:
    """The names of the checks that find an error."""
    return [one["check"] for one in told["checks"] if one["found"] and one["severity"] == "error"]


def as_lines(told: Report) -> str:
    """The report for a terminal: what was found, then the figures of each document."""
    rows = []
    for one in told["checks"]:
        rows += found_lines(one)
    for one in told["documents"]:
        rows.append(f"{one['name']}:")
        for name, head in told["figures"].items():
            figure = one["figures"].get(name, {"value": 0, "of": 0})
            rows.append(f"  {head['title']}: {figure['value']} of {figure['of']}{_share(figure)}")
    faulty = sum(1 for one in told["checks"] if one["found"])
    rows.append(f"{len(told['checks'])} checks: {faulty} find something, {len(errors(told))} of them an error")
    return "\n".join(rows) + "\n"


def found_lines(one: Report) -> list[str]:
    """What one check found: a line for the check and one for each node; none where it found nothing."""
    head = [f"{one['severity']}: {one['title']} [{one['check']}]"]
    return [*head, *(f"  {_node(node)}" for node in one["found"])] if one["found"] else []


def _node(node: Report) -> str:
    curie = ns.compact(node["node"])
    name = f"{node['name']} ({curie})" if node["name"] != curie else curie
    return f"{name}: {node['detail']}" if node["detail"] else name


def _share(figure: dict[str, int]) -> str:
    return f" ({100 * figure['value'] // figure['of']} %)" if figure["of"] else ""
