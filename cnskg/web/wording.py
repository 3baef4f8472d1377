"""Times and sources in words, as people write them: "second half of 2013", "MERICS 2022, 2.1"."""

from __future__ import annotations

import re

from .. import namespaces as ns

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_PARTS = {
    21: "spring", 22: "summer", 23: "autumn", 24: "winter", 33: "first quarter of", 34: "second quarter of",
    35: "third quarter of", 36: "fourth quarter of", 40: "first half of", 41: "second half of",
}  # fmt: skip
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_START = re.compile(r"\s*\S+(?:\s+\S+){0,3}")


def date(edtf: str) -> str:
    """An EDTF form in words (the forms of `content.timespans`); whatever has another form stays as it is."""
    if "/" in edtf:
        return " to ".join(date(end) for end in edtf.split("/", 1))
    if re.fullmatch(r"[0-9]{3}X", edtf):
        return f"the {edtf[:3]}0s"
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", edtf)
    if not match or not match[2]:
        return edtf
    part = int(match[2])
    if part in _PARTS:
        return f"{_PARTS[part]} {match[1]}"
    if part > len(_MONTHS):
        return edtf
    month = f"{_MONTHS[part - 1]} {match[1]}"
    return f"{int(match[3])} {month}" if match[3] else month


def source(document: str, section: str = "") -> str:
    """A place in a document, briefly: the document's short name, and the number of the section or its first words."""
    if not section:
        return document
    number = _NUMBER.match(section)
    start = _START.match(section)
    brief = number[0] if number else start[0].strip() if start else section
    return f"{document}, {brief}" + ("" if number or brief == section.strip() else " …")


def graph(iri: str) -> str:
    """What a graph of evidence is called where nothing says it: the end of its IRI."""
    return ns.compact(iri).partition(":")[2]
