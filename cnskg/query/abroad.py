"""A query's text for a store elsewhere into which a release was published: the same question, of the same dataset.

Stores disagree on what the default graph is, and may hold graphs of others. So the text says it itself: what is asked
of the default graph is asked of `graph:all`, in which each fact stands once, and GRAPH sees the graphs of the release
and no other. All IRIs are absolute, for stores know none of our prefixes. What each store would take as it likes
(DESCRIBE, SPARQL 1.1 section 16.4) or not at all (CONSTRUCT without a template) becomes a plain CONSTRUCT. A pair that
several sides of a path match counts for each of them (`alternatives`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..namespaces import BASE, GRAPH_ALL, GRAPH_ASSERTED, GRAPH_INFERRED, GRAPH_PUBLISHED
from .alternatives import apart
from .sparql_text import Query, Token, closing, read

#: A graph that nobody has.
_NONE = "urn:cnskg:none"
_FACTS = {GRAPH_ASSERTED, GRAPH_INFERRED}


def abroad(query: Query, default: Sequence[str] | None = None, named: Sequence[str] | None = None) -> str:
    """The text for a store, of a query that the grammar takes. Without a dataset it is that of the release.

    Of a dataset with several default graphs a store makes what it likes: some count a triple of two graphs twice.
    """
    text = _Text(_plain(apart(query)))
    pattern = _pattern(text.tokens)
    where = pattern - text.tokens[pattern - 1].is_word("WHERE")
    if default is not None or named is not None:
        named = [iri for iri in named or () if _is_ours(iri)]
        _bound(text, named)
        text.before[where] = _clauses(default or (), named)
    elif _bound(text, None):
        text.before[pattern] = f"{{ GRAPH <{GRAPH_ALL}> "
        text.after[_close(text.tokens, pattern)] = " }"
    else:
        text.before[where] = f"FROM <{GRAPH_ALL}> "
    return text.written()


@dataclass
class _Text:
    """The tokens of a query without prologue and dataset, and what stands before, after and instead of some of them."""

    query: Query
    tokens: list[Token] = field(init=False)
    before: dict[int, str] = field(default_factory=dict)
    after: dict[int, str] = field(default_factory=dict)
    instead: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tokens = list(_without_dataset(self.query))

    def written(self) -> str:
        """The text; its tokens are apart where they were apart."""
        parts, end = [], 0
        for at, token in enumerate(self.tokens):
            new = f"<{self.query.resolve(token)}>" if token.kind in ("iri", "pname") else token.text
            gap = " " if token.start > end else ""
            parts += [gap, self.before.get(at, ""), self.instead.get(at, new), self.after.get(at, "")]
            end = token.end
        return "".join(parts).strip()


def _without_dataset(query: Query) -> Iterator[Token]:
    """The tokens after the prologue, without FROM and FROM NAMED and their graphs."""
    found = iter([token for token in query.tokens if token.start >= query.prologue_end])
    for token in found:
        if not token.is_word("FROM"):
            yield token
        elif next(found).is_word("NAMED"):
            next(found)


def _close(tokens: Sequence[Token], at: int) -> int:
    end = closing(tokens, at)
    assert end is not None  # the grammar has taken the text
    return end


def _pattern(tokens: Sequence[Token]) -> int:
    """The index of the brace that opens a query's pattern: outside all brackets, and not that of a template."""
    at = _close(tokens, 1) + 1 if tokens[0].is_word("CONSTRUCT") and tokens[1].text == "{" else 1
    while tokens[at].text != "{":
        at = _close(tokens, at) + 1 if tokens[at].text == "(" else at + 1
    return at


def _plain(query: Query) -> Query:
    """The query with the template that it leaves out, or that DESCRIBE stands for."""
    tokens = list(_without_dataset(query))
    if query.keyword == "CONSTRUCT" and tokens[1].is_word("WHERE"):
        group = query.text[tokens[2].start : tokens[_close(tokens, 2)].end]
        return read(f"{query.text[: query.prologue_end]} CONSTRUCT {group} {query.text[tokens[1].start :]}")
    if query.keyword != "DESCRIBE":
        return query
    where = next((token for token in tokens if token.is_word("WHERE") or token.text == "{"), None)
    asked = [token for token in tokens[1:] if where is None or token.start < where.start]
    return read(f"{query.text[: query.prologue_end]} {_said_of(query, asked, where)}")


def _said_of(query: Query, asked: Sequence[Token], where: Token | None) -> str:
    """The CONSTRUCT of what is said of the nodes that DESCRIBE names: IRIs, and variables of its pattern.

    Each has its own way, as Virtuoso 7 loses what gets its variable by AS.
    """
    iris = " ".join(token.text for token in asked if token.kind in ("iri", "pname"))
    found = {"?_of": f"VALUES ?_of {{ {iris} }}"} if iris else {}
    if where is not None:
        star = any(token.text == "*" for token in asked)
        variables = dict.fromkeys(t.text for t in (query.tokens if star else asked) if t.kind == "var")
        found |= {name: f"{{ SELECT DISTINCT {name} {query.text[where.start :]}\n}}" for name in variables}
    said = {name: f"{name} ?_is{at} ?_so{at} ." for at, name in enumerate(found)}
    ways = " UNION ".join(f"{{ {found[name]} {said[name]} }}" for name in found)
    return f"CONSTRUCT {{ {' '.join(said.values())} }} WHERE {{ {ways} }}"


def _bound(text: _Text, named: Sequence[str] | None) -> int:
    """Let each GRAPH see these graphs alone, None for all of the release. How many there are."""
    found = [at for at, token in enumerate(text.tokens) if token.is_word("GRAPH")]
    for at in found:
        name = text.tokens[at + 1]
        if name.kind == "var":
            text.before[at] = "{ "
            text.after[_close(text.tokens, at + 2)] = f" FILTER({_sees(name.text, named)}) }}"
        elif not _seen(text.query.resolve(name) or "", named):
            text.instead[at + 1] = f"<{_NONE}>"
    return len(found)


def _sees(variable: str, named: Sequence[str] | None) -> str:
    """The condition that a graph in a variable is one of those."""
    if named is None:
        alone = f"<{GRAPH_ALL}>, <{GRAPH_PUBLISHED}>"
        return f'STRSTARTS(STR({variable}), "{BASE}") && {variable} NOT IN ({alone})'
    return f"{variable} IN ({', '.join(f'<{iri}>' for iri in named)})" if named else "false"


def _seen(iri: str, named: Sequence[str] | None) -> bool:
    return _is_ours(iri) if named is None else iri in named


def _is_ours(iri: str) -> bool:
    """Whether a graph may be one of a release; two are there only for the sake of stores elsewhere."""
    return iri.startswith(BASE) and iri not in (GRAPH_ALL, GRAPH_PUBLISHED)


def _clauses(default: Sequence[str], named: Sequence[str]) -> str:
    """A dataset in words. The facts, asserted and inferred, are one graph; a graph of others is empty."""
    ours = [iri for iri in dict.fromkeys(default) if _is_ours(iri)]
    if set(ours) >= _FACTS:
        ours = [GRAPH_ALL, *(iri for iri in ours if iri not in _FACTS)]
    return "".join(f"FROM <{iri}> " for iri in ours or [_NONE]) + "".join(f"FROM NAMED <{iri}> " for iri in named)
