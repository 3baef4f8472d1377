"""Cards: new ones, more names, and those that are like a name. What is there is never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.files import CuratedFile, parse
from ..content.listing import kept
from ..content.turtle import canonical
from ..errors import ContentError, UsageError
from ..nearest import nearest, ratio, resemblance
from ..rdf import ALT, PREF, TYPE
from .writing import SLUG, literal, locked, plain, triple, write

NEAR = 92


@dataclass(frozen=True)
class NewCard:
    """What a curator says of a new card: file, slug, classes, preferred and other names, one line of description.

    `new_kind` lets a file begin that is not there yet.
    """

    kind: str
    slug: str
    classes: tuple[str, ...]
    names: list[ox.Literal]
    others: list[ox.Literal]
    line: str = ""
    new_kind: bool = False

    def triples(self) -> list[ox.Triple]:
        """The statements of the card."""
        node = f"id:{self.slug}"
        found = [triple(node, "rdf:type", cls) for cls in self.classes]
        found += [triple(node, PREF, x) for x in self.names] + [triple(node, ALT, x) for x in self.others]
        line = plain(self.line)
        return found + ([triple(node, "cns:description", literal(line, "en"))] if line else [])


def new_entity(root: Path, wanted: NewCard, sure: bool) -> Path:
    """A card in data/entities/<kind>.ttl. Raises ContentError where a like name is there already, unless `sure`."""
    if not SLUG.fullmatch(wanted.slug) or not SLUG.fullmatch(wanted.kind):
        raise UsageError(f"{wanted.kind}/{wanted.slug} is no name", hint="Use a-z, 0-9 and -.")
    with locked(root):
        folder = root / "data" / "entities"
        path = folder / f"{wanted.kind}.ttl"
        if not path.exists() and not wanted.new_kind:
            _refuse_kind(wanted.kind, [p.stem for p in kept(folder.glob("*.ttl"))])
        cards = [parse(root, p) for p in kept(folder.glob("*.ttl"))]
        _refuse_taken(cards, wanted.slug, wanted.names, sure)
        known = next((c.triples for c in cards if c.path == path), frozenset())
        write(path, canonical([*known, *wanted.triples()]))
    return path


def _refuse_kind(kind: str, known: list[str]) -> None:
    near = nearest(kind, known)
    hint = f"Did you mean {', '.join(near)}?" if near else f"There are {', '.join(known)}."
    raise UsageError(f"there is no data/entities/{kind}.ttl", hint=f"{hint} --new-kind begins a file of that name.")


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


def add_names(root: Path, slug: str, names: list[ox.Literal], preferred: bool = False) -> Path:
    """More names on an existing card. Raises UsageError where there is no such card."""
    with locked(root):
        for path in kept((root / "data" / "entities").glob("*.ttl")):
            card = parse(root, path)
            if any(t.subject.value == ns.ID + slug for t in card.triples):
                predicate = PREF if preferred else ALT
                _refuse_borne(slug, card, names, preferred)
                write(path, canonical([*card.triples, *(triple(f"id:{slug}", predicate, n) for n in names)]))
                return path
    raise UsageError(f"id:{slug} has no card", hint="Make one with `cnskg new entity`.")


def _refuse_borne(slug: str, card: CuratedFile, names: list[ox.Literal], preferred: bool) -> None:
    for t in card.triples:
        if t.subject.value == ns.ID + slug and t.predicate.value in (PREF, ALT):
            if t.object in names:
                raise ContentError(f"id:{slug} is named {t.object.value!r} already", hint="There is nothing to add.")
            if preferred and t.predicate.value == PREF and t.object.language in {n.language for n in names}:
                hint = "Add it as another name, or change the preferred one in the file."
                raise ContentError(f"the preferred name of id:{slug} is {t.object.value!r}", hint=hint)


def similar(root: Path, words: str, limit: int = 12) -> list[tuple[int, str, str, str]]:
    """Cards whose names are like the words: score, CURIE, name, classes; best first."""
    rows: dict[str, tuple[int, str]] = {}
    types: dict[str, list[str]] = {}
    for path in kept((root / "data" / "entities").glob("*.ttl")):
        for t in parse(root, path).triples:
            if t.predicate.value == TYPE:
                types.setdefault(t.subject.value, []).append(ns.compact(t.object.value))
            if t.predicate.value in (PREF, ALT):
                score = resemblance(words, t.object.value)
                rows[t.subject.value] = max(rows.get(t.subject.value, (0, "")), (score, t.object.value))
    best = sorted(rows.items(), key=lambda r: (-r[1][0], r[0]))[:limit]
    return [(s, ns.compact(i), n, ", ".join(sorted(types.get(i, [])))) for i, (s, n) in best if s >= 60]
