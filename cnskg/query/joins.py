"""Why an answer is empty though each pattern has a match: what no row has beside the rest, or what passes no FILTER."""

from __future__ import annotations

from collections.abc import Iterator

from ..namespaces import CNS, compact
from ..release.shape import Kind, Shape
from .misfits import OTHERS, note_of
from .patterns import Pattern, Term
from .probing import LONGEST, Ask
from .result import Row
from .sparql_text import Query

#: Functions by which a text is sought; other FILTERs may well be meant to find nothing.
_SEEKING = ("CONTAINS", "STRSTARTS", "STRENDS", "REGEX")
_MOST = 8  # patterns of a query that is looked into: each is left out once


def hints(query: Query, found: list[Pattern], shape: Shape, ask: Ask) -> Iterator[str]:
    """One sentence at most: which pattern has no match beside the others, or that no row passes what else is wanted."""
    joined = [one for one in found if one.group is found[0].group]
    if not 0 < len(joined) <= _MOST or joined[0].group.elsewhere or joined[0].group.against:
        return
    if row := _ask(joined, ask):
        such = ", ".join(f"?{name} {compact(value.value)[:LONGEST]}" for name, value in sorted(row.items())[:OTHERS])
        notes = [note_of([shape.nodes[value.value]], shape) for value in row.values() if value.value in shape.nodes]
        note = "".join(f": {one}" for one in dict.fromkeys(notes) if one)
        if note or any(token.is_word(*_SEEKING) for token in query.tokens):
            yield f"the patterns match, as with {such}, but the rest, such as a FILTER, lets none pass{note}"
        return
    missing = [one for one in joined if len(joined) > 1 and _ask([other for other in joined if other is not one], ask)]
    told = [(_instead(one, [other for other in joined if other is not one], shape, ask), one) for one in missing]
    for instead, one in sorted(told, key=lambda pair: not pair[0])[:1]:  # that there is another way says most
        yield f"no row has {_shown(one)} beside the rest{instead}"


def _ask(patterns: list[Pattern], ask: Ask) -> Row | None:
    """One row of patterns that are joined, without those of what has no name; None if there is none."""
    rows = ask(f"SELECT * {{ {_text(patterns)} }} LIMIT 1")
    return {name: value for name, value in rows[0].items() if not name.startswith("_")} if rows else None


def _instead(pattern: Pattern, others: list[Pattern], shape: Shape, ask: Ask) -> str:
    """By which other properties the thing has values of that kind, in the rows of the other patterns."""
    if pattern.object.is_literal:
        return ""
    iri, back = pattern.properties[0]
    kinds = shape.before.get(iri, frozenset[Kind]()) if back else shape.after.get(iri, frozenset[Kind]())
    near = _node(pattern.subject)
    triple = f"?_y ?_p {near}" if back else f"{near} ?_p ?_y"
    rows = ask(f"SELECT ?_p (COUNT(*) AS ?_n) {{ {_text(others)} {triple} }} GROUP BY ?_p ORDER BY DESC(?_n) ?_p")
    asked = {name for one in (pattern, *others) for name, _ in one.properties}
    ends = shape.before if back else shape.after
    there = {row["_p"].value: row["_n"].value for row in rows}
    like = [p for p in there if p.startswith(CNS) and p not in asked and kinds & ends.get(p, frozenset())]
    shown = ", ".join(f"{compact(p)} ({there[p]})" for p in like[:OTHERS])
    return f"; there is {shown}" if shown else ""


def _shown(pattern: Pattern) -> str:
    path = "|".join("^" * back + compact(iri) for iri, back in pattern.properties)
    return f"{pattern.subject} {path} {pattern.object}"


def _text(patterns: list[Pattern]) -> str:
    """The patterns as SPARQL."""
    return " ".join(f"{_node(one.subject)} {_path(one)} {_node(one.object)} ." for one in patterns)


def _path(pattern: Pattern) -> str:
    return "|".join("^" * back + f"<{iri}>" for iri, back in pattern.properties)


def _node(term: Term) -> str:
    if term.kind == "var":
        return term.value.replace("?.", "?_")
    if term.kind == "iri":
        return f"<{term.value}>"
    if term.kind.startswith("@"):
        return f"{term.value}{term.kind}"
    return f"{term.value}^^<{term.kind}>" if term.value[0] in "'\"" else term.value
