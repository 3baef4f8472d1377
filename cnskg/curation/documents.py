"""New source documents: their text, their card, and the recipe by which a reader's own copy becomes the same text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from .. import namespaces as ns
from ..content import timespans
from ..content.anchors import digest, fold
from ..content.files import Content, Kind, parse
from ..content.texts import value
from ..content.turtle import canonical
from ..errors import ContentError, UsageError
from ..rdf import PREF, TYPE
from .extraction import Recipe, extract, read_recipe
from .writing import SLUG, literal, locked, plain, triple, write


@dataclass(frozen=True)
class NewDocument:
    """What a curator says of a new document: slug, titles by language, authors, date, address, class and part."""

    slug: str
    titles: list[ox.Literal]
    authors: tuple[str, ...]
    published: str
    url: str = ""
    publisher: str = ""
    cls: str = "cns:Article"
    name: str = ""
    line: str = ""
    part: str = ""

    def triples(self, text: str, recipe: Recipe) -> list[ox.Triple]:
        """The statements of the document's card."""
        node = f"id:{self.slug}"
        named = plain(self.name) or next(t.value for t in self.titles if t.language == "en")
        found = [
            triple(node, TYPE, self.cls),
            triple(node, TYPE, "cns:SourceDocument"),
            triple(node, PREF, literal(named, "en")),
            *(triple(node, "cns:title", title) for title in self.titles),
            *(triple(node, "cns:author", f"id:{bare(author)}") for author in self.authors),
            triple(node, "cns:published", f"span:{self.published}"),
            triple(node, "cns:textFile", literal(f"{self.slug}.txt")),
            triple(node, "cns:textEnd", ox.Literal(len(fold(text)))),
            triple(node, "cns:sha256", literal(digest(text))),
            triple(node, "cns:textRecipe", literal(str(recipe))),
        ]
        found += [triple(node, "cns:url", literal(self.url))] if self.url else []
        found += [triple(node, "cns:publisher", f"id:{bare(self.publisher)}")] if self.publisher else []
        return found + ([triple(node, "cns:description", literal(plain(self.line), "en"))] if self.line else [])


class Made(NamedTuple):
    """A new document: where its text and its card are, and the recipe of its text."""

    text: Path
    card: Path
    recipe: Recipe


def bare(slug: str) -> str:
    """A slug as people write it, with or without prefix."""
    return slug.removeprefix(ns.ID).removeprefix("id:")


def new_document(root: Path, texts: Path, source: Path, wanted: NewDocument) -> Made:
    """Take the text out of a file into the folder of texts, and describe it in data/documents.ttl.

    Raises UsageError or ContentError, with nothing written, where something is amiss.
    """
    _refuse(wanted)
    text, recipe = extract(source, wanted.part)
    with locked(root):
        content = Content.read(root, Kind.DOCUMENTS, Kind.ENTITIES)
        _refuse_unknown(content, wanted)
        place, card = texts / f"{wanted.slug}.txt", root / "data" / "documents.ttl"
        if place.exists() and not (source.exists() and place.samefile(source)):
            raise UsageError(f"{place} is there already", hint="Choose another slug, or move that file away.")
        known = parse(root, card).triples if card.exists() else frozenset()
        whole = canonical([*known, *wanted.triples(text, recipe)])
        write(place, text)
        write(card, whole)
    return Made(place, card, recipe)


def _refuse(wanted: NewDocument) -> None:
    """Raise UsageError for what cannot be so, whatever the content."""
    if not SLUG.fullmatch(wanted.slug):
        raise UsageError(f"{wanted.slug!r} is no name", hint="Use a-z, 0-9 and -, such as merics-2022.")
    if not wanted.name and not any(title.language == "en" for title in wanted.titles):
        raise UsageError("the document has no English name", hint="Give --name, or --title in English, too.")
    try:
        timespans.read(wanted.published)
    except ValueError:
        guess = timespans.guess(wanted.published)
        hint = f"Did you mean {guess}?" if guess else f"Write one of: {timespans.EXAMPLES.replace('span:', '')}."
        raise UsageError(f"{wanted.published!r} is no time", hint=hint) from None
    if wanted.url and not wanted.url.startswith(("http://", "https://")):
        raise UsageError(f"{wanted.url!r} is no address", hint="Write it from https:// on.")


def _refuse_unknown(content: Content, wanted: NewDocument) -> None:
    """Raise ContentError where the slug is taken, and UsageError where an author or publisher has no card."""
    told = {t.subject.value for _, t in content.statements(Kind.DOCUMENTS, Kind.ENTITIES)}
    if ns.ID + wanted.slug in told:
        raise ContentError(f"id:{wanted.slug} is there already", hint="Choose another slug.")
    for actor in (*wanted.authors, *([wanted.publisher] if wanted.publisher else [])):
        if ns.ID + bare(actor) not in told:
            hint = f"Make one first: cnskg new entity people {bare(actor)} cns:Person --name en=…"
            raise UsageError(f"id:{bare(actor)} has no card", hint=hint)


class Again(NamedTuple):
    """A text made again: where it is, whether it has the same words, and both recipes."""

    place: Path
    same: bool
    was: str
    now: Recipe


def extract_again(root: Path, texts: Path, document: str, source: Path) -> Again:
    """Make the text of a known document from one's own copy, by the recipe in its card.

    Raises UsageError where another text is there already.
    """
    content = Content.read(root, Kind.DOCUMENTS)
    node = ns.ID + bare(document)
    was = value(content, node, ns.CNS + "textRecipe")
    text, now = extract(source, read_recipe(was).part)
    place = texts / value(content, node, ns.CNS + "textFile")
    if place.exists() and digest(place.read_text(encoding="utf-8")) != digest(text):
        raise UsageError(f"{place} is there already, with other words", hint="Move it away first.")
    write(place, text)
    return Again(place, digest(text) == value(content, node, ns.CNS + "sha256"), was, now)
