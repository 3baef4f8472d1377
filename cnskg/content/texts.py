"""The original texts of the documents: where they lie, and how much of each is encoded. They are not shipped."""

from __future__ import annotations

import re

from .. import namespaces as ns
from ..errors import UsageError
from .files import Content, Kind


def read_text(content: Content, document: str) -> str:
    """The text of a document. Raises UsageError where folder or file is missing."""
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


def value(content: Content, subject: str, predicate: str) -> str:
    """The value of a property in the documents file. Raises UsageError where there is none."""
    for _, t in content.statements(Kind.DOCUMENTS):
        if t.subject.value == subject and t.predicate.value == predicate:
            return str(t.object.value)
    hint = "The documents stand in data/documents.ttl."
    raise UsageError(f"data/documents.ttl does not give {ns.compact(predicate)} of {ns.compact(subject)}", hint=hint)


def encoded_text(content: Content, document: str) -> str:
    """The text of a document as far as it is encoded (a text that stands twice is encoded once)."""
    end = value(content, ns.ID + document, ns.CNS + "textEnd")
    if not re.fullmatch("[0-9]+", end):
        raise UsageError(f"cns:textEnd of id:{document} is {end!r}", hint="Write a number of characters there.")
    return read_text(content, document)[: int(end)]
