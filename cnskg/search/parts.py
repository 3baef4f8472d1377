"""What answers a part of what is asked: names that stand whole among its words, things that hold most of these.

Rare words count more than common ones.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence

#: How much of what is asked a thing must hold where nothing holds all.
MOST_OF = 0.5
#: Where nothing holds so much: how much the best must hold at least,
LEAST_OF = 0.3
#: and how much of that the others.
NEAR_BEST = 0.8
#: Fewer things than this that hold all do not stand alone.
FEW = 3
#: How much more a thing answers of which a whole name stands among the words.
WHOLE_NAME = 0.2


def longest(parts: Sequence[str], names: Container[str], least: int) -> Iterator[tuple[int, int]]:
    """Where in a text, in words or characters, names of so many letters stand: first part, and the one behind the last.

    The longest are taken first, so that none is taken for a part of another.
    """
    free = [True] * len(parts)
    for length in range(len(parts), 0, -1):
        for first in range(len(parts) - length + 1):
            name = "".join(parts[first : first + length])
            if all(free[first : first + length]) and len(name) >= least and name in names:
                free[first : first + length] = [False] * length
                yield first, first + length


def shares(rows: Sequence[Sequence[tuple[int, ...]]], things: int) -> dict[int, float]:
    """How much of the words each thing holds, by the things that hold each; words that nothing holds do not count.

    Nothing where these are more than the others, or where there is only one other: that says too little.
    """
    there = [found for found in rows if found]
    if len(there) < 2 or 2 * len(there) < len(rows):
        return {}
    weights = [math.log((1 + things) / len(found)) for found in there]
    held = defaultdict[int, float](float)
    for weight, found in zip(weights, there, strict=True):
        for thing, *_ in found:
            held[thing] += weight / sum(weights)
    return held


def enough(held: Iterable[float]) -> float:
    """How much a thing must hold to be shown among those that hold some."""
    most = max(held, default=0.0)
    return NEAR_BEST * most if LEAST_OF <= most < MOST_OF else MOST_OF
