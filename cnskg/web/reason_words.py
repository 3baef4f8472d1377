"""What the pages of facts, inferences, axioms and rules are made of: sentences, and sections as those of a profile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pyoxigraph as ox
from flask import render_template

from .. import namespaces as ns
from ..explaining import words as in_words
from ..explaining.explainer import Explainer
from ..explaining.premises_graph import axiom_iri
from ..query.result import Row
from ..rdf import TYPE, Fact, Node, key
from ..reasoning.chaining import arranged
from ..reasoning.rulefiles import Pattern, Rule
from . import answers, stored
from .kinds import Kind
from .language import foreign, gettext
from .naming import Name, Names
from .pages import Link, path_of
from .sections import MOST_ROWS
from .state import here

PARTS = """SELECT ?role ?fact ?s ?p ?o { GRAPH graph:explanations { VALUES ?role { cns:concludes cns:premise }
  ?entity ?role ?fact . ?fact cns:tripleSubject ?s ; cns:triplePredicate ?p ; cns:tripleObject ?o } }
  ORDER BY ?role ?s ?p ?o"""


def cards(title: str, *cards: tuple[str, Sequence[Link | None]]) -> dict[str, Any]:
    """A section of words with their values; those without a value are left out."""
    lines = [line([[Link("", word)], values]) for word, values in cards if any(values)]
    return {"title": title, "form": "cards", "lines": lines, "total": len(lines)}


def line(cells: Sequence[Sequence[Any]], evidence: Iterable[Link] = (), reason: str = "") -> dict[str, Any]:
    return {"cells": cells, "apart": False, "evidence": list(evidence), "why": reason}


def table(title: str, columns: list[str], lines: list[dict[str, Any]], **more: Any) -> list[dict[str, Any]]:
    """A section that is a table; none where it has no lines."""
    proven = any(line["evidence"] or line["why"] for line in lines)
    told = {"title": title, "form": "table", "columns": columns, "lines": lines[:MOST_ROWS], "proven": proven}
    return [{"total": len(lines), **told, **more}] if lines else []


def english(text: str) -> Link:
    """A text that stands in English on pages of any language."""
    return Link("", text, foreign("en"))


def statement(row: Row, names: Names) -> str:
    """A statement of names, in the language of the page."""
    subject, value = names.of(row["s"]).text, names.of(row["o"]).text
    if row["p"].value == TYPE:
        return gettext("{thing} is of the class “{name}”").format(thing=subject, name=value)
    return f"{subject} – {names.of(row['p']).text} – {value}"


def nodes(rows: Iterable[Row]) -> set[Node]:
    """All that statements speak of."""
    return {row[part] for row in rows for part in "spo"}


def triple(row: Row) -> Fact:
    """A row as the statement that the explainer asks of."""
    return row["s"].value, row["p"].value, key(row["o"])


def rules(explainer: Explainer) -> dict[str, Rule]:
    """The rules that this version knows, each with an axiom that it puts to use, by that."""
    return {axiom_iri(rule): rule for rule in explainer.rules}


def terms(rule: Rule) -> set[str]:
    """All that a rule names: the terms of its axiom, and those of its own sentence."""
    own = (place[2] for place in in_words.PLACE.finditer(rule.template.say))
    return {*rule.axiom.terms, *(ns.expand(name) for name in own if ":" in name)}


def lettered(rule: Rule, called: Callable[[str], str], named: bool) -> str:
    """What a rule says of anything at all: with letters for things, and with names or letters for classes."""
    put = rule.bound if named else {}

    def said(place: re.Match[str]) -> str:
        term = put.get(f"?{place[2]}") or (ns.expand(place[2]) if ":" in place[2] else "")
        name = called(term) if term else place[2]
        return in_words.article(name) if place[1] else name

    return in_words.PLACE.sub(said, rule.template.say)


def pattern(pattern: Pattern, explainer: Explainer) -> str:
    """A pattern of a rule in words, its variables as letters."""
    parts = [part[1:] if part.startswith("?") else explainer.names.name(part) for part in pattern]
    return f"{parts[0]} is {in_words.article(parts[2])}" if pattern[1] == TYPE else " – ".join(parts)


def applied(iri: str, rule: Rule, explainer: Explainer) -> str:
    """What a rule says of the things of one inference; nothing where that is not one of its applications."""
    rows = ask(PARTS, entity=ox.NamedNode(iri))
    heads = [triple(row) for row in rows if row["role"].value == ns.CNS + "concludes"]
    premises = [triple(row) for row in rows if row["role"].value == ns.CNS + "premise"]
    ordered = arranged(rule, heads[0], premises) if heads else None
    return in_words.sentence(rule, ordered, heads[0], explainer.names) if ordered else ""


def page(kind: str, called: str, iri: str, title: Name, about: Name | None, **parts: Any) -> str:
    """A page of such a thing: what it is called, what it says, its sections."""
    return render_template(
        "reason.html",
        iri=iri,
        path=path_of(iri),
        kind=kind,
        classes=[Link("", called)],
        title=title.text,
        tag=title.language,
        about=about,
        schema={"@context": "https://schema.org", "@type": "Thing", "@id": iri, "name": title.text},
        **parts,
    )


def asked(query: str, iri: str) -> str:
    """A query about this thing, for whoever would run it."""
    return query.replace("?entity", f"<{iri}>")


def ask(query: str, **bound: ox.NamedNode) -> list[Row]:
    """The rows of a query of these pages."""
    return here().ask(query, answers.budget(), **bound)


def kind(page: Callable[[str], str]) -> Kind:
    """What answers for such things: this page, and data as of all that stands in the store."""
    return Kind(stored.exists, page, stored.about, stored.statements_table)


def only_statements() -> bool:
    """Whether all statements are asked for."""
    return answers.single("view", "") == "statements"
