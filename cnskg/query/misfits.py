"""Patterns of a query that match nothing in the release: a property that goes from other things, or to other values.

Where two patterns have a variable in common, and nothing of the release can stand at both places, no row comes of
them. What could be meant is told: the same property turned round, or the term that the ontology has instead of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..folding import has_han
from ..namespaces import CNS, compact
from ..release.shape import Kind, Shape, is_literal, local
from .patterns import STRING, TYPE, Group, Pattern, Term
from .telling import Kinds, has, in_claims, named, note_of, signature

OTHERS = 3  # other properties, or other things, that are named for one
_WHO = ("?who", "?whom")  # variables that are called so stand for actors
_QUOTES = "'\""
_STEM = 6  # letters that two properties share which are called alike: criticises, criticisedBy


@dataclass(frozen=True)
class Place:
    """One end of a pattern: what stands there, the kinds that can, and whether it is the end after the property."""

    pattern: Pattern
    term: Term
    kinds: Kinds
    after: bool

    @property
    def is_class(self) -> bool:
        """Whether the pattern says of which class the term is."""
        return self.pattern.properties[0][0] == TYPE and not self.after


def places(found: Iterable[Pattern], shape: Shape) -> list[Place]:
    """The ends of those patterns that match in the facts, if anywhere, and whose terms the facts use."""
    known = [(one, ends) for one in found if not one.group.elsewhere and (ends := _ends(one, shape)) is not None]
    return [
        Place(one, term, kinds, after)
        for one, (left, right) in known
        for term, kinds, after in ((one.subject, left, False), (one.object, right, True))
    ]


def _ends(pattern: Pattern, shape: Shape) -> tuple[Kinds, Kinds] | None:
    """The kinds that can stand at both ends; None where a term of the pattern has no use, which is told elsewhere."""
    left: set[Kind] = set()
    right: set[Kind] = set()
    for iri, back in pattern.properties:
        first, second = shape.before.get(iri, frozenset()), shape.after.get(iri, frozenset())
        if iri == TYPE and not back and pattern.object.kind == "iri":
            first = shape.of_class(pattern.object.value)
        if not first:
            return None
        left |= second if back else first
        right |= first if back else second
    return frozenset(left), frozenset(right)


def hints(ends: list[Place], shape: Shape, empty: bool, told: set[Pattern]) -> Iterator[str]:
    """One sentence at most for each pattern with an end where nothing can stand; `told` gets those patterns."""
    for at, place in enumerate(ends):
        if place.pattern.group.against or place.pattern in told:
            continue
        said = _constant(place, ends, shape) if place.term.kind != "var" else _variable(at, ends, shape, empty)
        if said:
            told.add(place.pattern)
            yield said


def _variable(at: int, ends: list[Place], shape: Shape, empty: bool) -> str:
    """Why a variable has no value at its place, if another pattern that holds for the same rows excludes it."""
    place = ends[at]
    for index, other in enumerate(ends):
        if other.term != place.term or other.pattern is place.pattern or other.pattern.group.against:
            continue
        near, far = place.pattern.group, other.pattern.group
        if (near is far and index > at) or far not in near.chain() or place.kinds & other.kinds:
            continue
        if empty or not any(one.either for one in near.chain()):  # half of a UNION may be idle
            first, second = (other, place) if place.is_class else (place, other)
            return _pair(first, second, ends, shape)
    return ""


def _called_so(shape: Shape) -> dict[str, str]:
    """The classes by what a variable of theirs is called."""
    names = {compact(iri).partition(":")[2].lower(): iri for iri in shape.sizes}
    return names | {name[1:]: CNS + "Actor" for name in _WHO}


def sounding(ends: list[Place], shape: Shape) -> Iterator[str]:
    """A sentence for each variable that is called like a class, is none of it, and would be by a better property."""
    classes = _called_so(shape)
    for place in ends:
        iri, term, group = classes.get(place.term.value[1:].lower()), place.term, place.pattern.group
        if iri is None or term.kind != "var" or group.against or place.is_class:
            continue
        kinds, wanted = possible(term, None, group, ends, shape), shape.of_class(iri)
        left, right = _wanted(place, wanted, ends, shape)
        asked = place.pattern.properties[0][0]
        meant = [*shape.instead.get(asked, ()), *(_alike(asked, shape) if place.term.value in _WHO else ())]
        better = _ask([one for one in meant if fits(one, left, right, shape) or fits(one, right, left, shape)], shape)
        if kinds and better and not kinds & wanted:
            yield f"{term} is a {named(kinds, shape)} here and no {compact(iri)}{better}"


def _constant(place: Place, ends: list[Place], shape: Shape) -> str:
    """What is wrong with an IRI or a literal at its place; nothing where it may stand there."""
    pattern, term = place.pattern, place.term
    if pattern.properties[0][0] == TYPE and place.after:
        return ""
    if term.is_literal:
        return _literal(place, shape) if frozenset([term.kind]) not in place.kinds else ""
    kind = shape.nodes.get(term.value)
    if kind is None or kind in place.kinds or name(place, shape) in map(compact, kind):
        return ""
    apart = _apart(kind, place.kinds, shape)
    if apart is None:
        return ""
    return f"{_goes(place, shape)}, and {term} is a {apart}{_way(place, frozenset([kind]), ends, shape)}"


def _apart(kind: Kind, others: Kinds, shape: Shape) -> str | None:
    """The largest class of a kind in which none of the others is."""
    found = [iri for iri in kind if iri in shape.sizes and not any(iri in other for other in others)]
    return compact(max(found, key=lambda iri: (shape.sizes[iri], iri))) if found else None


def _literal(place: Place, shape: Shape) -> str:
    """A literal where there are none, or others."""
    called, value, given = place.pattern.called, _cut(place.term.value), place.term.kind
    texts = sorted(next(iter(kind)) for kind in place.kinds if is_literal(kind))
    if not texts:
        note = (
            note_of(place.kinds, shape)
            or f"ask by name, {called}/(skos:prefLabel|skos:altLabel) {value}@en, or put in the IRI"
        )
        return f"the values of {called} are IRIs ({name(place, shape)}) and no texts: {note}"
    if (given == STRING or given.startswith("@")) and all(text.startswith("@") for text in texts):
        return f"the texts of {called} have other language tags: write {value}{_tag(value, given, texts)}"
    shown = " or ".join(compact(text) for text in texts)
    return f"the values of {called} are {shown}, and {value} is none: ask for ?value, and compare it in a FILTER"


def _cut(value: str) -> str:
    """As much of a literal as a hint repeats, in its quotes."""
    return value if len(value) <= 60 else f"{value[:59]}…{value[0] if value[0] in _QUOTES else ''}"


def _tag(value: str, given: str, tags: list[str]) -> str:
    """The tag that was probably meant."""
    near = [tag for tag in tags if given.startswith("@") and tag.startswith(given)]
    return (near or [tag for tag in tags if tag.startswith("@zh" if has_han(value) else "@en")] or tags)[0]


def _pair(place: Place, other: Place, ends: list[Place], shape: Shape) -> str:
    """Two places of one variable at which nothing of the release stands together."""
    way = _way(place, other.kinds, ends, shape)
    own, term = name(place, shape), place.term
    if not other.is_class:
        return f"{_goes(place, shape)} and {_goes(other, shape)}, and nothing is {term} for both{way}"
    within = compact(other.pattern.object.value)
    if any(own == compact(iri) for kind in other.kinds for iri in kind):  # true of the class, but not in this release
        said = f"no {place.pattern.called} goes to a" if place.after else f"{place.pattern.called} goes from no"
        return f"{said} {within}, as {term} is{way}"
    return f"{_goes(place, shape)}, and {term} is a {within}{way}"


def _goes(place: Place, shape: Shape) -> str:
    """How a property goes, seen from one end."""
    return f"{place.pattern.called} goes {'to' if place.after else 'from'} a {name(place, shape)}"


def _way(place: Place, wanted: Kinds, ends: list[Place], shape: Shape) -> str:
    """The right way: another property, what the ontology says of how to ask, or the property turned round."""
    (iri, back), pattern = place.pattern.properties[0], place.pattern
    if iri == TYPE or len(pattern.properties) > 1:
        return ""
    left, right = _wanted(place, wanted, ends, shape)
    if better := _instead(iri, left, right, shape):
        return better
    if iri in shape.notes:
        return f": {shape.notes[iri]}"
    if fits(iri, right, left, shape):
        return f": turn it round, {pattern.object} {'^' * back}{compact(iri)} {pattern.subject}"
    if better := _instead(iri, right, left, shape):
        return better
    note = note_of(left or (), shape)
    return (f": {note}" if note else "") + has(left, right, [pattern], shape) + ("" if note else in_claims(iri, shape))


def _instead(iri: str, left: Kinds | None, right: Kinds | None, shape: Shape) -> str:
    """What the ontology has instead of a property, or calls alike, and has a use between such things."""
    better = [one for one in shape.instead.get(iri, ()) if fits(one, left, right, shape)]
    return _ask(better or (_akin(iri, left, right, shape) if left and right else []), shape)


def _ask(better: list[str], shape: Shape) -> str:
    return f": ask {', or '.join(signature(one, shape) for one in better)}" if better else ""


def _akin(iri: str, left: Kinds | None, right: Kinds | None, shape: Shape) -> list[str]:
    """The properties that are called alike and have a use between such things."""
    return [one for one in _alike(iri, shape) if fits(one, left, right, shape)]


def _alike(iri: str, shape: Shape) -> list[str]:
    """The properties of ours whose first word begins as that of one does."""
    stem = re.split("(?=[A-Z])", local(iri))[0][:_STEM]
    found = [one for one in shape.before if one.startswith(CNS) and one != iri and local(one).startswith(stem)]
    return sorted(found) if len(stem) == _STEM else []


def _wanted(place: Place, wanted: Kinds, ends: list[Place], shape: Shape) -> tuple[Kinds | None, Kinds | None]:
    """The kinds before and after the property, where such are wanted at the place."""
    pattern = place.pattern
    far = pattern.subject if place.after else pattern.object
    beyond = possible(far, pattern, pattern.group, ends, shape)
    return (beyond, wanted) if place.after != pattern.properties[0][1] else (wanted, beyond)


def fits(iri: str, left: Kinds | None, right: Kinds | None, shape: Shape) -> bool:
    """Whether a property has a use between such kinds; None are any."""
    before, after = shape.before.get(iri, frozenset()), shape.after.get(iri, frozenset())
    return bool(before) and (left is None or bool(before & left)) and (right is None or bool(after & right))


def possible(term: Term, beside: Pattern | None, group: Group, ends: list[Place], shape: Shape) -> Kinds | None:
    """The kinds that a term can have in a group, by all patterns but one; None where nothing is known."""
    if term.is_literal:
        return frozenset([frozenset([term.kind])])
    if term.kind == "iri":
        return frozenset([shape.nodes[term.value]]) if term.value in shape.nodes else None
    found: Kinds | None = None
    for place in ends:
        if place.term == term and place.pattern is not beside and place.pattern.group in group.chain():
            found = place.kinds if found is None else found & place.kinds
    return found


def name(place: Place, shape: Shape) -> str:
    """What stands at a place, in a word."""
    iri, back = place.pattern.properties[0]
    declared = (shape.ranges if place.after != back else shape.domains).get(iri)
    return named(place.kinds, shape, declared if len(place.pattern.properties) == 1 else None)
