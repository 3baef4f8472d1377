"""Where a statement stands: a scanner over Turtle that gives the line of each statement, whatever the form of the file.

It reads what a parser has accepted before, so it complains of nothing. Terms are asked for by their keys (`rdf.key`).
A blank node has no name by which to ask: all are `_:`, and of statements that are then the same the first is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urljoin

import pyoxigraph as ox

from ..namespaces import PREFIXES
from ..rdf import RDF, TYPE, XSD, key

TOKENS = re.compile(
    r"""(?P<space>[\s]+|\#[^\n]*)
    |(?P<iri><[^>]*>)
    |(?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*+'{3}|"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+')
    |(?P<at>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<type>\^\^)
    |(?P<blank>_:[^\s,;()\[\]<>"'#]*[^\s,;()\[\]<>"'\#.])
    |(?P<number>[+-]?(?:[0-9]+\.[0-9]*[eE][+-]?[0-9]+|\.?[0-9]+[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+))
    |(?P<mark>[.;,()\[\]])
    |(?P<name>(?:\\.|%[0-9A-Fa-f]{2}|[^\s,;()\[\]<>"'\#\\.]|\.(?=[^\s,;()\[\]<>"'\#]))+)""",
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
CONTROLS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
BLANK = "_:"


class Token(NamedTuple):
    """A piece of Turtle: which kind, how it is spelled, on which line it begins."""

    kind: str
    text: str
    line: int


class Statement(NamedTuple):
    """The keys of a statement's terms, and the lines on which subject, predicate and object begin."""

    subject: str
    predicate: str
    object: str
    lines: tuple[int, int, int]


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a Turtle text, without white space and comments."""
    line = 1
    for match in TOKENS.finditer(text):
        kind = str(match.lastgroup)
        if kind != "space":
            yield Token(kind, match.group(), line)
        line += match.group().count("\n")


def unescape(text: str) -> str:
    """A string or name without its escapes."""
    return ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else CONTROLS.get(m[3], m[3]), text)


@dataclass
class Scanner:
    """Reads tokens from the last to the first of a stack; prefixes and base as declared so far."""

    left: list[Token]
    prefixes: dict[str, str] = field(default_factory=lambda: dict(PREFIXES))
    base: str = ""
    found: list[Statement] = field(default_factory=list)
    #: The subjects at the begin of a statement, by how many tokens were left.
    heads: dict[int, str] = field(default_factory=dict)

    def document(self) -> list[Statement]:
        """All statements, in the order of the text."""
        while self.left:
            word = self.left[-1].text.lower().lstrip("@")
            if self.left[-1].kind in ("at", "name") and word in ("prefix", "base"):
                self._declare(word)
            else:
                alone, left = self.left[-1].text == "[", len(self.left)
                subject, line = self._node()
                self.heads[left] = subject
                if not (alone and self._ahead(".")):
                    self._predicates(subject, line)
            if self._ahead("."):
                self.left.pop()
        return self.found

    def _ahead(self, *marks: str) -> bool:
        return bool(self.left) and self.left[-1].kind == "mark" and self.left[-1].text in marks

    def _declare(self, word: str) -> None:
        self.left.pop()
        prefix = self.left.pop().text[:-1] if word == "prefix" else ""
        iri = self._resolve(self.left.pop().text)
        if word == "prefix":
            self.prefixes[prefix] = iri
        else:
            self.base = iri

    def _resolve(self, spelled: str) -> str:
        iri = unescape(spelled[1:-1])
        return urljoin(self.base, iri) if self.base else iri

    def _predicates(self, subject: str, begin: int) -> None:
        """A list of predicates and objects, up to the mark that ends it."""
        while not self._ahead(".", "]") and self.left:
            if self._ahead(";"):
                self.left.pop()
                continue
            predicate, line = self._node()
            self._objects(subject, predicate, begin, line)

    def _objects(self, subject: str, predicate: str, begin: int, line: int) -> None:
        while True:
            place = len(self.found)
            value, end = self._node()
            self.found.insert(place, Statement(subject, predicate, value, (begin, line, end)))
            if not self._ahead(","):
                return
            self.left.pop()

    def _node(self) -> tuple[str, int]:
        """The next term, with all that it holds, and its line."""
        token = self.left.pop()
        if token.text == "[" and token.kind == "mark":
            self._predicates(BLANK, token.line)
            self.left.pop()
            return BLANK, token.line
        if token.text == "(" and token.kind == "mark":
            return self._list(token.line), token.line
        return self._term(token), token.line

    def _list(self, begin: int) -> str:
        first = True
        while not self._ahead(")"):
            if not first:
                self.found.append(Statement(BLANK, RDF + "rest", BLANK, (begin, begin, self.left[-1].line)))
            first = False
            self._objects_of_list(begin)
        self.left.pop()
        if first:
            return RDF + "nil"
        self.found.append(Statement(BLANK, RDF + "rest", RDF + "nil", (begin, begin, begin)))
        return BLANK

    def _objects_of_list(self, begin: int) -> None:
        place = len(self.found)
        value, line = self._node()
        self.found.insert(place, Statement(BLANK, RDF + "first", value, (begin, begin, line)))

    def _term(self, token: Token) -> str:
        kind, text = token.kind, token.text
        if kind == "iri":
            return self._resolve(text)
        if kind == "string":
            return self._literal(text)
        if kind == "number":
            exact = "integer" if re.fullmatch(r"[+-]?[0-9]+", text) else "decimal"
            return str(ox.Literal(text, datatype=ox.NamedNode(XSD + ("double" if "e" in text.lower() else exact))))
        if kind == "blank":
            return BLANK
        if text in ("true", "false"):
            return str(ox.Literal(text, datatype=ox.NamedNode(XSD + "boolean")))
        if text == "a":
            return TYPE
        prefix, _, local = text.partition(":")
        return self.prefixes[prefix] + unescape(local)

    def _literal(self, text: str) -> str:
        quotes = 3 if text[:3] in ('"""', "'''") else 1
        value = unescape(text[quotes:-quotes])
        if self.left and self.left[-1].kind == "at":
            return str(ox.Literal(value, language=self.left.pop().text[1:].lower()))
        if self.left and self.left[-1].kind == "type":
            self.left.pop()
            return str(ox.Literal(value, datatype=ox.NamedNode(self._node()[0])))
        return str(ox.Literal(value))


def statements(text: str) -> list[Statement]:
    """The statements of a Turtle text that a parser accepts, with their lines."""
    return Scanner(list(tokens(text))[::-1]).document()


class Places:
    """The lines of a file's statements."""

    def __init__(self, found: Iterable[Statement]) -> None:
        self._lines: dict[tuple[str, str, str], int] = {}
        for s, p, o, (begin, line, end) in found:
            for wanted, at in (((s, p, o), end), ((s, p, ""), line), ((s, "", o), end), ((s, "", ""), begin)):
                self._lines.setdefault(wanted, at)

    def exact(self, subject: str, predicate: str = "", value: str = "") -> int:
        """The first line that states just this; whatever the predicate or value where none is given; 0 for none."""
        return self._lines.get((subject, predicate, value), 0)

    def line(self, subject: str, predicate: str = "", value: str = "") -> int:
        """The line of a statement; one that is not there has its predicate's, else its subject's, else 0."""
        exact = self.exact(subject, predicate, value)
        return exact or self.exact(subject, predicate) or self.exact(subject)

    def subject_at(self, line: int) -> str:
        """The subject of the statements at a line: the one that begins there, or last before it."""
        begun = ((at, s) for (s, p, o), at in self._lines.items() if not p and not o and s != BLANK and at <= line)
        return max(begun, default=(0, ""))[1]

    def line_of(self, triple: ox.Triple) -> int:
        """The line of a triple."""
        subject, value = (BLANK if isinstance(n, ox.BlankNode) else key(n) for n in (triple.subject, triple.object))
        return self.line(subject, triple.predicate.value, value)
