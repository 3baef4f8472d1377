"""What stands behind each row of an answer: the passages that state what the query asked, instantiated by the row.

The patterns of the query are asked for once more with all their variables, and each solution makes statements of them.
A row is behind by those that its solutions make; a stated one leads to its passages, one that follows to those of each
statement that its shortest proof rests on. Of several passages those are kept that state most of the row, until nothing
is left unstated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..explaining.premises_graph import fact_iri
from ..query import sparql_text
from ..query.patterns import Pattern, Term, patterns
from ..query.result import Row
from ..rdf import LABEL, PREF, TYPE, Node
from .page_queries import STATED_WHERE, WAYS

#: Passages that are shown beside one row.
MOST_SHOWN = 4
#: What says only what a thing is or is called, which many passages do.
_PLAIN = {f"<{iri}>" for iri in (TYPE, LABEL, PREF)}
_SOURCES = (ns.PSG, ns.BG)

Ask = Callable[[str], list[Row]]
#: A statement, its parts as SPARQL writes them.
Said = tuple[str, str, str]


@dataclass(frozen=True)
class Behind:
    """What is behind a row: passages and background sources, the first statement of it that is inferred.

    `others` is how many passages there are beside, `said` are the statements that make the row. `met` is false where no
    solution was seen that does, as of many only the first are looked at.
    """

    graphs: tuple[str, ...] = ()
    inferred: Said | None = None
    others: int = 0
    said: tuple[Said, ...] = ()
    met: bool = True


def behind(ask: Ask, text: str, names: Sequence[str], rows: Sequence[Row]) -> list[Behind]:
    """What is behind each row of the answer to a query with these columns."""
    query = sparql_text.read(text)
    asked = [one for one in patterns(query, True) if not any(group.against for group in one.group.chain())]
    solutions = ask(_with_all_variables(query, asked))
    bound = {name for row in solutions for name in row}
    shared = [name for name in names if name in bound]
    said: dict[tuple[str, ...], set[Said]] = defaultdict(set)
    named: dict[tuple[str, ...], set[str]] = defaultdict(set)
    keys = [_key(row, shared) for row in rows]
    wanted = set(keys)
    for row in solutions:
        if (key := _key(row, shared)) not in wanted:
            continue
        said[key].update(one for pattern in asked for one in _instances(pattern, row))
        named[key].update(value.value for value in row.values() if _is_source(value))
    stated, follows = _look_up(ask, {one for ones in said.values() for one in ones})
    return [_behind(said[key], named[key], stated, follows) if key in said else Behind(met=False) for key in keys]


def _with_all_variables(query: sparql_text.Query, asked: list[Pattern], most: int = 2_000) -> str:
    """The query for all that its patterns bind; what a path passes through is asked for beside."""
    tokens = [token for token in query.tokens if token.start >= query.prologue_end]
    opens = next(at for at, token in enumerate(tokens) if token.text == "{")
    body = query.text[tokens[opens].start : tokens[sparql_text.closing(tokens, opens) or -1].end]
    hidden: dict[int, list[str]] = defaultdict(list)
    for one in asked:
        if not one.group.elsewhere and any(term.value.startswith("?.") for term in (one.subject, one.object)):
            hidden[id(one.group)].append(one.sparql)
    between = " ".join(f"OPTIONAL {{ {' '.join(ones)} }}" for ones in hidden.values())
    return f"{query.text[: query.prologue_end]} SELECT * {{ {body} {between} }} LIMIT {most}"


def _key(row: Row, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(row.get(name, "")) for name in names)


def _is_source(value: Node) -> bool:
    return isinstance(value, ox.NamedNode) and value.value.startswith(_SOURCES)


def _instances(pattern: Pattern, row: Row) -> Iterable[Said]:
    """The statements that a solution makes of a pattern: one for each of its properties, where both ends are known."""
    subject, target = (_written(term, row) for term in (pattern.subject, pattern.object))
    if subject and target:
        for name, back in pattern.properties:
            start, end = (target, subject) if back else (subject, target)
            iri = str(row.get(name[1:], "")) if name.startswith("?") else f"<{name}>"
            if start.startswith("<") and iri.startswith("<"):
                yield start, iri, end


def _written(term: Term, row: Row) -> str:
    """A term as SPARQL writes it; nothing for what a solution leaves open, or what has no name."""
    if term.kind != "var":
        return term.sparql
    value = row.get(term.sparql[1:])
    return str(value) if isinstance(value, ox.NamedNode | ox.Literal) else ""


def _look_up(ask: Ask, said: set[Said]) -> tuple[dict[Said, set[str]], dict[Said, list[set[str]]]]:
    """Where statements are stated; and of those that follow, where each is that their shortest proofs rest on."""
    stated = _stated(ask, said)
    ways: dict[Said, set[Said]] = {}
    new = said - stated.keys()
    while new:
        found = _best_ways(ask, new)
        ways.update(found)
        premises = {premise for ones in found.values() for premise in ones}
        stated.update(_stated(ask, premises - stated.keys()))
        new = premises - stated.keys() - ways.keys()
    return stated, {one: [stated[leaf] for leaf in _leaves(one, ways) if leaf in stated] for one in said & ways.keys()}


def _best_ways(ask: Ask, said: set[Said]) -> dict[Said, set[Said]]:
    """Of statements that follow, the premises of the shortest proof; what they are of only where nothing else is."""
    facts = {_fact(one): one for one in said}
    found: dict[Said, dict[tuple[int, str, str], set[Said]]] = defaultdict(lambda: defaultdict(set))
    for some in portions(sorted(facts)):
        for row in ask(WAYS.replace("VALUES_HERE", " ".join(f"<{iri}>" for iri in some))):
            way = int(row["steps"].value), row["axiom"].value, row["inference"].value
            found[facts[row["fact"].value]][way].add(_triple(row))
    best = {one: ways[min(ways)] for one, ways in found.items()}
    return {one: {p for p in ones if p[1] not in _PLAIN} or ones for one, ones in best.items()}


def _leaves(said: Said, ways: dict[Said, set[Said]]) -> list[Said]:
    """What the proof of a statement rests on, each once."""
    met, left, found = {said}, [said], []
    while left:
        one = left.pop(0)
        premises = sorted(ways.get(one, ()))
        found += [one] if not premises else []
        left += [premise for premise in premises if premise not in met]
        met.update(premises)
    return found


def _stated(ask: Ask, said: Iterable[Said]) -> dict[Said, set[str]]:
    """The passages and background sources that state each of some statements."""
    found: dict[Said, set[str]] = defaultdict(set)
    for some in portions(sorted(said)):
        for row in ask(STATED_WHERE.replace("VALUES_HERE", " ".join(f"({' '.join(one)})" for one in some))):
            found[_triple(row)].add(row["g"].value)
    return dict(found)


def _triple(row: Row) -> Said:
    return str(row["s"]), str(row["p"]), str(row["o"])


def portions(ones: list[str] | list[Said], size: int = 400) -> Iterator[list[Any]]:
    """As many at a time as can stand in the text of a query."""
    for start in range(0, len(ones), size):
        yield ones[start : start + size]


def _fact(said: Said) -> str:
    s, p, o = (part[1:-1] if part.startswith("<") else part for part in said)
    return fact_iri((s, p, o))


def _behind(
    said: set[Said], named: set[str], stated: dict[Said, set[str]], follows: dict[Said, list[set[str]]]
) -> Behind:
    """Of all that is behind a row as little as says it. What a thing is counts where nothing else is known of it."""
    where = {one: [stated[one]] if one in stated else follows.get(one, []) for one in sorted(said)}
    telling = [one for one in where if one[1] not in _PLAIN]
    if not named and not any(where[one] for one in telling):
        telling = list(where)
    inferred = next((one for one in telling if one in follows), None)
    found = [*sorted(named), *_fewest((place for one in telling for place in where[one]), named)]
    return Behind(tuple(found[:MOST_SHOWN]), inferred, len(found[MOST_SHOWN:]), tuple(telling))


def _fewest(places: Iterable[set[str]], taken: set[str]) -> list[str]:
    """Of the places where statements stand, those that together have each: the one with most of the rest first."""
    left = [place for place in places if place and not place & taken]
    found: list[str] = []
    while left:
        counts: dict[str, int] = defaultdict(int)
        for place in left:
            for graph in place:
                counts[graph] += 1
        best = min(counts, key=lambda graph: (-counts[graph], graph.startswith(ns.BG), graph))
        found.append(best)
        left = [place for place in left if best not in place]
    return found
