"""Pages for people, rendered on the server: the parts that they are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from flask import Blueprint, request, url_for

from .. import namespaces as ns
from ..query.result import Row
from ..rdf import PREF, SKOS, TYPE, Node, key
from . import dates
from .language import foreign, gettext, in_brackets

blueprint = Blueprint("pages", __name__, template_folder="templates", static_folder="static")


@dataclass(frozen=True)
class Link:
    """Something to click: where it leads, what it says, in which language where it is not the page's.

    Beside it stand the `figure` of a quantity, and what is `told` by a claim.
    """

    href: str
    text: str
    language: str = ""
    figure: str = ""
    told: Link | None = None


def path_of(iri: str) -> str:
    """The path at which the service answers for an IRI of the project, below its prefix; other IRIs as they are."""
    if iri.startswith(ns.CNS):  # a term of the ontology has a page of its own
        return f"{request.script_root}/term/{iri[len(ns.CNS) :]}"
    return f"{request.script_root}/{iri[len(ns.BASE) :]}" if iri.startswith(ns.BASE) else iri


def link(value: Node | None, label: Node | None = None) -> Link | None:
    """A link for an IRI, plain text for a literal."""
    if value is None:
        return None
    if isinstance(value, ox.Literal):
        return Link("", in_brackets(value.value, value.language), foreign(value.language))
    if not isinstance(value, ox.NamedNode):  # a blank node, or a triple in one that quotes it
        return Link("", str(value))
    safe = path_of(value.value)
    href = safe if safe.startswith(("/", "http://", "https://")) else ""
    if value.value.startswith(ns.TIME):
        return Link(href, dates.span(value.value.removeprefix(ns.TIME)))
    if label is None:
        return Link(href, ns.compact(value.value).removeprefix(ns.BASE))
    return Link(href, label.value, foreign(label.language) if isinstance(label, ox.Literal) else "")


def relation(predicate: Node, label: Node | None = None) -> Link | None:
    """A property as a link to what it means; those by which anything is named or classed, in a word of ours."""
    known = {TYPE: gettext("is a"), PREF: gettext("name"), SKOS + "altLabel": gettext("other name")}
    return Link("", known[predicate.value]) if predicate.value in known else link(predicate, label)


def words(row: Row, name: str) -> str:
    """The text of a column; nothing where it is unbound."""
    return row[name].value if name in row else ""


def evidence(graphs: str) -> list[Link]:
    """Links to the passages and background graphs that state a fact."""
    return [Link(path_of(g), ns.compact(g).removeprefix("psg:")) for g in sorted(graphs.split())]


def why(*statement: Node) -> str:
    """The address of the proof of an inferred triple."""
    s, p, o = (quote(_brief(part), safe=":/") for part in statement)
    return f"{url_for('explain.explain')}?s={s}&p={p}&o={o}"


def _brief(part: Node) -> str:
    """A part of a statement as /explain takes it, as short as that can be said."""
    return ns.compact(part.value) if isinstance(part, ox.NamedNode) else key(part)


def told(subject: Node, predicate: Node, value: Node, row: Row) -> dict[str, Any]:
    """A statement for a template: its parts as links with the labels of the row, its evidence, its reason."""
    return {
        "subject": link(subject, row.get("slabel")),
        "property": relation(predicate, row.get("plabel")),
        "value": link(value, row.get("label")),
        "evidence": evidence(words(row, "graphs")),
        "why": why(subject, predicate, value) if words(row, "inferred") == "true" else "",
        "address": why(subject, predicate, value),
    }
