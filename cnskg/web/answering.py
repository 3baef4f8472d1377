"""A ready question answered in words: its rows with the names of things, and what stands behind each of them."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from .. import namespaces as ns
from ..errors import QueryError
from ..query.budget import Budget
from ..query.result import Row
from ..query.runner import Runner
from ..query.sparql_text import read
from ..rdf import Node
from .evidence import Behind, behind
from .naming import Names

log = logging.getLogger("cnskg.web")

#: Rows that a page shows of an answer, and letters of a sentence that lists them.
MOST_ROWS = 300
MOST_LETTERS = 240
#: Columns that tell where a row comes, and nothing else.
ORDERING = ("order", "position", "rank")
_BOUND = re.compile(r"(?<![|/^])cns:(atLeast|atMost)\s+\?(\w+)")
_NAMED_AS = re.compile(r"\(\s*(?:xsd:\w+\(\s*)?\?(\w+)\s*\)?\s+AS\s+\?(\w+)\s*\)", re.IGNORECASE)
_WHEN = re.compile(r"(?:Since |Until |By )?[Ww]hen\b|[A-Z][a-z]+ which (?:year|month|day|date|time)\b")
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True)
class Line:
    """One row: its cells in the order of the columns, and what is behind it."""

    cells: tuple[Node | None, ...]
    behind: Behind


@dataclass(frozen=True)
class Answer:
    """The answer to a question: `word` for one that is answered by yes or no, else columns and lines.

    `asked` is the question in words, where there is one: who asks when is told times.
    """

    columns: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    total: int = 0
    word: str = ""
    names: Names = field(default_factory=Names, compare=False)
    whole: bool = True  # what is behind it was found in time
    asked: str = ""
    hints: tuple[str, ...] = ()  # what may be wrong with the query
    bounds: tuple[str, ...] = ()  # by column whether its numbers are limits: atLeast, atMost, or nothing

    def bound(self, at: int) -> str:
        """Which limit the numbers of a column are, if any."""
        return self.bounds[at] if 0 <= at < len(self.bounds) else ""

    def differs(self, at: int) -> bool:
        """Whether not all rows have the same in a column."""
        return len({line.cells[at] for line in self.lines}) > 1

    def is_document(self, node: Node | None) -> bool:
        """Whether a node is a source document."""
        return isinstance(node, ox.NamedNode) and node.value in self.names.documents

    @property
    def firsts(self) -> list[Node]:
        """What the column that is asked for names, or the only row, each thing once."""
        at = self._column
        nodes = self.lines[0].cells if len(self.lines) == 1 else [line.cells[at] for line in self.lines if line.cells]
        return list({self.names.of(node): node for node in reversed([n for n in nodes if n is not None])}.values())[
            ::-1
        ]

    @property
    def _column(self) -> int:
        """The first column that holds what is asked for: times, a number, or things; documents last; else the first.

        Of columns of things one in which rows differ goes first, unless it is asked who: what is the same in all rows
        was mostly named in the question.
        """
        wanted = [_is_time] if _WHEN.match(self.asked) else [_is_number] if self.asked.startswith("How many ") else []
        if "document" not in self.asked:
            wanted.append(lambda node: _is_thing(node) and not _is_term(node) and not self.is_document(node))
        for kind in (*wanted, _is_thing):
            holding = [at for at in range(len(self.columns)) if any(kind(line.cells[at]) for line in self.lines)]
            if holding:
                differing = holding if self.asked.startswith("Who") else [at for at in holding if self.differs(at)]
                return (differing or holding)[0]
        return 0

    @property
    def sentence(self) -> list[Node]:
        """Of these as many as one reads on end, and at least one."""
        kept: list[Node] = []
        letters = 0
        for node in self.firsts:
            letters += len(self.names.of(node).text)
            if kept and letters > MOST_LETTERS:
                break
            kept.append(node)
        return kept


def _is_time(node: Node | None) -> bool:
    return isinstance(node, ox.NamedNode) and node.value.startswith(ns.TIME)


def _is_number(node: Node | None) -> bool:
    return isinstance(node, ox.Literal) and node.value.isascii() and node.value.isdigit()


def _is_term(node: Node | None) -> bool:
    """A term of the ontology, which says how things stand and is none of them."""
    return isinstance(node, ox.NamedNode) and node.value.startswith(ns.CNS)


def _is_thing(node: Node | None) -> bool:
    return isinstance(node, ox.NamedNode) and not _is_time(node)


def answer(runner: Runner, text: str, budget: Budget, patience: float = 3.0) -> Answer:
    """The answer to the query of a ready question; what is behind it is given up after so many seconds.

    Raises a QueryError.
    """
    result = runner.run(text, budget=budget)
    within, names, hints = budget.part(patience), Names(), tuple(result.hints)

    def sources(columns: Sequence[str], rows: Sequence[Row]) -> tuple[list[Behind], bool]:
        try:
            return behind(lambda query: runner.rows(query, within), text, columns, rows), True
        except QueryError as error:  # an answer is worth showing without it
            log.info("an answer goes without its passages: %s", error)
            return [Behind()] * len(rows), False

    def ask(query: str) -> list[Row]:
        return runner.rows(query, budget)

    with result.file:
        if result.form == "boolean":
            word = "yes" if result.truth() else "no"
            found, whole = sources((), [{}])
            names.add(ask, found[0].graphs)
            return Answer(lines=(Line((), found[0]),), word=word, names=names, whole=whole, hints=hints)
        columns, given = result.table()
        rows = [row for row, _ in zip(given, range(MOST_ROWS), strict=False)]
    used = [name for name in columns if any(name in row for row in rows)]
    found, whole = sources(columns, rows)
    names.add(ask, _iris(rows, found))
    lines = [Line(tuple(row.get(name) for name in used), one) for row, one in zip(rows, found, strict=True)]
    if not any(token.is_word("ORDER") for token in read(text).tokens):
        first = [at for at, name in enumerate(used) if name in ORDERING]
        lines.sort(key=lambda line: [_place(line.cells[at], names) for at in (*first, *range(len(used)))])
    limits = bounds_of(text)
    bounds = tuple(limits.get(name, "") for name in used)
    return Answer(tuple(map(heading, used)), tuple(lines), result.rows, "", names, whole, hints=hints, bounds=bounds)


def bounds_of(query: str) -> dict[str, str]:
    """The variables of a query whose values are limits, and which: atLeast or atMost."""
    found = {name: bound for bound, name in _BOUND.findall(query)}
    return found | {other: found[name] for name, other in _NAMED_AS.findall(query) if name in found}


def _iris(rows: list[Row], found: list[Behind]) -> set[str]:
    cells = {value.value for row in rows for value in row.values() if isinstance(value, ox.NamedNode)}
    return cells | {graph for one in found for graph in one.graphs}


def _place(node: Node | None, names: Names) -> tuple[int, float, str]:
    """Where a cell comes among others: numbers by size, dates by time, the rest by name."""
    if node is None:
        return 2, 0.0, ""
    number = re.fullmatch(r"-?\d+(?:\.\d+)?", node.value) if isinstance(node, ox.Literal) else None
    if number:
        return 0, float(node.value), ""
    dated = re.search(r"(?:/time/|^)(\d{4}.*)", node.value)
    return 1, 0.0, dated[1] if dated else names.of(node, "en").text.casefold()  # one order for all who ask


def heading(name: str) -> str:
    """The name of a variable as a column is called: lawName is "law name"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name).lower()


def spelt(text: str) -> str:
    """A small number as a sentence has it; any other text as it is."""
    return _NUMBERS[int(text)] if text.isdecimal() and int(text) < len(_NUMBERS) else text
