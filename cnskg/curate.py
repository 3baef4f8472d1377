"""The curator's tools: a new passage, a new card, the canonical form. They refuse rather than overwrite."""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from . import namespaces as ns
from .content.anchors import Anchor, find_span, make_anchor
from .content.files import CuratedFile, parse
from .content.texts import encoded_text
from .content.turtle import canonical
from .errors import ContentError, UsageError
from .nearest import ratio, resemblance
from .rdf import ALT, PREF, TYPE

SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
NEAR = 92


@contextmanager
def locked(content: Path) -> Iterator[None]:
    """One curator's tool at a time, so that two of them do not lose each other's work."""
    with (content / "data" / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def literal(text: str, language: str = "") -> ox.Literal:
    return ox.Literal(text, language=language) if language else ox.Literal(text)


def triple(subject: str, predicate: str, node: str | ox.Literal) -> ox.Triple:
    """A triple of IRIs or CURIEs; the object may be a literal."""
    value = node if isinstance(node, ox.Literal) else ox.NamedNode(ns.expand(node))
    return ox.Triple(ox.NamedNode(ns.expand(subject)), ox.NamedNode(ns.expand(predicate)), value)


def new_passage(
    content: Path, folder: Path, document: str, number: str, slug: str, section: str, first: str, last: str
) -> Path:
    """A passage file with its header: anchors, offsets, digest. Raises ContentError on overlap or a lost anchor."""
    if not SLUG.match(slug) or not re.match(r"^[a-z0-9]+(\.[0-9]+)*$", number):
        raise UsageError(f"{number}-{slug} is no passage name", hint="An id such as p012, a slug of a-z, 0-9 and -.")
    with locked(content):
        path = content / "data" / "passages" / document / f"{number}-{slug}.ttl"
        taken = sorted(path.parent.glob(f"{number}-*.ttl"))
        if taken:
            raise UsageError(f"the id {number} is taken by {taken[0].name}", hint="Choose another id.")
        files = [parse(content, content / "data" / "documents.ttl")]
        text = encoded_text(files, folder, document)
        start, end = find_span(text, first, last)
        for name, begin, finish in spans(content, document):
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


def spans(content: Path, document: str) -> list[tuple[str, int, int]]:
    """Name, start and end of each passage of a document."""
    found = []
    for path in sorted((content / "data" / "passages" / document).glob("*.ttl")):
        source = parse(content, path)
        own = {t.predicate.value: t.object.value for t in source.triples if t.subject.value == source.graph}
        found.append((path.name, int(own[ns.CNS + "start"]), int(own[ns.CNS + "end"])))
    return found


def new_entity(
    content: Path,
    kind: str,
    slug: str,
    cls: str,
    labels: list[ox.Literal],
    alts: list[ox.Literal],
    line: str,
    sure: bool,
) -> Path:
    """A card in data/entities/<kind>.ttl. Raises ContentError where a like name is there already, unless `sure`."""
    if not SLUG.match(slug) or not SLUG.match(kind):
        raise UsageError(f"{kind}/{slug} is no name", hint="Use a-z, 0-9 and -.")
    with locked(content):
        folder = content / "data" / "entities"
        path = folder / f"{kind}.ttl"
        cards = [parse(content, p) for p in sorted(folder.glob("*.ttl"))]
        _refuse_taken(cards, slug, labels, sure)
        node = f"id:{slug}"
        fresh = [triple(node, "rdf:type", c) for c in cls.split(",")]
        fresh += [triple(node, PREF, x) for x in labels] + [triple(node, ALT, x) for x in alts]
        fresh += [triple(node, "cns:description", literal(line, "en"))] if line else []
        known = next((c.triples for c in cards if c.path == path), frozenset())
        write(path, canonical([*known, *fresh]))
    return path


def _refuse_taken(cards: list[CuratedFile], slug: str, labels: list[ox.Literal], sure: bool) -> None:
    for card in cards:
        for t in card.triples:
            if t.subject.value == ns.ID + slug:
                raise ContentError(f"id:{slug} has a card already, in {card.name}", hint="Use it, or add names to it.")
            if sure or t.predicate.value not in (PREF, ALT):
                continue
            for label in labels:
                if label.language == t.object.language and ratio(label.value, t.object.value) >= NEAR:
                    hint = "Use that card; if it is another thing, say --different."
                    raise ContentError(f"{ns.compact(t.subject.value)} is named {t.object.value!r} already", hint=hint)


def add_names(content: Path, slug: str, names: list[ox.Literal], preferred: bool = False) -> Path:
    """More names on an existing card. Raises UsageError where there is no such card."""
    with locked(content):
        for path in sorted((content / "data" / "entities").glob("*.ttl")):
            card = parse(content, path)
            if any(t.subject.value == ns.ID + slug for t in card.triples):
                predicate = PREF if preferred else ALT
                write(path, canonical([*card.triples, *(triple(f"id:{slug}", predicate, n) for n in names)]))
                return path
    raise UsageError(f"id:{slug} has no card", hint="Make one with `cnskg new entity`.")


def similar(content: Path, words: str, limit: int = 12) -> list[tuple[int, str, str, str]]:
    """Cards whose names are like the words: score, CURIE, name, classes; best first."""
    rows: dict[str, tuple[int, str]] = {}
    types: dict[str, list[str]] = {}
    for path in sorted((content / "data" / "entities").glob("*.ttl")):
        for t in parse(content, path).triples:
            if t.predicate.value == TYPE:
                types.setdefault(t.subject.value, []).append(ns.compact(t.object.value))
            if t.predicate.value in (PREF, ALT):
                score = resemblance(words, t.object.value)
                rows[t.subject.value] = max(rows.get(t.subject.value, (0, "")), (score, t.object.value))
    best = sorted(rows.items(), key=lambda r: (-r[1][0], r[0]))[:limit]
    return [(s, ns.compact(i), n, ", ".join(sorted(types.get(i, [])))) for i, (s, n) in best if s >= 60]


def format_file(content: Path, path: Path, check: bool) -> bool:
    """Bring a data file into canonical form; True where it was not. With `check` nothing is written."""
    source = parse(content, path)
    try:
        text = canonical(source.triples, source.graph)
    except ValueError:
        message = f"{source.name}: a data file has no blank nodes"
        raise ContentError(message, hint="Give the node an id: IRI.") from None
    if text == source.text:
        return False
    if not check:
        write(path, text)
    return True
