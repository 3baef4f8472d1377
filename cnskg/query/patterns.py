"""What a query asks: its triple patterns, each with the group in which it stands.

Read from the tokens of a query that the engine has taken, for hints alone: what is odd is left out. A path is taken
apart into the patterns it stands for: `a/b` has a node between; of `a|b` either may match; `a*` and `!a` say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from ..namespaces import PREFIXES, compact
from .sparql_text import Query, Token, closing, depth

TYPE = PREFIXES["rdf"] + "type"
XSD = PREFIXES["xsd"]
STRING = XSD + "string"
#: Tokens and levels of brackets of a query that is read for hints: its patterns are compared with one another, which
#: takes a tenth of a second for so many.
_READ, _DEEP = 1_000, 50
#: One step of a path: its property and whether it goes backwards, or several of which any may match; None for what says
#: nothing of its ends.
_Step = tuple[tuple[str, bool], ...] | None


@dataclass(frozen=True)
class Term:
    """A node of a pattern: a variable (`?x`; `?.n` for what has no name), an IRI, or the text of a literal.

    `kind` is `var`, `iri`, or what a literal is: its tag (`@en`) or the IRI of its datatype.
    """

    kind: str
    value: str

    @property
    def is_literal(self) -> bool:
        return self.kind not in ("var", "iri")

    @property
    def sparql(self) -> str:
        """As a query has it; what has no name is a variable that begins with `_`."""
        if self.kind == "var":
            return self.value.replace("?.", "?_")
        if self.kind == "iri":
            return f"<{self.value}>"
        if self.kind.startswith("@"):
            return f"{self.value}{self.kind}"
        return f"{self.value}^^<{self.kind}>" if self.value[0] in "'\"" else self.value

    def __str__(self) -> str:
        """As one would write it."""
        if self.kind == "iri":
            return compact(self.value)
        return "…" if self.value.startswith("?.") else self.value


@dataclass(frozen=True, eq=False)
class Group:
    """A group of patterns; it is joined with what holds it (`parent`), unless that is cut off from it.

    `elsewhere`: its patterns match in a graph of their own. `against`: what they match is taken away. `either`: it is
    one side of a UNION.
    """

    parent: Group | None = None
    elsewhere: bool = False
    against: bool = False
    either: bool = False

    def chain(self) -> Iterator[Group]:
        """The group, and those with which it is joined."""
        at: Group | None = self
        while at is not None:
            yield at
            at = at.parent


@dataclass(frozen=True)
class Pattern:
    """One triple pattern: any of its properties may match, each forwards or backwards; `?p` is any at all."""

    subject: Term
    properties: tuple[tuple[str, bool], ...]
    object: Term
    group: Group

    @property
    def sparql(self) -> str:
        """As a query has it."""
        path = "|".join("^" * back + (iri if iri[:1] == "?" else f"<{iri}>") for iri, back in self.properties)
        return f"{self.subject.sparql} {path} {self.object.sparql} ."

    @property
    def called(self) -> str:
        """Its property as one would write it."""
        return "|".join("^" * back + ("a" if iri == TYPE else compact(iri)) for iri, back in self.properties)


@dataclass
class _Reader:
    query: Query
    tokens: list[Token]
    variables: bool = False  # whether patterns with a variable for their property are taken, too
    found: list[Pattern] = field(default_factory=list)
    at: int = 0
    fresh: Iterator[int] = field(default_factory=count)

    @property
    def text(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def word(self, *words: str) -> bool:
        """Whether one of the words comes next."""
        return self.at < len(self.tokens) and self.tokens[self.at].is_word(*words)

    def take(self, text: str) -> bool:
        """Step over this sign if it comes next."""
        if self.text != text:
            return False
        self.at += 1
        return True

    def query_form(self, group: Group) -> None:
        """SELECT …, ASK … and so on: what stands before its group is stepped over."""
        while self.at < len(self.tokens) and self.text != "{":
            self.at += 1
        if self.at < len(self.tokens):
            self.group(group)

    def group(self, group: Group) -> None:
        """A group with its braces."""
        end = closing(self.tokens, self.at) or len(self.tokens) - 1
        self.at += 1
        while self.at < end:
            self.part(group, end)
        self.at = end + 1

    def part(self, group: Group, end: int) -> None:
        """The next part of a group."""
        if self.word("SELECT"):
            self.query_form(Group(None, group.elsewhere, group.against))
            self.expressions(group, end)  # its GROUP BY and the like
        elif self.text == "{":
            end = (closing(self.tokens, self.at) or 0) + 1
            either = any(token.is_word("UNION") for token in (self.tokens[self.at - 1], *self.tokens[end : end + 1]))
            self.group(Group(group, group.elsewhere, group.against, either))
        elif self.word("GRAPH", "SERVICE"):
            while self.text not in ("{", ""):
                self.at += 1
            self.group(Group(group, True, group.against))
        elif self.word("MINUS"):
            self.at += 1
            self.group(Group(None, group.elsewhere, True))
        elif self.word("FILTER", "BIND"):
            self.at += 1
            self.constraint(group)
        elif self.word("VALUES"):
            while self.text not in ("{", ""):
                self.at += 1
            self.at = (closing(self.tokens, self.at) or end) + 1
        elif self.word("OPTIONAL", "UNION", "LATERAL", "WHERE") or self.text == ".":
            self.at += 1
        else:
            self.about(self.node(group), group)

    def constraint(self, group: Group) -> None:
        """What follows FILTER or BIND, with its brackets."""
        while self.text not in ("(", "{", ""):
            self.at += 1
        end = (closing(self.tokens, self.at) or len(self.tokens) - 1) + 1
        self.expressions(group, end)
        self.at = end

    def expressions(self, group: Group, end: int) -> None:
        """Everything to an end that is no pattern, but for the groups of EXISTS."""
        while self.at < end:
            if self.text == "{":
                self.group(Group(group, group.elsewhere, True))
            else:
                self.at += 1

    def about(self, subject: Term, group: Group) -> None:
        """What is said of a subject: properties and objects, to the end of the triples."""
        while self.text not in (".", "}", "]", ")", "{", "") and not self.word("FILTER", "OPTIONAL", "MINUS", "BIND"):
            if self.take(";"):
                continue
            start, verb = self.at, self.tokens[self.at]
            known: list[list[_Step]] = [[((f"?{verb.text[1:]}", False),)]] if self.variables else []
            ways = known if verb.kind == "var" else self.path()
            self.at += self.at == start
            self.join(subject, ways, self.node(group), group)
            while self.take(","):
                self.join(subject, ways, self.node(group), group)
            if self.text != ";":
                return

    def node(self, group: Group) -> Term:
        """A term; what is said within brackets is taken in."""
        if self.text in ("[", "("):
            own, end = self.between(), closing(self.tokens, self.at) or len(self.tokens) - 1
            opened = self.text
            self.at += 1
            while self.at < end:
                self.about(own, group) if opened == "[" else self.node(group)
            self.at = end + 1
            return own
        negative = self.take("-")
        self.take("+")
        token = self.tokens[self.at] if self.at < len(self.tokens) else Token("punct", "", 0)
        self.at += 1
        if token.kind == "var":
            return Term("var", f"?{token.text[1:]}")
        if token.kind == "bnode":
            return Term("var", f"?.{token.text}")
        if token.kind in ("iri", "pname"):
            return Term("iri", self.query.resolve(token) or "")
        return self.literal(token, "-" * negative)

    def literal(self, token: Token, sign: str) -> Term:
        """A literal, with the tag or the datatype that follows."""
        shown = sign + token.text
        if token.kind != "string":
            return Term(XSD + _number(token), shown)
        following = self.tokens[self.at] if self.at < len(self.tokens) else token
        if following.kind == "lang":
            self.at += 1
            return Term(following.text.lower(), shown)
        if self.take("^^"):
            self.at += 1
            return Term(self.query.resolve(self.tokens[self.at - 1]) or "", shown)
        return Term(STRING, shown)

    def between(self) -> Term:
        """A node without a name."""
        return Term("var", f"?.{next(self.fresh)}")

    def join(self, subject: Term, ways: list[list[_Step]], target: Term, group: Group) -> None:
        """The patterns of `subject path object`."""
        steps = _either(ways)
        for index, step in enumerate(steps):
            end = target if index == len(steps) - 1 else self.between()
            if step is not None:
                self.found.append(Pattern(subject, step, end, group))
            subject = end

    def path(self) -> list[list[_Step]]:
        """A path: its ways, of steps each."""
        ways = [self.way()]
        while self.take("|"):
            ways.append(self.way())
        return ways

    def way(self) -> list[_Step]:
        """The steps of a path without `|`."""
        steps = self.step()
        while self.take("/"):
            steps += self.step()
        return steps

    def step(self) -> list[_Step]:
        """One step, or those within parentheses."""
        back, against = self.take("^"), self.take("!")
        self.take("^")
        if self.take("("):
            ways = self.path()
            self.take(")")
            inner = _either(ways)
            steps = [step and tuple((iri, not way) for iri, way in step) for step in reversed(inner)] if back else inner
        else:
            token = self.tokens[self.at] if self.at < len(self.tokens) else Token("punct", "", 0)
            self.at += 1
            steps = [((TYPE if token.text == "a" else self.query.resolve(token) or "", back),)]
        if self.text in ("*", "?"):
            self.at += 1
            return [None]
        many = self.take("+") and len(steps) > 1
        return [None] if against or many else steps


def _either(ways: list[list[_Step]]) -> list[_Step]:
    """The steps of a path's ways: of several ways, one step by any of them, where each has one."""
    if len(ways) == 1:
        return ways[0]
    known = [way[0] for way in ways if len(way) == 1 and way[0] is not None]
    return [tuple(one for step in known for one in step)] if ways and len(known) == len(ways) else [None]


def _number(token: Token) -> str:
    """The name of the datatype of what is written without quotes."""
    if token.kind == "word":
        return "boolean"
    if token.text.isdigit():
        return "integer"
    return "double" if "e" in token.text.lower() else "decimal"


def patterns(query: Query, variables: bool = False) -> list[Pattern]:
    """The triple patterns of a query, those of the facts `?s ?p ?o`, too, if wanted; none where it is too long."""
    tokens = [token for token in query.tokens if token.start >= query.prologue_end]
    if len(tokens) > _READ or depth(tokens) > _DEEP or query.keyword not in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
        return []
    reader = _Reader(query, tokens, variables)
    if query.keyword == "CONSTRUCT" and len(tokens) > 1 and tokens[1].text == "{":  # its template matches nothing
        reader.at = (closing(tokens, 1) or 0) + 1
    reader.query_form(Group())
    return reader.found


def terms(found: list[Pattern], elsewhere: bool) -> set[str]:
    """The IRIs in patterns that match in the facts, or in those that match in a graph of their own."""
    within = [one for one in found if one.group.elsewhere == elsewhere]
    nodes = {term.value for one in within for term in (one.subject, one.object) if term.kind == "iri"}
    return nodes | {iri for one in within for iri, _ in one.properties}
