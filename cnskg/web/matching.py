"""The ready questions of a release, ready to be compared with others: in English, and in Chinese by their own wordings.

Read once per release; matching() takes seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..asking.hanzi import Hanzi
from ..asking.matcher import English, Limits, Match, Matcher, Near, Ready
from ..asking.words import in_chinese
from ..folding import compact, has_han
from ..query.sparql_text import read
from . import facets, page_queries
from .evidence import Ask


@dataclass(frozen=True)
class Worded:
    """A ready question as it is compared: its wordings, its query, the rows of its answer."""

    slug: str
    english: str
    chinese: str
    query: str
    rows: frozenset[str]
    apart: bool


@dataclass(frozen=True)
class Matching:
    """The matchers of both languages, and by slug what each question names and speaks of."""

    english: Matcher
    chinese: Matcher
    about: Mapping[str, set[str]]

    def match(self, text: str, named: Mapping[str, Sequence[str]]) -> Match:
        """The nearest questions, with what the things that it names are called.

        To one in Chinese those by their Chinese wordings, and by what names are in English.
        """
        names = [*chain.from_iterable(named.values())]

        def own(slug: str) -> list[str]:
            return [name for iri in self.about[slug] & named.keys() for name in named[iri]]

        by_names = self.english.match(text, names, own)
        if not in_chinese(text):
            return by_names
        found = self.chinese.match(text, names, own)
        if found.sure or by_names.sure:
            return max((one for one in (found, by_names) if one.sure), key=lambda one: one.nearest[0].score)
        return replace(found, nearest=_in_turn(found.nearest, by_names.nearest))


def _in_turn(*rows: Sequence[Near]) -> tuple[Near, ...]:
    """The first of each, then the second: their measures are not one."""
    first: dict[str, Near] = {}
    for one in chain.from_iterable(zip_longest(*rows)):
        if one:
            first.setdefault(one.slug, one)
    return tuple(first.values())[: Limits.offered]


def matching(questions: Sequence[Worded], ask: Ask, release: Path) -> Matching:
    """Read what the things and relations are called of which the queries speak."""
    naming = facets.naming(ask, release)
    spoken = {one.slug: _spoken_of(one.query) for one in questions}
    names = _names(set().union(*spoken.values()), ask)
    english = {iri: [label.value for label in labels if label.language == "en"] for iri, labels in names.items()}
    chinese = {iri: [label.value for label in labels if has_han(label.value)] for iri, labels in names.items()}
    about = {one.slug: spoken[one.slug] | set(naming.read(one.english, facets.plain()).named) for one in questions}
    for slug, named in about.items():
        named.update(one for iri in spoken[slug] for name in english.get(iri, ()) for one in naming.within(name))
    known = facets.chinese(release) | dict(_in_english(chinese, english))
    told = {one.slug: facets.called(_things(one.rows), release) for one in questions}

    def ready(one: Worded, wording: str, called: Mapping[str, list[str]]) -> Ready:
        named = tuple(name for iri in sorted(spoken[one.slug]) for name in called.get(iri, ()))
        return Ready(one.slug, wording, named, one.rows, one.apart, told[one.slug])

    return Matching(
        Matcher([ready(one, one.english, english) for one in questions], English(known)),
        Matcher(
            [ready(one, one.chinese, chinese) for one in questions if one.chinese],
            Hanzi([one.chinese for one in questions], known),
        ),
        about,
    )


def _spoken_of(query: str) -> set[str]:
    """The IRIs of ours in a query, but for dates, whose names are figures."""
    found = {iri for iri, _ in read(query).iris()}
    return {iri for iri in found if iri.startswith(ns.BASE) and not iri.startswith((ns.TIME, ns.GRAPH))}


def _names(iris: Iterable[str], ask: Ask) -> dict[str, list[ox.Literal]]:
    names: dict[str, list[ox.Literal]] = {}
    values = " ".join(f"<{iri}>" for iri in sorted(iris))
    for row in ask(page_queries.CALLED.replace("VALUES_HERE", values)) if values else ():
        if isinstance(row["name"], ox.Literal):
            names.setdefault(row["x"].value, []).append(row["name"])
    return names


def _things(rows: Iterable[str]) -> list[str]:
    """The things in the rows of an answer, where it is short enough to be known by them."""
    found = {ns.expand(one) for row in rows for one in row.split(" | ") if one.startswith("id:")}
    return sorted(found) if len(found) <= Limits.known_by else []


def _in_english(chinese: Mapping[str, list[str]], english: Mapping[str, list[str]]) -> Iterable[tuple[str, str]]:
    """Names in hanzi, and what the same thing is called in English, in full and not by its letters."""
    for iri, labels in chinese.items():
        if english[iri]:
            yield from ((compact(one), max(english[iri], key=lambda name: (len(name), name))) for one in labels)
