"""Which ready question is nearest to one in other words: rare words that both have count most.

found = Matcher(ready).match("Who runs the MSS?")
found.sure, found.nearest[0].slug, found.understood, found.unknown
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from . import words
from .halves import kinds
from .light import is_light

#: By the slug of a ready question, names of things in what is asked that it is about, too.
Own = Callable[[str], Iterable[str]]
#: The word that says of what is asked which, or how many: it carries nothing but is what counts.
_ASKED_FOR = re.compile(r"\b(?:how many|which|what) (\w+)", re.IGNORECASE)
#: What is asked for that an answer either tells or not.
_TELLING = frozenset(["when", "why", "where", "how many"])


@dataclass(frozen=True)
class Limits:
    """What weighs how much, and from where on a question is taken for another: tried on tests/ask/asked.toml."""

    named: float = 0.7  # a word that stands only in the name of a thing or relation of which the question is
    sure: float = 0.7  # how much of both is the same where the nearest is the one that was meant,
    lead: float = 0.06  # and how much more than of any that is answered otherwise
    alone: float = 0.55  # or how much of both is the same where no other comes near,
    far: float = 0.25  # and how much less of any that is answered otherwise
    carried: float = 0.2  # and how much less where words that only carry the question are left over,
    unlike: float = 0.6  # what counts a question that is not for a time, a reason, a number where these are asked for
    own: float = 0.18  # how much of the nearest is asked for, at least: one that asks for much more is another
    parts: int = 2  # of how many parts an answer is, at least, that is known again in a longer one
    words: int = 2  # how many words both have at least
    near: float = 0.18  # how much is the same at least where a question is offered
    offered: int = 3
    taken: float = 0.4  # a word of a thing's name, where offers are ranked by what else is asked
    answers: float = 0.35  # a word that stands only in the name of a thing in the answer, there
    known_by: int = 12  # how many things an answer has at most to be known by their names


@dataclass(frozen=True)
class Ready:
    """A ready question: how it is worded, and what the things and relations are called of which its query speaks."""

    slug: str
    wording: str
    names: tuple[str, ...] = ()
    answer: frozenset[str] = frozenset()  # its rows, to know two questions for one
    apart: bool = False
    told: tuple[str, ...] = ()  # what the things in its answer are called


@dataclass(frozen=True)
class Near:
    """A ready question and how much of it is the same, between 0 and 1."""

    slug: str
    score: float


@dataclass(frozen=True)
class Match:
    """The nearest questions, best first; whether the first is the one that was meant; the words that say so or not."""

    nearest: tuple[Near, ...]
    sure: bool
    understood: tuple[str, ...]
    unknown: tuple[str, ...]
    alone: bool = False  # sure, and no other comes near


class Reader(Protocol):
    """How texts are read: their words as they were written, and as they are compared."""

    def read(self, text: str) -> Iterator[tuple[str, str]]:
        """The words of a question."""

    def within(self, name: str) -> Iterator[tuple[str, str]]:
        """The words by which a name is known."""


@dataclass(frozen=True)
class English:
    """In English; `chinese` tells what names in hanzi are called."""

    chinese: Mapping[str, str]

    def read(self, text: str) -> Iterator[tuple[str, str]]:
        """The words of a question, and of the English names of those in hanzi."""
        return words.read(text, self.chinese)

    within = read


class Matcher:
    """Ready questions, ready to be compared."""

    def __init__(self, ready: Sequence[Ready], reader: Reader | None = None, limits: Limits | None = None) -> None:
        self.limits, self._reader = limits or Limits(), reader or English({})
        self._said = {one.slug: _compared(self._reader.read(one.wording)) for one in ready}
        self._named = {one.slug: self._within(one.names) for one in ready}
        self._told = {one.slug: self._within(one.told) for one in ready}
        self._answers = {one.slug: one.answer for one in ready}
        self._parts = {one.slug: frozenset(part for row in one.answer for part in row.split(" | ")) for one in ready}
        self._kinds = {one.slug: kinds(one.wording) for one in ready}
        self._apart = {one.slug for one in ready if one.apart}
        told = [{*self._said[slug], *self._named[slug]} for slug in self._said]
        count = Counter(word for one in told for word in one)
        self._weights = {word: math.log(1 + len(told) / n) for word, n in count.items()}
        self._most = math.log(1 + len(told))

    def match(self, text: str, names: Iterable[str] = (), own: Own = lambda _: ()) -> Match:
        """The questions nearest to one; where that is not sure, `names` of things in it do not drown what is asked.

        `own` tells by slug which of these names are of things that a ready question is about, whatever it calls them.
        """
        found = self._match(text, own)
        named = self._within(names)
        if found.sure or not named:
            return found
        asked = _compared(self._reader.read(text))
        return found if named.issuperset(asked) else replace(found, nearest=self._beside(found.nearest, asked, named))

    def _beside(self, nearest: Sequence[Near], asked: Mapping[str, None], named: set[str]) -> tuple[Near, ...]:
        """The nearest, and beside it those where the words of names count less and names in answers a little."""
        scored = [Near(slug, self._score(slug, asked, named)) for slug in self._said]
        others = [one for one in sorted(scored, key=lambda n: (-n.score, n.slug)) if one.score >= self.limits.near]
        ranked = [*nearest[:1], *others[: self.limits.offered - 1], *nearest[1:], *others]
        first = {one.slug: one for one in reversed(ranked)}
        return tuple(first[slug] for slug in dict.fromkeys(one.slug for one in ranked))[: self.limits.offered]

    def _within(self, names: Iterable[str]) -> set[str]:
        return {word for name in names for _, word in self._reader.within(name)}

    def _match(self, text: str, own: Own) -> Match:
        limits, read, asked_for = self.limits, list(self._reader.read(text)), kinds(text) & _TELLING
        asked = _compared(read)
        first = self._scored(asked, asked_for)
        if not first:
            return Match((), False, (), tuple(dict.fromkeys(written for written, _ in read)))
        held = self._held_by(first[0], own)
        counted = {word.casefold() for word in _ASKED_FOR.findall(text)}
        carried = {
            word for told, word in read if word not in held and is_light(told) and told.casefold() not in counted
        }
        scored = self._scored({word: None for word in asked if word not in carried} or asked, asked_for)
        nearest = tuple(one for one in scored[: limits.offered] if one.score >= limits.near)
        held = self._held_by(scored[0], own) if nearest else set()
        shared = held.intersection(asked)
        understood = tuple(dict.fromkeys(written for written, word in read if word in shared))
        goes = words.assumed() | words.asking()
        missing = {w: word for w, word in read if word not in shared and w not in understood and word not in goes}
        enough = bool(nearest) and len(shared) >= min(limits.words, len(self._said[nearest[0].slug]))
        enough = enough and self._asked_for(nearest[0].slug, asked) >= limits.own
        if not enough or any(word not in carried for word in missing.values()):
            return Match(nearest, False, understood, tuple(missing))
        most, second = nearest[0].score, self._second(scored)
        alone = most >= max(limits.alone, second + limits.far)
        sure = alone or most >= max(limits.sure, second + (limits.carried if missing else limits.lead))
        return Match(nearest, sure, understood, tuple(missing), alone and not missing)

    def _asked_for(self, slug: str, asked: Mapping[str, None]) -> float:
        """How much of a ready question is asked for, by weight."""
        said = self._said[slug]
        return sum(self._weight(w) for w in said if w in asked) / sum(map(self._weight, said))

    def _scored(self, asked: Mapping[str, None], asked_for: frozenset[str]) -> list[Near]:
        """All ready questions, the nearest first."""
        found = (Near(slug, self._score(slug, asked) * self._likeness(slug, asked_for)) for slug in self._said)
        return sorted(found, key=lambda one: (-one.score, one.slug))

    def _likeness(self, slug: str, asked_for: frozenset[str]) -> float:
        return 1.0 if asked_for <= self._kinds[slug] else self.limits.unlike

    def _held_by(self, best: Near, own: Own) -> set[str]:
        """The words by which a ready question is known."""
        return {*self._said[best.slug], *self._named[best.slug], *self._within(own(best.slug))}

    def _second(self, scored: Sequence[Near]) -> float:
        """How near the next comes that is answered otherwise: what has all of the same answer, and more, is not."""
        own, rows = self._parts[scored[0].slug], self._answers[scored[0].slug]
        others = (one for one in scored if self._answers[one.slug] != rows)
        return next(
            (one.score for one in others if len(own) < self.limits.parts or not own <= self._parts[one.slug]), 0.0
        )

    def _score(self, slug: str, asked: Mapping[str, None], named: set[str] | None = None) -> float:
        """The weight of what both questions say, of the weight of what is asked and, less, of what is ready."""
        said = self._said[slug]
        weights = {w: self._weight(w) * (self.limits.taken if named and w in named else 1) for w in {*asked, *said}}
        shared = sum(weights[w] * self._held(slug, w, named is not None) for w in asked)
        whole = sum(weights[w] for w in asked)
        own = sum(weights[w] for w in said)
        met = sum(weights[w] for w in said if w in asked)
        if not whole or not own:
            return 0.0
        return (shared / whole) * (0.6 + 0.4 * met / own) * (0.8 if slug in self._apart else 1)

    def _held(self, slug: str, word: str, in_answers: bool) -> float:
        """How much it counts that a ready question has a word: in its wording, in names, in those of its answer."""
        if word in self._said[slug]:
            return 1.0
        if word in self._named[slug]:
            return self.limits.named
        return self.limits.answers if in_answers and word in self._told[slug] else 0.0

    def _weight(self, word: str) -> float:
        return self._weights.get(word, self._most)


def _compared(read: Iterable[tuple[str, str]]) -> dict[str, None]:
    """The words that are compared, each once, in their order."""
    return dict.fromkeys(word for _, word in read)
