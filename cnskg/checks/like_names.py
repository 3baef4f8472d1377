"""Near-duplicates: cards whose names are so alike that they may be one thing, less the pairs reviewed as different.

Names are compared within a language, once they are folded; and one in hanzi with those of cards that have letters only,
by how it is read.

Of cards that bear one name, `same-name` tells. The pairs reviewed as different stand in data/different.tsv.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from .. import namespaces as ns
from ..content.files import Content, CuratedFile, Kind
from ..folding import compact, fold, has_han, readings
from ..nearest import alike
from ..rdf import ALT, PREF
from .check import Check, Fault, check, once
from .identity import LIST, reviewed, same_names

ALIKE = 93  # of 100, once the words of a name are sorted
#: What tells like names apart: the nineteenth congress is not the twentieth.
NUMBERS = re.compile("[0-9]+|[零一二三四五六七八九十百千]+")


@once
def bearers(content: Content) -> dict[str, dict[str, set[str]]]:
    """Names by language, folded, with the cards that bear them."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for _, t in content.statements(Kind.ENTITIES):
        if t.predicate.value in (PREF, ALT):
            found[t.object.language or ""][sorted_words(t.object.value)].add(t.subject.value.removeprefix(ns.ID))
    return found


def sorted_words(name: str) -> str:
    """The fold with its words sorted, articles gone; years and numbers stay, since they tell things apart."""
    words = fold(name).split()
    return " ".join(sorted(w for w in words if w not in ("the", "of", "a", "and", "in", "on", "for", "s")))


def pairs(content: Content) -> dict[frozenset[str], tuple[str, str]]:
    """Pairs of cards with names that are alike, and those names. Names that differ in a number are not alike."""
    found: dict[frozenset[str], tuple[str, str]] = {}
    for _, names in sorted(bearers(content).items()):
        known = sorted(names)
        for i, name in enumerate(known):
            for other in alike(name, known[i:], ALIKE):
                if NUMBERS.findall(name) == NUMBERS.findall(other):
                    for pair in _pairs(names[name], names[other]):
                        found.setdefault(pair, (name, other))
    for pair, names_of_both in (*read_alike(content), *titled(content)):
        found.setdefault(pair, names_of_both)
    return {
        pair: names_of_both for pair, names_of_both in found.items() if len({_is_post(content, s) for s in pair}) == 1
    }


def _is_post(content: Content, slug: str) -> bool:
    """Whether a card is of a post: that of a minister is called after the ministry, and is not one with it."""
    return content.ontology.is_a(content.types.get(ns.ID + slug, ()), ns.CNS + "Post")


def titled(content: Content) -> Iterator[tuple[frozenset[str], tuple[str, str]]]:
    """Pairs of people of whom one has the whole name of the other in the name: with a title before it, or a rank."""
    names = {
        (t.subject.value.removeprefix(ns.ID), tuple(fold(t.object.value).split()))
        for _, t in content.stating((PREF, ALT), Kind.ENTITIES)
        if content.ontology.is_a(content.types.get(t.subject.value, ()), ns.CNS + "Person")
    }
    for (slug, name), (other, longer) in product(sorted(names), repeat=2):
        if slug != other and 2 <= len(name) < len(longer) and _within(name, longer):
            yield frozenset((slug, other)), (" ".join(longer), " ".join(name))


def _within(some: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(words[at : at + len(some)] == some for at in range(len(words) - len(some) + 1))


def read_alike(content: Content) -> Iterator[tuple[frozenset[str], tuple[str, str]]]:
    """Pairs of cards of which one has a name in hanzi that is read as the other's is spelt, which has none in hanzi."""
    names: dict[str, set[str]] = defaultdict(set)
    for _, t in content.statements(Kind.ENTITIES):
        if t.predicate.value in (PREF, ALT):
            names[t.subject.value.removeprefix(ns.ID)].add(t.object.value)
    spelt: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for slug, own in names.items():
        if not any(map(has_han, own)):
            for name in own:
                spelt[compact(name)].add((slug, name))
    for slug, own in sorted(names.items()):
        for name in sorted(filter(has_han, own)):
            for reading in readings(name):
                for other, letters in sorted(spelt.get(reading.replace(" ", ""), ())):
                    yield frozenset((slug, other)), (name, letters)


def _pairs(left: set[str], right: set[str]) -> set[frozenset[str]]:
    return {frozenset((a, b)) for a in left for b in right if a != b}


@check("near-duplicate")
def near_duplicate(content: Content) -> Iterator[Fault]:
    """No two cards have names so alike that they may be one thing, unless somebody has looked at the pair."""
    settled = reviewed(content) | same_names(content).keys()
    homes: dict[str, CuratedFile] = {}
    for source, t in content.statements(Kind.ENTITIES):
        homes.setdefault(t.subject.value, source)
    for pair, (left, right) in pairs(content).items():
        if pair not in settled:
            one, two = sorted(pair)
            there = homes[ns.ID + one]
            where = f"{there.name}:{there.places.line(ns.ID + one)}"
            message = f"id:{two} and id:{one} ({where}) have names that are alike: {left!r}, {right!r}"
            hint = f"Make one card of them, or add the pair with a reason to {LIST}."
            home = homes[ns.ID + two]
            yield Fault(home.name, home.places.line(ns.ID + two), message, hint)


CHECKS: tuple[Check, ...] = (near_duplicate,)
