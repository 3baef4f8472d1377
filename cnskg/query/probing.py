"""Patterns with one thing of the release that have no match: what the facts have there instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..folding import fold
from ..namespaces import CNS, compact
from ..rdf import ALT, PREF
from ..release.shape import Shape
from . import misfits, unknown
from .misfits import OTHERS, Place
from .patterns import STRING, TYPE, Pattern
from .result import Row
from .telling import Kinds, in_claims, signature

_PROBED = 6  # patterns that are looked up, at most
LONGEST = 40  # characters of a text that is shown
_TOLD = frozenset([CNS + "Claim", CNS + "Occurrence"])  # what is told: its names are sentences, and are like many
_STEM = 5  # letters that two words of names share: Europe, European

Ask = Callable[[str], list[Row]]


def hints(found: list[Pattern], ends: list[Place], shape: Shape, ask: Ask) -> Iterator[str]:
    """For patterns with a thing of the release that have no match: by which properties it has some."""
    probed = [one for one in found if _can_be_probed(one, shape)][:_PROBED]
    if not probed:
        return  # an empty UNION is no query
    parts = [f"{{ SELECT ({at} AS ?n) {{ {one.sparql} }} LIMIT 1 }}" for at, one in enumerate(probed)]
    there = {int(row["n"].value) for row in ask(f"SELECT ?n {{ {' UNION '.join(parts)} }}")}
    for at, one in enumerate(probed):
        if at not in there:
            yield _nothing(one, ends, shape, ask)


def alike(found: list[Pattern], shape: Shape, ask: Ask) -> Iterator[str]:
    """For a thing that cannot stand at an end of a property: those there that are called alike."""
    for one in [one for one in found if _can_be_probed(one, shape)][:_PROBED]:
        ((iri, back),) = one.properties
        for thing, after in ((one.subject, back), (one.object, not back)):
            if thing.kind == "iri":
                yield from _akin(thing.value, iri, after, shape, ask)


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


def _nothing(pattern: Pattern, ends: list[Place], shape: Shape, ask: Ask) -> str:
    """That a thing has nothing by a property, and by which others it has something of the kind that is asked for."""
    if pattern.object.is_literal:
        return _no_such_text(pattern, ask)
    ((iri, back),) = pattern.properties
    if iri in unknown.NAMING:
        return f"{pattern.subject} has no {compact(iri)}: ask its name, skos:prefLabel"
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
    said += in_claims(iri, shape)
    if better:
        return f"{said}: ask {', or '.join(signature(one, shape) for one in better)}"
    shown = ", ".join(f"{compact(p)} ({names[p]})" for p in fit[:OTHERS])
    there = [f"{'before' if after else 'after'} {thing} there are {shown}"] * bool(shown)
    return "; ".join([said, *_akin(thing.value, iri, after, shape, ask), *there])


def _akin(thing: str, iri: str, after: bool, shape: Shape, ask: Ask) -> list[str]:
    """The actors, places and ideas at the same end of a property that have a word of the thing's names."""
    names = ask(f"SELECT ?name {{ <{thing}> <{PREF}>|<{ALT}> ?name }}")
    stems = {stem for row in names for stem in _stems(row["name"].value)}
    triple = f"?y <{iri}> ?x" if after else f"?x <{iri}> ?y"
    count = f"SELECT ?x ?name (COUNT(*) AS ?n) {{ {triple} . ?x <{PREF}> ?name }} GROUP BY ?x ?name"
    rows = [row for row in ask(f"{count} ORDER BY DESC(?n) ?x") if stems & _stems(row["name"].value)]
    there = {row["x"].value: row["n"].value for row in rows if row["x"].value != thing}
    akin = [one for one in there if not _TOLD & shape.nodes.get(one, frozenset())]
    shown = ", ".join(f"{compact(one)} ({there[one]})" for one in akin[:OTHERS])
    return [f"{compact(iri)} {'goes to' if after else 'goes from'} {shown}, which are called alike"] * bool(akin)


def _stems(name: str) -> set[str]:
    return {word[:_STEM] for word in fold(name).split() if len(word) >= _STEM}


def _no_such_text(pattern: Pattern, ask: Ask) -> str:
    """That a property has no such text, and those that it has most often."""
    iri = pattern.properties[0][0]
    rows = ask(f"SELECT ?x (COUNT(*) AS ?n) {{ ?s <{iri}> ?x }} GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT {OTHERS}")
    shown = ", ".join(f"{str(row['x'])[:LONGEST]} ({row['n'].value})" for row in rows)
    return f"nothing has {compact(iri)} {pattern.object}; most often it is {shown}"


def _fits(iri: str, wanted: Kinds | None, after: bool, shape: Shape) -> bool:
    """Whether a property has such things at the end that is asked for."""
    left, right = (wanted, None) if after else (None, wanted)
    return misfits.fits(iri, left, right, shape)
