"""Paths with `|`, where the engine gives a pair once that several sides match: SPARQL gives it once for each side.

    ?s a :Law ; cns:x/(cns:a|^cns:b) ?o      becomes
    ?s a :Law { ?s cns:x/cns:a ?o } UNION { ?s cns:x/^cns:b ?o }

    ?s cns:a|cns:b [ cns:c ?o ]              becomes
    { ?s cns:a ?n0 } UNION { ?s cns:b ?n0 } ?n0 cns:c ?o

That is how SPARQL 1.1 defines such a path (sections 9.3 and 18.4), so that counts are right. Left as they are: paths
within `*`, `+` and `?`, of which a pair stands once anyway; what EXISTS and MINUS ask, where it makes no difference;
what another endpoint is asked; what is said of a node without a name, and queries with names of blank nodes, since
the triples of such a node cannot be parted. Variables of ours are made only where no `*` would show them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from .sparql_text import Query, Token, closing, depth, read, tokens

#: Sides of a path that is taken apart: `(a|b)/(a|b)/…` doubles them with every step.
MOST_SIDES = 64
#: Levels of brackets of a query that is looked at.
_DEEP = 30
#: After these a `*` is every variable.
_SHOWING = ("SELECT", "DISTINCT", "REDUCED", "DESCRIBE")
_SIGNS = frozenset("*+?")
_MODIFIERS = ("GROUP", "HAVING", "ORDER", "ORDERBY", "LIMIT", "OFFSET")
_START = Token("start", "", 0)
#: A side of a path: its steps, each as it is written.
_Side = tuple[str, ...]


def edits(text: str, found: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """What to put into a text, where: start, end and the new text. None lies within another."""
    if not any(token.text == "|" for token in found) or any(token.kind == "bnode" for token in found):
        return
    if depth(found) <= _DEEP:
        shown = any(a.is_word(*_SHOWING) and b.text == "*" for a, b in pairwise(found))
        name = next(name for name in (f"n{'_' * n}" for n in count()) if name not in text)
        yield from _Reader(text, found, None if shown else (f"?{name}{n}" for n in count())).edits()


def apart(query: Query) -> Query:
    """The query with such paths as groups, for other stores that give a pair once."""
    parts, last = [], 0
    for start, end, new in edits(query.text, query.tokens):
        parts += [query.text[last:start], new]
        last = end
    return read("".join([*parts, query.text[last:]])) if parts else query


class _Odd(Exception):
    """Something that is no SPARQL, or is written so that this does not follow."""


@dataclass(frozen=True)
class _Said:
    """What is said of a subject by one path: the path's sides, its own text, and the texts of the objects."""

    sides: list[_Side]
    path: str
    objects: list[str]


class _Reader:
    """One pass over the tokens of a query that the engine takes; `fresh` are variables for nodes without a name."""

    def __init__(self, text: str, tokens: Sequence[Token], fresh: Iterator[str] | None) -> None:
        self._text, self._tokens, self._fresh, self._at = text, tokens, fresh, 0

    def edits(self) -> Iterator[tuple[int, int, str]]:
        try:
            while self._at < len(self._tokens):
                yield from self._part()
        except _Odd:  # what stands behind stays as it is
            return

    # -- the parts of a query

    def _part(self) -> Iterator[tuple[int, int, str]]:
        """The next part: triples, or what is stepped over."""
        token = self._tokens[self._at]
        if token.is_word("PREFIX", "BASE", "VERSION"):
            self._at += 3 if token.is_word("PREFIX") else 2
        elif token.is_word("SELECT", "ASK", "DESCRIBE", "CONSTRUCT"):
            template = token.is_word("CONSTRUCT") and self._sign(1) == "{"
            self._at += 1
            self._skip_to("{")
            if template:
                self._skip_brackets()
        elif token.is_word("FILTER", "BIND", "VALUES", "MINUS", "SERVICE"):
            self._skip_to("{(" if token.is_word("FILTER", "BIND") else "{")
            self._skip_brackets()
        elif token.is_word("GRAPH"):
            self._skip_to("{")
        elif token.is_word(*_MODIFIERS):  # to the end of the SELECT that they modify
            self._skip_to("}")
        elif token.kind in ("word", "punct") and token.text not in ("[", "(", "+", "-", "true", "false"):
            self._at += 1
        else:
            yield from self._triples()

    def _skip_to(self, signs: str) -> None:
        """Step to one of the signs, over brackets of other kinds; where there is none, to the end."""
        while self._at < len(self._tokens) and self._sign() not in signs:
            if self._sign() in "({[":
                self._skip_brackets()
            else:
                self._at += 1

    def _skip_brackets(self) -> None:
        end = closing(self._tokens, self._at) if self._at < len(self._tokens) else None
        if end is None:
            raise _Odd
        self._at = end + 1

    def _sign(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._tokens[at].text if at < len(self._tokens) else " "

    def _kind(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""

    # -- triples

    def _triples(self) -> Iterator[tuple[int, int, str]]:
        """All that is said of one subject."""
        start, token = self._at, self._tokens[self._at]
        subject = self._node()
        parts: list[_Said] = []
        while self._sign() not in (".", "}", "{", " ") and (self._kind() != "word" or self._sign() == "a"):
            if self._sign() == ";":
                self._at += 1
            else:
                parts.append(self._said())
        if token.kind in ("var", "iri", "pname") and any(map(self._several, parts)):
            new = [self._apart(subject, part) for part in parts]
            new[1:] = [one if one.startswith("{") else f". {one}" for one in new[1:]]
            yield self._tokens[start].start, self._tokens[self._at - 1].end, " ".join(new)

    def _several(self, part: _Said) -> bool:
        """Whether a path, or one within its objects, has several sides that can be put apart."""
        brackets = [one for one in part.objects if one[0] in "[("]
        if any(one[0] == "(" for one in brackets) or (brackets and self._fresh is None):
            return False
        return len(part.sides) > 1 or any("|" in one for one in brackets)

    def _apart(self, subject: str, part: _Said) -> str:
        """One part as it is, or of each object a group of the sides, and what is said of the object itself."""
        if not self._several(part):
            return f"{subject} {part.path} {', '.join(part.objects)}"
        found, sides = [], ["/".join(side) or part.path for side in part.sides]
        for one in part.objects:
            node = next(self._fresh) if one[0] == "[" and self._fresh else one
            found.append(" UNION ".join(f"{{ {subject} {side} {node} }}" for side in sides))
            if node != one and (inner := one[1:-1].strip()):
                found.append(self._inner(f"{node} {inner}"))
        return " ".join(found)

    def _inner(self, text: str) -> str:
        """What is said of a node that stood in brackets, put apart in its turn."""
        for start, end, new in _Reader(text, list(tokens(text)), self._fresh).edits():  # one at most
            return text[:start] + new + text[end:]
        return text

    def _said(self) -> _Said:
        start = self._at
        sides: list[_Side] = [()]
        if self._kind() == "var":
            self._at += 1
        else:
            sides = self._path()
            sides = sides if len(sides) <= MOST_SIDES else [()]
        path = self._text[self._tokens[start].start : self._tokens[self._at - 1].end]
        objects = [self._node()]
        while self._sign() == ",":
            self._at += 1
            objects.append(self._node())
        return _Said(sides, path, objects)

    def _node(self) -> str:
        """A node's text, with its brackets and what belongs to a literal."""
        start = self._at
        if self._sign() in ("[", "("):
            self._skip_brackets()
        else:
            self._at += 1 + (self._sign() in ("+", "-"))
            if self._at < len(self._tokens) and self._tokens[self._at].kind == "lang":
                self._at += 1
            elif self._sign() == "^^":
                self._at += 2
        if self._at > len(self._tokens):
            raise _Odd
        return self._text[self._tokens[start].start : self._tokens[self._at - 1].end]

    # -- paths

    def _path(self) -> list[_Side]:
        """The sides of a path."""
        sides = self._steps()
        while self._sign() == "|":
            self._at += 1
            sides += self._steps()
        return sides

    def _steps(self) -> list[_Side]:
        """The sides of steps one after the other: each of one with each of the next."""
        start, steps = self._at, [self._step()]
        while self._sign() == "/":
            self._at += 1
            steps.append(self._step())
        if math.prod(map(len, steps)) > MOST_SIDES:
            return [(f"({self._since(start)})",)]
        found: list[_Side] = [()]
        for step in steps:
            found = [side + more for side in found for more in step]
        return found

    def _step(self) -> list[_Side]:
        """The sides of one step, which may be a path in brackets, backwards."""
        back = self._sign() == "^"
        self._at += back
        start = self._at
        if self._sign() == "(":
            self._at += 1
            sides = self._path()
            if self._sign() != ")":
                raise _Odd
            self._at += 1
            sides = sides if len(sides) <= MOST_SIDES else [(self._since(start),)]
        elif self._sign() == "!":
            self._at += 1
            sides = self._any_but()
        else:
            self._at += 1
            sides = [(self._since(start),)]
        if self._sign() in _SIGNS:
            self._at += 1
            sides = [(self._since(start),)]
        return [tuple(map(_inverse, reversed(side))) for side in sides] if back else sides

    def _any_but(self) -> list[_Side]:
        """The sides of `!`: any property forwards but those that stand so, and any backwards but those that do."""
        start = self._at
        if self._sign() == "(":
            self._skip_brackets()
        else:
            self._at += 1 + (self._sign() == "^")
        within = [one for one in self._tokens[start : self._at] if one.text not in "(|)"]
        names: dict[bool, list[str]] = {False: [], True: []}
        for before, one in zip([_START, *within], within, strict=False):
            if one.text != "^":
                names[before.text == "^"].append(one.text)
        ways = [("^" * back, "|".join(found)) for back, found in names.items() if found or not (back or names[True])]
        return [(f"{back}!({found})",) for back, found in ways]

    def _since(self, start: int) -> str:
        if self._at > len(self._tokens):
            raise _Odd
        return self._text[self._tokens[start].start : self._tokens[self._at - 1].end]


def _inverse(step: str) -> str:
    return step[1:] if step.startswith("^") else f"^{step}"
