"""What a format cannot carry: such a result is refused by name, as an answer that does not read is worse than none.

XML has no way to write most control characters, and RDF/XML none to write a property whose IRI does not end in a name.
A carriage return has one, `&#xD;`, which the engine does not use: readers would take it for a line feed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyoxigraph as ox

from ..namespaces import PREFIXES
from .sparql_text import FOLLOWING, LETTERS

XML = frozenset(["application/sparql-results+xml", "application/rdf+xml"])
_RDF = PREFIXES["rdf"]
#: Bytes of UTF-8 that no XML document holds: control characters, U+FFFE and U+FFFF.
_ILLEGAL = re.compile(rb"[\x00-\x08\x0B\x0C\x0E-\x1F]|\xEF\xBF[\xBE\xBF]")
_NAME = rf"[{LETTERS}_][{LETTERS}_{FOLLOWING}.\-]*"
_ENDS_IN_NAME = re.compile(rf"[\s\S]+?{_NAME}")
_IS_NAME = re.compile(_NAME)
#: Elements of RDF/XML's own, which are no properties there, and the namespace that no prefix may have.
_RESERVED = re.compile(
    re.escape(_RDF)
    + "(?:Description|RDF|ID|about|aboutEach|aboutEachPrefix|bagID|parseType|resource|nodeID|datatype|li)"
)
_XMLNS = "http://www.w3.org/2000/xmlns/"


class Unfit(Exception):
    """The format cannot carry the result; the message says what of it."""


class XmlFile(io.RawIOBase):
    """A file for XML as the engine writes it: carriage returns are escaped, and what is no XML is refused."""

    def __init__(self, file: io.RawIOBase) -> None:
        self._file = file
        self._tail = b""  # the end of what was written, as a character may lie across two writes
        self._failed = False

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        """Raises Unfit, once; what a buffer still brings after that is dropped."""
        new = bytes(data)
        if self._failed:
            return len(new)
        if (found := _ILLEGAL.search(self._tail + new)) is not None:
            self._failed = True
            raise Unfit(f"XML cannot carry the character U+{ord(found[0].decode()):04X}")
        self._tail = (self._tail + new)[-2:]
        left = memoryview(new.replace(b"\r", b"&#xD;"))
        while left:  # a raw file may take a part
            left = left[self._file.write(left) or 0 :]
        return len(new)


def checked(triples: Sequence[ox.Triple], media_type: str) -> Sequence[ox.Triple]:
    """The triples as the format can carry them. Raises Unfit."""
    if media_type == "application/ld+json":
        if any(isinstance(triple.object, ox.Triple) for triple in triples):
            raise Unfit("JSON-LD cannot carry a triple within a triple")
        return triples
    if media_type != "application/rdf+xml":
        return triples
    for triple in _all(triples):
        iri = triple.predicate.value
        if _RESERVED.fullmatch(iri) or iri.startswith(_XMLNS) or not _ENDS_IN_NAME.fullmatch(iri):
            raise Unfit(f"RDF/XML cannot carry the property <{iri}>")
    return _named(triples)


def _all(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The triples and those within them."""
    for triple in triples:
        yield triple
        if isinstance(triple.object, ox.Triple):
            yield from _all([triple.object])


def _named(triples: Sequence[ox.Triple]) -> Sequence[ox.Triple]:
    """The triples with blank nodes that have XML names: any other name means the same."""
    terms = (term for triple in _all(triples) for term in (triple.subject, triple.object))
    if all(_IS_NAME.fullmatch(term.value) for term in terms if isinstance(term, ox.BlankNode)):
        return triples

    def node(term: Any) -> Any:
        return ox.BlankNode("b" + term.value) if isinstance(term, ox.BlankNode) else term

    def renamed(triple: ox.Triple) -> ox.Triple:
        inner = renamed(triple.object) if isinstance(triple.object, ox.Triple) else node(triple.object)
        return ox.Triple(node(triple.subject), triple.predicate, inner)

    return [renamed(triple) for triple in triples]
