"""What a query names and the release has not: things by their IRIs or by their names, properties of vocabularies.

The nearest is told: an id by its own letters and, through the index of names, by what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..namespaces import BASE, ID, PREFIXES, compact
from ..nearest import nearest
from ..rdf import ALT, LABEL, PREF
from ..release.shape import Kind, Shape
from ..search.bearers import Tier
from ..search.index import Entry
from ..search.searcher import Hit, of_release
from .misfits import Place, possible, signature
from .patterns import Pattern
from .sparql_text import Query

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
            kinds = possible(one.subject, one, one.group, ends, shape)
            yield from _called(one, [hit for hit in _hits(one, folder) if kinds is None or _kind(hit, shape) in kinds])


def kinds(found: Iterable[Pattern], shape: Shape, folder: Path) -> Iterator[Kind]:
    """The classes of the things that a query names, by their IRIs or by whole names."""
    for one in found:
        yield from (shape.nodes[term.value] for term in (one.subject, one.object) if term.value in shape.nodes)
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


def _called(pattern: Pattern, hits: list[Hit]) -> Iterator[str]:
    """Who bears the name that a pattern asks for, in another language or by another property, or one like it."""
    asked = f'{compact(pattern.properties[0][0])} "{pattern.object.value.strip(_QUOTES)}"{pattern.object.kind}'
    for hit in hits[:1]:
        name = _name(hit.entry, hit.name)
        if name != asked:
            yield f"{compact(hit.entry.iri)} has the name {name}"


def _name(entry: Entry, text: str) -> str:
    """One of the names of a thing, as a query has it."""
    name = next(one for one in entry.names if one.text == text)
    return (
        f'{"skos:prefLabel" if name.preferred else "skos:altLabel"} "{text}"{"@" * bool(name.language)}{name.language}'
    )


def foreign(found: Iterable[Pattern], shape: Shape) -> Iterator[str]:
    """A sentence for each property of another vocabulary that no fact uses, and for each such class."""
    told: set[str] = set()
    for one in found:
        names = [iri for iri, _ in one.properties]
        if one.object.kind == "iri" and names == [PREFIXES["rdf"] + "type"]:
            names = [one.object.value]
        idle = not any(iri in shape.used or iri.startswith(BASE) for iri in names)
        for iri in names if idle and not one.group.elsewhere else ():
            if iri and iri not in told:
                told.add(iri)
                yield f"no fact uses {compact(iri)}{_instead(iri, shape)}"


def _instead(iri: str, shape: Shape) -> str:
    """What to ask for instead of a foreign term."""
    better = shape.instead.get(iri) or shape.instead.get(iri.replace("http://schema.org/", PREFIXES["schema"]))
    if better:
        return f": ask {', or '.join(signature(one, shape) for one in better)}"
    namespace, local = _split(iri)
    ours = sorted(
        one for one in shape.used if one.startswith(PREFIXES["cns"]) and _split(one)[1].lower() == local.lower()
    )
    if ours:
        return f": ask {signature(ours[0], shape)}"
    near = nearest(local, (_split(one)[1] for one in shape.used if _split(one)[0] == namespace))
    return f"; nearest: {', '.join(compact(namespace + one) for one in near)}" if near else ""


def _split(iri: str) -> tuple[str, str]:
    end = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:end], iri[end:]
