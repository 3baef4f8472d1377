"""New passages: found in the text, described by anchors, offsets and digest. What is there is never overwritten."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.anchors import Anchor, find_span, make_anchor
from ..content.files import Content, Kind, parse
from ..content.texts import encoded_text
from ..content.turtle import canonical
from ..errors import ContentError, UsageError
from .writing import SLUG, literal, locked, triple, write


def new_passage(
    root: Path, folder: Path, document: str, number: str, slug: str, section: str, first: str, last: str
) -> Path:
    """A passage file with its header: anchors, offsets, digest. Raises ContentError on overlap or a lost anchor."""
    if not SLUG.match(slug) or not re.match(r"^[a-z0-9]+(\.[0-9]+)*$", number):
        raise UsageError(f"{number}-{slug} is no passage name", hint="An id such as p012, a slug of a-z, 0-9 and -.")
    with locked(root):
        path = root / "data" / "passages" / document / f"{number}-{slug}.ttl"
        taken = sorted(path.parent.glob(f"{number}-*.ttl"))
        if taken:
            raise UsageError(f"the id {number} is taken by {taken[0].name}", hint="Choose another id.")
        text = encoded_text(Content.read(root, Kind.DOCUMENTS), folder, document)
        start, end = find_span(text, first, last)
        for name, begin, finish in spans(root, document):
            if begin < end and start < finish:
                raise ContentError(f"the passage at {start}-{end} overlaps {name} at {begin}-{finish}")
        anchor = make_anchor(text, start, end)
        graph = f"{ns.PSG}{document}/{number}"
        write(path, canonical(header(graph, "cns:Passage", document, section, anchor), graph))
    return path


def header(graph: str, kind: str, document: str, section: str, anchor: Anchor) -> list[ox.Triple]:
    """The statements by which a passage describes itself."""
    return [
        triple(f"<{graph}>", "rdf:type", kind),
        triple(f"<{graph}>", "cns:document", f"id:{document}"),
        triple(f"<{graph}>", "cns:section", literal(section)),
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
