"""Asking the index: what bears a name comes first, what only holds its words later, what is merely like it last.

The tiers, best first: the whole name, in any spelling; a name that begins with the words; one that holds all of them;
one that holds their beginnings or parts; words of the description. In a tier: things before claims, terms and
questions, preferred names before others, and what others speak of more often before the rest. Where no name has the
words, `meant` are the names that are like them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from .. import namespaces as ns
from ..folding import has_han, readings
from ..nearest import alike, nearest
from .bearers import Answer, Asked, Bearer, Tier
from .index import Entry, read

#: How much of a name or word must be the same for "did you mean", of 100: two typing errors in ten letters.
LIKE = 80
MOST_MEANT = 5
#: Longest question that is read, in characters; the longest name has 120.
MOST_ASKED = 200


@dataclass(frozen=True)
class Hit:
    """One thing found, by which of its names, and how well that answers."""

    entry: Entry
    name: str
    tier: Tier


@dataclass(frozen=True)
class Found:
    """All that was found, best first; and where no name has the words, what may have been meant."""

    hits: list[Hit]
    meant: list[Hit]


class Searcher:
    """Search over the entries of an index. Asking changes nothing, so any number of threads may."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self._bearers = [Bearer(entry, name) for entry in self.entries for name in entry.names]
        self._told = [(entry, frozenset(entry.told.split())) for entry in self.entries]

    def find(self, text: str) -> Found:
        """All that answers a text; nothing where it says nothing."""
        asked = Asked.of(text[:MOST_ASKED])
        if not asked.words:
            return Found([], [])
        hits = self._named(asked)
        return Found(hits + self._described(asked, hits), [] if hits else self._meant(asked))

    def _named(self, asked: Asked) -> list[Hit]:
        best: dict[str, tuple[tuple[object, ...], Hit]] = {}
        for bearer, answer in self._answers(asked):
            iri, place = bearer.entry.iri, _place(bearer, answer)
            if iri not in best or place < best[iri][0]:
                best[iri] = place, Hit(bearer.entry, bearer.name.text, answer[0])
        return [hit for _, hit in sorted(best.values(), key=lambda found: found[0])]

    def _answers(self, asked: Asked) -> Iterator[tuple[Bearer, Answer]]:
        answers = [(bearer, answer) for bearer in self._bearers if (answer := bearer.answer(asked)) is not None]
        yield from answers
        if asked.han and not any(tier == Tier.WHOLE for _, (tier, _) in answers):
            for reading in readings(asked.joined):
                wanted = reading.replace(" ", "")
                yield from ((b, (Tier.WHOLE, 2)) for b in self._only_latin if b.joined == wanted)

    @cached_property
    def _only_latin(self) -> list[Bearer]:
        """Names of things that have none in hanzi: those that have are told by their characters."""
        return [b for b in self._bearers if not any(has_han(name.folded) for name in b.entry.names)]

    def _described(self, asked: Asked, hits: list[Hit]) -> list[Hit]:
        taken, wanted = {hit.entry.iri for hit in hits}, set(asked.words)
        found = [entry for entry, told in self._told if wanted <= told and entry.iri not in taken]
        found.sort(key=lambda e: (group(e), -e.mentions, e.iri))
        return [Hit(e, e.label, Tier.DESCRIBED) for e in found]

    def _meant(self, asked: Asked) -> list[Hit]:
        """The bearers of names like the words, then those of names that hold the nearest words that there are."""
        found = [hit for name in alike(asked.whole, self._folds, LIKE) for hit in self._named(Asked.of(name))[:1]]
        mended = [w if w in self._words else next(iter(nearest(w, self._words, 1, LIKE)), "") for w in asked.words]
        if all(mended) and tuple(mended) != asked.words:
            found += self._named(Asked.of(" ".join(mended)))
        first: dict[str, Hit] = {}
        for hit in found:
            first.setdefault(hit.entry.iri, Hit(hit.entry, hit.name, Tier.LIKE))
        return list(first.values())[:MOST_MEANT]

    @cached_property
    def _folds(self) -> list[str]:
        return sorted({bearer.whole for bearer in self._bearers})

    @cached_property
    def _words(self) -> list[str]:
        return sorted({word for bearer in self._bearers for word in bearer.words})


@lru_cache(2)  # the release in use, and the one before it while its last requests are answered
def of_release(folder: Path) -> Searcher:
    """The searcher of the release in a folder, which never changes. Raises ReleaseError where it has no index."""
    return Searcher(read(folder))


def _place(bearer: Bearer, answer: Answer) -> tuple[object, ...]:
    """What orders the answers: no two names have the same."""
    entry, name, (tier, sort) = bearer.entry, bearer.name, answer
    return -tier, group(entry), sort, not name.preferred, -entry.mentions, len(name.text), entry.iri, name


def group(entry: Entry) -> int:
    """Which of two that answer alike comes first: things, then claims, then terms, then sources and questions."""
    if entry.iri.startswith(ns.ID):
        return 1 if entry.claim else 0
    return 2 if entry.iri.startswith(ns.CNS) else 3
