"""Which things keep which shapes, as far as that shows at a glance; pySHACL is asked about the rest.

Loading pySHACL takes as long as all other checks of one file, and judging everything by it three times as long as all
others. So `cnskg check` asks here first. An answer is yes, no, or None where this module is in doubt, which pySHACL is
asked about. `cnskg validate`, and so each release, is judged by pySHACL alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

import pyoxigraph as ox

from .. import namespaces as ns
from ..rdf import RDF, TYPE
from .doubt import INTEGER, Answer, Term, before, between, every, in_language, some, text, typed, yes

SH = ns.PREFIXES["sh"]
#: What is said of each node: the values of each property.
Said = dict[Term, dict[str, list[Term]]]
Test = Callable[["Asked"], Answer]
#: What is said of a shape and asks for nothing.
ABOUT = {TYPE, *(SH + name for name in ("targetClass", "path", "message", "severity", "qualifiedValueShape"))}
#: What a shape may have more than once, each to be kept.
MANY = {SH + "property", SH + "message"}


def said(triples: Iterable[ox.Triple]) -> Said:
    """The triples by subject and predicate."""
    found: Said = defaultdict(lambda: defaultdict(list))
    for t in triples:
        found[t.subject][t.predicate.value].append(t.object)
    return found


def reached(triples: set[ox.Triple], shapes: Iterable[str]) -> set[ox.Triple]:
    """What is said of some shapes, and of all that they are made of."""
    of: dict[Term, list[ox.Triple]] = defaultdict(list)
    for t in triples:
        of[t.subject].append(t)
    todo: list[Term] = [ox.NamedNode(shape) for shape in shapes]
    known = set(todo)
    while todo:
        below = {t.object for t in of.get(todo.pop(), ()) if t.object in of} - known
        known |= below
        todo += below
    return {t for node in known for t in of[node]}


class Glance:
    """Shapes, and what the data say; `above` gives the classes above some."""

    def __init__(self, shapes: Said, data: Iterable[ox.Triple], above: Callable[[Iterable[str]], set[str]]) -> None:
        self.shapes = shapes
        self.data = said(data)
        self._above = above
        self._backwards: Said = defaultdict(lambda: defaultdict(list))
        for subject, known in self.data.items():
            for predicate, values in known.items():
                for value in values:
                    self._backwards[value][predicate].append(subject)

    def keeps(self, focus: Term, shape: Term) -> Answer:
        """Whether a thing keeps a shape."""
        of = self.shapes.get(shape, {})
        values = self.values(focus, of[SH + "path"][0]) if SH + "path" in of else [focus]
        if values is None:
            return None
        return every(TESTS[name](Asked(self, focus, values, one, of)) for name, one in self._asked(shape))

    def broken(self, focus: Term, shape: Term) -> set[str] | None:
        """By which paths a thing breaks a shape, as pySHACL tells them: of a path that is no property, nothing.

        None where that is in doubt.
        """
        found = set()
        for name, one in self._asked(shape):
            part = one if name == SH + "property" else None
            answer = self.keeps(focus, part) if part else TESTS[name](Asked(self, focus, [focus], one, {}))
            path = self.shapes[part][SH + "path"][0] if part else None
            if answer is None or (not answer and (isinstance(part, ox.NamedNode) or self._looks_on(part))):
                return None
            if not answer:
                found.add(path.value if isinstance(path, ox.NamedNode) else "")
        return found

    def _asked(self, shape: Term) -> list[tuple[str, Term]]:
        """What a shape asks, by parameter."""
        return [(name, one) for name, ones in self.shapes.get(shape, {}).items() if name in TESTS for one in ones]

    def _looks_on(self, part: Term | None) -> bool:
        """Whether a part of a shape asks for properties of the values, which pySHACL tells of those."""
        return part is not None and SH + "property" in self.shapes[part]

    def values(self, focus: Term, path: Term) -> list[Term] | None:
        """The values of a path, each once; None for a path of another make."""
        found = self._along(focus, path)
        return None if found is None else list(dict.fromkeys(found))

    def _along(self, focus: Term, path: Term) -> list[Term] | None:
        if isinstance(path, ox.NamedNode):
            return self.data.get(focus, {}).get(path.value, [])
        if not self.shapes.get(path):
            return None
        ((make, (way, *_)), *_) = self.shapes[path].items()
        if make == SH + "inversePath" and isinstance(way, ox.NamedNode):
            return self._backwards.get(focus, {}).get(way.value, [])
        if make != SH + "alternativePath":
            return None
        ways = [self.values(focus, one) for one in self.members(way)]
        return None if None in ways else [value for found in ways for value in found or ()]

    def members(self, node: Term) -> list[Term]:
        """The members of a list."""
        found = []
        while node.value != RDF + "nil":
            found.append(self.shapes[node][RDF + "first"][0])
            node = self.shapes[node][RDF + "rest"][0]
        return found

    def is_typed(self, node: str) -> bool:
        """Whether the data give a thing any class."""
        return TYPE in self.data.get(ox.NamedNode(node), {})

    def is_a(self, node: Term, cls: str) -> bool:
        """Whether the data give a thing a class, or one below it."""
        return cls in self._above(one.value for one in self.data.get(node, {}).get(TYPE, ()))


class Asked(NamedTuple):
    """One parameter of a shape: what it wants of the values of a thing, and what else the shape says."""

    glance: Glance
    focus: Term
    values: list[Term]
    wanted: Term
    shape: dict[str, list[Term]]

    @property
    def number(self) -> int:
        """What is wanted, of a number."""
        return int(self.wanted.value)

    @property
    def members(self) -> list[Term]:
        """What is wanted, of a list."""
        return self.glance.members(self.wanted)

    @property
    def others(self) -> list[Term]:
        """What is wanted, of another property: its values."""
        return self.glance.values(self.focus, self.wanted) or []

    def each(self, shape: Term) -> list[Answer]:
        """Whether each value keeps a shape."""
        return [self.glance.keeps(value, shape) for value in self.values]


def plain(shapes: Said) -> bool:
    """Whether shapes ask for nothing but what is known here, each in its plain form; else pySHACL sees them all."""
    for known in shapes.values():
        for name, ones in known.items():
            if not name.startswith(SH):
                continue
            if name not in TESTS and name not in ABOUT and name not in (SH + "inversePath", SH + "alternativePath"):
                return False
            if len(ones) > 1 and name not in MANY:
                return False
            if name in COUNTS and not (isinstance(ones[0], ox.Literal) and INTEGER.fullmatch(ones[0].value)):
                return False
    return True


def _class(a: Asked) -> Answer:
    return all(a.glance.is_a(value, a.wanted.value) for value in a.values)


def _in(a: Asked) -> Answer:
    named = all(isinstance(node, ox.NamedNode) for node in (*a.values, *a.members))
    return set(a.values) <= set(a.members) or (False if named else None)


def _has_value(a: Asked) -> Answer:
    named = isinstance(a.wanted, ox.NamedNode) or not a.values
    return a.wanted in a.values or (False if named else None)


def _language(a: Asked) -> Answer:
    return every(in_language(value, a.members) for value in a.values)


def _pattern(a: Asked) -> Answer:
    texts = [text(value) for value in a.values]
    return yes(all(one is not None and re.search(a.wanted.value, one) for one in texts))


def _longest(a: Asked) -> Answer:
    texts = [text(value) for value in a.values]
    return yes(all(one is not None and len(one) <= a.number for one in texts))


def _least(a: Asked) -> Answer:
    return every(before(a.wanted, value, same=True) for value in a.values)


def _before(a: Asked) -> Answer:
    return every(before(one, other, same=False) for one in a.values for other in a.others)


def _not_after(a: Asked) -> Answer:
    return every(before(one, other, same=True) for one in a.values for other in a.others)


def _apart(a: Asked) -> Answer:
    named = all(isinstance(node, ox.NamedNode) for node in (*a.values, *a.others))
    return yes(named and not set(a.values) & set(a.others))


def _one_each(a: Asked) -> Answer:
    tags = [(value.language or "").lower() for value in a.values if isinstance(value, ox.Literal)]
    return yes(len(tags) == len(set(tags)))


def _datatype(a: Asked) -> Answer:
    return every(typed(value, a.wanted.value) for value in a.values)


def _qualified(a: Asked) -> Answer:
    answers = a.each(a.shape[SH + "qualifiedValueShape"][0])
    least, most = (a.shape.get(f"{SH}qualified{end}Count") for end in ("Min", "Max"))
    bounds = (int(bound[0].value) if bound else None for bound in (least, most))
    return between(answers.count(True), answers.count(None), *bounds)


def _or(a: Asked) -> Answer:
    return every(some(ways) for ways in zip(*map(a.each, a.members), strict=True))


def _exactly_one(a: Asked) -> Answer:
    asked = zip(*map(a.each, a.members), strict=True)
    return every(between(ways.count(True), ways.count(None), 1, 1) for ways in asked)


def _and(a: Asked) -> Answer:
    return every(answer for shape in a.members for answer in a.each(shape))


def _not(a: Asked) -> Answer:
    opposite = {True: False, False: True, None: None}
    return every(opposite[answer] for answer in a.each(a.wanted))


#: The parameters of shapes that are numbers.
COUNTS = {SH + name for name in ("minCount", "maxCount", "maxLength", "qualifiedMinCount", "qualifiedMaxCount")}
#: What each parameter of a shape asks of the values of a thing.
TESTS: dict[str, Test] = {
    SH + "minCount": lambda a: len(a.values) >= a.number,
    SH + "maxCount": lambda a: len(a.values) <= a.number,
    SH + "class": _class,
    SH + "in": _in,
    SH + "hasValue": _has_value,
    SH + "languageIn": _language,
    SH + "pattern": _pattern,
    SH + "maxLength": _longest,
    SH + "minInclusive": _least,
    SH + "lessThan": _before,
    SH + "lessThanOrEquals": _not_after,
    SH + "disjoint": _apart,
    SH + "uniqueLang": _one_each,
    SH + "datatype": _datatype,
    SH + "qualifiedMinCount": _qualified,
    SH + "qualifiedMaxCount": _qualified,
    SH + "or": _or,
    SH + "and": _and,
    SH + "xone": _exactly_one,
    SH + "not": _not,
    SH + "property": lambda a: every(a.each(a.wanted)),
}
