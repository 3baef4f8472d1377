"""From names to things: what a name stands for, and what may have been meant."""

from __future__ import annotations

import re

import pyoxigraph as ox

from .. import namespaces as ns
from ..errors import NotFound, UsageError
from ..search import groups
from ..search.asked import MOST_ASKED
from ..search.found import Hit, Tier
from . import queries
from .entities import Entity, Graph

_SPELLED = re.compile(r"<[^<>\s]+>|[a-z][a-z0-9]*:\S+")
#: What is found by its sentence or title, and has no name by which it would be called for.
_UNNAMED = (groups.CLAIMS, groups.SECTIONS, groups.QUESTIONS)


class UnknownName(NotFound, KeyError):
    """Nothing bears the name; `candidates` are things with names near it."""

    def __init__(self, message: str, *, hint: str = "", candidates: list[Entity] | None = None) -> None:
        super().__init__(message, hint=hint)
        self.candidates = candidates or []

    __str__ = NotFound.__str__  # a KeyError would quote its message


class AmbiguousName(UsageError, KeyError):
    """Several things bear the name; `candidates` are these."""

    def __init__(self, message: str, *, hint: str = "", candidates: list[Entity] | None = None) -> None:
        super().__init__(message, hint=hint)
        self.candidates = candidates or []

    __str__ = UsageError.__str__


class Match(Entity):
    """A thing that a search found: by which name, how well (`whole`, `words`, …), and of which kind it is."""

    def __init__(self, graph: Graph, hit: Hit) -> None:
        super().__init__(graph, hit.entry.iri)
        graph.known_names.setdefault(hit.entry.iri, hit.entry.label)
        self.matched, self.tier, self.score = hit.name, hit.tier.word, int(hit.tier)
        self.kind = hit.entry.group


class Matches(list[Match]):
    """What a search found, best first. Where it found nothing, `meant` are things of names like the words."""

    meant: list[Match]

    @classmethod
    def of(cls, graph: Graph, text: str, kind: str, most: int) -> Matches:
        """Search. Raises UsageError for a kind that there is not, and for what is no text or number."""
        if kind and kind not in groups.ALL:
            raise UsageError(
                f"there are no things of the kind {cut(str(kind))}", hint=f"Kinds: {', '.join(groups.ALL)}."
            )
        if not isinstance(most, int) or most < 0:
            raise UsageError(f"{cut(str(most))} is no number of hits", hint="most= takes a whole number, from 0 on.")
        found = graph.source.find(text_of(text, "a name or words"), kind, most)
        made = cls(Match(graph, hit) for hit in found.hits)
        made.meant = [Match(graph, hit) for hit in found.meant]
        return made


def text_of(given: object, what: str) -> str:
    """A text that is one. Raises UsageError, which says what it should have been: "a name"."""
    if not isinstance(given, str):
        raise UsageError(f"{type(given).__name__} is not {what}", hint=f"Give {what} as a text.")
    return given


def by_name(graph: Graph, name: str) -> Entity:
    """The one thing of a name, a CURIE or an IRI. Raises UnknownName, AmbiguousName."""
    text = text_of(name, "a name").strip()
    if iri := written(text):
        return _spelled(graph, iri)
    found = graph.source.find(text) if len(text) <= MOST_ASKED else None
    named = [hit for hit in found.hits if hit.tier is Tier.WHOLE and hit.entry.group not in _UNNAMED] if found else []
    things = [hit for hit in named if hit.entry.group != groups.TERMS] or named
    if len(things) == 1:
        return Match(graph, things[0])
    said = cut(text)
    if things:
        raise AmbiguousName(
            f"{len(things)} things are called {said}",
            hint=f"They are: {_told(things)}.",
            candidates=_all(graph, things),
        )
    near = [*found.meant, *found.hits][:5] if found else []
    hint = f"Near: {_told(near)}." if near else "kg.find(…) looks for words."
    raise UnknownName(f"nothing is called {said}", hint=hint, candidates=_all(graph, near))


def written(text: str) -> str:
    """The IRI that a CURIE with a prefix of ours, an IRI or one in angle brackets is; empty for a name."""
    if text.startswith(("http://", "https://", "urn:")):
        return text
    iri = ns.expand(text)
    return iri if _SPELLED.fullmatch(text) and iri != text else ""


def _spelled(graph: Graph, iri: str) -> Entity:
    """The thing of an IRI. Raises UnknownName where nothing is said of it, or it is none."""
    try:
        ox.NamedNode(iri)
    except ValueError:
        raise UnknownName(f"{cut(iri)} is no IRI", hint="Write a CURIE such as id:cnsc, or a name.") from None
    if graph.source.rows(queries.EXISTS, entity=ox.NamedNode(iri)):
        return graph.entity(iri)
    local = re.sub(r"\W+", " ", re.split("[/#]", iri)[-1])
    found = graph.source.find(local[:MOST_ASKED])
    near = [*found.hits, *found.meant][:5]
    hint = f"Near: {_told(near)}." if near else "kg.find(…) looks for words."
    raise UnknownName(f"there is no {ns.compact(iri)[:60]}", hint=hint, candidates=_all(graph, near))


def _all(graph: Graph, hits: list[Hit]) -> list[Entity]:
    return [Match(graph, hit) for hit in hits]


def _told(hits: list[Hit]) -> str:
    return ", ".join(f"{ns.compact(hit.entry.iri)} ({hit.entry.label})" for hit in hits[:5])


def cut(text: str, most: int = 60) -> str:
    """As much of a name as a message repeats."""
    return repr(text if len(text) <= most else text[: most - 1] + "…")
