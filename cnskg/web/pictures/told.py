"""What the pictures have in common: names of what the rows hold, the table with its evidence, the same as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, field
from typing import Any

import pyoxigraph as ox

from ... import namespaces as ns
from ...query.result import Row
from ...rdf import Node
from .. import page_queries
from ..naming import Names
from ..pages import Link, link, path_of, why, words
from ..sections import Ask, Line, Statement, names_of
from .svg import Canvas, Words


@dataclass(frozen=True)
class Choice:
    """A link to another state of a picture."""

    text: str
    parameters: Mapping[str, str]
    current: bool


@dataclass
class Shown:
    """A picture made: what is drawn, the lines of its table, what is said beside it, what else can be chosen."""

    canvas: Canvas
    lines: list[Line]
    notes: list[str] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    #: the same for a narrow page, where that is drawn in another way
    narrow: Canvas | None = None


@dataclass(frozen=True)
class Said:
    """What the drawing of a picture may use: names of nodes, its words, where nodes lead, what was asked for."""

    names: Names
    words: Mapping[str, Any]
    href: Callable[[Node], str]
    asked: Mapping[str, str]

    def name(self, node: Node | None) -> str:
        """The name of a node; of a literal its text."""
        if node is None:
            return ""
        return node.value if isinstance(node, ox.Literal) else self.names.of(node).text

    def label(self, node: Node) -> ox.Literal:
        """The same as a term, which knows its language."""
        return node if isinstance(node, ox.Literal) else self.names.of(node).literal

    def link(self, node: Node, **look: Any) -> Words:
        """The name of a node, leading to its page."""
        language = "" if isinstance(node, ox.Literal) else self.names.of(node).language
        return Words(self.name(node), self.href(node), language=language, **look)


@dataclass(frozen=True)
class Picture:
    """A picture: what it asks, the columns of its table, those without nodes, the statements behind a row."""

    name: str
    query: str
    columns: tuple[str, ...]
    plain: frozenset[str]
    facts: tuple[str, ...]
    make: Callable[[list[Row], Said], Shown]
    parameters: tuple[str, ...] = ()


def line(picture: Picture, row: Row, **more: str) -> Line:
    """A row as a line of the table: its nodes, more words, the statements that it rests on."""
    made = Line()
    made.take({**row, **{name: ox.Literal(text) for name, text in more.items()}}, facts(picture, row))
    return made


def facts(picture: Picture, row: Row) -> list[Statement]:
    """The statements behind a row, those whose parts it binds."""
    found = [tuple(_part(part, row) for part in fact.split()) for fact in picture.facts]
    return [fact for fact in found if all(part is not None for part in fact)]  # type: ignore[misc]


def _part(part: str, row: Row) -> Node | None:
    return row.get(part[1:]) if part.startswith("?") else ox.NamedNode(ns.expand(part))


@dataclass(frozen=True)
class Proof:
    """Where a statement stands, and whether it stands nowhere but follows."""

    evidence: tuple[Link, ...]
    graphs: tuple[str, ...]
    inferred: bool


def proofs(lines: Iterable[Line], ask: Ask) -> dict[Statement, Proof]:
    """The evidence of the statements behind lines."""
    asked = sorted({f"({' '.join(map(str, fact))})" for one in lines for fact in one.facts})
    rows = ask(page_queries.PROOFS.replace("#statements", " ".join(asked))) if asked else []
    names = names_of((ox.NamedNode(graph) for row in rows for graph in words(row, "graphs").split()), ask)
    found = {}
    for row in rows:
        held = tuple(sorted(words(row, "graphs").split()))
        evidence = tuple(Link(path_of(graph), *astuple(names.of(ox.NamedNode(graph)))) for graph in held)
        found[row["s"], row["p"], row["o"]] = Proof(evidence, held, words(row, "inferred") == "true")
    return found


def table(picture: Picture, lines: list[Line], said: Said, proved: Mapping[Statement, Proof]) -> list[dict[str, Any]]:
    """The lines for the template: by column their links; evidence, and a proof of what follows only."""
    told = []
    for one in lines:
        known = [proved[fact] for fact in one.facts if fact in proved]
        evidence = {e.href: e for proof in known for e in proof.evidence}
        reasons = [
            why(*fact) for fact in one.facts if fact in proved and proved[fact].inferred and not proved[fact].evidence
        ]
        cells = [[link(n, said.label(n)) for n in one.cells.get(column, ())] for column in picture.columns]
        told.append({"cells": cells, "evidence": list(evidence.values()), "why": reasons[0] if reasons else ""})
    return told


def as_csv(picture: Picture, shown: Shown, said: Said, proved: Mapping[Statement, Proof]) -> str:
    """The same as CSV: of each column with nodes the names and the IRIs, in one order; the evidence alike."""
    heads = [
        head
        for column in picture.columns
        for head in ([column] if column in picture.plain else [column, f"{column}_iri"])
    ]
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow([*heads, "status", "evidence", "evidence_iri"])
    for one in shown.lines:
        row = []
        for column in picture.columns:
            held = one.cells.get(column, ())
            row.append("; ".join(said.name(node) for node in held))
            if column not in picture.plain:
                row.append(" ".join(node.value for node in held if isinstance(node, ox.NamedNode)))
        known = [proved[fact] for fact in one.facts if fact in proved]
        graphs = {g: e.text for proof in known for g, e in zip(proof.graphs, proof.evidence, strict=True)}
        follows = bool(known) and known[0].inferred and not known[0].graphs
        write.writerow(
            [*row, said.words["inferred" if follows else "stated"], "; ".join(graphs.values()), " ".join(graphs)]
        )
    return out.getvalue()
