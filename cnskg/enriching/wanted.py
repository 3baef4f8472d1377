"""The query that says what is wanted of each thing: read, refused where it cannot be right, filled in by batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .. import namespaces as ns
from ..errors import UsageError
from ..query import direct, hints, sparql_text
from ..query.sparql_text import Query, Token, closing

#: The variable that stands for what a thing of ours is called there.
EXTERNAL = "external"
_ROW = ("s", "p", "o")
_HOW = f"Ask CONSTRUCT {{ ?{EXTERNAL} <property> ?value }} WHERE {{ … }}, or SELECT ?s ?p ?o {{ … }}."


@dataclass(frozen=True)
class Wanted:
    """A query, where the names of a batch go, and the properties that it constructs (None: any)."""

    text: str
    form: str  # select or construct
    start: int
    end: int
    properties: frozenset[str] | None

    def batch(self, externals: Sequence[str]) -> str:
        """The query for some things, by the names that they have there."""
        names = " ".join(f"<{iri}>" for iri in externals)
        return f"{self.text[: self.start]} VALUES ?{EXTERNAL} {{ {names} }} {self.text[self.end :]}"


def read(text: str) -> Wanted:
    """A query of a file. Raises SyntaxProblem with its place, UsageError where it is another kind of query."""
    query = sparql_text.read(text)
    if said := "" if sparql_text.reaches_out(text) else direct.complaint(text):
        raise hints.syntax_problem(query, said)
    if query.keyword not in ("CONSTRUCT", "SELECT"):
        raise UsageError(f"{query.keyword or 'this'} is no query for statements", hint=_HOW)
    if not any(token.text in (f"?{EXTERNAL}", f"${EXTERNAL}") for token in query.tokens):
        raise UsageError(f"the query has no ?{EXTERNAL}, which stands for what our things are called there", hint=_HOW)
    if cut := next((token for token in query.tokens if token.is_word("LIMIT", "OFFSET")), None):
        line, column = sparql_text.line_column(text, cut.start)
        message = f"{cut.text} at line {line}, column {column} would leave out statements, and nobody could tell which"
        raise UsageError(message, hint="Take it away; --batch says how many things are asked for at once.")
    template, pattern = _parts(query)
    start, end = _place(query.tokens, pattern)
    return Wanted(text, query.keyword.lower(), start, end, _properties(query, template))


def _parts(query: Query) -> tuple[range, int]:
    """The tokens of the template, and the brace that opens the pattern."""
    found = query.tokens
    first = next(i for i, token in enumerate(found) if token.start >= query.prologue_end)
    opened = next(i for i in range(first, len(found)) if found[i].text == "{")
    if query.keyword == "SELECT":
        head = {token.text[1:] for token in found[first:opened] if token.kind == "var"}
        if not head.issuperset(_ROW) and found[first + 1].text != "*":
            raise UsageError("the rows are no statements: ?s, ?p or ?o is missing among the columns", hint=_HOW)
        return range(0), opened
    if not found[opened - 1].is_word("CONSTRUCT"):
        raise UsageError("CONSTRUCT WHERE has no place for the names of our things", hint=_HOW)
    last = closing(found, opened) or opened
    return range(opened + 1, last), next(i for i in range(last + 1, len(found)) if found[i].text == "{")


def _place(found: list[Token], pattern: int) -> tuple[int, int]:
    """Where the names go: in place of those with which the query was tried, else at the beginning of the pattern."""
    for at in range(pattern, len(found) - 2):
        if found[at].is_word("VALUES") and found[at + 1].text[1:] == EXTERNAL and found[at + 2].text == "{":
            return found[at].start, found[closing(found, at + 2) or at + 2].end
    return found[pattern].end, found[pattern].end


def _properties(query: Query, template: range) -> frozenset[str] | None:
    """The properties of a template; None where it does not name them all. Raises UsageError for one of ours."""
    if not template:
        return None
    properties: set[str] = set()
    place = 0  # 0 for a subject, 1 for a property, 2 for a value
    for at in template:
        token = query.tokens[at]
        if token.text in (".", ";", ","):
            place = {".": 0, ";": 1, ",": 2}[token.text]
        elif token.text in ("[", "]", "(", ")"):
            raise UsageError("the template has a node without a name, of which nothing is kept", hint=_HOW)
        elif place == 1:
            if token.kind == "var":
                return None
            properties.add(_property(query, token))
        if token.text not in (".", ";", ",") and place < 2:
            place += 1
    return frozenset(properties)


def _property(query: Query, token: Token) -> str:
    iri = ns.expand("rdf:type") if token.text == "a" else query.resolve(token) or ""
    if iri.startswith(ns.CNS):
        line, column = sparql_text.line_column(query.text, token.start)
        message = f"{ns.compact(iri)} at line {line}, column {column} is a property of ours, for facts with evidence"
        raise UsageError(message, hint="Take the endpoint's own property, or one of schema.org.")
    return iri
