"""Errors that teach: where a query goes wrong, what was probably meant, and which terms the ontology does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from ..errors import QueryError, SyntaxProblem
from ..namespaces import CNS, PREFIXES
from ..nearest import nearest
from . import scopes, slips
from .result import Result
from .sparql_text import Query, Token, depth, line_column
from .subtraction import subtractions

if TYPE_CHECKING:
    from .grammar import Stop

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

_MOST_MINUS = 100  # looked at: those within one another would take the square of the text's length

#: A place in the text (characters from 0), what is wrong there, and what to do about it.
Complaint = tuple[int, str, str]

_NEWER = frozenset(["<<", "{|"])  # signs of SPARQL 1.2, which our grammar does not read
_FLAT = {ord(c): " " for c in "\t\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"}  # would break the line in two, or shift the caret
_WIDE = "\u3000"  # a space as wide as a hanzi
_NAMED = 12  # things that are named as expected, at most
_SURE = 80  # of 100: how like a word of SPARQL one must be that is surely a slip of it
_SHOWN = 40  # characters of a token that are shown
#: Tokens and levels of brackets of a text that is read for the place of its error. The rules about names look at each
#: token once a level: this is a second's work, beside all other requests. (A text beyond gets the engine's own place.)
_READ, _DEEP = 20_000, 50
_ALMOST_IRI = re.compile(r"<[a-zA-Z][a-zA-Z0-9+.-]*:/[^<>\"{}|^`\\\x00-\x20]*([ \"{}|^`\\])[^<>\n]*>")
_SPOILT = frozenset(["AVG", "GROUP_CONCAT", "MAX", "MIN", "SUM"])  # by one value that is an error
_BOUNDS = frozenset(CNS + name for name in ("earliest", "latest"))
_ZONED = re.compile(r"""["']+-?\d{4,}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)["']+""")
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
    lines = text.split("\n")
    shown = lines[min(line, len(lines)) - 1].translate(_FLAT)
    start = max(0, column - 60)
    before = "".join(_WIDE if east_asian_width(c) in "WF" else " " for c in shown[start : column - 1])
    return f"{shown[start : start + 100]}\n{before}{' ' * (column - 1 - start - len(before))}^"


def syntax_problem(query: Query, message: str) -> SyntaxProblem:
    """The engine's complaint about a query, rewritten: place, excerpt, what was probably meant."""
    offset, text, hint = (
        _open_string(query)
        or _broken_iri(query)
        or slips.slip(query)
        or _unknown_prefix(query)
        or _unknown_word(query)
        or _no_form(query)
        or _misplaced(query)
        or _engine(query, message)
    )
    return SyntaxProblem(text, hint=hint, **_place(query, offset))


def function_problem(query: Query, function: str) -> SyntaxProblem:
    """A function that there is not, told where it is called."""
    at = next((token.start for iri, token in query.iris() if iri == function), None)
    return SyntaxProblem(
        f"there is no function <{function}>",
        hint="Functions have no prefix, except casts such as xsd:date.",
        **({} if at is None else _place(query, at)),
    )


def constant_problem(query: Query, message: str, at: int) -> QueryError:
    """A constant with which no row can have an answer: better said than none. What SERVICE gave moves later places."""
    return QueryError(
        message,
        hint="It is wrong for every row. docs/engine.md says what is taken.",
        **_place(query, min(at, len(query.text))),
    )


def _place(query: Query, offset: int) -> dict[str, Any]:
    line, column = line_column(query.text, offset)
    return {"line": line, "column": column, "excerpt": excerpt(query.text, line, column)}


def _open_string(query: Query) -> Complaint | None:
    for token in query.tokens:
        if token.kind == "broken":
            mark = token.text[0]
            hint = f"Close it with {mark}; one of several lines stands between {mark * 3} and {mark * 3}."
            return token.start, "the text that begins here has no end", hint
    return None


def _broken_iri(query: Query) -> Complaint | None:
    for token in query.tokens:
        if token.text == "<" and (found := _ALMOST_IRI.match(query.text, token.start)):
            return token.start, f"no IRI may hold {found[1]!r}", "Percent-encode it: a space is %20."
    return None


def _unknown_prefix(query: Query) -> Complaint | None:
    known = PREFIXES | query.prefixes
    for token in query.tokens:
        prefix = token.text.partition(":")[0]
        if token.kind == "pname" and token.start >= query.prologue_end and prefix not in known:
            close = nearest(prefix, known, least=50)
            meant = f"Did you mean {' or '.join(f'{p}:' for p in close)}? " if close else ""
            return (
                token.start,
                f"the prefix {prefix}: is not known",
                f"{meant}Declare others with PREFIX {prefix}: <…>.",
            )
    return None


def _unknown_word(query: Query) -> Complaint | None:
    """A word that is none, if all is well before it."""
    for at, token in enumerate(query.tokens):
        if token.kind == "word" and token.text.upper() not in KEYWORDS:
            stop, _ = _parsed(query.tokens[: at + 1])
            if stop is not None and stop.token is not token:
                return None
            hint = _instead_of_word(query.tokens, at, stop)
            return token.start, f"{_short(token.text)} is not a word of SPARQL", hint
    return None


def _instead_of_word(tokens: list[Token], at: int, stop: Stop | None) -> str:
    """What a word that is none was meant to be, among what can stand in its place where that is known."""
    word, after = tokens[at].text, [token.text for token in tokens[at + 1 : at + 2]]
    if stop is None:
        close = nearest(word, KEYWORDS)
        return f"Did you mean {' or '.join(close)}?" if close else "Variables begin with ?, names have a prefix."
    if told := slips.WORDS.get(word.upper()):
        return told
    meant = nearest(word, stop.words, least=_SURE) or nearest(word, stop.words)
    if "a variable" in stop.expected and after != ["("] and not nearest(word, meant, least=_SURE):
        meant = [f"?{word}", *meant]
    told = f"Did you mean {' or '.join(meant)}?" if meant else _expected(stop)
    return f"{told} Names have a prefix." if "an IRI" in stop.expected else told


def _no_form(query: Query) -> Complaint | None:
    if query.form:
        return None
    first = next((t.start for t in query.tokens if t.start >= query.prologue_end), len(query.text.rstrip()))
    return first, "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE", "PREFIX lines may come before it."


def _misplaced(query: Query) -> Complaint | None:
    """The first token that the grammar, or a rule about names, does not allow where it stands."""
    stop, tree = _parsed(query.tokens)
    if stop is not None and stop.token is None:
        return len(query.text.rstrip()), "the query ends too early", _expected(stop)
    if stop is not None and stop.token is not None:
        hint = slips.instead(query, stop.token) or _expected(stop)
        return stop.token.start, f"{_short(stop.token.text)} is out of place here", hint
    if tree is not None and (offence := scopes.offence(tree)) is not None:
        return query.tokens[offence.at].start, offence.text, offence.hint
    return None


def _readable(tokens: list[Token]) -> bool:
    """Whether our grammar reads such tokens, in good time."""
    if len(tokens) > _READ or depth(tokens) > _DEEP:
        return False
    return not any(a.text == "~" or (a.text + b.text in _NEWER and a.end == b.start) for a, b in pairwise(tokens))


def _parsed(tokens: list[Token]) -> tuple[Stop | None, Any]:
    """Where the grammar stops reading, or the tree that it makes; neither where it does not read such tokens."""
    if not _readable(tokens):
        return None, None
    from . import grammar  # its parser is loaded for refused queries only

    found = grammar.parse(tokens)
    return (found, None) if isinstance(found, grammar.Stop) else (None, found)


def _expected(stop: Stop) -> str:
    return f"Expected: {', '.join(stop.expected[:_NAMED])}." if stop.expected else ""


def _engine(query: Query, message: str) -> Complaint:
    """The engine's own words: while it tries a keyword it counts as many characters too far."""
    found = _ENGINE.match(message)
    said = found[3] if found else message
    wanted = [
        w.strip(" ,")
        for w in _NOISE.sub("", said.removeprefix("expected one of ").removeprefix("expected ")).split(", ")
    ]
    prose = [w for w in wanted if " " in w and not w.startswith(("[", "'", "|"))]
    ahead = max((len(w) for w in wanted if w.isupper()), default=0)
    text = prose[0][:300] if prose else "the query stops making sense here"
    return (
        max(_offset(query.text, message) - ahead, 0),
        text,
        "See https://www.w3.org/TR/sparql11-query/ for the grammar.",
    )


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _offset(text: str, message: str) -> int:
    """Where the engine stopped; it counts lines and columns from 1."""
    found = _ENGINE.match(message)
    if not found:
        return 0
    lines = text.split("\n")
    line = min(int(found[1]), len(lines))
    return min(sum(len(row) + 1 for row in lines[: line - 1]) + int(found[2]) - 1, len(text))


def minus_hints(query: Query) -> list[str]:
    """A sentence where a MINUS can take nothing away: people mean something else."""
    idle = any(not one.shared for one in islice(subtractions(query.tokens), _MOST_MINUS))
    return ["a MINUS has no variable in common with the rest of the query, and takes nothing away"] if idle else []


def aggregate_hints(query: Query, result: Result) -> list[str]:
    """A sentence where an aggregate gives nothing at all, which it does if one of its values is an error."""
    calls = [t.text.upper() for t in query.tokens if t.is_word(*_SPOILT)]
    if not calls or result.form != "rows" or result.rows != 1 or not result.bare():
        return []
    return [
        f"{calls[0]} gives nothing where no row is found, and where one of its values is not bound or an error "
        "(STR of a blank node, a text in a sum): FILTER such rows out, or write COALESCE"
    ]


def zone_hints(query: Query) -> list[str]:
    """A sentence where the bounds of time spans, which have no zone, meet a time that has one."""
    if not _BOUNDS & {iri for iri, _ in query.iris()}:
        return []
    words = [t for t in query.tokens if t.kind == "string" or t.is_word("NOW")]
    if not any(t.is_word("NOW") or _ZONED.fullmatch(t.text) for t in words):
        return []
    return ["cns:earliest and cns:latest have no time zone: rows are lost beside a time with one, or NOW()"]


def missing_graphs(named: Iterable[str], vocabulary: Known) -> list[str]:
    """Those of the graphs that the release does not have."""
    return [iri for iri in dict.fromkeys(named) if iri not in vocabulary.graphs]


def graphs_named(query: Query) -> list[str]:
    """The graphs that the query's GRAPH clauses name."""
    found = [query.resolve(b) for a, b in pairwise(query.tokens) if a.is_word("GRAPH") and b.kind in ("iri", "pname")]
    return [iri for iri in found if iri is not None]
