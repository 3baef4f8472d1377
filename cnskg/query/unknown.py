"""Things that a query names and the release has not, by their IRIs or by their names.

The nearest is told: an id by its own letters and, through the index of names, by what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..namespaces import BASE, ID, compact
from ..nearest import nearest
from ..rdf import ALT, LABEL, PREF
from ..release.shape import Kind, Shape
from ..search.entries import Entry
from ..search.found import Hit, Tier
from ..search.searcher import of_release
from .misfits import Place, possible
from .patterns import Pattern
from .sparql_text import Query
from .telling import Kinds

NAMING = (PREF, ALT, LABEL)
_QUOTES = "'\""
_SHOWN = 2  # things that are named for one that is not there
_ASKED = 5  # names that are looked up, at most: some hundredths of a second each
_LIKE = 75  # of 100: how much of an id must be the same, for one that nobody finds by name


def ids(query: Query, shape: Shape, folder: Path) -> Iterator[str]:
    """A sentence for each id that the release does not have."""
    for iri in dict.fromkeys(iri for iri, _ in query.iris()):
        if iri.startswith(ID) and iri != ID and iri not in shape.nodes:
            near = _near_id(iri.removeprefix(ID), shape, folder)
            yield f"the release has no {compact(iri)}" + (f"; nearest: {', '.join(near)}" if near else "")


def names(found: Iterable[Pattern], ends: list[Place], shape: Shape, folder: Path) -> Iterator[str]:
    """A sentence for each name that nothing bears so, with a language that is there."""
    named = [one for one in found if one.properties[0][0] in NAMING and one.object.is_literal]
    for one in named[:_ASKED]:
        iri = one.properties[0][0]
        known = frozenset([one.object.kind]) in shape.after.get(iri, ())
        if known and not one.group.elsewhere:
            yield from _called(one, possible(one.subject, one, one.group, ends, shape), shape, folder)


def kinds(found: Iterable[Pattern], shape: Shape, folder: Path) -> Iterator[Kind]:
    """The classes of the things that a query names, by their IRIs or by whole names."""
    patterns = list(found)
    for one in patterns:
        yield from (shape.nodes[term.value] for term in (one.subject, one.object) if term.value in shape.nodes)
    yield from kinds_by_name(patterns, shape, folder)


def kinds_by_name(found: Iterable[Pattern], shape: Shape, folder: Path) -> Iterator[Kind]:
    """The classes of the things that patterns name by whole names."""
    for one in [one for one in found if one.properties[0][0] in NAMING and one.object.is_literal][:_ASKED]:
        yield from (_kind(hit, shape) for hit in _hits(one, folder)[:1] if hit.tier == Tier.WHOLE)


def _near_id(local: str, shape: Shape, folder: Path) -> list[str]:
    named = [hit.entry for hit in of_release(folder).find(local.replace("-", " ")).hits if hit.tier >= Tier.WORDS]
    found = [f"{compact(entry.iri)} ({entry.label})" for entry in named if entry.iri.startswith(ID)][:_SHOWN]
    alike = nearest(local, (iri.removeprefix(ID) for iri in shape.nodes if iri.startswith(ID)), _SHOWN, _LIKE)
    return (found + [f"id:{slug}" for slug in alike if not any(one.startswith(f"id:{slug} ") for one in found)])[
        :_SHOWN
    ]


def _hits(pattern: Pattern, folder: Path) -> list[Hit]:
    """The things of ours that are called as a pattern asks, or nearly."""
    answer = of_release(folder).find(pattern.object.value.strip(_QUOTES))
    named = [hit for hit in answer.hits if hit.tier >= Tier.WORDS]
    return [hit for hit in (*named, *answer.meant) if hit.entry.iri.startswith(BASE)]


def _kind(hit: Hit, shape: Shape) -> Kind:
    return shape.nodes.get(hit.entry.iri, frozenset())


def _called(pattern: Pattern, kinds: Kinds | None, shape: Shape, folder: Path) -> Iterator[str]:
    """Who bears the name that a pattern asks for, in another language or by another property, or one like it."""
    asked = f'{compact(pattern.properties[0][0])} "{pattern.object.value.strip(_QUOTES)}"{pattern.object.kind}'
    hits = _hits(pattern, folder)
    if any(_name(hit.entry, hit.name) == asked for hit in hits):
        return
    for hit in [hit for hit in hits if kinds is None or _kind(hit, shape) in kinds][:1]:
        yield f"{compact(hit.entry.iri)} has the name {_name(hit.entry, hit.name)}"


def _name(entry: Entry, text: str) -> str:
    """One of the names of a thing, as a query has it."""
    name = next(one for one in entry.names if one.text == text)
    return (
        f'{"skos:prefLabel" if name.preferred else "skos:altLabel"} "{text}"{"@" * bool(name.language)}{name.language}'
    )
