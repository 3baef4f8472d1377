"""Facts as a table: a row is one thing with what one passage says of it, its columns are names and properties.

    slug            name@en       name@zh-hans  adopted     passage
    law-of-rules    Rules Law     规则法          2001-05     report/p002

Several values of a cell have ` | ` between them. A thing stands there by its slug, its IRI or one of its names.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import NamedTuple

from ..content.decoding import decode
from ..content.mappings import LONGEST_CELL
from ..errors import ContentError
from ..rdf import ALT, PREF

BETWEEN = " | "
SLUG_COLUMN, CLASS_COLUMN, PASSAGE_COLUMN = "slug", "class", "passage"
NAMES = {"name": PREF, "other-name": ALT}
#: The columns of a table of links: one statement a row, whatever its property.
LINK = ("thing", "property", "value")


class Form(NamedTuple):
    """What the rows of a table are: of which class unless they say, and in which file their cards stand, if any."""

    cls: str
    cards: str


FORMS = {
    "laws": Form("Law", "laws"),
    "people": Form("Person", "people"),
    "posts": Form("Post", "posts"),
    "tenures": Form("Tenure", ""),
    "links": Form("", ""),
    "terms": Form("Formulation", "terms"),
}


#: What the reader of CSV says is wrong, and how to mend it.
_REMEDIES = {
    "field larger": f"A cell holds {LONGEST_CELL:,} characters at most: shorten it, or close a quotation mark before.",
    "end of data": "Close the quotation mark that is open.",
    "expected after": "Within a cell in quotation marks, write such a mark twice.",
}


class Wrong(NamedTuple):
    """What is wrong with a row: its number as a spreadsheet has it (0 for none), the column, what, how to mend it."""

    row: int
    column: str
    message: str
    hint: str

    def __str__(self) -> str:
        place = f"row {self.row}{f', column {self.column[:60]}' if self.column else ''}: " if self.row else ""
        return f"{place}{self.message}\n  {self.hint}"


@dataclass(frozen=True)
class Row:
    """A row: its number, and its cells that hold something."""

    number: int
    cells: dict[str, str]


def read_table(file: str, data: bytes) -> tuple[list[str], list[Row]]:
    """The heads of the columns and the rows of a CSV file, whichever of comma, semicolon and tab parts its cells.

    Raises ContentError for a file without heads, and for one that is no table.
    """
    lines = decode(file, data).text.split("\n")
    if not lines[0].strip():
        what = "begins with an empty line" if any(map(str.strip, lines)) else "is empty"
        raise ContentError(f"{file} {what}", hint="Its first row has the heads of the columns.")
    between = max(",;\t", key=lines[0].count)
    csv.field_size_limit(LONGEST_CELL)  # the module keeps what anybody sets
    found = csv.reader((f"{line}\n" for line in lines), delimiter=between, strict=True)
    try:
        heads = [head.strip() for head in next(found)]
        rows = [
            Row(number, {head: text.strip() for head, text in zip(heads, cells, strict=False) if text.strip()})
            for number, cells in enumerate(found, 2)
        ]
    except csv.Error as error:
        hint = next((hint for words, hint in _REMEDIES.items() if words in str(error)), "Save it as CSV anew.")
        raise ContentError(f"{file} is no table: line {found.line_num}: {error}", hint=hint) from None
    return heads, [row for row in rows if row.cells]
