"""The ready questions of a release: their subjects, their answers as they were given, and which is nearest to another.

Read once per release, and answers kept as they are asked for: a release is never changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from .. import namespaces as ns
from ..asking.halves import kinds
from ..asking.matcher import Match
from ..asking.words import in_chinese
from ..query.budget import Budget
from ..query.result import Row
from ..query.runner import Runner
from . import answers, facets, page_queries
from .answering import Answer, answer
from .evidence import Ask
from .language import foreign
from .matching import Matching, Worded, matching
from .naming import Name, in_words
from .state import here

QUESTION = ns.BASE + "question/"
#: Named by path; the one before is kept while its last requests are answered.
_kept: dict[Path, ReadyQuestions] = {}


@dataclass(frozen=True)
class Question:
    """A ready question: the end of its IRI, its wording in English, its query, and its wording in Chinese."""

    slug: str
    wording: str
    query: str
    wording_zh_hans: str = ""

    @property
    def title(self) -> Name:
        """Its wording in the language of the page, or in English."""
        return in_words(self.wording, self.wording_zh_hans)

    def titled_for(self, asked: str) -> Name:
        """Its wording in Chinese for who asks in Chinese, on whichever page."""
        chinese = self.wording_zh_hans and in_chinese(asked)
        return Name(self.wording_zh_hans, foreign("zh-Hans")) if chinese else self.title


@dataclass(frozen=True)
class Group:
    """A subject and its questions; those that stand apart try the data."""

    name: str
    name_zh_hans: str
    apart: bool
    questions: tuple[Question, ...]

    @property
    def title(self) -> str:
        """Its name in the language of the page."""
        return in_words(self.name, self.name_zh_hans).text


@dataclass
class ReadyQuestions:
    """Those of one release, by slug and in the order of their wordings."""

    questions: dict[str, Question]
    told: dict[str, Any] = field(repr=False)  # where they stand on the pages, as the release says
    release: Path = field(repr=False)  # the folder whose names are known
    answered: dict[str, Answer] = field(default_factory=dict, repr=False)
    _matching: Matching | None = None
    _near: dict[str, list[Question]] = field(default_factory=dict, repr=False)

    @cached_property
    def groups(self) -> list[Group]:
        """The subjects that have questions, in their order; what none of them names comes last."""
        found, left = [], dict(self.questions)
        for one in self.told.get("subjects", ()):
            own = sorted((q for slug in one["questions"] if (q := left.pop(slug, None))), key=lambda q: q.wording)
            found.append(Group(one["name"], one["name_zh_hans"], one["apart"], tuple(own)))
        others = Group("other questions", "其他问题", False, tuple(left.values()))
        return sorted((g for g in (*found, others) if g.questions), key=lambda g: g.apart)

    @property
    def front(self) -> list[Question]:
        """Those that the front page answers."""
        return [self.questions[slug] for slug in self.told.get("front", ()) if slug in self.questions]

    def group_of(self, slug: str) -> Group | None:
        """The subject of a question."""
        return next((group for group in self.groups if any(q.slug == slug for q in group.questions)), None)

    def answer(self, slug: str, runner: Runner, budget: Budget) -> Answer:
        """The answer to one of them. Raises a QueryError."""
        if slug in self.answered:
            return self.answered[slug]
        found = replace(answer(runner, self.questions[slug].query, budget), asked=self.questions[slug].wording)
        if found.whole:  # else the next one who asks may have what is behind it
            self.answered[slug] = found
        return found

    def match(self, text: str, ask: Ask) -> Match:
        """Those nearest to a question in other words; sure only where it is about all that is named."""
        known, entities = self._matching_of(ask), self.entities(text, ask)
        found = known.match(text, {iri: facets.called([iri], self.release) for iri in entities})
        asked_of = set(entities) & set().union(*known.about.values())
        asked_of -= set(facets.without_saying(self.release))
        sure = found.alone or (found.sure and asked_of <= known.about[found.nearest[0].slug])
        return replace(found, sure=sure and self._asks_so(text, found))

    def _asks_so(self, text: str, found: Match) -> bool:
        """Whether the nearest asks for what is asked for, where it has all words: who, and not what."""
        return kinds(text) <= kinds(self.questions[found.nearest[0].slug].wording)

    def near(self, slug: str, ask: Ask) -> list[Question]:
        """The ready questions nearest to one of them."""
        if slug not in self._near:
            found = self.match(self.questions[slug].wording, ask).nearest
            self._near[slug] = [self.questions[one.slug] for one in found if one.slug != slug]
        return self._near[slug]

    def entities(self, text: str, ask: Ask) -> list[str]:
        """The things that a question names, each once."""
        return list(dict.fromkeys(facets.read(text, ask, self.release)[0].named))

    def _matching_of(self, ask: Ask) -> Matching:
        """What is read of them so that they can be compared; once."""
        if self._matching is None:
            rows: dict[str, set[str]] = {}
            for row in ask(page_queries.EXPECTED):
                rows.setdefault(row["question"].value.removeprefix(QUESTION), set()).add(row["row"].value)
            apart = {q.slug for group in self.groups if group.apart for q in group.questions}
            worded = [
                Worded(slug, q.wording, q.wording_zh_hans, q.query, frozenset(rows.get(slug, ())), slug in apart)
                for slug, q in self.questions.items()
            ]
            self._matching = matching(worded, ask, self.release)
        return self._matching


def asking() -> Callable[..., list[Row]]:
    """How this request asks the release in use for rows; values are bound, never pasted into the query."""
    runner, budget = here().runner, answers.budget()
    return lambda query, **bound: runner.rows(query, budget, **bound)


def _texts(row: Row) -> tuple[str, str, str]:
    chinese = row.get("chinese")
    return row["wording"].value, row["query"].value, chinese.value if chinese else ""


def current() -> ReadyQuestions:
    """Those of the release in use. Raises what asking the release raises."""
    return of_release(here().runner, answers.budget())


def of_release(runner: Runner, budget: Budget) -> ReadyQuestions:
    """Those of one release. Raises what asking the release raises."""
    path = runner.release.path
    if path not in _kept:
        rows = runner.rows(page_queries.QUESTIONS, budget)
        slugs = [row["question"].value.removeprefix(QUESTION) for row in rows]
        found = {s: Question(s, *_texts(row)) for s, row in zip(slugs, rows, strict=True)}
        for old in list(_kept)[:-1]:
            _kept.pop(old, None)
        _kept[path] = ReadyQuestions(found, runner.release.questions, path)
    return _kept[path]
