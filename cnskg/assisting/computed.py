"""Which values of a query no statement has: those that it makes itself, by BIND, VALUES, counting or calculating."""

from __future__ import annotations

from ..query.sparql_text import Query, Token, closing


def made(query: Query) -> frozenset[str]:
    """The names of the variables whose values the query makes: given by AS or VALUES, and matched by no pattern."""
    reader = _Reader([token for token in query.tokens if token.start >= query.prologue_end])
    reader.read()
    found = reader.given - reader.matched
    return frozenset(name for name in found if reader.same.get(name) not in reader.matched)


class _Reader:
    """The variables of a query by the places where they stand."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self.given: set[str] = set()
        self.matched: set[str] = set()
        self.same: dict[str, str] = {}  # by its new name: a variable that is only called otherwise

    def read(self) -> None:
        """Walk through the query once."""
        at = groups = brackets = 0
        listing = False  # within SELECT, GROUP BY and the like, where variables are named and not matched
        while at < len(self._tokens):
            token = self._tokens[at]
            if token.is_word("VALUES"):
                at = self._values(at)
            elif token.is_word("MINUS", "EXISTS"):  # what stands there gives no value
                at = closing(self._tokens, at + 1) or at
            elif token.kind == "var":
                self._variable(at, bool(groups) and not brackets and not listing)
            elif token.text in ("{", "}"):
                groups += 1 if token.text == "{" else -1
                listing = False
            elif token.text in ("(", ")"):
                brackets += 1 if token.text == "(" else -1
            listing = listing or token.is_word("SELECT", "GROUP", "ORDER", "HAVING")
            at += 1

    def _values(self, at: int) -> int:
        """Take the variables of VALUES; the place of its last token."""
        while at < len(self._tokens) and self._tokens[at].text != "{":
            if self._tokens[at].kind == "var":
                self.given.add(self._tokens[at].text[1:])
            at += 1
        return closing(self._tokens, at) or at

    def _variable(self, at: int, in_pattern: bool) -> None:
        name, before = self._tokens[at].text[1:], self._tokens[max(0, at - 3) : at]
        if before and before[-1].is_word("AS"):
            self.given.add(name)
            if len(before) == 3 and before[0].text == "(" and before[1].kind == "var":
                self.same[name] = before[1].text[1:]
        elif in_pattern:
            self.matched.add(name)
