"""Answers of a size that can be read: as many items as fit, each source once, and how to have the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from ..api.entities import Entity, Fact, Passage
from ..api.graph import KnowledgeGraph
from ..api.values import PartialDate
from ..namespaces import compact
from .shapes import Answer, Source, Statement, Thing

T = TypeVar("T")
#: Letters of an answer as it is written; whoever reads on asks again.
MOST_LETTERS = 20_000
#: Letters of one value, and passages that are named for one statement.
MOST_VALUE, MOST_EVIDENCE = 600, 3

#: A run of letters that no name and no address has.
_LONG = re.compile(r"\S{200,}")


def short(text: str, most: int = MOST_VALUE) -> str:
    """A text on one line, so that no value looks like more of the answer, and no longer than one reads."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def brief(text: str) -> str:
    """A message without the whole of a word of somebody's that is longer than any IRI."""
    return _LONG.sub(lambda word: word[0][:60] + "…", text)


def others(evidence: Sequence[object]) -> int:
    """How many passages stand behind a statement beside those that are named."""
    return max(0, len(evidence) - MOST_EVIDENCE)


def thing(entity: Entity) -> Thing:
    """A thing by its name and its id."""
    return Thing(short(entity.name), entity.curie)


def relation(one: Thing) -> Thing:
    """A relation as a sentence has it."""
    return Thing("is a", one.id) if one.id == "rdf:type" else one


def value(found: Any) -> Thing:
    """The value of a statement: a thing, a time, a text."""
    if isinstance(found, Entity):
        return thing(found)
    return Thing(short(str(found)), compact(found.iri) if isinstance(found, PartialDate) else "")


def _more(start: int, end: int, within: int, total: int) -> str:
    """What is left behind the end of a page, of the first `within` of `total` items; nothing where it was the last."""
    rest = f"only the first {within} are told; for others use ORDER BY, LIMIT and OFFSET" if total > within else ""
    if start and start >= within:
        there = f"no more from {start} on: there are {total}" if total else ""
        return f"{there}, and {rest}" if rest else there
    if end >= within:
        return f"{total - end} more of {total}, and {rest}" if rest else ""
    left = f"{total - end} more of {total}: ask again with start={end}"
    return f"{left}; {rest}" if rest else left


class Pack:
    """One answer as it grows: it takes items while there is room, and tells the sources that they name."""

    def __init__(self, kg: KnowledgeGraph, answer: Answer) -> None:
        self._kg, self.answer = kg, answer
        answer.release = kg.release
        self._known: set[str] = set()
        self._room = MOST_LETTERS

    def take(
        self, items: Sequence[T], make: Callable[[T], Any], start: int, most: int, total: int | None = None
    ) -> list[Any]:
        """What `make` makes of the items from one on: at most so many, at least one, and no more than there is room.

        `total`: how many there are in all, where the items are only the first of them.
        """
        made: list[Any] = []
        for item in items[start : start + most]:
            one = make(item)
            self._room -= len(repr(one))
            if made and self._room < 0:
                break
            made.append(one)
        self.answer.more = _more(start, start + len(made), len(items), max(total or 0, len(items)))
        return made

    def cite(self, iris: Iterable[str]) -> list[str]:
        """The addresses of passages and sources, told among the sources of the answer."""
        wanted = [iri for iri in dict.fromkeys(iris)][:MOST_EVIDENCE]
        self._told(self._kg.passages(wanted).values())
        return wanted

    def evidence(self, passages: Sequence[Passage]) -> list[str]:
        """As `cite`, of passages that are known."""
        self._told(passages[:MOST_EVIDENCE])
        return [one.iri for one in passages[:MOST_EVIDENCE]]

    def _told(self, passages: Iterable[Passage]) -> None:
        for one in passages:
            if one.iri not in self._known:
                self._known.add(one.iri)
                source = Source(one.iri, short(str(one)), one.link)
                self._room -= len(repr(source))
                self.answer.sources.append(source)

    def statement(self, fact: Fact) -> Statement:
        """A fact with its status."""
        subject, joins, target = thing(fact.subject), relation(thing(fact.relation)), value(fact.value)
        words = f"{subject.name} – {joins.name} – {target.name}"
        cited, rest = self.evidence(fact.evidence), others(fact.evidence)
        return Statement(words, fact.status, subject, joins, target, cited, rest)

    def things(self, entities: Iterable[Entity]) -> list[Thing]:
        """Things by name and id."""
        return [thing(one) for one in entities]

    def called(self, iri: str) -> str:
        """The name of a thing."""
        return self._kg.names([iri])[iri]
