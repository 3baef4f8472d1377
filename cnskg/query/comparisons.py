"""What a query compares that is never equal: IRIs with texts, texts that have a language with texts that have none.

Such a comparison, and a function for texts that gets an IRI, has no value in SPARQL, and the row is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..release.shape import Kind, Shape, is_literal
from .misfits import Place
from .patterns import STRING, XSD, Term
from .sparql_text import Query, Token
from .telling import named, note_of

_FOR_LITERALS = """
YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER REGEX REPLACE LCASE UCASE
STRLEN SUBSTR LANG LANGMATCHES DATATYPE ABS CEIL FLOOR ROUND
"""
#: Functions whose first argument is a literal.
_FUNCTIONS = tuple(_FOR_LITERALS.split())
_SIGNS = frozenset(["=", "!=", "<", ">", "<=", ">="])
_BEFORE, _AFTER = frozenset(["(", "&&", "||", ","]), frozenset([")", "&&", "||", ",", "^^"])
_NUMBERS = frozenset(XSD + kind for kind in ("integer", "decimal", "double", "float"))


def hints(query: Query, ends: list[Place], shape: Shape) -> Iterator[str]:
    """A sentence for each comparison that no row can pass."""
    yield from _calls(query.tokens, ends, shape)
    yield from _comparisons(query, ends, shape)
    yield from _tags(query.tokens, shape)


def kinds_of(variable: str, ends: Iterable[Place]) -> frozenset[Kind]:
    """The kinds that a variable can have, wherever it stands in the patterns; none where nothing is known."""
    return frozenset[Kind]().union(*(place.kinds for place in ends if place.term == Term("var", variable)))


def _calls(tokens: list[Token], ends: list[Place], shape: Shape) -> Iterator[str]:
    for function, opening, var, after in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        if function.is_word(*_FUNCTIONS) and opening.text == "(" and var.kind == "var" and after.text in (",", ")"):
            kinds = kinds_of(f"?{var.text[1:]}", ends)
            if kinds and not any(map(is_literal, kinds)):
                said = f"{function.text.upper()}({var.text}) has no value, as {var.text} is a {named(kinds, shape)}"
                yield f"{said}: {_ask(var.text, kinds, shape)}"


def _ask(variable: str, kinds: Iterable[Kind], shape: Shape) -> str:
    return note_of(kinds, shape) or f"ask its name, {variable} skos:prefLabel ?name, or STR({variable})"


def _comparisons(query: Query, ends: list[Place], shape: Shape) -> Iterator[str]:
    found = query.tokens
    for at in range(1, len(found) - 3):
        if found[at].kind == "var" and found[at + 1].text in _SIGNS and found[at - 1].text in _BEFORE:
            value = _value(query, at + 2)
            kinds = kinds_of(f"?{found[at].text[1:]}", ends)
            if value is not None and kinds and (said := _never(found[at].text, kinds, value, shape)):
                yield said


def _value(query: Query, at: int) -> Term | None:
    """The constant that begins at a token and is all that stands there."""
    token, after = query.tokens[at], query.tokens[at + 1]
    if token.kind == "string" and after.kind == "lang":
        return Term(after.text.lower(), token.text)
    if token.kind == "string" and after.text == "^^":
        return Term(query.resolve(query.tokens[at + 2]) or "", token.text)
    if after.text not in _AFTER:
        return None
    if token.kind in ("iri", "pname"):
        return Term("iri", query.resolve(token) or "") if "(" not in after.text else None
    kinds = {"string": STRING, "number": XSD + "decimal"}
    return Term(kinds[token.kind], token.text) if token.kind in kinds else None


def _never(variable: str, kinds: frozenset[Kind], value: Term, shape: Shape) -> str:
    """Why a variable of such kinds is never like a constant; nothing where it may be."""
    texts = {next(iter(kind)) for kind in kinds if is_literal(kind)}
    if not value.is_literal:
        return f"{variable} is a text, and {value} an IRI" if len(texts) == len(kinds) else ""
    if not texts:
        return f"{variable} is a {named(kinds, shape)} and no text: {_ask(variable, kinds, shape)}"
    if len(texts) < len(kinds) or value.kind in texts:
        return ""
    if texts == {XSD + "dateTime"}:
        return f'{variable} is an xsd:dateTime: compare it with one, "2021-01-01T00:00:00"^^xsd:dateTime'
    if value.kind == STRING and all(text.startswith("@") for text in texts):
        return f"{variable} has a language tag, and {value} has none: write STR({variable}) = {value}"
    if value.kind == STRING and texts <= _NUMBERS:
        return f"{variable} is a number: write {value.value[1:-1]} without quotation marks"
    return ""


def _tags(tokens: list[Token], shape: Shape) -> Iterator[str]:
    """Tags with which LANG() is compared and that no text has, while some begin so."""
    known = {next(iter(kind))[1:] for kinds in shape.after.values() for kind in kinds if is_literal(kind)}
    for at, token in enumerate(tokens[:-5]):
        if token.is_word("LANG") and tokens[at + 1].text == "(" and tokens[at + 4].text in ("=", "IN"):
            string = tokens[at + 5] if tokens[at + 4].text == "=" else tokens[min(at + 6, len(tokens) - 1)]
            tag = string.text[1:-1].lower()
            longer = sorted(one for one in known if one.startswith(tag + "-"))
            if string.kind == "string" and tag and tag not in known and longer:
                either = f'LANGMATCHES(LANG({tokens[at + 2].text}), "{tag}") takes them all'
                yield f'no text has the tag "{tag}", but {" and ".join(longer)}: {either}'
