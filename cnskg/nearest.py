"""Names that are like one another: the one measure behind "did you mean", taken names and near-duplicates."""

from __future__ import annotations

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
