"""Where a query's text stops being SPARQL, and what could stand there instead.

The engine tells how far it came with any of its guesses, which may be well before or after the token that is wrong:
while it tries `OPTIONAL` it has read eight characters of something else. A parser that looks one token ahead (LALR,
by lark) stops at the first token that no query can have there. It is asked only about texts that the engine refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, UnexpectedToken
from lark import Token as Terminal
from lark.lexer import Lexer

from .sparql_text import Token

_PUNCTUATION = {
    "(": "LP", ")": "RP", "{": "LB", "}": "RB", "[": "LS", "]": "RS", ".": "DOT", ";": "SEMI", ",": "COMMA",
    "*": "STAR", "+": "PLUS", "-": "DASH", "/": "SLASH", "|": "PIPE", "^": "CARET", "?": "QUESTION", "!": "BANG",
    "=": "EQ", "!=": "NE", "<": "LT", ">": "GT", "<=": "LE", ">=": "GE", "&&": "AND", "||": "OR", "^^": "DATATYPE",
}  # fmt: skip
#: The functions of sections 17.4 and 18.5 by the number of their arguments.
_FUNCTIONS = {
    "FUNCTION_0": "NOW RAND UUID STRUUID",
    "FUNCTION_1": """ABS CEIL DATATYPE DAY ENCODE_FOR_URI FLOOR HOURS IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG
        LCASE MD5 MINUTES MONTH ROUND SECONDS SHA1 SHA256 SHA384 SHA512 STR STRLEN TIMEZONE TZ UCASE URI YEAR""",
    "FUNCTION_2": "CONTAINS LANGMATCHES SAMETERM STRAFTER STRBEFORE STRDT STRENDS STRLANG STRSTARTS",
    "FUNCTION_3": "IF",
    "FUNCTION_2_3": "REGEX SUBSTR",
    "FUNCTION_3_4": "REPLACE",
    "FUNCTION_N": "COALESCE CONCAT",
    "AGGREGATE": "AVG MAX MIN SAMPLE SUM",
}
_KEYWORDS = """
    AS ASC ASK BASE BIND BNODE BOUND BY CONSTRUCT COUNT DESC DESCRIBE DISTINCT EXISTS FALSE FILTER FROM GRAPH GROUP
    GROUP_CONCAT HAVING IN LATERAL LIMIT MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT SEPARATOR SERVICE
    SILENT TRUE UNDEF UNION VALUES VERSION WHERE
"""
_WORDS = {word: f"K_{word}" for word in _KEYWORDS.split()}
_WORDS |= {word: kind for kind, words in _FUNCTIONS.items() for word in words.split()}
_KINDS = {"iri": "IRI", "string": "STRING", "var": "VAR", "bnode": "BNODE", "lang": "LANG"}
_PAIRS = {("(", ")"): "NIL", ("[", "]"): "ANON"}
#: What people call a kind of token; the others are shown as they are written.
_CALLED = {
    "IRI": "an IRI", "PNAME": "an IRI", "NAMESPACE": "an IRI", "STRING": "a string", "VAR": "a variable",
    "BNODE": "a blank node", "LANG": "a language tag", "INTEGER": "a number", "DECIMAL": "a number", "NIL": "()",
    "ANON": "[]", "K_A": "a", **{kind: "a function" for kind in _FUNCTIONS}, "K_BNODE": "a function",
    "K_BOUND": "a function", "K_COUNT": "a function", "K_GROUP_CONCAT": "a function",
    **{kind: text for text, kind in _PUNCTUATION.items()},
}  # fmt: skip


@dataclass(frozen=True)
class Stop:
    """The first token that no query can have where it stands (None: the text ends too early), and what could stand.

    `words` are those of SPARQL among it.
    """

    token: Token | None
    expected: tuple[str, ...]
    words: frozenset[str] = frozenset()


def parse(tokens: list[Token]) -> Any:
    """The tree of a query of SPARQL 1.1, whose tokens know their index; a Stop where the tokens are none."""
    try:
        return _parser().parse(tokens)
    except UnexpectedToken as error:
        return _stop(tokens, error)


def _stop(tokens: list[Token], error: Any) -> Stop:
    """Where the parser stopped. Of a pair that has no place here, the opening half may have one."""
    kind, accepted = error.token.type, error.accepts or error.expected
    if kind == "$END":
        return Stop(None, _names(accepted))
    at, opening = error.token.start_pos, _PUNCTUATION.get(tokens[error.token.start_pos].text, "")
    if kind in _PAIRS.values() and opening in accepted:
        parser = error.interactive_parser
        parser.feed_token(type(error.token)(opening, ""))
        return Stop(tokens[at + 1], _names(parser.accepts()))
    return Stop(tokens[at], _names(accepted), frozenset(word for word, kind in _WORDS.items() if kind in accepted))


def _terminals(tokens: list[Token]) -> Iterator[tuple[str, int]]:
    """The name that each token has in the grammar, if any, and its index."""
    at = 0
    while at < len(tokens):
        after = tokens[at + 1].text if at + 1 < len(tokens) else ""
        pair = _PAIRS.get((tokens[at].text, after))
        yield pair or _terminal(tokens[at]), at
        at += 2 if pair else 1


def _terminal(token: Token) -> str:
    if token.kind == "word":
        return "K_A" if token.text == "a" else _WORDS.get(token.text.upper(), "")
    if token.kind == "number":
        return "INTEGER" if token.text.isdigit() else "DECIMAL"
    if token.kind == "pname":
        return "NAMESPACE" if token.text.find(":") == len(token.text) - 1 else "PNAME"
    return _KINDS.get(token.kind) or _PUNCTUATION.get(token.text, "")


def _names(kinds: Any) -> tuple[str, ...]:
    names = {_CALLED.get(kind, kind.removeprefix("K_")) for kind in kinds if kind != "$END"}
    if "NAMESPACE" in kinds and "PNAME" not in kinds:  # what PREFIX declares
        names = {"a prefix with its colon"}
    return tuple(sorted(names, key=lambda name: (name[0].isupper(), name)))


class _Fed(Lexer):
    """Our own tokens: their place is their index."""

    def __init__(self, conf: Any) -> None: ...

    def lex(self, tokens: list[Token]) -> Iterator[Terminal]:  # type: ignore[override]
        for kind, at in _terminals(tokens):
            yield Terminal(kind, tokens[at].text, start_pos=at)


@cache
def _parser() -> Any:
    """Made at the first refused query: it takes some tenths of a second."""
    text = Path(__file__).with_name("sparql.lark").read_text("utf-8")
    kinds = {*_WORDS.values(), *_PUNCTUATION.values(), *_KINDS.values(), *_PAIRS.values()}
    declared = sorted(kinds | {"K_A", "INTEGER", "DECIMAL", "PNAME", "NAMESPACE"})
    return Lark(f"%declare {' '.join(declared)}\n{text}", parser="lalr", lexer=_Fed)
