"""The text of a document, taken out of a text file, a saved web page or a PDF; and the recipe by which it was taken.

A recipe is what a reader needs to make the same text from a copy of their own: the tool with its version, for a web
page the part of it (a CSS selector), and the day: `selectolax 1.0.2, part article, 2026-11-27`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from math import hypot
from pathlib import Path
from typing import Any

from ..errors import ContentError, UsageError
from .layout import Piece, blocks, lines, running

#: What has no words of a document in it.
WITHOUT_WORDS = {"script", "style", "noscript", "template", "nav", "form", "button", "select", "iframe", "svg", "head"}
#: Elements that stand within a line; every other one begins a paragraph.
WITHIN_LINES = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|img|ins|kbd|mark|q|r[bpt]|ruby|s|samp|small|span|strong|sub|sup|"
    "time|u|var|wbr"
)
#: Where the words of a page are, the first of these that stands there exactly once.
PARTS = ("article", "main", "body")
PLAIN = "plain text"
RECIPE = re.compile(r"(?P<tool>plain text|pypdf \S+|selectolax \S+)(?:, part (?P<part>.+))?, (?P<day>\d{4}-\d\d-\d\d)")


@dataclass(frozen=True)
class Recipe:
    """How a text was made: the tool and its version, the part of a page, and the day."""

    tool: str
    part: str = ""
    day: str = ""

    def __str__(self) -> str:
        return ", ".join([self.tool, *([f"part {self.part}"] if self.part else []), self.day])


def read_recipe(text: str) -> Recipe:
    """A recipe as it is written in a document's card. Raises ContentError where it is none."""
    match = RECIPE.fullmatch(text)
    if not match:
        raise ContentError(f"{text!r} is no recipe", hint="As in: selectolax 1.0.2, part article, 2026-11-27.")
    return Recipe(match["tool"], match["part"] or "", match["day"])


def extract(path: Path, part: str = "") -> tuple[str, Recipe]:
    """The text of a file, its paragraphs parted by blank lines, and its recipe; `part` selects of a web page.

    Raises UsageError for a file that cannot be read, and ContentError for one without words.
    """
    if not path.is_file():
        raise UsageError(f"there is no file {path}", hint="Give a text file, a saved web page or a PDF.")
    data = path.read_bytes()
    if data.startswith(b"%PDF"):
        text, recipe = _of_pdf(path, data), Recipe(f"pypdf {version('pypdf')}")
    elif path.suffix.lower() in (".html", ".htm", ".xhtml") or data.lstrip()[:9].lower() in (b"<!doctype", b"<html"):
        text, part = _of_page(path, data, part)
        recipe = Recipe(f"selectolax {version('selectolax')}", part)
    else:
        text, recipe = _of_text(path, data), Recipe(PLAIN)
    if not text.strip():
        hint = "A scanned page needs character recognition first; of a web page, --part may choose another part."
        raise ContentError(f"{path} holds no words", hint=hint)
    return text, Recipe(recipe.tool, recipe.part, date.today().isoformat())


def _without(tool: str) -> UsageError:
    return UsageError(f"this file needs {tool}, which is not installed", hint="pip install 'cnskg[texts]'.")


def _of_text(path: Path, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 at byte {error.start}", hint="Save it as UTF-8.") from None
    if "\0" in text:
        raise UsageError(f"{path} holds zero bytes", hint="Give a text file, a saved web page (.html) or a PDF.")
    return _laid_out(re.split(r"\n\s*\n", text.replace("\r\n", "\n")))


def _of_pdf(path: Path, data: bytes) -> str:
    try:
        import pypdf  # needed for PDFs alone, and an extra
    except ModuleNotFoundError:
        raise _without("pypdf") from None
    try:
        pages = [_blocks(page) for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    except pypdf.errors.PyPdfError as error:
        raise UsageError(
            f"{path} is no PDF that can be read: {error}", hint="Save it anew, without password."
        ) from None
    return _laid_out(running(pages))


def _blocks(page: Any) -> list[str]:
    """The paragraphs of a page of a PDF; where its library tells of other words than it gives, what it gives."""
    pieces: list[Piece] = []

    def note(text: str, outer: list[float], inner: list[float], _font: object, size: float) -> None:
        a, b, c, d, e, f = outer
        x, y = inner[4] * a + inner[5] * c + e, inner[4] * b + inner[5] * d + f
        high = hypot(inner[2] * a + inner[3] * c, inner[2] * b + inner[3] * d)
        pieces.append(Piece(text, x, y, (size or 1.0) * (high or 1.0)))

    whole = page.extract_text(visitor_text=note)
    if "".join(piece.text for piece in pieces).split() != whole.split():
        return re.split(r"\n\s*\n", whole)
    return list(blocks(lines(pieces)))


def _of_page(path: Path, data: bytes, part: str) -> tuple[str, str]:
    try:
        from selectolax.lexbor import LexborHTMLParser  # needed for web pages alone, and an extra
    except ModuleNotFoundError:
        raise _without("selectolax") from None
    page = LexborHTMLParser(data)
    if part:
        found = page.css(part)
        if len(found) != 1:
            hint = "Give a CSS selector of the one element that holds the text, such as article or #content."
            raise UsageError(f"{part!r} stands {len(found)} times in {path}, not once", hint=hint)
    else:
        part = next((name for name in PARTS if len(page.css(name)) == 1), "body")
        found = page.css(part)
    return _laid_out("".join(_pieces(found[0])).split("\f") if found else ()), part


def _pieces(top: Any) -> Iterator[str]:
    """The words of an element in their order: form feeds part paragraphs, line feeds rows, tabs cells."""
    waiting: list[Any] = [top]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
        elif node.tag == "-text":
            yield re.sub(r"\s+", " ", node.text_content or "")
        elif node.tag == "br":
            yield " "
        elif not node.tag.startswith(("-", "!", "_")) and node.tag not in WITHOUT_WORDS:
            before, after = _borders(node)
            yield before
            waiting += [after, *reversed(list(node.iter(include_text=True)))]


def _borders(node: Any) -> tuple[str, str]:
    """What stands before and after the words of an element; a point of a list is a row."""
    if WITHIN_LINES.fullmatch(node.tag):
        return "", ""
    within = node.parent.tag if node.parent else ""
    if node.tag in ("td", "th"):
        return "\t", ""
    if node.tag == "tr" or (node.tag == "li" and within in ("ul", "ol")):
        return "\n\t", "\n"
    if node.tag in ("thead", "tbody", "tfoot"):
        return "", ""
    alone = within in ("td", "th", "li") and len(list(node.parent.iter())) == 1  # not where a table lays out a page
    return (" ", " ") if alone else ("\f", "\f")


def _laid_out(found: Iterable[str]) -> str:
    """The paragraphs with a blank line between them, each on one line; of a table or list, each row on one."""
    return "\n\n".join(told for block in found if (told := _told(block))) + "\n"


def _told(block: str) -> str:
    """A paragraph on one line; where every line of several has a tab, they are rows, and stay as they are."""
    rows = [row for row in block.split("\n") if row.strip()]
    if len(rows) < 2 or not all("\t" in row for row in rows):
        return " ".join(block.split())
    cells = ([words for cell in row.split("\t") if (words := " ".join(cell.split()))] for row in rows)
    return "\n".join("\t" * (len(row) == 1) + "\t".join(row) for row in cells)
