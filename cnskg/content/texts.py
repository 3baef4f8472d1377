"""The original texts of the documents: where they lie, and how much of each is encoded. They are not shipped."""

from __future__ import annotations

from pathlib import Path

from .. import namespaces as ns
from ..errors import UsageError
from .files import Content, Kind


def read_text(folder: Path, name: str) -> str:
    """The text of a source file. Raises UsageError where folder or file is missing."""
    path = folder / name
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}", hint="Give the folder that holds the source texts.")
    if not path.is_file():
        raise UsageError(
            f"{folder} does not hold {name}", hint="The name stands as cns:textFile in data/documents.ttl."
        )
    return path.read_text(encoding="utf-8")


def value(content: Content, subject: str, predicate: str) -> str:
    """The value of a property in the documents file. Raises UsageError where there is none."""
    for _, t in content.statements(Kind.DOCUMENTS):
        if t.subject.value == subject and t.predicate.value == predicate:
            return str(t.object.value)
    hint = "The documents stand in data/documents.ttl."
    raise UsageError(f"data/documents.ttl does not give {ns.compact(predicate)} of {ns.compact(subject)}", hint=hint)


def encoded_text(content: Content, folder: Path, document: str) -> str:
    """The text of a source as far as it is encoded (a text that stands twice is encoded once)."""
    node = ns.ID + document
    text = read_text(folder, value(content, node, ns.CNS + "textFile"))
    return text[: int(value(content, node, ns.CNS + "textEnd"))]
