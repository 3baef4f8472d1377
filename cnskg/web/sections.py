"""The sections of a page filled: rows with names for nodes, dates in words, and the evidence of what each row says.

All nodes of a page get their names by one query, and all statements behind its rows their evidence by another, however
many sections it has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, field, replace
from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..query.result import Row
from ..rdf import Node
from . import figures, page_queries
from .language import in_brackets, pgettext
from .naming import Names
from .pages import Link, link, path_of, why, words
from .profiles import Profile, Section

#: Rows of a section that a page shows; all of them are behind its link to the table.
MOST_ROWS = 80
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")  # what is nothing but an address leads there
#: A statement: subject, predicate, object.
Statement = tuple[Node, Node, Node]
#: What asks the release: a query and the values bound in it.
Ask = Callable[..., list[Row]]


@dataclass
class Line:
    """What a page shows as one row: by column the nodes, and the statements that it rests on."""

    cells: dict[str, list[Node]] = field(default_factory=dict)
    facts: list[Statement] = field(default_factory=list)

    def take(self, row: Row, facts: Iterable[Statement]) -> None:
        """Take a row of the answer into it: values that it has already are not repeated."""
        for name, value in row.items():
            held = self.cells.setdefault(name, [])
            if value not in held:
                held.append(value)
        self.facts += [fact for fact in facts if fact not in self.facts]


def sections(profile: Profile, iri: str, ask: Ask) -> list[dict[str, Any]]:
    """The sections of an entity's page that have anything to show, as its template needs them."""
    entity = ox.NamedNode(iri)
    asked = [
        (section, _worded(profile.name, section, ask(section.asked, entity=entity))) for section in profile.sections
    ]
    found = [(section, *_lines(profile.name, section, entity, rows)) for section, rows in asked if rows]
    nodes = {node for _, _, lines, _ in found for line in lines for cell in line.cells.values() for node in cell}
    names = names_of(nodes, ask)
    names.add_sentences(ask, (node.value for node in _briefly(found)))
    proofs = proofs_of([fact for _, _, lines, _ in found for line in lines for fact in line.facts], ask)
    return [
        {
            "title": pgettext(profile.name, section.title),
            "form": section.form,
            "note": pgettext(profile.name, section.note) if section.note else "",
            "total": total,
            "query": _written(section, iri),
            "names": columns,
            "columns": [pgettext("column", column.replace("_", " ")) for column in columns],
            "lines": [told(line, columns, names, proofs) for line in lines],
            "proven": any(line.facts for line in lines),
        }
        for section, columns, lines, total in found
    ]


def _briefly(found: Iterable[tuple[Section, list[str], list[Line], int]]) -> Iterable[Node]:
    """The nodes in tables that have no column of sentences: of a claim its title alone would not say enough."""
    tables = (one for one in found if one[0].form == "table" and "sentence" not in one[1])
    return (
        node
        for _, columns, lines, _ in tables
        for line in lines
        for name in columns
        for node in line.cells.get(name, ())
    )


def _worded(kind: str, section: Section, rows: list[Row]) -> list[Row]:
    """The rows with the words that the section itself has put into them in the language of the page."""
    words: dict[Node, Node] = {ox.Literal(word): ox.Literal(pgettext(kind, word)) for word in section.words}
    return [{name: words.get(value, value) for name, value in row.items()} for row in rows]


def _written(section: Section, iri: str) -> str:
    """The query of a section for whoever would run it, about this entity."""
    return section.asked.replace("?entity", f"<{iri}>")


def _lines(kind: str, section: Section, entity: Node, rows: list[Row]) -> tuple[list[str], list[Line], int]:
    """The columns that are shown, the lines, and how many there are in all."""
    lines: dict[Any, Line] = {}
    columns: list[str] = []
    for row in rows:
        columns += [name for name in row if name not in columns]
    columns = _in_order(section, columns)
    first = columns[0]
    for row in rows:
        row = _carded(kind, section, row) if section.cards else row
        at = (row["card"], row.get("_apart")) if section.cards else row.get(first)
        lines.setdefault(at, Line()).take(row, facts_of(section, entity, row))
    shown = ["card", "value"] if section.cards else [name for name in columns if not name.startswith("_")]
    shown = [name for name in shown if any(name in line.cells for line in lines.values())]
    return shown, list(lines.values())[:MOST_ROWS], len(lines)


def _in_order(section: Section, columns: list[str]) -> list[str]:
    """The columns in the order of the SELECT: a row of the answer has only those that are bound in it."""
    head = section.asked.partition("{")[0]
    return sorted(columns, key=lambda name: head.find(f"?{name}"))


def _carded(kind: str, section: Section, row: Row) -> Row:
    """A row of cards, with the word in place of its number, as the page of the kind says it."""
    return {**row, "card": ox.Literal(pgettext(kind, section.cards[int(row["place"].value)][0]))}


def facts_of(section: Section, entity: Node, row: Row) -> list[Statement]:
    """The statements behind a row, those whose parts it binds."""
    if section.cards:
        return [(row["_s"], row["_p"], row["_o"])]
    found = [tuple(_part(part, entity, row) for part in fact) for fact in section.facts]
    return [fact for fact in found if all(part is not None for part in fact)]  # type: ignore[misc]


def _part(part: str, entity: Node, row: Row) -> Node | None:
    if part == "?entity":
        return entity
    return row.get(part[1:]) if part.startswith("?") else ox.NamedNode(ns.expand(part))


def names_of(nodes: Iterable[Node], ask: Ask) -> Names:
    """The names of nodes; of times in words, of passages where they stand, briefly."""
    found = Names()
    found.add(ask, (node.value for node in nodes if isinstance(node, ox.NamedNode)))
    return found


def proofs_of(facts: list[Statement], ask: Ask) -> dict[Statement, tuple[list[Link], bool]]:
    """Of each statement the links to its evidence, and whether it is inferred."""
    if not facts:
        return {}
    asked = " ".join(sorted({f"({' '.join(map(str, fact))})" for fact in facts}))
    rows = ask(page_queries.PROOFS.replace("#statements", asked))
    graphs = {graph for row in rows for graph in words(row, "graphs").split()}
    names = names_of(map(ox.NamedNode, graphs), ask)
    found = {}
    for row in rows:
        links = [
            Link(path_of(graph), *astuple(names.of(ox.NamedNode(graph))))
            for graph in sorted(words(row, "graphs").split())
        ]
        found[row["s"], row["p"], row["o"]] = (links, words(row, "inferred") == "true")
    return found


def told(
    line: Line, columns: list[str], names: Names, proofs: dict[Statement, tuple[list[Link], bool]]
) -> dict[str, Any]:
    """A line for the template: by column its links; evidence, and a proof where it rests on what follows only."""
    evidence: dict[str, Link] = {}
    reasons = []
    for fact in line.facts:
        told, inferred = proofs.get(fact, ([], False))
        evidence |= {one.href: one for one in told}
        if inferred and not told:
            reasons.append(why(*fact))
    cells = [[as_link(node, names) for node in line.cells.get(name, ())] for name in columns]
    return {
        "cells": cells,
        "apart": "_apart" in line.cells,
        "evidence": _apart(list(evidence.values())),
        "why": reasons[0] if reasons else "",
    }


def as_link(node: Node, names: Names) -> Link | None:
    """A node as a link, or a literal in words; beside a quantity its figure, and what a claim says."""
    name = names.of(node)
    if isinstance(node, ox.Literal):
        address = node.value if _ADDRESS.fullmatch(node.value) else ""
        return Link(address, figures.long(node) or in_brackets(name.text, node.language), name.language)
    one, said = link(node, name.literal), names.sentence(node)
    told = Link("", said.text, said.language) if said else None
    return one and replace(one, figure=names.figure(node), told=told)


def _apart(links: list[Link]) -> list[Link]:
    """Links that are called alike, such as two passages of a section, told apart by the ends of their addresses."""
    texts = [one.text for one in links]
    return [
        replace(one, text=f"{one.text} ({one.href.rpartition('/')[2]})") if texts.count(one.text) > 1 else one
        for one in links
    ]
