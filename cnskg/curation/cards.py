"""Cards: new ones, more names, and those that are like a name. What is there is never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.files import Content, CuratedFile, Kind, parse
from ..content.listing import kept
from ..content.turtle import canonical
from ..errors import ContentError, UsageError
from ..folding import has_han, same
from ..nearest import nearest, ratio
from ..rdf import ALT, PREF, TYPE
from ..search.entries import entries
from ..search.found import Found
from ..search.searcher import Searcher
from .form import with_comments
from .writing import SLUG, literal, locked, plain, triple, write

NEAR = 92
PINYIN = "zh-latn-pinyin"
POST = ns.CNS + "Post"


@dataclass(frozen=True)
class NewCard:
    """What a curator says of a new card: file, slug, classes, preferred and other names, one line of description.

    `new_kind` lets a file begin that is not there yet; `name_source` is the page on which its Chinese name is found.
    """

    kind: str
    slug: str
    classes: tuple[str, ...]
    names: list[ox.Literal]
    others: list[ox.Literal]
    line: str = ""
    new_kind: bool = False
    name_source: str = ""

    def triples(self) -> list[ox.Triple]:
        """The statements of the card."""
        node = f"id:{self.slug}"
        found = [triple(node, "rdf:type", cls) for cls in self.classes]
        found += [triple(node, PREF, x) for x in self.names] + [triple(node, ALT, x) for x in self.others]
        line, source = plain(self.line), plain(self.name_source)
        found += [triple(node, "cns:description", literal(line, "en"))] if line else []
        return found + ([triple(node, "cns:nameSource", ox.Literal(source))] if source else [])


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
        _refuse_card(cards, wanted.slug)
        if not sure:
            _refuse_taken(cards, wanted.slug, [*wanted.names, *wanted.others], POST in map(ns.expand, wanted.classes))
        known = next((c for c in cards if c.path == path), None)
        made = wanted.triples()
        write(path, with_comments(known, [*known.triples, *made]) if known else canonical(made))
    return path


def _refuse_kind(kind: str, known: list[str]) -> None:
    near = nearest(kind, known)
    hint = f"Did you mean {', '.join(near)}?" if near else f"There are {', '.join(known)}."
    raise UsageError(f"there is no data/entities/{kind}.ttl", hint=f"{hint} --new-kind begins a file of that name.")


def _refuse_card(cards: list[CuratedFile], slug: str) -> None:
    for card in cards:
        if any(t.subject.value == ns.ID + slug for t in card.triples):
            raise ContentError(f"id:{slug} has a card already, in {card.name}", hint="Use it, or add names to it.")


def _posts(cards: list[CuratedFile]) -> set[str]:
    return {t.subject.value for card in cards for t in card.by_predicate.get(TYPE, ()) if t.object.value == POST}


def _refuse_taken(cards: list[CuratedFile], slug: str, labels: list[ox.Literal], is_post: bool) -> None:
    """Raise ContentError where the card of another slug bears one of the names, in whatever spelling.

    A post and what is none may have names that are near: the minister's office is called after the ministry.
    """
    posts = _posts(cards)
    names: dict[str, list[ox.Literal]] = {}
    for t in (t for card in cards for t in card.triples if t.subject.value != ns.ID + slug):
        if t.predicate.value in (PREF, ALT) and isinstance(t.object, ox.Literal):
            names.setdefault(t.subject.value, []).append(t.object)
    for iri, known in sorted(names.items()):
        for name in sorted(known, key=str):
            read, near = not (_hanzi(labels) and _hanzi(known)), (iri in posts) == is_post
            if any(_is_taken(label, name, read, near) for label in labels):
                hint = "Use that card; if it is another thing, say --different."
                raise ContentError(f"{ns.compact(iri)} is named {name.value!r} already", hint=hint)


def _hanzi(names: list[ox.Literal]) -> bool:
    return any(has_han(name.value) for name in names)


def _is_taken(label: ox.Literal, name: ox.Literal, read: bool, near: bool) -> bool:
    """Whether a name is one that a card has, or is `near` one; `read` compares hanzi and letters by their sound."""
    if has_han(label.value) != has_han(name.value) or PINYIN in (label.language, name.language):
        return read and same(label.value, name.value)
    near = near and label.language == name.language and ratio(label.value, name.value) >= NEAR
    return near or same(label.value, name.value)


def add_names(root: Path, slug: str, names: list[ox.Literal], preferred: bool = False, sure: bool = False) -> Path:
    """More names on an existing card. Raises UsageError where there is no such card, and ContentError for a name that
    it has already, or unless `sure`, another card."""
    with locked(root):
        cards = [parse(root, path) for path in kept((root / "data" / "entities").glob("*.ttl"))]
        for card in cards:
            if any(t.subject.value == ns.ID + slug for t in card.triples):
                predicate = PREF if preferred else ALT
                _refuse_borne(slug, card, names, preferred)
                if not sure:
                    _refuse_taken(cards, slug, names, ns.ID + slug in _posts([card]))
                more = (triple(f"id:{slug}", predicate, n) for n in names)
                write(card.path, with_comments(card, [*card.triples, *more]))
                return card.path
    raise UsageError(f"id:{slug} has no card", hint="Make one with `cnskg new entity`.")


def _refuse_borne(slug: str, card: CuratedFile, names: list[ox.Literal], preferred: bool) -> None:
    for t in card.triples:
        if t.subject.value == ns.ID + slug and t.predicate.value in (PREF, ALT):
            if isinstance(t.object, ox.Literal) and any(_is_spelling(name, t.object) for name in names):
                hint = "There is nothing to add: capitals make no other name."
                raise ContentError(f"id:{slug} is named {t.object.value!r} already", hint=hint)
            if preferred and t.predicate.value == PREF and t.object.language in {n.language for n in names}:
                hint = "Add it as another name, or change the preferred one in the file."
                raise ContentError(f"the preferred name of id:{slug} is {t.object.value!r}", hint=hint)


def _is_spelling(name: ox.Literal, known: ox.Literal) -> bool:
    """Whether a name is one that is known, but for its capitals."""
    return name.language == known.language and name.value.casefold() == known.value.casefold()


@dataclass(frozen=True)
class Similar:
    """What is like some words: cards, and terms of the ontology, which are found by their definitions, too."""

    cards: Found
    terms: Found


class Finder:
    """Looks for cards and terms of the content, which is read once."""

    def __init__(self, root: Path) -> None:
        self._cards, self._terms = (
            Searcher.over(entries(Content.read(root, kind).triples(kind))) for kind in (Kind.ENTITIES, Kind.ONTOLOGY)
        )

    def similar(self, words: str) -> Similar:
        """The cards and terms that bear a name or hold its words, best first."""
        return Similar(self._cards.find(words), self._terms.find(words))
