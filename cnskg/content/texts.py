"""The original texts of the documents: where they lie, and how much of each is encoded. They are not shipped.

Texts are folded as they are read: all white space is single spaces. So offsets and digests are the same for every copy
of the same words, however its lines are broken.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .. import namespaces as ns
from ..errors import UsageError
from .anchors import digest, fold
from .files import Content, Kind


def read_text(content: Content, document: str) -> str:
    """The text of a document, folded. Raises UsageError where folder or file is missing."""
    return fold(written_text(content, document))


def written_text(content: Content, document: str) -> str:
    """The text of a document with its lines as they are. Raises UsageError where folder or file is missing."""
    folder, name = content.texts, value(content, ns.ID + document, ns.CNS + "textFile")
    if folder is None or not folder.is_dir():
        raise UsageError(f"there is no folder {folder or 'given'}", hint="Give the folder that holds the source texts.")
    path = folder / name
    if not path.is_file():
        raise UsageError(
            f"{folder} does not hold {name}", hint="The name stands as cns:textFile in data/documents.ttl."
        )
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        hint = "Give the text as it was extracted, in UTF-8."
        raise UsageError(f"{path} is not UTF-8 at byte {error.start}", hint=hint) from None


def has_text(content: Content, document: str) -> bool:
    """Whether the folder of texts holds the one of a document."""
    name = _stated(content, ns.ID + document, ns.CNS + "textFile")
    return content.texts is not None and name is not None and (content.texts / name).is_file()


def value(content: Content, subject: str, predicate: str) -> str:
    """The value of a property in the documents file. Raises UsageError where there is none."""
    found = _stated(content, subject, predicate)
    if found is None:
        hint = "The documents stand in data/documents.ttl."
        message = f"data/documents.ttl does not give {ns.compact(predicate)} of {ns.compact(subject)}"
        raise UsageError(message, hint=hint)
    return found


def _stated(content: Content, subject: str, predicate: str) -> str | None:
    stated = content.stating([predicate], Kind.DOCUMENTS)
    return next((str(t.object.value) for _, t in stated if t.subject.value == subject), None)


def encoded_length(content: Content, document: str) -> int:
    """How many characters of a text are encoded, as its card says. Raises UsageError where that is no number."""
    end = value(content, ns.ID + document, ns.CNS + "textEnd")
    if not re.fullmatch("[0-9]+", end):
        raise UsageError(f"cns:textEnd of id:{document} is {end!r}", hint="Write a number of characters there.")
    return int(end)


def encoded_text(content: Content, document: str) -> str:
    """The text of a document as far as it is encoded (a text that stands twice is encoded once); another text whole."""
    end = encoded_length(content, document)
    return read_text(content, document)[: end if is_same(content, document) else None]


def is_same(content: Content, document: str) -> bool:
    """Whether the text at hand has the words of the one that the graph was made from."""
    return digest(read_text(content, document)) == value(content, ns.ID + document, ns.CNS + "sha256")


class Paragraph(NamedTuple):
    """Where a paragraph begins and ends in the folded text, and whether it is laid out, as tables and lists are."""

    start: int
    end: int
    laid_out: bool


def paragraphs(content: Content, document: str) -> list[Paragraph]:
    """The paragraphs of a text as far as it is encoded, in order: what stands between blank lines."""
    end = len(encoded_text(content, document))
    found, at = [], 0
    for block in re.split(r"\n\s*\n", written_text(content, document)):
        words = fold(block)
        if words and at < end:
            rows = block.strip("\n").split("\n")
            found.append(Paragraph(at, min(at + len(words), end), all("\t" in row for row in rows)))
            at += len(words) + 1
    return found
