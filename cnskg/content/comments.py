"""Comments of a Turtle text: those that stand above a subject, with it; those that stand elsewhere, with their line.

The canonical form has a place for the first alone: it orders statements anew, and what stands between them would end up
beside another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from .places import BLANK, TOKENS, Scanner, tokens

#: A sign that is not the end of a declared prefix; a text without one has no comment, and need not be scanned.
SIGN = re.compile(r"(?<!\w)#|#(?!> ?\.)")


class Comment(NamedTuple):
    """One comment: its line, and its text with the sign."""

    line: int
    text: str


class Comments(NamedTuple):
    """The comments above each subject, by its IRI; and those above none."""

    above: dict[str, tuple[Comment, ...]]
    elsewhere: tuple[Comment, ...]


def comments(text: str) -> Comments:
    """The comments of a Turtle text that a parser accepts."""
    if not SIGN.search(text):
        return Comments({}, ())
    heads = _heads(text)
    above: dict[str, tuple[Comment, ...]] = defaultdict(tuple)
    elsewhere, before = [], 0
    for match in TOKENS.finditer(text):
        if match.lastgroup != "space":
            before += 1
        elif match[0].startswith("#"):
            found = Comment(text.count("\n", 0, match.start()) + 1, match[0].rstrip())
            alone = not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
            if alone and before in heads:
                above[heads[before]] += (found,)
            else:
                elsewhere.append(found)
    return Comments(dict(above), tuple(elsewhere))


def _heads(text: str) -> dict[int, str]:
    """The subjects with a name that stand at the begin of a statement, by the count of tokens before."""
    scanner = Scanner(list(tokens(text))[::-1])
    whole = len(scanner.left)
    try:
        scanner.document()
    except (LookupError, ValueError, RecursionError):
        return {}
    return {whole - left: subject for left, subject in scanner.heads.items() if subject != BLANK}
