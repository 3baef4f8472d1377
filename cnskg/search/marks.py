"""Where a text holds what was asked, so that a page can mark it."""

from __future__ import annotations

import re
from itertools import groupby

from ..folding import HAN, fold, has_han
from .asked import Asked
from .words import stems

_TOKEN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+(?:['’.][^\W_{HAN}]+)*|.", re.S)
_ROOT = 4  # letters that two forms of a word share, at least: threat, threatened


def parts(text: str, asked: Asked) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is what was asked; together they are the text."""
    wanted = {stem for word in asked.telling if not has_han(word) for stem in stems(word)}
    runs = [word for word in asked.telling if has_han(word)]
    marked = [one for token in _TOKEN.findall(text) for one in _token(token, wanted, runs)]
    return [("".join(piece for piece, _ in same), yes) for yes, same in groupby(marked, key=lambda one: one[1])]


def _token(token: str, wanted: set[str], runs: list[str]) -> list[tuple[str, bool]]:
    if not has_han(token):
        return [(token, any(_alike(own, one) for own in stems(token) for one in wanted))]
    folded, found = "".join(fold(one) or "?" for one in token), set[int]()
    for run in runs:
        at = folded.find(run)
        while at >= 0:
            found |= set(range(at, at + len(run)))
            at = folded.find(run, at + 1)
    return [(one, at in found) for at, one in enumerate(token)]


def _alike(own: str, asked: str) -> bool:
    """Whether two words are forms of one; or what is asked is the beginning of the other."""
    short, long = sorted((own, asked), key=len)
    return own == asked or (
        len(short) >= _ROOT and long.startswith(short) and (short == asked or len(long) < len(short) + _ROOT)
    )
