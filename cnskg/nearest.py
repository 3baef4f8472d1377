"""Names that are like one another: the one measure behind "did you mean", taken names and near-duplicates."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from .folding import fold


def nearest(word: str, known: Iterable[str], count: int = 3, least: float = 60) -> list[str]:
    """The known words most like this one, best first; `least` is of 100."""
    found = process.extract(word, sorted(known), scorer=fuzz.ratio, processor=fold, limit=count, score_cutoff=least)
    return [match[0] for match in found]


def ratio(one: str, other: str) -> float:
    """How much of two names is the same, of 100: the normalised edit distance of insertions and deletions."""
    return fuzz.ratio(fold(one), fold(other))


def alike(name: str, others: list[str], least: float) -> list[str]:
    """The others that are at least so much like the name, itself included."""
    return [other for other, _, _ in process.extract(name, others, scorer=fuzz.ratio, limit=None, score_cutoff=least)]


class Known:
    """Texts among which many are looked for that are like others: only those of about the same length are compared."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = sorted(set(texts), key=lambda text: (len(text), text))
        self._lengths = [len(text) for text in self._texts]

    def alike(self, name: str, least: float) -> list[str]:
        """As `alike` finds them, best first, the shorter of equals before the longer."""
        # a name of n letters shares at most all letters of the shorter one: 2 * min(n, m) / (n + m) is least or more
        ends = sorted((len(name) * least / (200 - least), len(name) * (200 - least) / least))
        first, last = bisect_left(self._lengths, int(ends[0])), bisect_right(self._lengths, int(ends[1]) + 1)
        return alike(name, self._texts[first:last], least)
