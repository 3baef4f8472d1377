"""Hints beside an answer: where a query asks in a way that cannot match the release, and what to ask instead.

Each kind has its function here or in a module of its own; what they need to know comes from the shape of the release.
Where a pattern with a thing of the release has no match, the facts are asked what else is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ..namespaces import CNS, GRAPH_ASSERTED, GRAPH_INFERRED, compact
from ..release.shape import Shape
from . import comparisons, hints, misfits, patterns, spans, unknown
from .hints import Known
from .misfits import Place
from .patterns import STRING, TYPE, Pattern, Term
from .result import Row
from .sparql_text import Query

#: Hints beside one answer, at most: who reads more?
MOST = 5
_PROBED = 6  # patterns that are looked up, at most
_OTHERS = 3  # other properties of a thing that are named
_LONGEST = 40  # characters of a text that is shown
_FACTS = {GRAPH_ASSERTED, GRAPH_INFERRED}

Ask = Callable[[str], list[Row]]


@dataclass(frozen=True)
class Answered:
    """A query that was answered: its graphs, if it names some, and whether nothing came."""

    query: Query
    graphs: tuple[str, ...]
    empty: bool


def teach(answered: Answered, known: Known, shape: Shape, folder: Path, ask: Ask) -> Iterator[str]:
    """The hints, the surest first."""
    query = answered.query
    found = patterns.patterns(query) if set(answered.graphs) <= _FACTS else []
    aside = patterns.terms(found, elsewhere=True) - patterns.terms(found, elsewhere=False)
    asked = {iri for one in found if not one.group.elsewhere for iri, _ in one.properties}
    aside |= _values(query, shape) - asked
    claimed = {iri for iri in asked if _in_claims(iri, shape)}
    yield from hints.term_hints(query, known, aside, claimed, shape.instead, lambda iri: misfits.signature(iri, shape))
    if not shape.nodes:
        return
    ends, said = misfits.places(found, shape), set[Pattern]()
    yield from unknown.foreign(found, shape)
    yield from unknown.ids(query, shape, folder)
    yield from misfits.hints(ends, shape, answered.empty, said)
    yield from comparisons.hints(query, ends, shape)
    yield from misfits.sounding(ends, shape)
    yield from _together(query, shape)
    yield from spans.hints(query, found, shape, ask)
    if answered.empty:
        yield from _probed([one for one in found if one not in said], ends, shape, ask)
        yield from unknown.names(found, shape, folder)


def _values(query: Query, shape: Shape) -> set[str]:
    """The terms that a query names and that are things as well, such as a relation of propositions or a trend."""
    named = {iri for iri, _ in query.iris()}
    return {iri for iri in named if any(cls.startswith(CNS) for cls in shape.nodes.get(iri, ()))}


def _in_claims(iri: str, shape: Shape) -> bool:
    """Whether a property is one that stands in what claims say."""
    return CNS + "Relation" in shape.nodes.get(iri, ())


def known_from(shape: Shape) -> Known | None:
    """What a release knows of terms, where it has a shape."""
    return Known(frozenset(), frozenset(shape.nodes), shape.used) if shape.nodes else None


def told(found: Iterable[str]) -> Iterator[str]:
    """As many hints as anybody reads, each once; no more are sought."""
    seen: set[str] = set()
    return islice((hint for hint in found if not (hint in seen or seen.add(hint))), MOST)  # type: ignore[func-returns-value]


def _together(query: Query, shape: Shape) -> Iterator[str]:
    """What the ontology says of terms that stand together, where what it would have instead is not in the query."""
    named = {iri for iri, _ in query.iris()}
    for guess, better in shape.instead.items():
        if " " in guess and set(guess.split()) <= named and not named & set(better):
            terms = " with ".join(compact(iri) for iri in guess.split())
            yield f"{terms} is half of it: ask {', or '.join(misfits.signature(one, shape) for one in better)}"


def _probed(found: list[Pattern], ends: list[Place], shape: Shape, ask: Ask) -> Iterator[str]:
    """For patterns with a thing of the release that have no match: by which properties it has some."""
    probed = [one for one in found if _can_be_probed(one, shape)][:_PROBED]
    if not probed:
        return  # an empty UNION is no query
    parts = [f"{{ SELECT ({at} AS ?n) {{ {_text(one)} }} LIMIT 1 }}" for at, one in enumerate(probed)]
    there = {int(row["n"].value) for row in ask(f"SELECT ?n {{ {' UNION '.join(parts)} }}")}
    for at, one in enumerate(probed):
        if at not in there:
            yield _nothing(one, ends, shape, ask)


def _can_be_probed(pattern: Pattern, shape: Shape) -> bool:
    """Whether a pattern is one property between a thing of the release and a variable."""
    ends = (pattern.subject, pattern.object)
    things = [term for term in ends if term.value in shape.nodes or (term.is_literal and _is_text(pattern))]
    plain = not (pattern.group.elsewhere or pattern.group.against) and len(pattern.properties) == 1
    iri = pattern.properties[0][0]
    return plain and len(things) == 1 and any(t.kind == "var" for t in ends) and iri in shape.before and iri != TYPE


def _is_text(pattern: Pattern) -> bool:
    """Whether a pattern asks for a text that is no name."""
    return pattern.object.kind in (STRING, "@en") and pattern.properties[0][0] not in unknown.NAMING


def _text(pattern: Pattern) -> str:
    ((iri, back),) = pattern.properties
    subject, target = (pattern.object, pattern.subject) if back else (pattern.subject, pattern.object)
    return f"{_node(subject)} <{iri}> {_node(target)}"


def _node(term: Term) -> str:
    if term.is_literal:
        return f"{term.value}{term.kind if term.kind.startswith('@') else ''}"
    return f"<{term.value}>" if term.kind == "iri" else "?x"


def _nothing(pattern: Pattern, ends: list[Place], shape: Shape, ask: Ask) -> str:
    """That a thing has nothing by a property, and by which others it has something of the kind that is asked for."""
    if pattern.object.is_literal:
        return _no_such_text(pattern, ask)
    ((iri, back),) = pattern.properties
    after = (pattern.object.kind == "iri") != back  # whether the thing stands after the property
    thing, other = (pattern.object, pattern.subject)[:: 1 if pattern.object.kind == "iri" else -1]
    triple = f"?x ?p <{thing.value}>" if after else f"<{thing.value}> ?p ?x"
    rows = ask(f"SELECT ?p (COUNT(*) AS ?n) {{ {triple} FILTER(!ISLITERAL(?x)) }} GROUP BY ?p ORDER BY DESC(?n) ?p")
    wanted = misfits.possible(other, pattern, pattern.group, ends, shape)
    names = {row["p"].value: row["n"].value for row in rows}
    fit = [p for p in names if p.startswith(CNS) and p != iri and _fits(p, wanted, after, shape)]
    better = [p for p in shape.instead.get(iri, ()) if p in fit]
    said = (
        f"nothing matches {other} {compact(iri)} {thing}"
        if after
        else f"nothing matches {thing} {compact(iri)} {other}"
    )
    if _in_claims(iri, shape):
        said += hints.in_claims(iri)
    if better:
        return f"{said}: ask {', or '.join(misfits.signature(one, shape) for one in better)}"
    shown = ", ".join(f"{compact(p)} ({names[p]})" for p in fit[:_OTHERS])
    return f"{said}; {'before' if after else 'after'} {thing} there are {shown}" if shown else said


def _no_such_text(pattern: Pattern, ask: Ask) -> str:
    """That a property has no such text, and those that it has most often."""
    iri = pattern.properties[0][0]
    rows = ask(f"SELECT ?x (COUNT(*) AS ?n) {{ ?s <{iri}> ?x }} GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT {_OTHERS}")
    shown = ", ".join(f"{str(row['x'])[:_LONGEST]} ({row['n'].value})" for row in rows)
    return f"nothing has {compact(iri)} {pattern.object}; most often it is {shown}"


def _fits(iri: str, wanted: misfits.Kinds | None, after: bool, shape: Shape) -> bool:
    """Whether a property has such things at the end that is asked for."""
    left, right = (wanted, None) if after else (None, wanted)
    return misfits.fits(iri, left, right, shape)
