"""What is told first of a thing: what it is, its posts or who leads it, its cards. /ask shows it where it is unsure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..asking.words import assumed, words
from . import page_queries
from .naming import Name, text_of
from .pages import Link, path_of
from .profiles import Profile, profile
from .sections import Ask, names_of, sections

#: Rows that are shown of each part.
MOST_ROWS = 6


@dataclass(frozen=True)
class Glance:
    """A thing, what it is in a line, and the first parts of its page."""

    thing: Link
    about: Name | None
    parts: list[dict[str, Any]]


def the_one(named: Sequence[str], ask: Ask) -> str:
    """The only thing that a question names, beside what goes without saying; empty where there are several or none."""
    found = apart(named, ask)
    return found[0] if len(found) == 1 else ""


def apart(named: Sequence[str], ask: Ask) -> list[str]:
    """The things that a question names, without what goes without saying where it names others, too."""
    if len(named) < 2:
        return [*named]
    called = names_of(map(ox.NamedNode, named), ask)
    return [iri for iri in named if not assumed().issuperset(words(called.title(iri, "en").text))]


def of(iri: str, ask: Ask) -> Glance | None:
    """What is told first of a thing; None where it has no page of its kind, or nothing to tell."""
    thing = ox.NamedNode(iri)
    kind = profile({row["class"].value for row in ask(page_queries.CLASSES, entity=thing)})
    if kind is None:
        return None
    parts = [_first(part) for part in sections(Profile(kind.name, "", (), _foremost(kind)), iri, ask)]
    about = text_of(ask(page_queries.HEAD, entity=thing), ns.CNS + "description")
    name = names_of([thing], ask).of(thing)
    return Glance(Link(path_of(iri), name.text, name.language), about, parts) if parts or about else None


def _foremost(kind: Profile) -> tuple[Any, ...]:
    """The first part of a page and the first that is cards."""
    cards = [part for part in kind.sections if part.form == "cards"]
    return tuple(dict.fromkeys([*kind.sections[:1], *cards[:1]]))


def _first(part: dict[str, Any]) -> dict[str, Any]:
    return {**part, "lines": part["lines"][:MOST_ROWS]}
