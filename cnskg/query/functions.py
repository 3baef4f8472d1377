"""Functions and aggregates of SPARQL that the engine lacks or gets wrong, to be called by the engine.

Each takes terms and gives a term, or None for SPARQL's error. `rewriting` puts their IRIs into a query.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import pyoxigraph as ox

from ..namespaces import PREFIXES
from .ordering import Term, is_number, sort_key
from .replacement import replaced, substitution
from .xpath_regex import BadPattern, compiled

#: Names of their own, which no query will use by accident.
SPACE = "urn:cnskg:function:"
_XSD = PREFIXES["xsd"]
_STRING = _XSD + "string"
_EMPTY = ox.Literal("")


class Accumulator(Protocol):
    """What the engine asks of an aggregate."""

    def accumulate(self, term: Term) -> None: ...

    def finish(self) -> Term | None: ...


def text_of(term: Term) -> str | None:
    """The text of a string, with or without a language; None for anything else."""
    if isinstance(term, ox.Literal) and (term.language is not None or term.datatype.value == _STRING):
        return term.value
    return None


def simple(term: Term) -> str | None:
    """The text of a string without a language; None for anything else."""
    return term.value if isinstance(term, ox.Literal) and term.datatype.value == _STRING else None


def like(term: Term, text: str) -> ox.Literal:
    """The text in the language of a string."""
    assert isinstance(term, ox.Literal)
    return (
        ox.Literal(text)
        if term.language is None
        else ox.Literal(text, language=term.language, direction=term.direction)
    )


def sorting_key(term: Term) -> ox.Literal:
    """The key by which ORDER BY sorts a term."""
    return ox.Literal(sort_key(term))


def matches(text: Term, pattern: Term, flags: Term = _EMPTY) -> ox.Literal | None:
    """REGEX: whether the pattern is found in the text."""
    where, what, how = text_of(text), simple(pattern), simple(flags)
    if where is None or what is None or how is None:
        return None
    try:
        return ox.Literal(compiled(what, how).compiled.search(where) is not None)
    except BadPattern:
        return None


def replace(text: Term, pattern: Term, replacement: Term, flags: Term = _EMPTY) -> ox.Literal | None:
    """REPLACE: the text, its language kept, with each match of the pattern replaced."""
    where, what, by, how = text_of(text), simple(pattern), simple(replacement), simple(flags)
    if where is None or what is None or by is None or how is None:
        return None
    try:
        return like(text, replaced(where, *substitution(what, by, how)))
    except BadPattern:
        return None


def truth(term: Term) -> ox.Literal | None:
    """The effective boolean value (SPARQL 1.1 section 17.2.2): of strings with a language as of those without."""
    if (text := text_of(term)) is not None:
        return ox.Literal(text != "")
    if not isinstance(term, ox.Literal):
        return None
    kind = term.datatype.value.removeprefix(_XSD)
    if kind == "boolean":
        return ox.Literal(term.value in ("true", "1"))
    if not is_number(kind):
        return None
    try:
        value = float(term.value.replace("INF", "inf"))
        return ox.Literal(value == value and value != 0)  # NaN is false, as it does not equal itself
    except ValueError:  # ill-typed
        return ox.Literal(False)


class Least:
    """MIN by the order of ORDER BY; of equal values the first."""

    def __init__(self) -> None:
        self._best: Term | None = None
        self._key = ""

    def accumulate(self, term: Term) -> None:
        key = sort_key(term)
        if self._best is None or self._wins(key):
            self._best, self._key = term, key

    def finish(self) -> Term | None:
        return self._best

    def _wins(self, key: str) -> bool:
        return key < self._key


class Greatest(Least):
    """MAX by the order of ORDER BY; of equal values the first."""

    def _wins(self, key: str) -> bool:
        return key > self._key


class Joined:
    """GROUP_CONCAT: the texts of all values, IRIs and numbers as STR writes them; a blank node has none."""

    def __init__(self, separator: str, distinct: bool) -> None:
        self._separator, self._distinct = separator, distinct
        self._texts: list[str] = []
        self._seen: set[Term] = set()
        self._failed = False

    def accumulate(self, term: Term) -> None:
        if self._distinct:
            if term in self._seen:
                return
            self._seen.add(term)
        if isinstance(term, ox.NamedNode | ox.Literal):
            self._texts.append(term.value)
        else:
            self._failed = True

    def finish(self) -> Term | None:
        return None if self._failed else ox.Literal(self._separator.join(self._texts))


#: Name in a rewritten query -> what the engine is to call.
FUNCTIONS: dict[str, Callable[..., Term | None]] = {
    "order": sorting_key,
    "regex": matches,
    "replace": replace,
    "truth": truth,
}
#: As above, for aggregates that need nothing but their values.
AGGREGATES: dict[str, Callable[[], Accumulator]] = {"min": Least, "max": Greatest}
