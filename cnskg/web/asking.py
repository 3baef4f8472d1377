"""What /ask tells of a question in anybody's words: from the page of a thing, from ready questions, from claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ..asking.counting import listed
from ..asking.halves import halves, kinds
from ..asking.matcher import Match
from ..asking.naming import Read
from ..search.asked import taken
from ..search.searcher import of_release
from ..search.synonyms import alternatives
from . import counted, facets, ready, said
from .counted import Counted
from .facets import Told
from .naming import Names
from .sections import Ask


@dataclass
class Answered:
    """A question, or one half of one, and what answers it."""

    text: str
    marked: Read
    found: Match
    own: Told | None
    ask: Ask
    release: Path
    also: str = ""  # in which other words it has an answer
    right: str = ""  # how it is spelt right, where it is not
    counted: bool = False  # how many is asked, and answered by those of which is asked
    all_of: Counted | None = None  # how many there are of a kind in all, where that is asked

    @cached_property
    def absent(self) -> list[str]:
        """The words of it that nothing here has."""
        known = of_release(self.release)
        return [word for word in self.found.unknown if not known.has(word)]

    @property
    def of_unknown(self) -> list[str]:
        """Of these the names: words within it that are written as such. What is asked of them no document says."""
        begin = self.text.split(maxsplit=1)[0] if self.text.split() else ""
        return [word for word in self.absent if word[:1].isupper() and word != begin]

    @property
    def from_page(self) -> bool:
        """Whether the page of a thing answers, rather than a ready question."""
        if self.all_of:
            return False
        told = self.own is not None and self.own.section is not None
        return told and (self.counted or not self.found.sure or (self.own is not None and self.own.facet in facets.OWN))

    @cached_property
    def claims(self) -> dict[str, Any] | None:
        """What is denied, or what somebody says, where the question is for that and nothing else answers it."""
        if self.all_of or self.from_page or self.found.sure or self.of_unknown:
            return None
        return said.denied(self.text, self.ask, self.release) or said.said_by(self.text, self.ask, self.release)

    @property
    def sure(self) -> bool:
        """Whether it has an answer, and not only others that are offered."""
        return bool(self.all_of or self.from_page or self.found.sure or self.claims)

    @property
    def near(self) -> list[str]:
        """The ready questions that are shown with their answers."""
        return [one.slug for one in self.found.nearest[: 1 if self.sure else None]] if not self._aside else []

    @property
    def others(self) -> list[str]:
        """Those that are only named."""
        return [one.slug for one in self.found.nearest[len(self.near) :]] if self.sure else []

    @property
    def _aside(self) -> bool:
        return bool(self.all_of or self.from_page or self.claims)


@dataclass
class Reply:
    """A question with its answer: itself or its halves, where it is two in one; and which of these has no answer."""

    parts: list[Answered]
    unanswered: list[str]
    whole: Answered

    @property
    def sure(self) -> bool:
        """Whether anything that it shows is sure."""
        return any(one.sure for one in self.parts)


def reply(text: str, known: ready.ReadyQuestions, ask: Ask) -> Reply:
    """The answer to a question; to both halves where it is two in one."""
    whole = answered(taken(text), known, ask)
    parts = [answered(half, known, ask) for half in halves(text, _called(whole.marked.named, ask))]
    if not parts or (whole.sure and _covers(whole, known, text)):
        return Reply([whole], [], whole)
    sure = [one for one in parts if one.sure]
    left = [one.text for one in parts if not one.sure]
    if not sure:
        return Reply([whole], left if whole.sure else [], whole)
    return Reply(_each_once(sure), left, whole)


def answered(text: str, known: ready.ReadyQuestions, ask: Ask) -> Answered:
    """One question, and what answers it; where nothing does, put right where it is mistyped, or in other words."""
    found = _answered(text, known, ask)
    right = text if found.sure else of_release(known.release).mended(text)
    if right == text:
        return _counted(_in_other_words(found, known, ask), known, ask)
    return _counted(replace(_in_other_words(_answered(right, known, ask), known, ask), right=right), known, ask)


def _counted(found: Answered, known: ready.ReadyQuestions, ask: Ask) -> Answered:
    """How many is answered by those of which is asked, where a page tells them."""
    instead = "" if found.sure or found.of_unknown else listed(found.right or found.text)
    if not instead:
        return found
    one = replace(_answered(instead, known, ask), counted=True, right=found.right)
    return one if one.from_page and one.own is not None and one.own.counted else found


def _in_other_words(found: Answered, known: ready.ReadyQuestions, ask: Ask) -> Answered:
    if found.sure or found.of_unknown:
        return found
    others = (replace(_answered(words, known, ask), also=words) for words in alternatives(found.text))
    return next((one for one in others if one.sure), found)


def _answered(text: str, known: ready.ReadyQuestions, ask: Ask) -> Answered:
    marked, ways = facets.read(text, ask, known.release)
    own, found = facets.told(ways, ask, known.release), known.match(text, ask)
    return Answered(text, marked, found, own, ask, known.release, all_of=counted.in_all(text))


def _covers(whole: Answered, known: ready.ReadyQuestions, text: str) -> bool:
    """Whether a sure answer to the whole is one to all that is asked for: a time, a person, a reason."""
    if whole.from_page or whole.all_of:
        return True  # a form was read with every word of it
    if whole.claims or not whole.found.nearest:
        return False
    return kinds(text) <= kinds(known.questions[whole.found.nearest[0].slug].wording)


def _each_once(parts: Iterable[Answered]) -> list[Answered]:
    """Parts that are answered by the same, once."""
    return list({_what(one): one for one in reversed(list(parts))}.values())[::-1]


def _what(one: Answered) -> str:
    if one.all_of:
        return one.all_of.name
    if one.from_page and one.own:
        return f"{one.own.facet} {one.own.thing.href}"
    return one.text if one.claims else one.found.nearest[0].slug


def _called(named: tuple[str, ...], ask: Ask) -> str:
    """What the first thing that a question names is called in English."""
    names = Names()
    names.add(ask, named[:1])
    return names.of(ox.NamedNode(named[0]), "en").text if named else ""
