"""What the curated files say of things of a kind, as a table of the form that can be imported."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from .. import namespaces as ns
from ..checks.statements import CARD
from ..content.files import Content, CuratedFile, Kind
from ..content.propositions import is_name
from ..errors import CnskgError
from ..rdf import ALT, PREF, TYPE
from .cells import Reader
from .tables import BETWEEN, CLASS_COLUMN, FORMS, LINK, PASSAGE_COLUMN, SLUG_COLUMN

Cells = dict[str, str]


def export_table(content: Content, form: str, passage: str = "") -> str:
    """The table as CSV: all there is, or what one passage says. Raises UsageError for a passage that there is not."""
    reader = Reader(content, set())
    places = {passage: reader.place(passage)} if passage else reader.places
    rows = list(_links(reader, places) if form == "links" else _things(reader, form, places, whole=not passage))
    heads = [*LINK, PASSAGE_COLUMN] if form == "links" else _heads(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, heads, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _heads(rows: list[Cells]) -> list[str]:
    """The columns: what a row is of, the names, then the properties, those in most rows first."""
    counts = Counter(head for row in rows for head in row)
    first = (SLUG_COLUMN, CLASS_COLUMN)
    named = sorted(head for head in counts if "name@" in head)
    rest = sorted(set(counts) - {*first, *named, PASSAGE_COLUMN}, key=lambda head: (-counts[head], head))
    return [*first, *named, *rest, PASSAGE_COLUMN]


def _things(reader: Reader, form: str, places: dict[str, CuratedFile], whole: bool) -> Iterator[Cells]:
    """A row for each thing and each passage that says something of it; in the whole table one for things without."""
    cls, stem = FORMS[form]
    content = reader.content
    said: dict[str, dict[str, list[ox.Triple]]] = defaultdict(lambda: defaultdict(list))
    for ref, file in places.items():
        for t in file.triples:
            if stem == "" or t.predicate.value not in CARD:
                said[t.subject.value][ref].append(t)
    cards: dict[str, list[ox.Triple]] = defaultdict(list)
    for t in content.triples(Kind.ENTITIES) if stem else ():
        cards[t.subject.value].append(t)
    for iri in sorted(i for i, types in content.types.items() if content.ontology.is_a(types, ns.CNS + cls)):
        if iri.startswith(ns.ID) and (cards[iri] or not stem):
            refs = sorted(said[iri]) or ([""] if whole and stem else [])
            for ref in refs:
                head = {SLUG_COLUMN: iri.removeprefix(ns.ID), PASSAGE_COLUMN: ref}
                yield head | _cells(reader, [*cards[iri], *said[iri][ref]])


def _cells(reader: Reader, triples: Iterable[ox.Triple]) -> Cells:
    """The cells of statements on one thing; a value that would not be read as it is written has none."""
    found: dict[str, list[str]] = defaultdict(list)
    for t in triples:
        if not isinstance(t.object, ox.NamedNode | ox.Literal):
            continue
        head, text = _head(t), _text(t.object)
        if t.predicate.value == TYPE:
            found[CLASS_COLUMN].append(t.object.value.removeprefix(ns.CNS))
        elif head and _is_read(reader, head, text, t.object):
            found[head].append(text)
    return {head: BETWEEN.join(sorted(texts)) for head, texts in found.items()}


def _head(t: ox.Triple) -> str:
    """The head of the column of a statement; nothing where no column is of its property."""
    bare = {PREF: "name", ALT: "other-name"}.get(t.predicate.value, t.predicate.value.removeprefix(ns.CNS))
    language = t.object.language if isinstance(t.object, ox.Literal) else ""
    return "" if ":" in bare else bare + (f"@{language}" if language else "")


def _text(node: ox.NamedNode | ox.Literal) -> str:
    """A node as a cell has it."""
    text = str(node.value)
    if isinstance(node, ox.Literal):
        return text
    return text.removeprefix(ns.TIME).removeprefix(ns.ID) if text.startswith((ns.TIME, ns.ID)) else ns.compact(text)


def _is_read(reader: Reader, head: str, text: str, node: ox.NamedNode | ox.Literal) -> bool:
    """Whether a cell of this text becomes the node again."""
    try:
        return reader.nodes(reader.column(head), text) == [node]
    except CnskgError:
        return False


def _links(reader: Reader, places: dict[str, CuratedFile]) -> Iterator[Cells]:
    """A row for each statement on a thing that has an end and is no name or class of it."""
    for ref, file in places.items():
        for t in sorted(file.triples, key=str):
            plain = t.subject.value.startswith(ns.ID) and not is_name(t.subject.value)
            if plain and isinstance(t.object, ox.NamedNode) and t.predicate.value.startswith(ns.CNS):
                head, text = _head(t), _text(t.object)
                if _is_read(reader, head, text, t.object):
                    thing = t.subject.value.removeprefix(ns.ID)
                    yield dict(zip((*LINK, PASSAGE_COLUMN), (thing, head, text, ref), strict=True))
