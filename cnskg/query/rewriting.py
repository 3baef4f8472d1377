"""A query's text as the engine is to see it: calls that it lacks or gets wrong go to `functions` instead.

    SELECT ?x { … FILTER(REGEX(?x, "(a)\\\\1")) } ORDER BY DESC(?x)
    SELECT ?x { … FILTER(<urn:cnskg:function:regex>(?x, "(a)\\\\1")) } ORDER BY DESC(<urn:cnskg:function:order>(?x))

Only names of functions, and what surrounds a key of ORDER BY, are replaced; all else stays. A call that the engine
answers rightly, as far as its constants tell, stays as well. Whoever runs the new text lets the engine read the old one
first: its errors are then those of the user's text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from . import alternatives, subtraction
from .functions import AGGREGATES, FUNCTIONS, SPACE, Accumulator, Joined, Term
from .replacement import substitution
from .sparql_text import BRACKETS, Query, Token, closing, decode
from .xpath_regex import BadPattern, compiled

_ORDER_BY = re.compile(r"ORDERBY(?P<direction>ASC|DESC)?", re.IGNORECASE)  # glued, as the engine takes it
_ESCAPE = re.compile(r"\\([tbnrf\"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})")
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_START = Token("start", "", 0)


class BadConstant(ValueError):
    """A constant that no row can make sense of: what is wrong, and where in the text."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message, self.at = message, at


@dataclass
class Rewritten:
    """The new text, what the names in it stand for, and the constants that are wrong."""

    text: str
    functions: dict[str, Callable[..., Term | None]] = field(default_factory=dict)
    aggregates: dict[str, Callable[[], Accumulator]] = field(default_factory=dict)
    wrong: list[BadConstant] = field(default_factory=list)


@dataclass(frozen=True)
class Call:
    """A function's name in a text, its arguments as ranges of tokens, and the index of its closing bracket."""

    name: Token
    arguments: list[list[Token]]
    close: int

    @property
    def distinct(self) -> bool:
        """Whether an aggregate takes each value once."""
        return bool(self.arguments[0]) and self.arguments[0][0].is_word("DISTINCT")

    def constants(self, first: int) -> list[str] | None:
        """The texts of the arguments from this one on, None where they are not all strings without a language."""
        given = self.arguments[first:]
        plain = all(len(argument) == 1 and argument[0].kind == "string" for argument in given)
        return [unquote(argument[0].text) for argument in given] if plain else None


def rewrite(query: Query) -> Rewritten:
    """The text for the engine. Never raises: what is not SPARQL stays as it is, for the engine to say so."""
    return _Rewriting(query).done()


def unquote(token: str) -> str:
    """The text that a string token stands for."""
    size = 3 if token[:3] in ("'''", '"""') else 1
    return _ESCAPE.sub(lambda m: _ESCAPES.get(m[1]) or decode(m[0]), token[size:-size])


def _binds_closer(token: Token) -> bool:
    """Whether an operator takes its operand before && and || do."""
    return token.text in ("=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/") or token.is_word("IN", "NOT")


class _Rewriting:
    """One pass over the tokens of a query."""

    def __init__(self, query: Query) -> None:
        self._query, self._tokens = query, query.tokens
        self._edits: list[tuple[int, int, str]] = []
        self._new = Rewritten(query.text)
        self._calls: dict[str, Callable[[Call], None]] = {
            "REGEX": self._regex,
            "REPLACE": self._replace,
            "MIN": partial(self._extreme, "min"),
            "MAX": partial(self._extreme, "max"),
            "GROUP_CONCAT": self._group_concat,
        }

    def done(self) -> Rewritten:
        for at, token in enumerate(self._tokens):
            if token.kind == "var" and self._stands_for_truth(at):
                self._new.functions[SPACE + "truth"] = FUNCTIONS["truth"]
                self._edits.append((token.start, token.end, f"<{SPACE}truth>({token.text})"))
            if token.kind != "word":
                continue
            if (handle := self._calls.get(token.text.upper())) is not None:
                if (call := self._call(at)) is not None:
                    handle(call)
            elif (found := _ORDER_BY.fullmatch(token.text)) is not None:
                self._order(at if found["direction"] else at + 1, bool(found["direction"]))
            elif token.is_word("IN") and self._at(at + 1).text == "(" and self._at(at + 2).text == ")":
                # nothing is in an empty list; the engine errs instead
                self._edits.append((self._at(at + 1).end, self._at(at + 2).start, f"<{SPACE}nothing>"))
            elif token.is_word("ORDER") and self._at(at + 1).is_word("BY"):
                self._order(at + 2, False)
        shorter, text = list(subtraction.edits(self._tokens)), self._query.text
        inside = [e for e in self._edits if not any(start <= e[0] < end for start, end, new in shorter if new == "{}")]
        parts, last, others = [], 0, alternatives.edits(text, self._tokens)
        for start, end, new in sorted(
            [*inside, *shorter, *others], key=lambda edit: edit[:2]
        ):  # at one place, in order
            parts += [text[last:start], new]
            last = end
        self._new.text = "".join([*parts, text[last:]])
        return self._new

    def _at(self, index: int) -> Token:
        return self._tokens[index] if index < len(self._tokens) else Token("end", "", len(self._query.text))

    def _call(self, at: int) -> Call | None:
        close = closing(self._tokens, at + 1) if self._at(at + 1).text == "(" else None
        if close is None:
            return None
        arguments: list[list[Token]] = [[]]
        depth = 0
        for token in self._tokens[at + 2 : close]:
            depth += (token.text in BRACKETS) - (token.text in BRACKETS.values())
            if token.text in (",", ";") and depth == 0:
                arguments.append([])
            else:
                arguments[-1].append(token)
        return Call(self._tokens[at], arguments, close)

    def _stands_for_truth(self, at: int) -> bool:
        """Whether a variable is a condition by itself: FILTER(?x), !?x, ?x && …, IF(?x, …)."""
        before, after, earlier = self._at(at - 1) if at else _START, self._at(at + 1), self._at(at - 2)
        if before.text == "!":
            return True
        if before.text == "(" and at > 1 and earlier.is_word("FILTER", "HAVING", "IF"):
            return after.text == "," if earlier.is_word("IF") else after.text in (")", "&&", "||")
        joined = [_binds_closer(other) for other in (before, after) if other.text not in ("&&", "||")]
        return len(joined) < 2 and not any(joined)

    # -- functions

    def _name(self, call: Call, name: str) -> None:
        self._new.functions[SPACE + name] = FUNCTIONS[name]
        self._edits.append((call.name.start, call.name.end, f"<{SPACE}{name}>"))

    def _regex(self, call: Call) -> None:
        if len(call.arguments) not in (2, 3):
            return
        if (given := call.constants(1)) is not None:
            try:
                if compiled(*given).plain:
                    return
            except BadPattern as error:
                self._complain(call, "REGEX", error)
        self._name(call, "regex")

    def _replace(self, call: Call) -> None:
        if len(call.arguments) not in (3, 4):
            return
        if (given := call.constants(1)) is not None:
            try:
                pattern, _ = substitution(*given)
                if pattern.plain and not pattern.quoted and not {"$", "\\"} & set(given[1]):
                    return
            except BadPattern as error:
                self._complain(call, "REPLACE", error)
        self._name(call, "replace")

    def _complain(self, call: Call, name: str, error: BadPattern) -> None:
        self._new.wrong.append(BadConstant(f"{name} cannot use this: {error}", call.arguments[1][0].start))

    # -- aggregates

    def _extreme(self, name: str, call: Call) -> None:
        if len(call.arguments) == 1:
            self._aggregate(call, name, AGGREGATES[name])

    def _aggregate(self, call: Call, name: str, make: Callable[[], Accumulator]) -> None:
        """The engine takes no DISTINCT in these; it changes nothing for MIN and MAX, and GROUP_CONCAT is told."""
        if not call.arguments[0][call.distinct :]:
            return
        self._new.aggregates[SPACE + name] = make
        self._edits.append((call.name.start, call.name.end, f"<{SPACE}{name}>"))
        if call.distinct:
            first = call.arguments[0][0]
            self._edits.append((first.start, first.end, ""))

    def _group_concat(self, call: Call) -> None:
        separator, end = " ", self._tokens[call.close].start
        if len(call.arguments) == 2:
            given = call.arguments[1]
            if len(given) != 3 or not given[0].is_word("SEPARATOR") or given[2].kind != "string":
                return
            separator = unquote(given[2].text)
            start = call.arguments[0][-1].end if call.arguments[0] else call.name.end
            self._edits.append((start, end, ""))
        name = f"concat:{len(self._new.aggregates)}"
        self._aggregate(call, name, partial(Joined, separator, call.distinct))

    # -- ORDER BY

    def _order(self, at: int, glued: bool) -> None:
        """Put each key from this token on into the function that makes a sortable string of it."""
        while True:
            token = self._at(at)
            directed = glued or token.is_word("ASC", "DESC")
            end = self._end_of_key(at + 1 if directed else at)
            if end is None or (directed and self._at(at + 1).text != "("):
                return
            start = self._at(at + 1).start if directed else token.start
            name = f"<{SPACE}order>"
            self._new.functions[SPACE + "order"] = FUNCTIONS["order"]
            self._edits.append((start, start, f"({name}(" if directed else f" {name}("))
            self._edits.append((self._at(end).end, self._at(end).end, "))" if directed else ")"))
            at, glued = end + 1, False

    def _end_of_key(self, at: int) -> int | None:
        """The index of the last token of the expression that is a key of ORDER BY; None where none begins."""
        token, following = self._at(at), self._at(at + 1)
        if token.kind == "var":
            return at
        if token.text == "(":
            return closing(self._tokens, at)
        if token.is_word("NOT") and following.is_word("EXISTS"):
            return closing(self._tokens, at + 2) if self._at(at + 2).text == "{" else None
        if token.is_word("EXISTS", "NOTEXISTS") and following.text == "{":
            return closing(self._tokens, at + 1)
        if token.kind in ("word", "iri", "pname") and following.text == "(":
            return closing(self._tokens, at + 1)
        return None
