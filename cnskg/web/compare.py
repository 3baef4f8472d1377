"""What the documents say of one thing, side by side: claims, stances on propositions, and where they meet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox
from flask import Blueprint, Response, render_template

from .. import namespaces as ns
from ..errors import NotAcceptable
from ..query.result import Row
from ..rdf import Node
from . import answers, comparable, compare_tables, page_queries
from .kinds import nothing
from .language import gettext
from .naming import Names
from .pages import Link, link, words
from .ready import asking
from .sections import as_link
from .state import here

blueprint = Blueprint("compare", __name__)

#: Propositions of a page; those on which most documents take a stance come first.
MOST_PROPOSITIONS = 60
#: Claims on a subject up to which each is told in its sentence; of more the titles alone make a page of 120 kB.
MOST_TOLD = 200
_SLUG = re.compile(r"[A-Za-z0-9._-]+")


@blueprint.get("/compare")
def compare() -> str | Response:
    """Without `of` the subjects that several documents speak of; else what each document says of that one.

    With `find` only subjects so called; with `format=csv` the same as a table; `table` says which one of a subject.
    """
    of, form = answers.single("of", "").removeprefix("id:"), answers.single("format", "")
    if form not in ("", "html", "csv"):
        raise NotAcceptable(f"a comparison has no format {form[:40]}", hint="Formats: html, csv.")
    if not of:
        return comparable.subjects(answers.single("find", "").strip()[:200], form == "csv")
    iri = ns.ID + of
    rows = _ask(page_queries.SAID_OF, iri) if _SLUG.fullmatch(of) else []
    if not rows:
        raise nothing(iri, hint="Subjects that several documents speak of stand at /compare.")
    documents = [row["x"] for row in here().ask(page_queries.DOCUMENTS, answers.budget())]
    taken, pairs = _ask(page_queries.TAKEN_OF, iri), _ask(page_queries.PAIRS_OF, iri)
    names = _names([ox.NamedNode(iri), *documents, *(node for row in (*rows, *taken, *pairs) for node in row.values())])
    if form == "csv":
        found = {"claims": rows, "propositions": taken, "pairs": pairs}
        return compare_tables.table(answers.single("table", "claims"), found, names)
    told = {row["claim"].value for row in rows}
    if len(told) <= MOST_TOLD:
        names.add_sentences(asking(), told)
    stances = _propositions(taken, documents, names)
    return render_template(
        "compare.html",
        of=of,
        subject=_link(ox.NamedNode(iri), names),
        documents=[_link(one, names) for one in documents],
        claims=[_claims(rows, one, names) for one in documents],
        propositions=stances[:MOST_PROPOSITIONS],
        total=len(stances),
        pairs=[_pair(row, names) for row in pairs],
    )


def _ask(query: str, iri: str) -> list[Row]:
    return here().ask(query, answers.budget(), entity=ox.NamedNode(iri))


def _names(nodes: Iterable[Node]) -> Names:
    found = Names()
    found.add(asking(), (node.value for node in nodes if isinstance(node, ox.NamedNode)))
    return found


def _link(node: Node, names: Names) -> Link | None:
    return link(node, names.of(node).literal)


def _claims(rows: list[Row], document: Node, names: Names) -> list[dict[str, Any]]:
    """The claims of a document on the subject: each with who makes it and the passages that have it."""
    found: dict[Node, dict[str, Any]] = {}
    for row in rows:
        if row["document"] != document:
            continue
        told = found.setdefault(row["claim"], {"claim": as_link(row["claim"], names), "who": [], "evidence": []})
        for column, name in (("who", "who"), ("evidence", "passage")):
            if name in row and (one := _link(row[name], names)) not in told[column]:
                told[column].append(one)
    return list(found.values())


def _propositions(rows: list[Row], documents: list[Node], names: Names) -> list[dict[str, Any]]:
    """Each proposition with the stances of each document, those of most documents first."""
    found: dict[Node, dict[Node, list[tuple[str, Link | None]]]] = {}
    for row in rows:
        cells = found.setdefault(row["proposition"], {})
        stance = (_stance(words(row, "stance")), _link(row["claim"], names))
        if stance not in cells.setdefault(row["document"], []):
            cells[row["document"]].append(stance)
    order = sorted(found, key=lambda one: (-len(found[one]), names.of(one).text))
    return [
        {"proposition": _link(one, names), "cells": [found[one].get(document, []) for document in documents]}
        for one in order
    ]


def _stance(words: str) -> str:
    """A stance in the language of the page."""
    reported, _, stance = words.rpartition(": ")
    return gettext("reports: %(stance)s") % {"stance": gettext(stance)} if reported else gettext(stance)


def _pair(row: Row, names: Names) -> dict[str, Any]:
    """Two claims of two documents that agree, differ or are at odds, and whether we say so or it follows."""
    sides = [_link(row[name], names) for name in ("claim", "document", "other", "other_document")]
    return {"sides": sides, "relation": gettext(words(row, "relation")), "reason": words(row, "reason")}
