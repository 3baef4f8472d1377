"""Terms of a query that the ontology lacks, or that no fact uses, and what there is instead.

What is meant is sought in this order: among the guesses that the ontology foresees, by their names in any vocabulary;
among the terms of ours that are called so; among those that are called nearly so; and for a property, among all that
the thing in question has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from ..namespaces import BASE, CNS, compact
from ..nearest import nearest
from ..release.shape import Shape, local
from . import unknown
from .hints import Known
from .misfits import Place, fits, possible
from .patterns import TYPE, Pattern, Term
from .sparql_text import Query
from .telling import Kinds, has, in_claims, signature

_MOST = 4  # terms that are told for one
_LIKE = 75  # of 100: how much of two names must be the same; below, they have nothing to do with one another


@dataclass(frozen=True)
class Asked:
    """A query, its patterns and their ends, and of the release that it is asked of, the shape and the folder."""

    query: Query
    found: list[Pattern]
    ends: list[Place]
    shape: Shape
    folder: Path


def hints(asked: Asked, known: Known, aside: Set[str]) -> Iterator[str]:
    """One sentence for each term of the query that the ontology lacks, or that no fact uses.

    Terms of ours that stand `aside` are asked of other graphs than the facts'.
    """
    told: set[str] = set()
    for iri in dict.fromkeys(iri for iri, _ in asked.query.iris()):
        if iri.startswith(CNS) and iri != CNS:
            told.add(iri)
            if iri not in known.terms and iri not in known.used:
                yield f"the ontology has no {compact(iri)}{_meant(iri, asked, known.terms | known.used)}"
            elif iri not in known.used and iri not in aside | _values(asked):
                yield f"no fact uses {compact(iri)}{in_claims(iri, asked.shape)}"
    for one in asked.found if asked.shape.nodes else ():
        for iri in _foreign(one, asked.shape):
            if iri not in told:
                told.add(iri)
                yield f"no fact uses {compact(iri)}{_meant(iri, asked, asked.shape.used)}"


def _values(asked: Asked) -> set[str]:
    """The terms that a query names as things and not as properties, such as a relation of propositions or a trend."""
    properties = {iri for one in asked.found if not one.group.elsewhere for iri, _ in one.properties}
    named = {iri for iri, _ in asked.query.iris()} - properties
    return {iri for iri in named if any(cls.startswith(CNS) for cls in asked.shape.nodes.get(iri, ()))}


def _foreign(pattern: Pattern, shape: Shape) -> list[str]:
    """The properties of a pattern, or its class, if all are of other vocabularies and in no use."""
    names = [iri for iri, _ in pattern.properties]
    if pattern.object.kind == "iri" and names == [TYPE]:
        names = [pattern.object.value]
    idle = not any(iri in shape.used or iri.startswith(BASE) for iri in names)
    return [iri for iri in names if iri] if idle and not pattern.group.elsewhere else []


def _meant(iri: str, asked: Asked, known: Set[str]) -> str:
    """What there is instead of a term."""
    shape, name = asked.shape, local(iri).lower()
    same = sorted(one for one in known if one.startswith(CNS) and local(one).lower() == name)
    guessed = list(dict.fromkeys([*shape.instead.get(iri, []), *same, *shape.by_name.get(name, [])]))
    if local(iri)[:1].isupper():  # a class is no property that is called so
        guessed = [one for one in guessed if local(one)[0].isupper()] or guessed
    if guessed:
        return f": ask {', or '.join(signature(one, shape) for one in _fitting(iri, guessed, asked))}"
    space = CNS if iri.startswith(CNS) else iri.removesuffix(local(iri))
    least = min(_LIKE, 100 - 100 / max(1, len(name)))  # one letter of a short name may be wrong
    near = nearest(local(iri), (local(one) for one in known if one.startswith(space)), least=least)
    said = f"; nearest: {', '.join(compact(space + one) for one in near)}" if near else ""
    kinds, _ = _kinds(iri, asked)
    return said + has(kinds, None, asked.found, shape)


def _fitting(iri: str, guessed: list[str], asked: Asked) -> list[str]:
    """The terms, first those that go between such things as a property is asked of, and that most of these have."""
    left, right = _kinds(iri, asked)
    having = {one: sum(asked.shape.having.get(one, Counter())[kind] for kind in left or ()) for one in guessed}
    return sorted(guessed, key=lambda one: (not fits(one, left, right, asked.shape), -having[one]))[:_MOST]


def _kinds(iri: str, asked: Asked) -> tuple[Kinds | None, Kinds | None]:
    """The kinds before and after a property where a query has it; None where nothing is known."""
    for one in asked.found:
        for name, back in one.properties:
            if name == iri and not one.group.elsewhere:
                left, right = (_of(end, one, asked) for end in (one.subject, one.object))
                return (right, left) if back else (left, right)
    return None, None


def _of(term: Term, beside: Pattern, asked: Asked) -> Kinds | None:
    """The kinds that a term has by its name, or can have by the other patterns."""
    about = [one for one in asked.found if one.subject == term]
    by_name = frozenset(unknown.kinds_by_name(about, asked.shape, asked.folder))
    if by_name or term.is_literal:
        return by_name or None
    return possible(term, beside, beside.group, asked.ends, asked.shape)
