"""Pages of all things of a kind: sorted by any column, filtered by words, page by page, as CSV and with their query."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
from flask import Blueprint, Response, render_template, url_for

from .. import namespaces as ns
from ..errors import NotAcceptable, UsageError
from ..folding import fold
from ..rdf import Node
from . import answers, tables
from .language import pgettext
from .lists import ORDER, Listing, all_lists
from .lists import of_classes as lists_of
from .naming import Names
from .ready import asking
from .sections import Line, facts_of, names_of, proofs_of, told
from .state import here

blueprint = Blueprint("listing", __name__)

#: Rows of a page.
MOST_ROWS = 50
#: The address of the lists, which are known when the app is made.
RULE = f"/<any({', '.join(ORDER)}):name>"


@dataclass(frozen=True)
class Wanted:
    """How a list is to be shown: sorted by which column, backwards or not, only rows with these words, which page."""

    sort: str = ""
    find: str = ""
    page: int = 1

    def address(self, name: str, **changed: Any) -> str:
        """The address of the list with something changed, and nothing in it that goes without saying."""
        told = {"sort": self.sort, "find": self.find, "page": self.page, **changed}
        kept = {key: value for key, value in told.items() if value and (key, value) != ("page", 1)}
        return url_for("listing.listed", name=name) + (f"?{urlencode(kept)}" if kept else "")


@blueprint.get("/lists")
def lists() -> str:
    """All lists, with how many things each has."""
    return render_template("lists.html", lists=[(one, how_many(one)) for one in all_lists().values()])


def how_many(one: Listing) -> int:
    """How many things a list has: as the release has counted its class, or by asking where it has none."""
    if not one.of:
        return int(asking()(one.counting)[0]["things"].value)
    classes = here().runner.release.manifest["counts"].get("classes", {})
    return int(classes.get(f"cns:{one.of}", 0)) - int(classes.get(f"cns:{one.without}", 0))


def of_classes(classes: list[str]) -> list[tuple[Listing, int]]:
    """The lists in which a thing of these classes stands, and how many stand there."""
    return [(one, how_many(one)) for one in lists_of({iri.removeprefix(ns.CNS) for iri in classes})]


@blueprint.get(RULE)
def listed(name: str) -> str | Response:
    """All things of a kind; with `format=csv` the rows that are found as a table, in the order that is asked for."""
    one, ask, wanted, table = all_lists()[name], asking(), _wanted(), _as_table()
    rows = ask(one.section.asked)
    columns = _columns(one)
    lines: dict[Node, Line] = {}
    for row in rows:
        lines.setdefault(row[columns[0]], Line()).take(row, facts_of(one.section, ox.NamedNode(ns.BASE), row))
    shown = [column for column in columns if any(column in line.cells for line in lines.values())] or columns[:1]
    names = names_of({node for line in lines.values() for cell in line.cells.values() for node in cell}, ask)
    found = [line for line in lines.values() if _holds(line, shown, names, wanted.find)]
    ordered = _sorted(found, shown, names, wanted.sort)
    if table:
        return tables.as_csv(shown, [line.cells for line in ordered], names)
    last = max(1, -(-len(found) // MOST_ROWS))
    here_ = ordered[MOST_ROWS * (wanted.page - 1) : MOST_ROWS * wanted.page]
    names.add_sentences(ask, (node.value for line in here_ for node in line.cells.get(columns[0], ())))
    proofs = proofs_of([fact for line in here_ for fact in line.facts], ask)
    return render_template(
        "list.html",
        list=one,
        columns=[(column, pgettext("column", column.replace("_", " "))) for column in shown],
        lines=[told(line, shown, names, proofs) for line in here_],
        proven=bool(one.section.facts),
        all=len(lines),
        total=len(found),
        last=last,
        wanted=wanted,
        lists=all_lists().values(),
    )


def _wanted() -> Wanted:
    """What the request asks for. Raises UsageError for a page that is none."""
    page = answers.single("page", "") or "1"
    if not (page.isascii() and page.isdigit() and int(page[:6]) > 0):
        raise UsageError(f"{page[:20]} is no page", hint="Pages are numbered from 1.")
    return Wanted(answers.single("sort", "")[:60], answers.single("find", "").strip()[:200], int(page[:6]))


def _as_table() -> bool:
    """Whether a table is asked for. Raises NotAcceptable for what a list cannot be given as."""
    form = answers.single("format", "")
    if form not in ("", "html", "csv"):
        raise NotAcceptable(f"a list has no format {form[:40]}", hint="Formats: html, csv.")
    return form == "csv"


def _columns(one: Listing) -> list[str]:
    """The columns, in the order of the SELECT."""
    return re.findall(r"\?(\w+)", one.section.asked.partition("{")[0])


def _text(line: Line, column: str, names: Names) -> str:
    return " ".join(names.of(node).text for node in line.cells.get(column, ()))


def _holds(line: Line, columns: list[str], names: Names, find: str) -> bool:
    """Whether a row has what is looked for."""
    return has_words(" ".join(_text(line, column, names) for column in columns), find)


def has_words(text: str, find: str) -> bool:
    """Whether a text has all words that are looked for, or parts of words that begin so."""
    said = f" {fold(text)}"
    return all(f" {word}" in said or (not word.isascii() and word in said) for word in fold(find).split())


def _sorted(lines: list[Line], columns: list[str], names: Names, sort: str) -> list[Line]:
    """The rows by a column, backwards where a minus stands before it; those without a value last."""
    column, back = sort.removeprefix("-"), sort.startswith("-")
    if column not in columns:
        return lines

    def place(line: Line) -> str:
        first = line.cells[column][0]
        if isinstance(first, ox.NamedNode) and first.value.startswith(ns.TIME):
            return first.value
        return _text(line, column, names).casefold()

    told = [line for line in lines if line.cells.get(column)]
    return sorted(told, key=place, reverse=back) + [line for line in lines if not line.cells.get(column)]
