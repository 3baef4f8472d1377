"""What is not Turtle: where it stops to be, and how it is mended."""

from __future__ import annotations

import re
import unicodedata

from .. import namespaces as ns
from ..errors import ContentError
from .characters import named
from .decoding import refusal
from .languages import remedy

#: What the parser says of a statement that goes on where it should have ended, or been parted from the next.
UNENDED = re.compile("A dot is expected|a is not a valid subject")
#: Quotation marks as word processors set them.
CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")
CURLY = "“”„‟‘’‚«»＂"
ENDS = (".", ";", ",", "[", "(")
#: A comment at the end of a row, as far as no string and no IRI can hold its sign.
COMMENT = re.compile(r"(?:^|(?<=\s))#[^\"'>]*$")


def syntax_error(name: str, text: str, error: SyntaxError, before: int = 0) -> ContentError:
    """The parser's complaint with file, line, column and the offending line.

    `before` counts the characters that the parser was given in front of the first line.
    """
    line, column = error.lineno or 0, error.offset or 1
    column = max(column - before, 1) if line == 1 else column
    said = re.sub(r" \(line \d+\)$", "", str(error).split(": ", 1)[-1])
    said = "".join(c if c.isprintable() else named(c) for c in said)
    rows = text.split("\n")
    if line and not "".join(rows[line - 1 :]).strip():  # at the end: what is missing is missing after the last words
        line = max((i for i, row in enumerate(rows, 1) if row.strip()), default=1)
        column = len(rows[line - 1]) + 1
    row = rows[line - 1] if 0 < line <= len(rows) else ""
    unended = unended_row(rows, line, column) if UNENDED.match(said) else 0
    if unended:
        line, row = unended, rows[unended - 1]
        column = len(COMMENT.sub("", row).rstrip()) + 1
        said = f"a ; or . is missing at the end of line {line}"
    return refusal(name, line, f"not valid Turtle: {said}", excerpt(row, column) + _mend(said, row, column), column)


def unended_row(rows: list[str], line: int, column: int) -> int:
    """The number of the last row with words before a place, where the place begins a row and nothing ends that one."""
    if line > len(rows) or rows[line - 1][: column - 1].strip():
        return 0
    before = ((i, COMMENT.sub("", row).rstrip()) for i, row in enumerate(rows[: line - 1], 1))
    last, words = max(((i, words) for i, words in before if words), default=(0, ""))
    return 0 if words.endswith(ENDS) else last


def excerpt(row: str, column: int) -> str:
    """The part of a row around a column, and a mark below it; what cannot be printed is shown as a box."""
    begin = max(column - 80, 0)
    part = "".join(c if c.isprintable() else "\N{WHITE SQUARE}" for c in row[begin : column + 40])
    return f"  {part}\n    {' ' * (column - 1 - begin)}^\n  " if row else ""


def _mend(said: str, row: str, column: int) -> str:
    """How to mend a syntax error of a known kind."""
    if "has not been declared" in said:
        return "Declare it with @prefix at the top of the file. Known without: " + ", ".join(ns.PREFIXES) + "."
    curly = next((c for c in row[max(column - 1, 0) :] if c in CURLY), "")
    if curly:
        return f'{named(curly)} does not begin or end a text in Turtle: write ", not what a word processor makes of it.'
    if row.startswith(CONFLICT):
        return "git left this line where two versions differ: keep one of them, and take the lines of signs out."
    wide = next(
        (c for c in row[max(column - 1, 0) :][:1] if unicodedata.normalize("NFKC", c) in ";.,:" or c == "。"), ""
    )
    if wide and not wide.isascii():
        return f"{named(wide)} is a full-width sign: type it as . ; or , of a Latin keyboard."
    if UNENDED.match(said) and re.search(r",\s*\S+\s+$", row[: max(column - 1, 0)]):
        return "A comma parts values of one property; before the next property stands a semicolon."
    if "Line jumps" in said:
        return 'The closing " is missing; a text over several lines stands between """ and """.'
    tag = re.search(r"@([A-Za-z]+_\w+)$", row[: column + 8])
    if tag:
        return f"A language tag has no underscore. {remedy(tag[1])}"
    return "Mend that line, then run `cnskg fmt` on the file."
