"""Files to take away, as a catalogue lists them: DCAT 3 distributions with size, checksum and media type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from .. import namespaces as ns
from .folder import DUMPS, Entry

_HEX = ox.NamedNode(ns.PREFIXES["xsd"] + "hexBinary")
_MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class File:
    """A file to take away: its path below `dumps/`, media type, what it holds, size and SHA-256."""

    path: str
    media_type: str
    holds: str
    entry: Entry


def said(subject: str | ox.BlankNode, predicate: str, value: str | int | ox.Literal | ox.BlankNode) -> ox.Triple:
    """A triple of CURIEs or IRIs; an int is a literal."""
    start = subject if isinstance(subject, ox.BlankNode) else ox.NamedNode(ns.expand(subject))
    end = ox.NamedNode(ns.expand(value)) if isinstance(value, str) else value
    return ox.Triple(start, ox.NamedNode(ns.expand(predicate)), ox.Literal(end) if isinstance(end, int) else end)


def distribution(file: File, license: str) -> Iterator[ox.Triple]:
    """What a catalogue says of a file."""
    label = "".join(c for c in file.path if c.isalnum())
    node, checksum, address = ox.BlankNode(label), ox.BlankNode(f"{label}sum"), f"{ns.BASE}{DUMPS}/{file.path}"
    yield from (said(ns.DATASET, "dcat:distribution", node), said(node, "rdf:type", "dcat:Distribution"))
    yield said(node, "dcterms:title", ox.Literal(file.path))
    yield said(node, "dcterms:description", ox.Literal(file.holds, language="en"))
    if license:
        yield said(node, "dcterms:license", license)
    yield said(node, "dcat:downloadURL", address)
    yield said(node, "dcat:mediaType", _MEDIA_TYPE + file.media_type)
    if file.path.endswith(".gz"):
        yield said(node, "dcat:compressFormat", _MEDIA_TYPE + "application/gzip")
    yield said(node, "dcat:byteSize", file.entry["size"])
    yield said(node, "spdx:checksum", checksum)
    yield said(checksum, "rdf:type", "spdx:Checksum")
    yield said(checksum, "spdx:algorithm", "spdx:checksumAlgorithm_sha256")
    yield said(checksum, "spdx:checksumValue", ox.Literal(file.entry["sha256"], datatype=_HEX))
