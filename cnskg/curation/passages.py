"""New passages: found in the text, described by anchors, offsets and digest. What is there is never overwritten."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.anchors import Anchor, find_span, make_anchor
from ..content.files import Content, Kind, parse
from ..content.texts import encoded_text
from ..content.turtle import canonical
from ..errors import ContentError, UsageError
from .writing import SLUG, literal, locked, triple, write


@dataclass(frozen=True)
class NewPassage:
    """What a curator says of a new passage: its document, id and slug, its section, its first and last words."""

    document: str
    number: str
    slug: str
    section: str
    first: str
    last: str


def new_passage(root: Path, texts: Path, wanted: NewPassage) -> Path:
    """A passage file with its header: anchors, offsets, digest. Raises ContentError on overlap or a lost anchor."""
    document, number = wanted.document, wanted.number
    if not SLUG.match(wanted.slug) or not re.match(r"^[a-z0-9]+(\.[0-9]+)*$", number):
        hint = "An id such as p012, a slug of a-z, 0-9 and -."
        raise UsageError(f"{number}-{wanted.slug} is no passage name", hint=hint)
    with locked(root):
        path = root / "data" / "passages" / document / f"{number}-{wanted.slug}.ttl"
        taken = sorted(path.parent.glob(f"{number}-*.ttl"))
        if taken:
            raise UsageError(f"the id {number} is taken by {taken[0].name}", hint="Choose another id.")
        text = encoded_text(Content.read(root, Kind.DOCUMENTS, texts=texts), document)
        start, end = find_span(text, wanted.first, wanted.last)
        for name, begin, finish in spans(root, document):
            if begin < end and start < finish:
                raise ContentError(
                    f"the passage at {start}-{end} overlaps {name} at {begin}-{finish}",
                    hint="Let one end where the other begins.",
                )
        graph = f"{ns.PSG}{document}/{number}"
        write(path, canonical(header(graph, wanted, make_anchor(text, start, end)), graph))
    return path


def header(graph: str, wanted: NewPassage, anchor: Anchor) -> list[ox.Triple]:
    """The statements by which a passage describes itself."""
    return [
        triple(f"<{graph}>", "rdf:type", "cns:Passage"),
        triple(f"<{graph}>", "cns:document", f"id:{wanted.document}"),
        triple(f"<{graph}>", "cns:section", literal(wanted.section)),
        triple(f"<{graph}>", "cns:startsWith", literal(anchor.first)),
        triple(f"<{graph}>", "cns:endsWith", literal(anchor.last)),
        triple(f"<{graph}>", "cns:start", ox.Literal(anchor.start)),
        triple(f"<{graph}>", "cns:end", ox.Literal(anchor.end)),
        triple(f"<{graph}>", "cns:sha256", literal(anchor.sha256)),
    ]


def spans(root: Path, document: str) -> list[tuple[str, int, int]]:
    """Name, start and end of each passage of a document."""
    found = []
    for path in sorted((root / "data" / "passages" / document).glob("*.ttl")):
        source = parse(root, path)
        own = {t.predicate.value: t.object.value for t in source.triples if t.subject.value == source.graph}
        found.append((path.name, int(own[ns.CNS + "start"]), int(own[ns.CNS + "end"])))
    return found
