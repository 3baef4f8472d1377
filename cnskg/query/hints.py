"""Errors that teach: where a query goes wrong, what was probably meant, and which terms the ontology does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..errors import QueryError, SyntaxProblem
from ..namespaces import CNS, PREFIXES, compact
from ..nearest import nearest
from .sparql_text import Query, Token, line_column
from .subtraction import subtractions

_KEYWORDS = """
A ADD ALL AS ASC ASK AVG BASE BIND BY CLEAR CONSTRUCT COPY COUNT CREATE DATA DEFAULT DELETE DESC DESCRIBE
DISTINCT DROP EXISTS FALSE FILTER FROM GRAPH GROUP GROUP_CONCAT HAVING IN INSERT INTO LATERAL LIMIT LOAD MAX MIN
MINUS MOVE NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SAMPLE SELECT SEPARATOR SERVICE SILENT SUM TO TRUE
UNDEF UNION USING VALUES VERSION WHERE WITH ABS BNODE BOUND CEIL COALESCE CONCAT CONTAINS DATATYPE DAY
ENCODE_FOR_URI FLOOR HASLANG HASLANGDIR HOURS IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG
LANGDIR LANGMATCHES LCASE MD5 MINUTES MONTH NOW OBJECT PREDICATE RAND REGEX REPLACE ROUND SAMETERM SECONDS SHA1
SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT
SUBSTR TIMEZONE TRIPLE TZ UCASE URI UUID YEAR ADJUST
"""
KEYWORDS = frozenset(_KEYWORDS.split())

_ENGINE = re.compile(r"error at (\d+):(\d+): ([\s\S]*)")
_NOISE = re.compile(r"\[[^\]]*\](?=,|$|\n)|\n")


@dataclass(frozen=True)
class Known:
    """What a release knows: its graphs, the ontology's terms, and the predicates and classes that facts use."""

    graphs: frozenset[str]
    terms: frozenset[str]
    used: frozenset[str]


def excerpt(text: str, line: int, column: int) -> str:
    """The line with a caret under the column; long lines are cut around it."""
    lines = text.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1].replace("\t", " ")
    start = max(0, column - 60)
    return f"{shown[start : start + 100]}\n{' ' * (column - 1 - start)}^"


def syntax_problem(query: Query, message: str) -> SyntaxProblem:
    """The engine's complaint about a query, rewritten: place, excerpt, what was probably meant."""
    token, text, hint = _unknown_prefix(query) or _unknown_word(query) or _no_form(query) or _engine(message)
    offset = token.start if token else _offset(query.text, message)
    return SyntaxProblem(text, hint=hint, **_place(query, offset))


def constant_problem(query: Query, message: str, at: int) -> QueryError:
    """A constant with which no row can have an answer: better said than none. What SERVICE gave moves later places."""
    return QueryError(
        message, hint="No row could match. See docs/engine.md.", **_place(query, min(at, len(query.text)))
    )


def _place(query: Query, offset: int) -> dict[str, Any]:
    line, column = line_column(query.text, offset)
    return {"line": line, "column": column, "excerpt": excerpt(query.text, line, column)}


def _unknown_prefix(query: Query) -> tuple[Token | None, str, str] | None:
    known = PREFIXES | query.prefixes
    for token in query.tokens:
        prefix = token.text.partition(":")[0]
        if token.kind == "pname" and token.start >= query.prologue_end and prefix not in known:
            close = nearest(prefix, known, least=50)
            meant = f"Did you mean {' or '.join(f'{p}:' for p in close)}? " if close else ""
            return token, f"the prefix {prefix}: is not known", f"{meant}Declare others with PREFIX {prefix}: <…>."
    return None


def _unknown_word(query: Query) -> tuple[Token | None, str, str] | None:
    for token in query.tokens:
        if token.kind == "word" and token.text.upper() not in KEYWORDS:
            close = nearest(token.text, KEYWORDS)
            hint = f"Did you mean {' or '.join(close)}?" if close else "Variables begin with ?, names have a prefix."
            return token, f"{token.text} is not a word of SPARQL", hint
    return None


def _no_form(query: Query) -> tuple[Token | None, str, str] | None:
    if query.form:
        return None
    first = next((t for t in query.tokens if t.start >= query.prologue_end), None)
    return first, "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE", "PREFIX lines may come before it."


def _engine(message: str) -> tuple[Token | None, str, str]:
    found = _ENGINE.match(message)
    said = found[3] if found else message
    wanted = [
        w.strip(" ,")
        for w in _NOISE.sub("", said.removeprefix("expected one of ").removeprefix("expected ")).split(", ")
    ]
    wanted = [w for w in dict.fromkeys(wanted) if w and not w.startswith(("[", "'", "|"))]
    prose = [w for w in wanted if " " in w]
    if prose:
        return None, prose[0][:300], "See https://www.w3.org/TR/sparql11-query/ for the grammar."
    return None, "the query stops making sense here", f"Expected: {', '.join(wanted[:12])}." if wanted else ""


def _offset(text: str, message: str) -> int:
    """Where the engine stopped; it counts lines and columns from 1."""
    found = _ENGINE.match(message)
    if not found:
        return 0
    lines = text.split("\n")
    line = min(int(found[1]), len(lines))
    return min(sum(len(row) + 1 for row in lines[: line - 1]) + int(found[2]) - 1, len(text))


def term_hints(query: Query, vocabulary: Known) -> list[str]:
    """One sentence for each term of the query that the ontology lacks, or has but no fact uses."""
    hints = []
    for iri in dict.fromkeys(iri for iri, _ in query.iris()):
        if not iri.startswith(CNS) or iri == CNS:
            continue
        if iri not in vocabulary.terms and iri not in vocabulary.used:
            ours = {t.removeprefix(CNS) for t in vocabulary.terms | vocabulary.used if t.startswith(CNS)}
            close = [f"cns:{name}" for name in nearest(iri.removeprefix(CNS), ours)]
            meant = f"; nearest: {', '.join(close)}" if close else ""
            hints.append(f"the ontology has no {compact(iri)}{meant}")
        elif iri not in vocabulary.used:
            hints.append(f"no fact uses {compact(iri)}")
    return hints


def minus_hints(query: Query) -> list[str]:
    """A sentence where a MINUS can take nothing away: people mean something else."""
    idle = [one for one in subtractions(query.tokens) if not one.shared]
    return ["a MINUS has no variable in common with the rest of the query, and takes nothing away"] if idle else []


def missing_graphs(named: Iterable[str], vocabulary: Known) -> list[str]:
    """Those of the graphs that the release does not have."""
    return [iri for iri in dict.fromkeys(named) if iri not in vocabulary.graphs]


def graphs_named(query: Query) -> list[str]:
    """The graphs that the query's GRAPH clauses name."""
    pairs = zip(query.tokens, query.tokens[1:], strict=False)
    found = [query.resolve(b) for a, b in pairs if a.is_word("GRAPH") and b.kind in ("iri", "pname")]
    return [iri for iri in found if iri is not None]
