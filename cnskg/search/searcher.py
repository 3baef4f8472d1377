"""Asking the index: what bears a name comes first, what only holds its words later, what is merely like it last.

The tiers, best first: the whole name, in any spelling; a name that holds all words, in any order; one that is made
shorter (国安委, guoanwei); a text that holds them; what has other words for the same; names with words that begin so;
most of the words. In a tier things come before claims, terms and sections, and questions last; then names of which more
is asked for, and what others speak of more often. Where nothing has the words, `meant` are the names like them.
"""

from __future__ import annotations

import math
import sqlite3
import threading
import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import combinations
from pathlib import Path

from ..folding import fold, has_han, readings
from ..nearest import Known, nearest
from . import groups, index
from .asked import LEAST_SHORT, Asked, all_of, beginning, taken
from .entries import Entry
from .found import Answer, Found, Hit, Tier
from .parts import FEW, WHOLE_NAME, enough, longest, shares
from .readings import Heard, tells
from .speller import Speller
from .synonyms import alternatives
from .words import bare, initials

#: How much of a name or word must be the same for "did you mean", of 100: two typing errors in ten letters.
LIKE = 80
#: The same for a word that is put right without asking whether it was meant.
LIKE_ENOUGH = LIKE + 6
MOST_MEANT = 5
#: Letters, or hanzi, that a name within a longer text has at least; and how many words, or hanzi, of a text are tried.
LEAST_WITHIN, LEAST_WITHIN_HAN, MOST_PARTS = 5, 2, 24


class Searcher:
    """Search over an index. Asking changes nothing, so any number of threads may."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base, self._lock = base, threading.Lock()
        self.entries = list(index.read(base))
        self._names = [(at, name) for at, entry in enumerate(self.entries) for name in entry.names]
        self._joined = [name.folded.replace(" ", "") for _, name in self._names]
        self._sizes = [size or 1 for (size,) in self._rows("SELECT size FROM name ORDER BY id")]
        weakref.finalize(self, base.close)

    @classmethod
    def over(cls, entries: Iterable[Entry]) -> Searcher:
        """Search over entries of which no index is kept."""
        return cls(index.in_memory(entries))

    def find(self, text: str) -> Found:
        """All that answers a text; nothing where it says nothing. Raises UsageError for one that is too long."""
        asked = Asked.of(taken(text))
        if not asked.words:
            return Found([], [])
        answers = [*self._named(asked), *self._told(asked), *self._begun(asked)]
        whole = any(one.tier is Tier.WHOLE for one in answers)
        also = {} if whole else self._also(text, {one.thing for one in answers if one.tier > Tier.ALSO})
        answers += [one for found in also.values() for one in found]
        meant, instead = ([], "") if answers else self._meant(asked)
        if not whole:
            answers += self._partly(asked, few=not meant and len({one.thing for one in answers}) < FEW)
        return Found(self._best(answers), meant, instead, tuple(also))

    def suggest(self, text: str, most: int) -> list[Hit]:
        """What may be meant while somebody types: names that have the words, the last of which may not be whole."""
        asked = Asked.of(taken(text))
        if not asked.words:
            return []
        return self._best([*self._named(asked), *self._begun(asked)])[:most] or self._meant(asked)[0][:most]

    def has(self, word: str) -> bool:
        """Whether anything here holds a word, in its names or in what is said of it, or another for the same."""
        asked = Asked.of(word)
        query = "SELECT rowid FROM told WHERE told MATCH ? LIMIT 1"
        return not asked.words or bool(alternatives(word) or self._rows(query, all_of(asked.words)))

    def named(self, text: str) -> list[Hit]:
        """What is called so, best first, by names alone: as `find`; where no name is whole also names that stand within
        the text, are spelt like it, begin so, or have these initials."""
        asked = Asked.of(text)
        if not asked.words:
            return []
        if whole := list(self._whole(asked)):
            return self._best([*whole, *self._holding(asked)])
        others = [(Tier.PARTS, at) for at in (*self._within(asked), *self._begun_so(asked))]
        others += [(Tier.SHORT, at) for at in self._by_initials.get(asked.whole, ())]
        others += [(Tier.LIKE, at) for fold in self._folds.alike(asked.whole, LIKE) for at in self._by_fold[fold]]
        return self._best([*self._named(asked), *(self._answer(asked, at, tier) for tier, at in others)])

    def _begun_so(self, asked: Asked) -> Iterator[int]:
        """Names with words that begin so, as with initials of given names: Pieke, F. N."""
        yield from (at for at, *_ in self._rows("SELECT rowid FROM begun WHERE begun MATCH ?", beginning(asked.words)))

    def _among(self, asked: Asked) -> Iterator[tuple[int, int, float]]:
        """The things of whose names one stands whole among the words, the name, and its share of the letters."""
        parts = list(asked.joined) if asked.han else asked.whole.split()
        for first, last in longest(parts, self._names_of_things, LEAST_WITHIN_HAN if asked.han else LEAST_WITHIN):
            for at in self._names_of_things[name := "".join(parts[first:last])]:
                yield self._names[at][0], at, len(name) / len(asked.joined)

    def _within(self, asked: Asked) -> Iterator[int]:
        """The names that stand whole within a text: the minister Chen Yixin, 国家主席习近平."""
        parts = list(asked.joined) if asked.han else asked.whole.split()
        for first, last in combinations(range(min(len(parts), MOST_PARTS) + 1), 2):
            part = "".join(parts[first:last])
            if len(part) >= (LEAST_WITHIN_HAN if asked.han else LEAST_WITHIN):
                yield from self._by_joined.get(part, ())

    def _best(self, answers: Iterable[Answer]) -> list[Hit]:
        best: dict[int, tuple[tuple[object, ...], Answer]] = {}
        for one in answers:
            place = self._place(one)
            if one.thing not in best or place < best[one.thing][0]:
                best[one.thing] = place, one
        return [self._hit(one) for _, one in sorted(best.values(), key=lambda found: found[0])]

    def _place(self, one: Answer) -> tuple[object, ...]:
        """What orders the answers: no two things have the same."""
        entry = self.entries[one.thing]
        tens = one.sort // 10  # what comes even before the kinds of things
        return -one.tier, tens, groups.rank(entry.group), one.sort, -one.score, entry.iri, one.name

    def _hit(self, one: Answer) -> Hit:
        entry = self.entries[one.thing]
        return Hit(entry, self._names[one.name][1].text if one.name >= 0 else entry.label, one.tier)

    def _rows(self, query: str, *values: object) -> list[tuple[int, ...]]:
        with self._lock:
            return self._base.execute(query, values).fetchall()

    def _whole(self, asked: Asked) -> Iterator[Answer]:
        """Whole names, in any spelling."""
        whole = False
        for form, least in asked.forms:
            for at, sort in self._rows("SELECT name, sort FROM key WHERE key = ?", form):
                whole = True
                yield self._answer(asked, at, Tier.WHOLE, max(sort, least))
        if asked.han and not whole:
            yield from self._as_read(asked)

    def _named(self, asked: Asked) -> Iterator[Answer]:
        """Whole names, names that hold all words, and shorter forms."""
        yield from self._whole(asked)
        yield from self._holding(asked)
        yield from (self._answer(asked, at, Tier.SHORT, sort) for at, sort in self._heard.shorter(asked))

    def _holding(self, asked: Asked) -> Iterator[Answer]:
        """Names that hold all words."""
        for at, *_ in self._rows("SELECT rowid FROM named WHERE named MATCH ?", all_of(asked.telling)):
            yield self._answer(asked, at, Tier.WORDS)

    def _answer(self, asked: Asked, at: int, tier: Tier, sort: int = 0) -> Answer:
        """A name that answers; the score is its share that is asked for, and how often others speak of the thing."""
        thing, name = self._names[at]
        share = min(1.0, asked.size / self._sizes[at])
        score = 4 * share + math.log2(1 + self.entries[thing].mentions) / 2 + name.preferred / 2
        return Answer(thing, tier, sort, score, at)

    def _as_read(self, asked: Asked) -> Iterator[Answer]:
        """Things without a name in hanzi that sound as a question in hanzi does; of others the characters tell."""
        for reading in readings(asked.joined):
            for at, _ in self._rows("SELECT name, sort FROM key WHERE key = ?", reading.replace(" ", "")):
                if not any(has_han(name.folded) for name in self.entries[self._names[at][0]].names):
                    yield self._answer(asked, at, Tier.WHOLE, 3)

    def _told(self, asked: Asked) -> Iterator[Answer]:
        """All that is said of a thing holds all words; such as no text is about need not be there, but are better."""
        query = "SELECT rowid, bm25(told, 8, 3, 1) FROM told WHERE told MATCH ?"
        if asked.is_question:  # then a ready one in these words comes before all names that hold them
            rows = self._rows(query, f"names : ({all_of(asked.words)})")
            ready = [row for row in rows if self.entries[row[0]].group == groups.QUESTIONS]
            yield from (Answer(thing, Tier.WORDS, -1, -far) for thing, far in ready)
        for sort, words in enumerate(dict.fromkeys([asked.words, asked.telling])):
            yield from (Answer(thing, Tier.TEXT, 10 * sort, -far) for thing, far in self._rows(query, all_of(words)))

    def _also(self, text: str, known: set[int]) -> dict[str, list[Answer]]:
        """By other words for the same, the things beside those known that have all of them: names first, then texts."""
        found = {}
        for words in alternatives(text):
            asked = Asked.of(words)
            answers = [one for one in (*self._named(asked), *self._told(asked)) if one.thing not in known]
            if answers:
                found[words] = [replace(one, tier=Tier.ALSO, sort=Tier.WHOLE - one.tier) for one in answers]
        return found

    def _begun(self, asked: Asked) -> Iterator[Answer]:
        """Names with words that begin so; and those that have what is asked in the middle of a word."""
        query = "SELECT rowid FROM begun WHERE begun MATCH ?"
        for sort, last_only in enumerate((True, False)):
            for at, *_ in self._rows(query, beginning(asked.words, last_only)):
                yield self._answer(asked, at, Tier.PARTS, sort)
        if tells(asked):
            yield from (
                self._answer(asked, at, Tier.PARTS, 2) for at, j in enumerate(self._joined) if asked.joined in j
            )

    def _partly(self, asked: Asked, few: bool) -> Iterator[Answer]:
        """Things whose whole name stands among the words; where few things hold all, also those that hold most."""
        holding = (self._rows("SELECT rowid FROM told WHERE told MATCH ?", all_of([word])) for word in asked.telling)
        held = shares(list(holding), len(self.entries))
        least, named = enough(held.values()), {thing: (at, share) for thing, at, share in self._among(asked)}
        for thing in {**held, **named}:
            at, letters = named.get(thing, (-1, 0.0))
            share = WHOLE_NAME * (at >= 0) + max(letters, held.get(thing, 0.0))
            if at >= 0 or (few and share >= least):
                yield Answer(thing, Tier.SOME, 10 * round(10 - 10 * share), share, at)

    def _meant(self, asked: Asked) -> tuple[list[Hit], str]:
        """The bearers of names like the words, then those of names that hold the nearest words that there are."""
        found = [hit for name in self._folds.alike(asked.whole, LIKE) for hit in self._by_name(name)[:1]]
        right = [w if w in self._words else next(iter(nearest(w, self._words, 1, LIKE)), "") for w in asked.words]
        instead = " ".join(right) if all(right) and tuple(right) != asked.words else ""
        found += self._by_name(instead) if instead else []
        first: dict[str, Hit] = {}
        for hit in found:
            first.setdefault(hit.entry.iri, Hit(hit.entry, hit.name, Tier.LIKE))
        return list(first.values())[:MOST_MEANT], instead

    def mended(self, text: str) -> str:
        """A text with its typing errors and pinyin put right by the names and words here; itself where it has none."""
        return self._speller.mended(text)

    @cached_property
    def _speller(self) -> Speller:
        names = [(self.entries[thing], name) for thing, name in self._names]
        return Speller(names, self._words, self.has, LIKE_ENOUGH)

    def _by_name(self, text: str) -> list[Hit]:
        return self._best(self._named(Asked.of(text)))

    @cached_property
    def terms(self) -> dict[str, Entry]:
        """The ontology's terms, by IRI."""
        return {entry.iri: entry for entry in self.entries if entry.group == groups.TERMS}

    @cached_property
    def _heard(self) -> Heard:
        names = enumerate(self._names)
        return Heard((at, self._joined[at], name.readings) for at, (_, name) in names if name.readings)

    @cached_property
    def _folds(self) -> Known:
        return Known(name.folded for _, name in self._names)

    @cached_property
    def _by_fold(self) -> dict[str, list[int]]:
        found = defaultdict[str, list[int]](list)
        for at, (_, name) in enumerate(self._names):
            found[name.folded].append(at)
        return found

    @cached_property
    def _by_joined(self) -> dict[str, list[int]]:
        """Names without their spaces; also without what is left out by everybody: the state, the year of a law."""
        found = defaultdict[str, list[int]](list)
        for at, (_, name) in enumerate(self._names):
            joined = self._joined[at]
            for form in {joined, joined.removeprefix(index.STATE), fold(bare(name.text)).replace(" ", "")} - {""}:
                found[form].append(at)
        return dict(found)

    @cached_property
    def _names_of_things(self) -> dict[str, list[int]]:
        """The same of things alone: what claims, sections and questions are called are sentences."""
        things = {at for at, (thing, _) in enumerate(self._names) if groups.rank(self.entries[thing].group) == 0}
        found = {joined: [at for at in names if at in things] for joined, names in self._by_joined.items()}
        return {joined: names for joined, names in found.items() if names}

    @cached_property
    def _by_initials(self) -> dict[str, list[int]]:
        """Names of three words that tell something, or more, by their initials."""
        found = defaultdict[str, list[int]](list)
        for at, (_, name) in enumerate(self._names):
            if len(letters := initials(bare(name.text))) >= LEAST_SHORT:
                found["".join(letters)].append(at)
        return dict(found)

    @cached_property
    def _words(self) -> list[str]:
        return [str(word) for (word,) in self._rows("SELECT word FROM word ORDER BY word")]


@lru_cache(2)  # the release in use, and the one before it while its last requests are answered
def of_release(folder: Path) -> Searcher:
    """The searcher of the release in a folder, which never changes. Raises ReleaseError where it has no index."""
    return Searcher(index.opened(folder))
