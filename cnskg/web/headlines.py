"""An answer said in a line: what one column names, or few rows joined, so that each value keeps what it is of.

"Political security: bedrock; economic security: basis". Figures are told with their limit and unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..folding import fold
from ..rdf import XSD, Node
from . import dates, figures
from .answering import ORDERING, Answer, spelt
from .language import current
from .naming import Names
from .pages import path_of

#: Rows that are joined; of more one column is told.
MOST_ROWS = 6
#: Letters of joined rows: who reads on from colon to colon reads more than of a mere list.
MOST_JOINED = 400
#: Columns in which all rows have the same that stand before the others.
MOST_SHARED = 2
#: Columns that tell of what the number before them is.
_UNITS = ("unit", "of")
_ASKING = re.compile(r"\b(?:who|whom|whose|when|what|which|where|how|why)\b", re.IGNORECASE)
_DAY = re.compile(r"(?:[0-9]{4}|(?P<each_year>-))-[0-9]{2}-[0-9]{2}")
_WHOLE = frozenset([XSD + "integer", XSD + "nonNegativeInteger", XSD + "decimal"])


@dataclass(frozen=True)
class Shown:
    """Something on a page: where it leads if anywhere, what it says, in which language where it is not the page's."""

    href: str
    text: str
    language: str = ""


@dataclass(frozen=True)
class Group:
    """What stands before the colon, and behind it the rest of each row that has it; cells by their columns."""

    heads: tuple[int, ...]
    row: tuple[Node | None, ...]
    tails: tuple[tuple[tuple[int, Node], ...], ...]


@dataclass(frozen=True)
class Told:
    """A group as it is shown: the rest of each row is read on end where it has a relation, else told in brackets."""

    heads: list[Shown]
    tails: list[list[Shown]]
    read_on: bool

    @property
    def dashed(self) -> bool:
        """Whether a colon would be the second one: first area: Afghanistan."""
        return any(": " in one.text for one in self.heads)


def shown(node: Node | None, names: Names, bound: str = "") -> Shown | None:
    """A node as a page shows it: linked, but for dates, which are words; a figure with its limit."""
    if node is None:
        return None
    name = names.of(node)
    linked = isinstance(node, ox.NamedNode) and not node.value.startswith(ns.TIME)
    href = path_of(node.value) if linked else ""
    text = figure(node, bound) or _day(node) or name.text
    return Shown(href if href.startswith(("/", "http://", "https://")) else "", text, name.language)


def figure(node: Node, bound: str = "") -> str:
    """A whole number as pages tell it, with its limit; empty for all else."""
    if not isinstance(node, ox.Literal) or node.datatype.value not in _WHOLE or not node.value.isdecimal():
        return ""
    return figures.limited(node.value, bound)


def _day(node: Node) -> str:
    """A day that is told as text, in words; empty for all else."""
    found = _DAY.fullmatch(node.value) if isinstance(node, ox.Literal) else None
    kind = "gMonthDay" if found and found["each_year"] else "date"
    return dates.literal(ox.Literal(node.value, datatype=ox.NamedNode(XSD + kind))) if found else ""


def headline(answer: Answer) -> dict[str, Any]:
    """The line as templates show it: a sentence with the number of things that it leaves out, or groups of rows."""
    if groups := joined(answer):
        told = [_told(answer, one) for one in groups]
        told[0].heads[:1] = map(_capital, told[0].heads[:1])
        return {"groups": told, "sentence": [], "rest": 0}
    if len(answer.lines) == 1:
        cells = _cells(answer, enumerate(answer.lines[0].cells))
        said = list({one.text: one for one in reversed(cells)}.values())[::-1]
        kept = said[: max(1, len(answer.sentence))]
    else:
        said = kept = [one for node in answer.sentence if (one := _cell(answer, -1, node))]
    rest = len(answer.firsts) - len(answer.sentence)
    return {"groups": [], "sentence": [_capital(one) for one in kept[:1]] + kept[1:], "rest": rest}


def _told(answer: Answer, group: Group) -> Told:
    tails = {tuple(_cells(answer, tail)): None for tail in group.tails}
    alike = {tuple(one.text for one in tail): tail for tail in reversed(tails)}
    read_on = any(_is_relation(node) for tail in group.tails for _, node in tail[:-1])
    heads = _cells(answer, [(at, group.row[at]) for at in group.heads])
    return Told(heads, [list(tail) for tail in reversed(alike.values())], read_on)


def joined(answer: Answer) -> list[Group]:
    """Rows by what they share; none where one column tells all, or they are too many, or too long to be read on end."""
    if answer.word or not 2 <= len(answer.lines) <= MOST_ROWS or answer.total != len(answer.lines):
        return []
    kept = [at for at in range(len(answer.columns)) if _tells(answer, at)]
    differing = [at for at in kept if answer.differs(at)]
    constant = [at for at in kept if at not in differing and not _in_question(answer, at)]
    if len(differing) > 1:
        beside = {at + step for at in kept if _is_relation(answer.lines[0].cells[at]) for step in (-1, 1)}
        rest = [at for at in kept if at > differing[0] and (at in differing or at in beside)]
        found = _grouped(answer, differing[:1], rest)
    elif differing and 0 < len(constant) <= MOST_SHARED and _asks_for_shared(answer, constant):
        found = _grouped(answer, constant, differing)
    else:
        return []
    return found if _letters(answer, found) <= MOST_JOINED else []


def _grouped(answer: Answer, first: Sequence[int], rest: Sequence[int]) -> list[Group]:
    groups: dict[tuple[Node | None, ...], Group] = {}
    for line in answer.lines:
        head = tuple(line.cells[at] for at in first)
        tail = tuple((at, node) for at in rest if (node := line.cells[at]) is not None)
        known = groups.get(head) or Group(tuple(first), line.cells, ())
        more = (tail,) if tail and tail not in known.tails else ()
        groups[head] = replace(known, tails=known.tails + more)
    return list(groups.values())


def _tells(answer: Answer, at: int) -> bool:
    """Whether a column answers: none that orders rows, and of documents and passages only where they are asked for."""
    if answer.columns[at] in ORDERING:
        return False
    if re.search("document|passage|source", answer.asked):
        return True
    return not any(answer.is_document(line.cells[at]) or _is_passage(line.cells[at]) for line in answer.lines)


def _asks_for_shared(answer: Answer, shared: Sequence[int]) -> bool:
    """Whether what all rows share is asked for: not where only who or which is; a bare number would say nothing."""
    only = len(_ASKING.findall(answer.asked)) == 1 and answer.asked.startswith(("Who ", "Which "))
    return not only and not any(isinstance(answer.lines[0].cells[at], ox.Literal) for at in shared)


def _in_question(answer: Answer, at: int) -> bool:
    """Whether what all rows have in a column stands in the question."""
    node = answer.lines[0].cells[at]
    return node is None or fold(answer.names.of(node, "en").text) in fold(answer.asked)


def _is_passage(node: Node | None) -> bool:
    return isinstance(node, ox.NamedNode) and node.value.startswith(ns.PSG)


def _is_relation(node: Node | None) -> bool:
    """A property of the ontology: with it cells are read on end, as a thing, a relation and another thing are."""
    return isinstance(node, ox.NamedNode) and node.value.startswith(ns.CNS) and node.value[len(ns.CNS) :][:1].islower()


def _letters(answer: Answer, groups: Iterable[Group]) -> int:
    cells = (cell for one in groups for tail in one.tails for cell in tail)
    nodes = [*(node for _, node in cells), *(one.row[at] for one in groups for at in one.heads)]
    return sum(len(answer.names.of(node).text) for node in nodes if node is not None)


def _cells(answer: Answer, cells: Iterable[tuple[int, Node | None]]) -> list[Shown]:
    """Cells as they are shown; a number and the unit that stands behind it are one."""
    found: list[Shown] = []
    before = -1
    for at, node in cells:
        one = _cell(answer, at, node)
        if one is None:
            continue
        if answer.columns[at] in _UNITS and found and before == at - 1 and isinstance(node, ox.NamedNode):
            number = found[-1].text
            found[-1] = replace(one, text=f"{number} {figures.counted(one.text, number == 'one')}")
        else:
            found.append(one)
        before = at
    return found


def _cell(answer: Answer, at: int, node: Node | None) -> Shown | None:
    one = shown(node, answer.names, answer.bound(at))
    return replace(one, text=spelt(one.text)) if one and current() == "en" else one


def _capital(one: Shown) -> Shown:
    """What stands first has a capital, in English."""
    return replace(one, text=one.text[:1].upper() + one.text[1:]) if current() == "en" else one
