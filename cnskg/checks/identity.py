"""One id, one thing; one name, one card.

Two cards that do bear one name, or names that are alike, stand in data/different.tsv once somebody has looked at them:
two slugs and the reason, tab between them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.decoding import read_file
from ..content.files import DATA, Content, CuratedFile, Kind
from ..folding import fold
from ..rdf import ALT, PREF, TYPE
from .check import Check, Fault, at, check, once
from .literals import is_empty
from .scope import at_odds, judged_files, told_at

LIST = "data/different.tsv"
#: What a thing has once in a language, whichever files speak of it.
ONCE = (PREF, ns.CNS + "sentence")
#: A property and a language.
Key = tuple[str, str]


class Account(NamedTuple):
    """What one file says that a thing is: its classes, and its name and sentence by property and language."""

    source: CuratedFile
    classes: set[str]
    texts: dict[Key, set[str]]

    def told(self, key: Key | None) -> str:
        """The account in a few words: the text in question, else the classes."""
        return repr(min(self.texts[key])) if key else "a " + ", ".join(sorted(map(ns.compact, self.classes)))


def accounts(content: Content) -> dict[str, list[Account]]:
    """The accounts of each thing that the files to be judged speak of, by file."""
    found: dict[str, list[Account]] = defaultdict(list)
    wanted = {t.subject for f in judged_files(content, *DATA) for t in f.triples}
    for source in content.of(*DATA):
        mine: dict[str, Account] = {}
        for t in (t for name in (TYPE, *ONCE) for t in source.by_predicate.get(name, ())):
            if isinstance(t.subject, ox.NamedNode) and t.subject in wanted:
                one = mine.setdefault(t.subject.value, Account(source, set(), {}))
                if isinstance(t.object, ox.Literal):
                    one.texts.setdefault((t.predicate.value, t.object.language or ""), set()).add(t.object.value)
                else:
                    one.classes.add(t.object.value)
        for node, one in mine.items():
            found[node].append(one)
    return found


@check("two-things", cases=("another class", "another name", "another sentence", "a card and an event"))
def two_things(content: Content) -> Iterator[Fault]:
    """No id stands for two things: files that say what it is agree in its class, its name and its sentence."""
    for node, said in accounts(content).items():
        for one, other in combinations(said, 2):
            if one.source.kind == other.source.kind == Kind.ENTITIES:
                continue  # a card twice, whatever it says
            if content.chosen is not None and not content.chosen & {one.source.name, other.source.name}:
                continue
            key = _difference(one, other)
            if key or not _akin(content, one.classes, other.classes):
                source, there = at_odds(content, one.source, other.source)
                mine, theirs = (one, other) if source is one.source else (other, one)
                place = f"{there.name}:{there.places.line(node) or 1}"
                message = f"{ns.compact(node)} is {mine.told(key)} here, and {theirs.told(key)} in {place}"
                hint = "Give one of the two an id of its own; if it is one thing, say the same of it in both files."
                yield Fault(source.name, source.places.line(node) or 1, message, hint)
                break  # each id is told once


def _difference(one: Account, other: Account) -> Key | None:
    """The first text in which two accounts differ, if there is one."""
    shared = sorted(one.texts.keys() & other.texts.keys())
    return next((key for key in shared if not one.texts[key] & other.texts[key]), None)


def _akin(content: Content, some: set[str], others: set[str]) -> bool:
    """Whether one thing can well be of both: a class of the one is, or lies above or below, a class of the other."""
    if not (some and others and some | others <= content.ontology.kinds.keys()):
        return True  # of a class that there is not, another rule tells
    return any(content.ontology.is_a({a}, b) or content.ontology.is_a({b}, a) for a in some for b in others)


def rows(content: Content) -> Iterator[tuple[int, list[str]]]:
    """The rows of the list of reviewed pairs, with their line."""
    path = content.root / LIST
    text = read_file(content.root, path).text if path.exists() and not content.is_unread(LIST) else ""
    for number, row in enumerate(text.split("\n"), 1):
        if row and not row.startswith("#"):
            yield number, row.split("\t")


@once
def reviewed(content: Content) -> set[frozenset[str]]:
    """The pairs of cards that somebody has looked at and found to be of two things, by their slugs."""
    return {frozenset(cells[:2]) for _, cells in rows(content)}


Bearer = tuple[CuratedFile, ox.Triple]


@once
def same_names(content: Content) -> dict[frozenset[str], tuple[Bearer, Bearer]]:
    """The pairs of cards that bear one name in one language, once it is folded, and where each bears it."""
    bearers: dict[tuple[str, str], dict[str, Bearer]] = defaultdict(dict)
    for source, t in content.stating((PREF, ALT), Kind.ENTITIES):
        slug = t.subject.value.removeprefix(ns.ID)
        bearers[t.object.language or "", fold(t.object.value)].setdefault(slug, (source, t))
    found: dict[frozenset[str], tuple[Bearer, Bearer]] = {}
    for _, known in sorted(bearers.items()):
        for one, other in combinations(sorted(known), 2):
            found.setdefault(frozenset((one, other)), (known[one], known[other]))
    return found


@check("same-name", cases=("in another file", "another name", "spelt otherwise"))
def same_name(content: Content) -> Iterator[Fault]:
    """No two cards bear one name in one language, unless somebody has looked at the pair."""
    if not judged_files(content, Kind.ENTITIES):
        return  # names of cards stand in no other files
    for pair, (one, other) in same_names(content).items():
        if pair not in reviewed(content):
            (source, t), (there, its) = told_at(content, one, other)
            place = f"{there.name}:{there.places.line_of(its)}"
            message = f"{ns.compact(t.subject.value)} and {ns.compact(its.subject.value)} ({place}) bear one name: "
            message += " and ".join(dict.fromkeys(map(str, (t.object, its.object))))
            hint = f"Make one card of them, or add the pair with a reason to {LIST}."
            yield at(source, t, message, hint)


@check("different-row", cases=("no reason", "no such card"))
def different_row(content: Content) -> Iterator[Fault]:
    """The list of pairs that were reviewed is in order: two cards that there are, and a reason."""
    slugs = {t.subject.value.removeprefix(ns.ID) for _, t in content.stating((PREF, ALT), Kind.ENTITIES)}
    for line, cells in rows(content):
        if len(cells) != 3 or any(map(is_empty, cells)):
            yield Fault(LIST, line, "the row lacks something", "A row is two slugs and a reason, tab between them.")
            continue
        for slug in sorted(set(cells[:2]) - slugs):
            if not content.unsure(ns.ID + slug):
                yield Fault(LIST, line, f"id:{slug} has no card", "Remove the row.")


@check("same-text")
def same_text(content: Content) -> Iterator[Fault]:
    """One text is one document: no two have the same digest."""
    known: dict[str, ox.Triple] = {}
    for source, t in content.stating([ns.CNS + "sha256"], Kind.DOCUMENTS):
        first = known.setdefault(t.object.value, t)
        if first.subject != t.subject:
            message = f"{ns.compact(t.subject.value)} has the same text as {ns.compact(first.subject.value)}"
            yield at(source, t, message, "Keep one of the two; a reprint with other words says cns:reprintOf.")


CHECKS: tuple[Check, ...] = (two_things, same_name, different_row, same_text)
