"""New passages: found in the text, described by anchors, offsets and digest. What is there is never overwritten."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..checks.check import require
from ..checks.passages import no_place, spans
from ..content.anchors import Anchor, find_span, make_anchor
from ..content.dataset import read_dataset
from ..content.files import Content, Kind
from ..content.listing import kept
from ..content.texts import encoded_text, is_same
from ..content.turtle import canonical
from ..errors import ContentError, UsageError
from .writing import SLUG, literal, locked, plain, triple, write


@dataclass(frozen=True)
class NewPassage:
    """What a curator says of a new passage: its document, id and slug, its section, its first and last words.

    With a reason it is an omission: a stretch that states nothing.
    """

    document: str
    number: str
    slug: str
    section: str
    first: str
    last: str
    reason: str = ""


def new_passage(root: Path, texts: Path, wanted: NewPassage) -> Path:
    """A passage file with its header: anchors, offsets, digest. Raises ContentError on overlap or a lost anchor."""
    document, number = wanted.document, wanted.number
    if not SLUG.fullmatch(wanted.slug) or not re.fullmatch(r"[a-z0-9]+(\.[0-9]+)*", number):
        hint = "An id such as p012, a slug of a-z, 0-9 and -."
        raise UsageError(f"{number}-{wanted.slug} is no passage name", hint=hint)
    with locked(root):
        path = root / "data" / "passages" / document / f"{number}-{wanted.slug}.ttl"
        taken = kept(path.parent.glob(f"{number}-*.ttl"))
        if taken:
            raise UsageError(f"the id {number} is taken by {taken[0].name}", hint="Choose another id.")
        content = Content.read(root, Kind.DOCUMENTS, Kind.PASSAGE, texts=texts)
        _refuse_other_text(content, document)
        start, end = find_span(encoded_text(content, document), wanted.first, wanted.last)
        _refuse_overlap(content, document, start, end)
        graph = f"{ns.PSG}{document}/{number}"
        anchor = make_anchor(encoded_text(content, document), start, end)
        own = [] if wanted.reason else made(graph, read_dataset(root).publisher)
        write(path, canonical([*header(graph, wanted, anchor), *own], graph))
    return path


def _refuse_other_text(content: Content, document: str) -> None:
    if not is_same(content, document):
        hint = "Offsets would mislead. Use the text that the graph was made from, or mend cns:sha256 of the document."
        raise ContentError(f"the text at hand of {document} has other words than its digest says", hint=hint)


def _refuse_overlap(content: Content, document: str, start: int, end: int) -> None:
    require(content, (no_place,), "passages have no place in a text")
    for span in spans(content):
        if span.document == document and span.start < end and start < span.end:
            raise ContentError(
                f"the passage at {start}-{end} overlaps {span.source.path.name} at {span.start}-{span.end}",
                hint="Let one end where the other begins.",
            )


def made(graph: str, publisher: str) -> list[ox.Triple]:
    """The statements by which a passage says of its making that it is of today, a first reading, and whose."""
    node = f"<{graph}>"
    told = [
        triple(node, "cns:encodedOn", f"span:{date.today().isoformat()}"),
        triple(node, "cns:reviewStatus", "id:reading-first"),
    ]
    return [*told, triple(node, "prov:wasAttributedTo", publisher)] if publisher else told


def header(graph: str, wanted: NewPassage, anchor: Anchor) -> list[ox.Triple]:
    """The statements by which a passage or an omission describes itself."""
    why = [triple(f"<{graph}>", "cns:omissionReason", literal(plain(wanted.reason), "en"))] if wanted.reason else []
    return [
        *why,
        triple(f"<{graph}>", "rdf:type", "cns:Omission" if why else "cns:Passage"),
        triple(f"<{graph}>", "cns:document", f"id:{wanted.document}"),
        triple(f"<{graph}>", "cns:section", literal(plain(wanted.section))),
        triple(f"<{graph}>", "cns:startsWith", literal(anchor.first)),
        triple(f"<{graph}>", "cns:endsWith", literal(anchor.last)),
        triple(f"<{graph}>", "cns:charStart", ox.Literal(anchor.start)),
        triple(f"<{graph}>", "cns:charEnd", ox.Literal(anchor.end)),
        triple(f"<{graph}>", "cns:sha256", literal(anchor.sha256)),
    ]
