"""Near-duplicates: cards whose names are so alike that they may be one thing, less the pairs reviewed as different.

The reviewed pairs stand in data/different.tsv: two slugs and the reason, tab between them.
"""

from __future__ import annotations

import re
from collections import defaultdict

from .. import namespaces as ns
from ..content.files import Content, Kind
from ..findings import Finding
from ..nearest import alike
from ..rdf import ALT, PREF

ALIKE = 93  # of 100, once the words of a name are sorted
LIST = "data/different.tsv"


def reviewed(content: Content) -> tuple[dict[frozenset[str], int], list[Finding]]:
    """The pairs that were found to be different things, with their line, and what is wrong with the list."""
    path = content.root / LIST
    pairs: dict[frozenset[str], int] = {}
    found = []
    rows = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
    for number, row in enumerate(rows, 1):
        if not row or row.startswith("#"):
            continue
        cells = row.split("\t")
        if len(cells) != 3 or not all(cells):
            found.append(Finding(LIST, number, "different-row", "a row is two slugs and a reason, tab between them"))
            continue
        pairs[frozenset(cells[:2])] = number
    return pairs, found


def names(content: Content) -> dict[str, dict[str, set[str]]]:
    """Names by language, folded, with the cards that bear them."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for _, t in content.statements(Kind.ENTITIES):
        if t.predicate.value in (PREF, ALT):
            found[t.object.language or ""][fold(t.object.value)].add(t.subject.value.removeprefix(ns.ID))
    return found


def fold(name: str) -> str:
    """Lower case, words sorted, punctuation and articles gone; years and numbers stay, since they tell things apart."""
    words = re.findall(r"\w+", name.lower())
    return " ".join(sorted(w for w in words if w not in ("the", "of", "a", "and", "in", "on", "for", "s")))


def pairs(content: Content) -> dict[frozenset[str], tuple[str, str]]:
    """Pairs of cards with names that are alike, and those names. Names that differ in a number are not alike."""
    found: dict[frozenset[str], tuple[str, str]] = {}
    for bearers in names(content).values():
        known = sorted(bearers)
        for i, name in enumerate(known):
            for other in alike(name, known[i:], ALIKE):
                if re.findall(r"\d+", name) == re.findall(r"\d+", other):
                    for pair in _pairs(bearers[name], bearers[other]):
                        found.setdefault(pair, (name, other))
    return found


def _pairs(left: set[str], right: set[str]) -> set[frozenset[str]]:
    return {frozenset((a, b)) for a in left for b in right if a != b}


def check(content: Content) -> list[Finding]:
    """A finding for each pair that nobody has reviewed, and for each row of the list that is out of date."""
    different, found = reviewed(content)
    like = pairs(content)
    slugs = {s for by_name in names(content).values() for bearers in by_name.values() for s in bearers}
    for pair, (left, right) in like.items():
        if pair not in different:
            one, two = sorted(pair)
            message = f"id:{one} and id:{two} have names that are alike: {left!r}, {right!r}"
            hint = f"Make one card of them, or add the pair with a reason to {LIST}."
            found.append(Finding("data/entities", 0, "near-duplicate", message, hint))
    for pair, line in different.items():
        for slug in sorted(pair - slugs):
            found.append(Finding(LIST, line, "different-row", f"id:{slug} has no card", "Remove the row."))
    return sorted(found)
