"""What REPLACE puts in place of a match, as XPath writes it: `$1` for a group, `\\$` and `\\\\` for the characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import regex

from .xpath_regex import CACHED, BadPattern, Pattern, compiled


@lru_cache(maxsize=CACHED)
def substitution(pattern: str, replacement: str, flags: str = "") -> tuple[Pattern, Sequence[str | int]]:
    """What REPLACE looks for, and its replacement as texts and numbers of groups. Raises BadPattern."""
    found = compiled(pattern, flags)
    if found.compiled.search("") is not None:
        raise BadPattern("REPLACE takes no pattern that matches the empty text")
    return found, template(replacement, found)


def template(replacement: str, pattern: Pattern) -> Sequence[str | int]:
    """A replacement as texts and numbers of groups. Raises BadPattern."""
    if pattern.quoted:
        return [replacement]
    parts: list[str | int] = []
    at = 0
    while at < len(replacement):
        char, following = replacement[at], replacement[at + 1 : at + 2]
        if char == "\\":
            if following not in ("\\", "$"):
                raise BadPattern("in a replacement, \\ stands before \\ or $ only")
            parts.append(following)
            at += 2
        elif char == "$":
            number, at = _group_number(replacement, at + 1, pattern.compiled.groups)
            parts.append(number)
        else:
            parts.append(char)
            at += 1
    return parts


def _group_number(replacement: str, at: int, groups: int) -> tuple[int, int]:
    """The group that $ and digits name, and where they end: of too many digits the last are text."""
    digits = re.compile("[0-9]*").match(replacement, at)
    written = digits[0] if digits else ""
    if not written:
        raise BadPattern("in a replacement, $ stands before the number of a group; write \\$ for the character")
    while len(written) > 1 and int(written) > groups:
        written = written[:-1]
    return int(written), at + len(written)


def replaced(text: str, pattern: Pattern, parts: Sequence[str | int]) -> str:
    """The text with each match replaced. A group that had no part in a match, or that there is not, is empty."""
    groups = pattern.compiled.groups

    def fill(match: regex.Match[str]) -> str:
        return "".join(p if isinstance(p, str) else (match[p] or "") if p <= groups else "" for p in parts)

    return str(pattern.compiled.sub(fill, text))
