"""Words that analysts use for words that the graph has: in which words a text is searched, too.

What stands in `synonyms.toml` has one meaning in this field alone; it only ever adds to what the words themselves find.

alternatives("the spy law") == ("the counter espionage law",)
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice, product

from ..folding import fold, has_han
from .words import spelt

#: In how many other words a text is searched at most.
MOST_ALSO = 6


@dataclass(frozen=True)
class Synonym:
    """What people say, the words of the graph for it, and why these mean the same here."""

    said: tuple[str, ...]
    found: tuple[str, ...]
    why: str


@cache
def table() -> tuple[Synonym, ...]:
    """All of them."""
    told = tomllib.loads((resources.files(__package__) / "synonyms.toml").read_text(encoding="utf-8"))
    return tuple(Synonym(tuple(one["said"]), tuple(one["found"]), one["why"]) for one in told["synonym"])


def alternatives(text: str) -> tuple[str, ...]:
    """A folded text with words of the graph in place of others; nothing where it has none that we know."""
    folded = fold(text)
    parts = list(_parted(folded, _known(), f" {folded} "))
    if not any(instead for _, instead in parts):
        return ()
    between = "" if has_han(folded) else " "
    ways = product(*(instead or (part,) for part, instead in parts))
    return tuple(dict.fromkeys(between.join(way) for way in islice(ways, MOST_ALSO)))


@cache
def _known() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """By what is said, in parts as texts are parted, the folded words of the graph."""
    return {_parts(fold(said)): tuple(map(fold, one.found)) for one in table() for said in one.said}


def _parts(folded: str) -> tuple[str, ...]:
    """Words in one spelling, or characters of hanzi."""
    return tuple(folded) if has_han(folded) else tuple(map(spelt, folded.split()))


def _parted(
    folded: str, known: Mapping[tuple[str, ...], tuple[str, ...]], whole: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The parts of a text, the longest that are known first, each with what may stand in its place.

    What the text itself already says is not put in place of a piece of it: 间谍法 stands in 反间谍法.
    """
    between = "" if has_han(folded) else " "  # looked at once: for each word it would take the square of the length
    written = folded.split() if between else list(folded)
    parts, longest, at = _parts(folded), max(map(len, known)), 0
    while at < len(parts):
        for length in range(min(longest, len(parts) - at), 0, -1):
            instead = known.get(parts[at : at + length], ())
            if instead and not any(f" {one} " in whole or (has_han(one) and one in whole) for one in instead):
                break
        else:
            length, instead = 1, ()
        yield between.join(written[at : at + length]), instead
        at += length
