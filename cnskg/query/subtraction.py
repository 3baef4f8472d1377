"""MINUS, where the engine compares each row with each: it has no key by which to look rows up.

Two cases can be told from the text alone, and have another form with the same rows:

* The two sides have no variable in common. Then nothing is taken away (SPARQL 1.1 section 8.3.3).
* They have one, `?v`, which may be unbound on the left and is bound on the right. Then a row is taken away where `?v`
  is bound and a row of the right has its value: `FILTER(!BOUND(?v) || NOT EXISTS { … })` at the end of the group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .sparql_text import Token, closing

#: Brackets of groups and operators of paths.
_MORE_THAN_TRIPLES = frozenset("{}*+?/|^!")


@dataclass(frozen=True)
class Subtraction:
    """One MINUS: the indexes of its keyword and its braces, and the variables that it shares with the rest."""

    at: int
    opening: int
    closing: int
    shared: frozenset[str]


def subtractions(tokens: Sequence[Token]) -> Iterator[Subtraction]:
    """Each MINUS of a query, in order."""
    everywhere = _variables(tokens)
    for at, token in enumerate(tokens[:-1]):
        if token.is_word("MINUS") and tokens[at + 1].text == "{":
            last = closing(tokens, at + 1)
            if last is not None:
                inside = _variables(tokens[at + 1 : last])
                shared = frozenset(name for name, count in inside.items() if count < everywhere[name])
                yield Subtraction(at, at + 1, last, shared)


def edits(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """What to put into a text, where: start, end and the new text. None lies within another."""
    if any(a.is_word("EXISTS", "NOTEXISTS") or (a.is_word("GRAPH") and b.kind == "var") for a, b in pairwise(tokens)):
        return  # the engine binds what comes from outside on both sides of a MINUS in there
    done = 0
    for found in subtractions(tokens):
        start, end = tokens[found.at].start, tokens[found.closing].end
        if start < done:
            continue
        if not found.shared:
            yield start, end, "{}"
            done = end
        elif (name := _sometimes_bound(tokens, found)) is not None:
            yield start, tokens[found.opening].start, f"FILTER(!BOUND(?{name}) || NOT EXISTS "
            yield end, end, ")"


def _sometimes_bound(tokens: Sequence[Token], found: Subtraction) -> str | None:
    """The one variable of the second case; the right side is triples alone, and nothing follows in the group."""
    body = tokens[found.opening + 1 : found.closing]
    opening = _group(tokens, found.at)
    if len(found.shared) != 1 or opening is None or tokens[found.closing + 1].text != "}":
        return None
    if opening and tokens[opening - 1].is_word("OPTIONAL"):  # whose filters see what is bound outside
        return None
    if any(token.text in _MORE_THAN_TRIPLES or (token.kind == "word" and token.text != "a") for token in body):
        return None
    (name,) = found.shared
    depth, seen = 0, False
    for token in tokens[opening + 1 : found.at]:
        depth += (token.text == "{") - (token.text == "}")
        if token.kind == "var" and token.text[1:] == name:
            if depth == 0:  # bound by a triple, and so a key
                return None
            seen = True
    return name if seen else None


def _variables(tokens: Sequence[Token]) -> Counter[str]:
    """How often each variable is named."""
    return Counter(token.text[1:] for token in tokens if token.kind == "var")


def _group(tokens: Sequence[Token], at: int) -> int | None:
    """The index of the brace that opens the group in which a token stands."""
    depth = 0
    for index in range(at - 1, -1, -1):
        depth += (tokens[index].text == "}") - (tokens[index].text == "{")
        if depth < 0:
            return index
    return None
