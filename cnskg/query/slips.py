"""Slips of people who paste a query from a page, or know another language: told as what they are.

Only texts that the engine refuses are looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from .sparql_text import Query, Token, decode

#: What stands for signs of SPARQL where people write, and what Unicode itself does not fold to them.
_SIGNS = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "。": ".", "、": ",", "≠": "!=", "≤": "<=", "≥": ">="}
_SPACES = ("Zs", "Zl", "Zp")
_MOST = 2**64 - 1  # rows that LIMIT and OFFSET can count in the engine
_ESCAPE = re.compile(r"""\\(?:([tbnrf"'\\])|(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})|[uU]?)""")
#: Words of other languages, and how to say it in SPARQL.
WORDS = {
    "AND": "Write &&.",
    "OR": "Write ||.",
    "LIKE": "Write CONTAINS(?x, …) or REGEX(?x, …).",
    "BETWEEN": "Write ?x >= … && ?x <= ….",
    "TOP": "Write LIMIT at the end.",
}
_AGGREGATES = ("AVG", "COUNT", "GROUP_CONCAT", "MAX", "MIN", "SAMPLE", "SUM")


def slip(query: Query) -> tuple[int, str, str] | None:
    """The first that there is: where it is, what is wrong, what to do."""
    return next(iter(sorted([*_characters(query), *_escapes(query), *_numbers(query)])), None)


def instead(query: Query, token: Token) -> str:
    """What to write for a token that is out of place, if it is the sign of another language; else nothing."""
    at = next(n for n, one in enumerate(query.tokens) if one is token)
    before = query.tokens[at - 1] if at else token
    if token.text == "=" and before.text == "=" and before.end == token.start:
        return "Write =."
    if token.text == "<>":
        return "Write !=."
    if token.text == ";" and at == len(query.tokens) - 1:
        return "Leave it out: there is one query."
    if token.text == "/" and before.kind == "pname" and before.end == token.start:
        return "In a name with a prefix / is written \\/; or write the whole IRI between < and >."
    if query.keyword == "SELECT" and not any(one.text == "{" for one in query.tokens[:at]):
        if token.is_word(*_AGGREGATES):
            return f"Write it in brackets, with a name: ({token.text}(…) AS ?n)."
        if token.text == ",":
            return "Variables stand beside one another without commas."
    return ""


def _characters(query: Query) -> Iterator[tuple[int, str, str]]:
    """Characters outside names and texts that look like those of SPARQL, or that nobody sees."""
    for token in query.tokens:
        if token.kind not in ("word", "punct") or token.text.isascii():
            continue
        for at, character in ((token.start + n, c) for n, c in enumerate(token.text) if not c.isascii()):
            kind, code = unicodedata.category(character), f"U+{ord(character):04X}"
            plain = _SIGNS.get(character) or ("-" if kind == "Pd" else unicodedata.normalize("NFKC", character))
            if kind in _SPACES:
                yield at, f"a space that is none in SPARQL ({code}) stands here", "Put an ordinary one in its place."
            elif kind == "Cf":
                yield at, f"a character that nobody sees ({code}) stands here", "Take it away."
            elif plain.isascii():
                yield at, f"{character} ({code}) is no sign of SPARQL", f"Write {plain} in its place."


def _escapes(query: Query) -> Iterator[tuple[int, str, str]]:
    """What stands behind a backslash in a text and is no escape."""
    for token in query.tokens:
        if token.kind != "string" or "\\" not in token.text:
            continue
        for found in _ESCAPE.finditer(token.text):
            written = token.text[found.start() : found.end() if found[2] else found.start() + 2]
            if found[2] and decode(written) == written:
                yield token.start + found.start(), f"{written} is no character", "Write one that there is."
            elif not found[1] and not found[2]:
                hint = r"A backslash itself is written twice in a text: \\d in a regular expression."
                yield token.start + found.start(), f"{written} means nothing in a text", hint


def _numbers(query: Query) -> Iterator[tuple[int, str, str]]:
    """Numbers of rows that the engine cannot count to."""
    for before, token in zip(query.tokens, query.tokens[1:], strict=False):
        if (
            before.is_word("LIMIT", "OFFSET")
            and re.fullmatch(r"\d{20,}", token.text)
            and int(token.text[:4300]) > _MOST
        ):
            yield token.start, "the number is too large", f"The largest is {_MOST}; without LIMIT all rows are given."
