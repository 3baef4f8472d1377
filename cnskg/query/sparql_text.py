"""Reading a query's text without evaluating it: tokens, form, datasets, SERVICE clauses, prefixes and IRIs used.

This is not a parser. It answers the questions that must be settled before the engine sees the query, and it errs on
the side of refusal. Two things make that hard, and are the reason for `reaches_out`:

* `<` opens an IRI or means "less than", which only the grammar can tell. Both readings are followed.
* the engine accepts keywords glued to their neighbours (`trueSERVICE<…>`). Any word that holds `service` counts.

SPARQL 1.1 section 19.2 lets `\\u0053` stand for a letter anywhere; texts are examined raw and decoded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from urllib.parse import urljoin

from ..namespaces import BASE, PREFIXES

#: Letters that a name may begin with (PN_CHARS_BASE of SPARQL 1.1 section 19.8; NameStartChar of XML but for `:` and
#: `_`), and what may follow besides, but for `-`. Both are for use within the brackets of a regular expression.
LETTERS = r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
LETTERS += r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
FOLLOWING = r"0-9\u00B7\u0300-\u036F\u203F-\u2040"
_NAME = rf"[{LETTERS}_{FOLLOWING}-]"
_LOCAL_ESCAPE = r"\\[_~.\-!$&'()*+,;=/?#@%]|%[0-9A-Fa-f]{2}"
_LOCAL = rf"(?:[{LETTERS}_0-9:]|{_LOCAL_ESCAPE})(?:\.*+(?:{_NAME}|:|{_LOCAL_ESCAPE}))*+"
_PREFIX = rf"[{LETTERS}](?:\.*+{_NAME})*+"

_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
_STRING = (
    r"'''(?:(?:''?)?(?:[^'\\]|\\.))*'''"
    r'|"""(?:(?:""?)?(?:[^"\\]|\\.))*"""'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r'|"(?:[^"\\\n\r]|\\.)*"'
)
_TOKEN = (
    rf"(?P<space>[\x20\t\r\n]+|\#[^\r\n]*)"
    rf"|(?P<iri>{_IRI})"
    rf"|(?P<string>{_STRING})"
    rf"|(?P<var>[?$][{LETTERS}_{FOLLOWING}]+)"
    rf"|(?P<bnode>_:{_NAME}(?:\.*+{_NAME})*+)"
    rf"|(?P<pname>(?:{_PREFIX})?:(?:{_LOCAL})?)"
    r"|(?P<lang>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)"
    r"|(?P<number>(?:[0-9]+\.[0-9]*|\.?[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<word>{_PREFIX})"
    r"|(?P<broken>['\"][\s\S]*)"  # a string without an end: nothing after it can be read
    r"|(?P<punct>\^\^|&&|\|\||<=|>=|!=|[\s\S])"
)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SHORT_STRING = re.compile(r"''|\"\"")
_FORMS = {"SELECT": "rows", "ASK": "rows", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"])
BRACKETS = {"(": ")", "{": "}", "[": "]"}
_VOLATILE = frozenset(["NOW", "RAND", "UUID", "STRUUID", "BNODE"])


@cache
def _token() -> re.Pattern[str]:
    """What a token looks like; made when it is first asked for, since that takes longer than loading all of this."""
    return re.compile(_TOKEN, re.DOTALL)


@dataclass(frozen=True)
class Token:
    """One token: its kind, its text and where it starts (characters from 0)."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def is_word(self, *words: str) -> bool:
        return self.kind == "word" and self.text.upper() in words


@dataclass(frozen=True)
class Service:
    """One SERVICE clause: `endpoint` is None for a variable; start..end spans the clause, body the text in braces."""

    endpoint: str | None
    silent: bool
    start: int
    end: int
    body: str


@dataclass
class Query:
    """What the text of a query says."""

    text: str
    tokens: list[Token]
    form: str = ""
    keyword: str = ""
    base: str = BASE
    prefixes: dict[str, str] = field(default_factory=dict)
    from_default: list[str] = field(default_factory=list)
    from_named: list[str] = field(default_factory=list)
    prologue_end: int = 0

    def resolve(self, token: Token) -> str | None:
        """The IRI that an IRI or prefixed-name token stands for; None where its prefix is unknown."""
        if token.kind == "iri":
            return _join(self.base, decode(token.text[1:-1]))
        prefix, _, local = token.text.partition(":")
        namespace = self.prefixes.get(prefix, PREFIXES.get(prefix))
        return None if namespace is None else namespace + re.sub(r"\\(.)", r"\1", local)

    def iris(self) -> list[tuple[str, Token]]:
        """The IRIs of the query's body with their tokens, in order."""
        named = [t for t in self.tokens if t.kind in ("iri", "pname") and t.start >= self.prologue_end]
        return [(iri, t) for t in named if (iri := self.resolve(t)) is not None]

    def star(self) -> tuple[int, list[str]] | None:
        """For SELECT *: where the star stands, and the variables in the order in which they first appear."""
        head = [t for t in self.tokens if t.start >= self.prologue_end][:3]
        star = next((t for t in head[1:] if t.text == "*"), None)
        if (
            self.keyword != "SELECT"
            or star is None
            or not all(t.is_word("DISTINCT", "REDUCED") for t in head[1:2] if t is not star)
        ):
            return None
        return star.start, list(dict.fromkeys(t.text[1:] for t in self.tokens if t.kind == "var"))

    @property
    def volatile(self) -> bool:
        """Whether two runs may differ: NOW(), RAND(), fresh blank nodes."""
        return any(t.is_word(*_VOLATILE) or t.kind == "bnode" or t.text == "[" for t in self.tokens)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text; white space and comments are skipped."""
    for match in _token().finditer(text):
        if match.lastgroup != "space":
            yield Token(match.lastgroup or "punct", match.group(), match.start())


def decode(text: str) -> str:
    """The text with its codepoint escapes replaced (SPARQL 1.1 section 19.2); impossible ones stay as they are."""

    def character(match: re.Match[str]) -> str:
        code = int(match.group(1) or match.group(2), 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match.group()

    return _ESCAPE.sub(character, text)


def read(text: str) -> Query:
    """Read a query's text. Never raises: what is not SPARQL is the engine's to say."""
    query = Query(text, list(tokens(text)))
    position = _prologue(query)
    if position < len(query.tokens) and query.tokens[position].kind == "word":
        query.keyword = query.tokens[position].text.upper()
        query.form = _FORMS.get(query.keyword, "")
    _datasets(query, position)
    return query


def _join(base: str, reference: str) -> str:
    """The IRI of a reference; unlike the library's function this keeps an empty fragment, as namespaces end in one."""
    if _ABSOLUTE.match(reference):
        return reference
    joined = urljoin(base, reference)
    return joined + "#" if reference.endswith("#") and not joined.endswith("#") else joined


def _prologue(query: Query) -> int:
    """Take BASE and PREFIX lines in; the index of the first token after them."""
    at, found = 0, query.tokens
    while at < len(found):
        if found[at].is_word("BASE") and at + 1 < len(found):
            query.base = _join(query.base, decode(found[at + 1].text[1:-1]))
            at += 2
        elif found[at].is_word("PREFIX") and at + 2 < len(found):
            query.prefixes[found[at + 1].text.partition(":")[0]] = _join(query.base, decode(found[at + 2].text[1:-1]))
            at += 3
        elif found[at].is_word("VERSION") and at + 1 < len(found):
            at += 2
        else:
            break
    query.prologue_end = found[at].start if at < len(found) else len(query.text)
    return at


def _datasets(query: Query, at: int) -> None:
    """FROM and FROM NAMED stand before the first brace of the pattern (outside CONSTRUCT's template)."""
    for index in range(at, len(query.tokens) - 1):
        token = query.tokens[index]
        if token.is_word("WHERE") or (token.text == "{" and query.keyword != "CONSTRUCT"):
            return
        if not token.is_word("FROM", "FROMNAMED"):
            continue
        name, named = query.tokens[index + 1], token.is_word("FROMNAMED")
        if name.is_word("NAMED") and index + 2 < len(query.tokens):
            name, named = query.tokens[index + 2], True
        if name.kind in ("iri", "pname") and (iri := query.resolve(name)) is not None:
            (query.from_named if named else query.from_default).append(iri)


def update_keyword(query: Query) -> str:
    """The keyword by which the text is an update, or an empty string."""
    if query.keyword in UPDATES:
        return query.keyword
    decoded = read(decode(query.text)).keyword
    return decoded if decoded in UPDATES else ""


def reaches_out(text: str) -> bool:
    """Whether any reading of the text holds a SERVICE clause that the engine might carry out."""
    decoded = decode(text)
    return _reaches_out(text) or (decoded != text and _reaches_out(decoded))


def _reaches_out(text: str) -> bool:
    if "service" not in text.lower():
        return False
    todo, seen = [0], bytearray(len(text) + 1)
    while todo:
        at = todo.pop()
        while at < len(text) and not seen[at]:
            seen[at] = 1
            match = _token().match(text, at)
            assert match is not None  # the last alternative takes any character
            if match.lastgroup == "iri":
                todo.append(at + 1)
            # an escape that the engine does not know ends its long string early, at the two quotes it begins with
            if match.lastgroup == "string" and "\\" in match.group() and _SHORT_STRING.match(text, at):
                todo.append(at + 2)
            if match.lastgroup in ("word", "pname", "broken") and _is_service(text, match):
                return True
            at = match.end()
    return False


_SKIP = r"(?:[\x20\t\r\n]|\#[^\r\n]*[\r\n])*+"
_LONG = 2000  # characters of an endpoint after which no more is read: that it may be one is enough
#: what follows the keyword: an endpoint (IRI, prefixed name, variable), then the group
_CLAUSE = re.compile(
    rf"{_SKIP}(?i:silent)?{_SKIP}(?P<endpoint><[^<>{{}}]{{0,{_LONG}}}>?|[^\s{{}}<>]{{0,{_LONG}}}){_SKIP}(?P<open>\{{)?"
)
_SERVICE = re.compile("service", re.IGNORECASE)


def _is_service(text: str, match: re.Match[str]) -> bool:
    """Whether this token may be SERVICE, alone or glued to its neighbours: an endpoint and a brace must follow."""
    kind, word = match.lastgroup, match.group()
    if kind == "broken":
        return _SERVICE.search(word) is not None
    end = word.index(":") if kind == "pname" else len(word)
    for hit in _SERVICE.finditer(word, 0, end):
        clause = _CLAUSE.match(text, match.start() + hit.end())
        if clause is not None and (clause["open"] is not None or len(clause["endpoint"]) >= _LONG):
            return True
    return False


def closing(tokens: Sequence[Token], at: int) -> int | None:
    """The index of the bracket that closes the one at this index, None where none does. Other kinds do not count."""
    opens, depth = tokens[at].text, 0
    for index in range(at, len(tokens)):
        depth += {opens: 1, BRACKETS[opens]: -1}.get(tokens[index].text, 0)
        if depth == 0:
            return index
    return None


def depth(tokens: Sequence[Token]) -> int:
    """How many brackets are open at once, at most."""
    steps = ((token.text in BRACKETS) - (token.text in BRACKETS.values()) for token in tokens)
    return max(accumulate(steps), default=0)


def services(query: Query) -> list[Service]:
    """The outermost SERVICE clauses as the plain reading of the text shows them."""
    found, at = [], 0
    while at < len(query.tokens):
        if query.tokens[at].is_word("SERVICE") and (clause := _service(query, at)) is not None:
            found.append(clause[0])
            at = clause[1]
        at += 1
    return found


def _service(query: Query, at: int) -> tuple[Service, int] | None:
    """The clause whose SERVICE is at this index, and the index of its closing brace."""
    found, first = query.tokens, query.tokens[at]
    at += 1
    silent = at < len(found) and found[at].is_word("SILENT")
    at += silent
    if at + 1 >= len(found) or found[at].kind not in ("iri", "pname", "var") or found[at + 1].text != "{":
        return None
    endpoint = None if found[at].kind == "var" else query.resolve(found[at])
    last = closing(found, at + 1)
    if last is None:
        return None
    body = query.text[found[at + 1].end : found[last].start]
    return Service(endpoint, silent, first.start, found[last].end, body), last


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character offset."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
