"""Hints beside an answer: where a query asks in a way that cannot match the release, and what to ask instead.

Each kind has its function here or in a module of its own; what they need to know comes from the shape of the release.
Where a pattern with a thing of the release has no match, the facts are asked what else is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ..namespaces import GRAPH_ASSERTED, GRAPH_INFERRED, compact
from ..release.shape import Shape
from . import comparisons, joins, misfits, patterns, probing, spans, terms, unknown
from .hints import Known
from .patterns import Pattern
from .probing import Ask
from .sparql_text import Query
from .telling import signature

#: Hints beside one answer, at most: who reads more?
MOST = 5
#: Longest hint, in characters: what stands in a query may be as long as anybody likes, and is told in hints.
LONGEST = 600
_FACTS = {GRAPH_ASSERTED, GRAPH_INFERRED}


@dataclass(frozen=True)
class Answered:
    """A query that was answered: its graphs, if it names some, and whether nothing came."""

    query: Query
    graphs: tuple[str, ...]
    empty: bool


def _each(answered: Answered, known: Known, shape: Shape, folder: Path, ask: Ask) -> Iterator[str]:
    """The hints on terms, patterns and comparisons, the surest first."""
    query, found = answered.query, _in_facts(answered)
    aside = patterns.terms(found, elsewhere=True) - patterns.terms(found, elsewhere=False)
    ends, said = misfits.places(found, shape), set[Pattern]()
    yield from terms.hints(terms.Asked(query, found, ends, shape, folder), known, aside)
    if not shape.nodes:
        return
    yield from unknown.ids(query, shape, folder)
    yield from misfits.hints(ends, shape, answered.empty, said)
    yield from comparisons.hints(query, ends, shape)
    yield from misfits.sounding(ends, shape)
    yield from _together(query, found, shape, folder)
    yield from spans.hints(query, found, shape, ask)
    if answered.empty:
        yield from probing.hints([one for one in found if one not in said], ends, shape, ask)
        yield from probing.alike([one for one in found if one in said], shape, ask)
        yield from unknown.names(found, ends, shape, folder)


def teach(answered: Answered, known: Known, shape: Shape, folder: Path, ask: Ask) -> Iterator[str]:
    """The hints, the surest first; where nothing is wrong by itself, what the patterns do together."""
    sure = _each(answered, known, shape, folder, ask)
    if (first := next(sure, None)) is not None:
        yield first
        yield from sure
    elif shape.nodes:
        query, found = answered.query, _in_facts(answered)
        why = joins.hints if answered.empty else joins.left_out
        yield from why(query, found, shape, ask)


def _in_facts(answered: Answered) -> list[Pattern]:
    """The patterns of a query that is asked of the facts."""
    return patterns.patterns(answered.query) if set(answered.graphs) <= _FACTS else []


def known_from(shape: Shape) -> Known | None:
    """What a release knows of terms, where it has a shape."""
    return Known(frozenset(), frozenset(shape.nodes), shape.used) if shape.nodes else None


def told(found: Iterable[str]) -> Iterator[str]:
    """As many hints as anybody reads, each once; no more are sought."""
    seen: set[str] = set()
    once = (hint for hint in found if not (hint in seen or seen.add(hint)))  # type: ignore[func-returns-value]
    return (hint if len(hint) <= LONGEST else f"{hint[: LONGEST - 1]}…" for hint in islice(once, MOST))


def _together(query: Query, found: list[Pattern], shape: Shape, folder: Path) -> Iterator[str]:
    """What the ontology says of terms that stand together, where what it would have instead is not in the query.

    A class stands in a query with each thing of it, by its IRI or its name.
    """
    named = {iri for iri, _ in query.iris()}
    pairs = {guess: better for guess, better in shape.instead.items() if " " in guess and not named & set(better)}
    if not any(named & set(guess.split()) for guess in pairs):
        return
    stands = named.union(*unknown.kinds(found, shape, folder))
    for guess, better in pairs.items():
        if set(guess.split()) <= stands:
            terms = " with ".join(compact(iri) for iri in guess.split())
            yield f"{terms} is half of it: ask {', or '.join(signature(one, shape) for one in better)}"
