"""Questions on one thing, answered from what its page tells: who leads it, when it was adopted, who says what of it.

What can be asked so stands in `facets.toml`; the names are those of the release's index.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..asking.facets import Asked, Facet, Facets
from ..asking.naming import Naming, Read
from ..asking.words import assumed, words
from ..folding import compact, fold, has_han
from ..query.binding import bind
from ..search import groups
from ..search.entries import Entry
from ..search.searcher import of_release
from . import claimed, page_queries
from .answering import MOST_LETTERS
from .language import gettext
from .pages import Link, path_of
from .profiles import Profile, Section
from .sections import Ask, names_of, sections

#: Rows that are shown of what a page tells.
MOST_LINES = 12
#: What a page tells before any ready question: these only say more of the thing than was asked, or of other claims.
OWN = ("is", "holders", "origin-proposed", "origin-set-up", "recommends-to", *claimed.names())
#: What is not asked of by its name: what others say, and what joins things.
_APART = {groups.CLAIMS, groups.SECTIONS, groups.QUESTIONS, groups.TERMS, groups.OTHER}
_JOINING = {"cns:Tenure", "cns:Proposition"}
#: The end of a question, in which what all is about is named once more.
_ABOUT = re.compile(r" (?:about|on|of|in|against|towards?|with|from|for|to) (?:the )?@$")
#: What is called so has an article before its name.
_WITH_ARTICLE = re.compile(
    r"\b(?:Office|Ministry|Commission|Committee|Council|Group|Party|Army|Parliament|Union|Congress|Politburo|Bureau"
    r"|Nations|States|Kingdom|Law|Act|Agreement|Initiative|Department|Court)(?: \(|$)"
)
_OF_CHINA = re.compile(r"(?:Chinese|China's) ")
#: Columns of which things of one class alone may be asked for, and which can be counted.
_COUNTED = frozenset(["against", "by", "law", "member", "occurrence", "organ", "person", "post", "who"])
#: Surnames that are words of their own in a question: a currency, a state, what a cook does.
_WORDS = frozenset(["yuan", "brazil", "cook", "unnamed"])


@dataclass(frozen=True)
class Asking:
    """What a facet asks of a thing, and how the answer is said."""

    name: str
    title: str
    section: Section
    sentence: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """A question on a thing as it was read, and what its page tells."""

    facet: str
    thing: Link
    title: str
    sentence: list[Link]
    rest: int
    section: dict[str, Any] | None
    lines: list[dict[str, Any]]  # all of them: a page shows the first
    counted: int = 0  # how many there are of what can be counted


@cache
def known() -> tuple[dict[str, Asking], Facets]:
    """What can be asked of a thing, and the forms of asking."""
    own = tomllib.loads((resources.files(__package__) / "facets.toml").read_text(encoding="utf-8"))["facet"]
    told = [*own, *claimed.facets()]
    asked = {
        one["name"]: Asking(
            one["name"],
            one["title"],
            Section("", query=one["query"], facts=tuple(tuple(fact.split()) for fact in one.get("facts", ()))),
            tuple(one["sentence"]),
        )
        for one in told
    }
    return asked, Facets(Facet(one["name"], tuple(one["forms"])) for one in told)


@lru_cache(2)  # the release in use and the one before it
def chinese(release: Path) -> dict[str, str]:
    """Names in hanzi of a release, and what the same thing is called in English."""
    named = [one for one in of_release(release).entries if is_named(one)]
    return {compact(name.text): one.label for one in named for name in one.names if has_han(name.text)}


def called(things: Iterable[str], release: Path) -> tuple[str, ...]:
    """All that things are called in a release."""
    names = _called(release)
    return tuple(name for iri in things for name in names.get(iri, ()))


@lru_cache(2)
def without_saying(release: Path) -> tuple[str, ...]:
    """The things that all is about, whether a question names them or not, as Beijing stands for China."""
    named = [one for one in of_release(release).entries if is_named(one)]
    return tuple(one.iri for one in named if any(_assumed(name.text) for name in one.names))


def _assumed(name: str) -> bool:
    said = set(words(name))
    return bool(said) and said <= assumed()


@lru_cache(2)
def _called(release: Path) -> dict[str, tuple[str, ...]]:
    return {one.iri: tuple(name.text for name in one.names) for one in of_release(release).entries}


@lru_cache(2)  # the release in use and the one before it
def _naming(release: Path, authors: tuple[tuple[str, str], ...]) -> Naming:
    entries = [one for one in of_release(release).entries if is_named(one)]
    return Naming([*_names(entries), *authors, *_surnames(entries)])


def is_named(entry: Entry) -> bool:
    """Whether an entry is a thing that a question may name."""
    return entry.iri.startswith(ns.ID) and entry.group not in _APART and not _JOINING.intersection(entry.kinds)


def _names(entries: list[Entry]) -> Iterator[tuple[str, str]]:
    """Names with what they name; preferred ones first, then those of things of which others speak more."""
    ordered = sorted(entries, key=lambda one: (one.group == "topics", -one.mentions, one.iri))
    for preferred in (True, False):
        yield from ((name.text, one.iri) for one in ordered for name in one.names if name.preferred is preferred)
    posts = [one for one in ordered if one.group == "posts"]
    yield from ((short, one.iri) for one in posts for name in one.names if (short := _shorter(name.text)))


def _shorter(post: str) -> str:
    """A post without the state of which it goes without saying: foreign minister."""
    return _OF_CHINA.sub("", post) if _OF_CHINA.match(post) else ""


def naming(ask: Ask, release: Path) -> Naming:
    """The names of a release, and the surnames of the authors of its documents."""
    rows = ask(page_queries.AUTHORS)
    authors = {(row["name"].value.split()[-1], row["author"].value) for row in rows}
    return _naming(release, tuple(sorted(authors)))


def _surnames(entries: list[Entry]) -> Iterator[tuple[str, str]]:
    """The surnames that one person alone has; of a name that hanzi read so the first word, else the last."""
    found: dict[str, set[str]] = {}
    for one in entries:
        words = fold(one.label).split()
        if one.group == "people" and len(words) > 1:
            first = any(read.split(" ")[0] == words[0] for name in one.names for read in name.readings)
            found.setdefault(words[0 if first else -1], set()).add(one.iri)
    yield from ((name, min(bearers)) for name, bearers in found.items() if len(bearers) == 1 and name not in _WORDS)


def read(text: str, ask: Ask, release: Path) -> tuple[Read, list[Asked]]:
    """The names in a question, and the ways in which it can be read as one on a thing.

    Words in which is asked are names only where nothing can be read without: what companies should do.
    """
    marked = naming(ask, release).read(text, plain())
    if found := _ways(marked, release):
        return marked, found
    every = naming(ask, release).read(text)
    found = _ways(every, release)
    return (every, found) if found else (marked, [])


def _ways(marked: Read, release: Path) -> list[Asked]:
    found = known()[1].read(marked.text, marked.named)
    if not found and marked.named and marked.named[-1] in without_saying(release):  # what to do about China, in China
        return known()[1].read(_ABOUT.sub("", marked.text), marked.named[:-1])
    return found


@cache
def plain() -> frozenset[str]:
    """The words in which is asked, which by themselves are no names: the criticism of a law is not a thing."""
    words = {word for _, form, _ in known()[1].forms for word in re.findall(r"[a-z]{4,}", form.pattern)}
    return frozenset(words | {word.removesuffix("s") for word in words} | {f"{word}s" for word in words})


def told(readings: Iterable[Asked], ask: Ask, release: Path) -> Told | None:
    """What is told of the first reading that anything is told of; where of none, that the first has no answer."""
    first, given, same = None, [*readings], without_saying(release)
    others = [replace(one, speaker=iri) for one in given if one.speaker in same for iri in same]
    for one in [*given, *others]:
        found = _told(one, ask)
        if found.section:
            return found
        first = first or found
    return first


def by_speaker(readings: Iterable[Asked], ask: Ask) -> dict[str, Any] | None:
    """All claims of a kind that somebody makes, where those on a thing are asked for and none is told."""
    for one in readings:
        kind = one.facet.rpartition("-")[0]
        if one.speaker and f"{kind}-by" in claimed.names():
            return _told(Asked(f"{kind}-by", one.speaker), ask).section
    return None


def _told(asked: Asked, ask: Ask) -> Told:
    facet, thing = known()[0][asked.facet], ox.NamedNode(asked.thing)
    section = facet.section
    nodes = [thing]
    if asked.speaker:
        nodes.append(ox.NamedNode(asked.speaker))
        section = replace(section, query=bind(section.query, {"speaker": nodes[1]}))
    if asked.kind and facet.sentence[-1] in _COUNTED:
        section = replace(section, query=_only(section.query, facet.sentence[-1], asked.kind))
    found = sections(Profile("", "", (), (section,)), asked.thing, ask)
    names = [one.text for one in map(names_of(nodes, ask).of, nodes)]
    title = gettext("Who {thing} is" if _of_person(facet, thing, ask) else facet.title).format(
        thing=with_article(names[0]), speaker=with_article(names[-1])
    )
    shown = found[0] if found else None
    said = list(_said(facet, shown)) if shown else []
    kept, lines = _short(said), shown["lines"] if shown else []
    if shown:
        shown = {**shown, "title": title, "lines": shown["lines"][:MOST_LINES]}
    rest, counted = len(said) - len(kept), len(said) if facet.sentence[-1] in _COUNTED else 0
    return Told(asked.facet, Link(path_of(asked.thing), names[0]), title, kept, rest, shown, lines, counted)


def _only(query: str, column: str, kind: str) -> str:
    """A query whose rows have in a column nothing but things of a class: which states, of all that were hit."""
    head, brace, rest = query.partition("{")
    return f"{head}{brace} FILTER(BOUND(?{column}) && EXISTS {{ ?{column} a cns:{kind} }}) {rest}"


def with_article(name: str) -> str:
    """An English name as it stands in a sentence: the Ministry of State Security, but Xi Jinping."""
    return f"the {name}" if _WITH_ARTICLE.search(name.partition(" of ")[0]) and not name.startswith("the ") else name


def _of_person(facet: Asking, thing: ox.NamedNode, ask: Ask) -> bool:
    """Whether it is asked who somebody is."""
    return facet.name == "is" and any(
        row["class"].value == ns.CNS + "Person" for row in ask(page_queries.CLASSES, entity=thing)
    )


def _said(facet: Asking, shown: dict[str, Any]) -> Iterator[Link]:
    """What answers in a sentence, each thing once: one column, or two of which the first says what the second is."""
    at = [shown["names"].index(name) for name in facet.sentence if name in shown["names"]]
    given: dict[str, Link] = {}
    for line in shown["lines"]:
        words = " ".join(one.text for place in at[:-1] for one in line["cells"][place])
        for one in line["cells"][at[-1]]:
            text = f"{words} {one.text}".strip().rstrip(".。")  # of several sentences, too, each is one part
            given.setdefault(text, replace(one, text=text))
    yield from given.values()


def _short(said: list[Link]) -> list[Link]:
    """As many as one reads on end, and at least one."""
    kept: list[Link] = []
    letters = 0
    for one in said:
        letters += len(one.text)
        if kept and letters > MOST_LETTERS:
            break
        kept.append(one)
    return kept
