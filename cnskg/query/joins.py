"""What patterns do together: why nothing comes though each has a match, and how many rows go for want of a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..namespaces import CNS, compact
from ..release.shape import Kind, Shape, is_literal
from . import spans
from .misfits import OTHERS
from .patterns import TYPE, Pattern, Term
from .probing import LONGEST, Ask
from .result import Row
from .sparql_text import Query
from .telling import note_of

_FAIR = 0.25  # of those that are left out: as many must be kept, for these to be missed
_NEAR = 4  # tokens after VALUES among which its variable stands
_MOST = 8  # patterns of a query that is looked into: each is left out once


def hints(query: Query, found: list[Pattern], shape: Shape, ask: Ask) -> Iterator[str]:
    """One sentence at most: which pattern has no match beside the others, or that no row passes what else is wanted."""
    joined = _joined(found)
    if not joined:
        return
    if row := _ask(joined, ask):
        such = ", ".join(f"?{name} {compact(value.value)[:LONGEST]}" for name, value in sorted(row.items())[:OTHERS])
        note = "" if spans.bounded(query) else _note(row, shape)
        if note or (query.keyword == "SELECT" and not any(one.group.against for one in found)):
            yield f"the patterns match, as with {such}, but the rest, such as a FILTER, lets none pass{note}"
        return
    missing = [one for one in joined if len(joined) > 1 and _ask(_others(one, joined), ask)]
    told = [(_told(_instead(one, joined, "", shape, ask)), one) for one in missing]
    for instead, one in sorted(told, key=lambda pair: not pair[0])[:1]:  # that there is another way says most
        yield f"no row has {one.subject} {one.called} {one.object} beside the rest{instead}"


def left_out(query: Query, found: list[Pattern], shape: Shape, ask: Ask) -> Iterator[str]:
    """A sentence for each pattern that costs rows for the sake of a value: how many of a class have none.

    Told where a fair part of the class has a value, since the others will be missed, or where these have another date
    or text instead.
    """
    given = _given(query)
    joined = _typed([one for one in _joined(found) if one.properties[0][0] not in spans.BOUNDS], shape)
    typed = {one.subject for one in joined if one.properties[0][0] == TYPE and one.object.value in shape.sizes}
    for one in [one for one in joined if one.subject in typed and _only_a_value(one, joined, given)]:
        gone = f"FILTER NOT EXISTS {{ {_text([one])} }}"
        lost, kept = _count(one, _text(_others(one, joined)) + gone, ask), _count(one, _text(joined), ask)
        instead = _instead(one, joined, gone, shape, ask) if lost else {}
        dates = {p: n for p, n in instead.items() if n > kept and any(map(_is_value, shape.after[p]))}
        if lost and (kept >= lost * _FAIR or dates):
            verb = "has" if lost == 1 else "have"
            yield f"{lost} more {one.subject} {verb} no {one.called}, and OPTIONAL keeps them{_told(instead)}"


def _joined(found: list[Pattern]) -> list[Pattern]:
    """The patterns of the outermost group; none where these are too many, or are asked of graphs."""
    joined = [one for one in found if one.group is found[0].group]
    return joined if 0 < len(joined) <= _MOST and not (found[0].group.elsewhere or found[0].group.against) else []


def _typed(joined: list[Pattern], shape: Shape) -> list[Pattern]:
    """The patterns; to one alone, the class is added from which its property goes."""
    if len(joined) != 1 or joined[0].subject.kind != "var":
        return joined
    domain = shape.domains.get(joined[0].properties[0][0], "")
    return [*joined, replace(joined[0], properties=((TYPE, False),), object=Term("iri", domain))] if domain else joined


def _given(query: Query) -> set[str]:
    """The variables for which a query has VALUES."""
    inside = [at for at, token in enumerate(query.tokens) if token.is_word("VALUES")]
    return {f"?{token.text[1:]}" for at in inside for token in query.tokens[at : at + _NEAR] if token.kind == "var"}


def _only_a_value(pattern: Pattern, joined: list[Pattern], given: set[str]) -> bool:
    """Whether a pattern asks a property of ours for a value that stands nowhere else."""
    (iri, back), *more = pattern.properties
    elsewhere = {end for one in _others(pattern, joined) for end in (one.subject, one.object)}
    plain = iri.startswith(CNS) and not back and not more and pattern.object.kind == "var"
    return (
        plain
        and pattern.object.value not in given
        and pattern.object not in elsewhere
        and pattern.object != pattern.subject
    )


def _is_value(kind: Kind) -> bool:
    return is_literal(kind) or CNS + "TimeSpan" in kind


def _others(pattern: Pattern, joined: list[Pattern]) -> list[Pattern]:
    return [one for one in joined if one is not pattern]


def _count(pattern: Pattern, text: str, ask: Ask) -> int:
    return int(ask(f"SELECT (COUNT(DISTINCT {pattern.subject.sparql}) AS ?_n) {{ {text} }}")[0]["_n"].value)


def _note(row: Row, shape: Shape) -> str:
    """How to ask with times, if there is one in a row."""
    kinds = [shape.nodes[value.value] for value in row.values() if value.value in shape.nodes]
    notes = (note_of([kind], shape) for kind in kinds if CNS + "TimeSpan" in kind)
    return "".join(f": {one}" for one in dict.fromkeys(notes) if one)


def _ask(patterns: list[Pattern], ask: Ask) -> Row | None:
    """One row of patterns that are joined, without those of what has no name; None if there is none."""
    rows = ask(f"SELECT * {{ {_text(patterns)} }} LIMIT 1")
    return {name: value for name, value in rows[0].items() if not name.startswith("_")} if rows else None


def _instead(pattern: Pattern, joined: list[Pattern], also: str, shape: Shape, ask: Ask) -> dict[str, int]:
    """By which other properties the thing has values of that kind, and how often, in the rows of the other patterns."""
    if pattern.object.is_literal:
        return {}
    iri, back = pattern.properties[0]
    kinds = shape.before.get(iri, frozenset[Kind]()) if back else shape.after.get(iri, frozenset[Kind]())
    near, others = pattern.subject.sparql, _text(_others(pattern, joined))
    shared = any(pattern.object in (one.subject, one.object) for one in _others(pattern, joined))
    far = pattern.object.sparql if shared else "?_y"
    triple = f"{far} ?_p {near}" if back else f"{near} ?_p {far}"
    count = f"SELECT ?_p (COUNT(DISTINCT {near}) AS ?_n) {{ {others} {also} {triple} }} GROUP BY ?_p"
    asked = {name for one in joined for name, _ in one.properties}
    ends = shape.before if back else shape.after
    there = {row["_p"].value: int(row["_n"].value) for row in ask(f"{count} ORDER BY DESC(?_n) ?_p")}
    like = [p for p in there if p.startswith(CNS) and p not in asked and (shared or kinds & ends.get(p, frozenset()))]
    return {p: there[p] for p in like[:OTHERS]}


def _told(instead: dict[str, int]) -> str:
    return f"; there is {', '.join(f'{compact(p)} ({n})' for p, n in instead.items())}" if instead else ""


def _text(patterns: list[Pattern]) -> str:
    """The patterns as SPARQL."""
    return " ".join(one.sparql for one in patterns)
