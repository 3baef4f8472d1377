"""What a page that compares the documents shows, as tables to take away: claims, stances, and pairs of claims."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response

from ..errors import UsageError
from ..query.result import Row
from ..rdf import Node
from . import tables
from .language import gettext
from .naming import Names

#: The tables of a subject, and their columns.
TABLES: Mapping[str, tuple[str, ...]] = {
    "claims": ("document", "claim", "claimant", "passage"),
    "propositions": ("proposition", "document", "stance", "claim"),
    "pairs": ("claim", "document", "relation", "other", "other_document", "reason"),
}
#: The columns that hold words and no nodes.
PLAIN = ("stance", "relation", "reason")
#: The columns of the subjects that can be compared.
SUBJECTS = ("subject", "documents", "claims")
_CALLED = {"who": "claimant"}


def table(name: str, found: Mapping[str, list[Row]], names: Names) -> Response:
    """One of the tables. Raises UsageError."""
    if name not in TABLES:
        raise UsageError(f"there is no table {name[:20]}", hint=f"Tables: {', '.join(TABLES)}.")
    rows = [{_CALLED.get(column, column): _cell(column, node) for column, node in row.items()} for row in found[name]]
    return tables.as_csv(TABLES[name], rows, names, PLAIN)


def _cell(column: str, node: Node) -> list[Node] | str:
    """A cell; what is said in words, in the language of the answer but for our reasons, which are English."""
    if column not in PLAIN:
        return [node]
    reported, _, word = node.value.rpartition(": ") if column == "stance" else ("", "", node.value)
    said = node.value if column == "reason" else gettext(word)
    return gettext("reports: %(stance)s") % {"stance": said} if reported else said


def subjects(rows: list[Row], names: Names) -> Response:
    """The subjects of which several documents speak."""
    told: list[tables.Row] = [
        {"subject": [row["thing"]], "documents": row["documents"].value, "claims": row["claims"].value} for row in rows
    ]
    return tables.as_csv(SUBJECTS, told, names, SUBJECTS[1:])
