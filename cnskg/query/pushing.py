"""What a SERVICE clause is joined with, as a query of our own: its rows can be sent along, so that less comes back.

A clause stands in groups. What stands beside it there, before it and as far as it is merely joined after it, is
evaluated here first; only rows of the clause that agree with one of these can reach the answer. Filters of these groups
are left out, as they may speak of what the clause has yet to bring. Around an OPTIONAL only what stands before it
counts. Nothing is told of a clause within GRAPH, and nothing from outside of a subquery, MINUS or EXISTS.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .sparql_text import Query, Service, Token, closing, reaches_out, read, tokens

#: Words after which a group is not merely joined any more, or binds by what it has so far.
_ENDS = ("OPTIONAL", "MINUS", "BIND", "SERVICE", "LATERAL")
#: Words of a group that sees nothing of what is around it.
_APART = ("MINUS", "EXISTS", "LATERAL")
#: The words of a clause of triples alone, which may stand beside its values without braces around.
_PLAIN = ("a", "true", "false")


@dataclass(frozen=True)
class Beside:
    """The variables that a clause shares with what it is joined with, and the query for their values."""

    variables: tuple[str, ...]
    query: Query


def beside(query: Query, clause: Service, most: int) -> Beside | None:
    """What to ask of our own data before a clause is sent, at most so many rows and one; None where it does not pay."""
    body = list(tokens(clause.body))
    if any(token.is_word("SELECT") for token in body):  # it says itself what it wants, and may be costly to repeat
        return None
    pattern = _pattern(query, clause)
    if pattern is None or reaches_out(pattern):
        return None
    shared = sorted(_variables(tokens(pattern)) & _variables(body))
    if not shared:
        return None
    head = query.text[: query.prologue_end]
    names = " ".join(f"?{name}" for name in shared)
    asked = f"{head}SELECT DISTINCT {names} {{ {pattern} \n}} LIMIT {most + 1}"
    return Beside(tuple(shared), read(asked))


def within(values: str, body: str) -> str:
    """A clause's pattern with values before it. Braces keep these out of filters, whose meaning they would change."""
    plain = all(token.kind != "word" or token.text in _PLAIN for token in tokens(body))
    return f"{values} {body}\n" if plain else f"{values} {{{body}\n}}"


def _variables(found: Iterator[Token] | list[Token]) -> set[str]:
    return {token.text[1:] for token in found if token.kind == "var"}


def _pattern(query: Query, clause: Service) -> str | None:
    """The pattern of what is joined with a clause, from the innermost group outwards."""
    found = query.tokens
    first = next(i for i, token in enumerate(found) if token.start == clause.start)
    last = next(i for i, token in enumerate(found) if token.end == clause.end)
    groups = _around(found, first)
    if any(_in_graph(found, at) for at in groups):
        return None
    pattern, inner = "", first
    for at in reversed(groups):
        before = _text(query, at + 1, inner)
        after = "" if found[inner].is_word("OPTIONAL") else _text(query, last + 1, _joined_until(found, last + 1))
        pattern = f"{before} {{ {pattern} }} {after}"
        if at == groups[0] or found[at - 1].is_word(*_APART) or _of_subquery(found, groups, at):
            break
        inner, last = _element(found, at)
    return pattern


def _around(found: list[Token], index: int) -> list[int]:
    """The opening braces around a token, the outermost first."""
    opened: list[int] = []
    for at in range(index):
        if found[at].text == "{":
            opened.append(at)
        elif found[at].text == "}" and opened:
            opened.pop()
    return opened


def _in_graph(found: list[Token], at: int) -> bool:
    return at > 1 and found[at - 2].is_word("GRAPH")


def _of_subquery(found: list[Token], groups: list[int], at: int) -> bool:
    """Whether a group is the pattern of a subquery: the group around it begins with SELECT."""
    return found[groups[groups.index(at) - 1] + 1].is_word("SELECT")


def _element(found: list[Token], at: int) -> tuple[int, int]:
    """First and last token of the element of which a group is part: all sides of its UNION, the word OPTIONAL."""
    last = closing(found, at) or at
    while last + 2 < len(found) and found[last + 1].is_word("UNION"):
        last = closing(found, last + 2) or last + 2
    while found[at - 1].is_word("UNION"):
        at = _opening(found, at - 2)
    return (at - 1 if found[at - 1].is_word("OPTIONAL") else at), last


def _opening(found: list[Token], last: int) -> int:
    """The index of the brace that the one at this index closes."""
    depth = 0
    for at in range(last, -1, -1):
        depth += {"}": 1, "{": -1}.get(found[at].text, 0)
        if depth == 0:
            return at
    return last


def _joined_until(found: list[Token], at: int) -> int:
    """The index at which what is merely joined ends: the first word of another kind, or the end of the group."""
    while at < len(found) and found[at].text != "}" and not found[at].is_word(*_ENDS):
        at = (closing(found, at) or at) + 1 if found[at].text in ("{", "(") else at + 1
    return at


def _text(query: Query, start: int, end: int) -> str:
    """The text of some tokens, in which filters of this level say nothing any more."""
    found, parts, at = query.tokens, [], start
    begun = at
    while at < end:
        if found[at].is_word("FILTER"):
            opened = next((i for i in range(at, end) if found[i].text in ("(", "{")), end - 1)
            last = closing(found, opened) if found[opened].text in ("(", "{") else end - 1
            parts += [_slice(query, begun, at), "FILTER(true)"]
            begun = at = end if last is None else last + 1
        else:
            at = (closing(found, at) or at) + 1 if found[at].text == "{" else at + 1
    return " ".join([*parts, _slice(query, begun, end)])


def _slice(query: Query, start: int, end: int) -> str:
    """The text as written from one token to before another."""
    return query.text[query.tokens[start].start : query.tokens[end - 1].end] if start < end else ""
