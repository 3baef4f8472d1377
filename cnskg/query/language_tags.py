"""Language tags in queries: they have no case (RFC 5646), and the engine keeps them in lower case.

It reads `"国家"@zh-Hans` and `STRLANG("国家", "zh-Hans")` as it should, but to `LANG(?x) = "zh-Hans"` a string is a
string, and no row comes. So a tag that a query compares with LANG() is put in lower case before the engine sees it,
which is what comparing without case means, since no tag of a release has capitals. Lengths stay, so that places in
errors hold.
What is sent on to another endpoint is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .sparql_text import Query, Token, closing, read, services

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
#: Functions that take a tag without case as it is.
_TAKING = ("LANGMATCHES", "STRLANG", "STRLANGDIR")


def folded(query: Query) -> Query:
    """The query, with the tags that it compares with LANG() in lower case."""
    text = query.text
    for token in _ours(query, _compared(query.tokens)):
        text = text[: token.start] + token.text.lower() + text[token.end :]
    return query if text == query.text else read(text)


def hints(query: Query) -> list[str]:
    """A sentence for each tag with capitals that stands beside LANG() where it is not folded, and so finds nothing."""
    if not any(token.is_word("LANG") for token in query.tokens):
        return []
    known = query.tokens
    places = (at for at in range(len(known)) if _capitals(known, at) and not _caller(known, at).is_word(*_TAKING))
    found = dict.fromkeys(token.text[1:-1] for token in _ours(query, [known[at] for at in places]))
    return [f'LANG() gives tags in lower case: "{tag.lower()}", never "{tag}"' for tag in found]


def _ours(query: Query, found: Iterable[Token]) -> list[Token]:
    """Those of the tokens that stand outside of what is sent on to another endpoint."""
    tokens = list(found)
    spans = [(one.start, one.end) for one in services(query)] if tokens else []
    return [token for token in tokens if not any(start <= token.start < end for start, end in spans)]


def _compared(tokens: list[Token]) -> Iterator[Token]:
    """The plain strings that are compared with a call of LANG and are tags with capitals."""
    for at, token in enumerate(tokens):
        if token.is_word("LANG") and _text(tokens, at + 1) == "(" and (last := closing(tokens, at + 1)) is not None:
            places = [at - 2] if _text(tokens, at - 1) in ("=", "!=") else []
            places += _operands(tokens, last + 1)
            yield from (tokens[place] for place in places if _capitals(tokens, place))


def _operands(tokens: list[Token], at: int) -> list[int]:
    """Where the other side of a comparison stands whose sign is at this index: one place, or those in a list."""
    if _text(tokens, at) in ("=", "!="):
        return [at + 1]
    at += _text(tokens, at).upper() == "NOT"
    if _text(tokens, at).upper() == "IN" and _text(tokens, at + 1) == "(":
        return list(range(at + 2, closing(tokens, at + 1) or 0))
    return []


def _capitals(tokens: list[Token], at: int) -> str:
    """The tag that a plain string is, where it has capitals and is not the text of a literal with tag or datatype."""
    if not 0 <= at < len(tokens) or tokens[at].kind != "string":
        return ""
    tag = tokens[at].text[1:-1]
    tagged = at + 1 < len(tokens) and (tokens[at + 1].kind == "lang" or tokens[at + 1].text == "^^")
    # a word of three letters and more with capitals and no hyphen is rather a name than a tag
    is_tag = _TAG.fullmatch(tag) and tag != tag.lower() and ("-" in tag or len(tag) == 2)
    return tag if is_tag and not tagged else ""


def _text(tokens: list[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _caller(tokens: list[Token], at: int) -> Token:
    """The token before the innermost parenthesis around this index: the function, if it is a call."""
    depth = 0
    for index in range(at - 1, 0, -1):
        depth += {")": 1, "(": -1}.get(tokens[index].text, 0)
        if depth < 0:
            return tokens[index - 1]
    return tokens[at]
