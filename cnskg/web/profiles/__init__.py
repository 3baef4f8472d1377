"""Pages by kind: each a file that names a class and the questions that its page answers, in order.

A section asks by `cards` (a word and a property of the entity, turned round by `^`; and properties that say the same
more precisely: what only follows from one of them is not shown twice) or by `query`, a SELECT in which `?entity` is
bound. Columns are called after the variables; what begins with `_` is not shown. Rows with the same first
column are one, cards with the same word, but for times on which sources clash. `facts` are the statements behind a row,
of which evidence is told.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from ... import namespaces as ns

#: The page of what is of no kind, and of what its own kind has nothing to show of: what is said of it, and where.
REST = "thing"
#: The pages by kind, those first that go before others where a thing is of several kinds.
ORDER = (
    "proposition", "claim", "passage", "source", "background", "person", "organ", "law", "list", "type", "term",
    "occurrence", "post", "tenure", "document", "actor", "provision", "quantity", "concept", "time", "place",
    "era", "tier", "placement", "comparison", "citation", "rendering", REST,
)  # fmt: skip
#: How a property ends that gives the most precise of the times that sources give by the one without that ending.
_PRECISE = "MostPrecise"
_QUOTED, _SHOWN = re.compile(r'"([^"]*)"'), re.compile(r"(?<=\?)[a-z]\w*")


@dataclass(frozen=True)
class Section:
    """A part of a page: its title, what it asks, and how it is shown: table, cards or chain."""

    title: str
    form: str = "table"
    query: str = ""
    facts: tuple[tuple[str, ...], ...] = ()
    cards: tuple[tuple[str, ...], ...] = ()
    note: str = ""

    @property
    def words(self) -> list[str]:
        """The English words that the section's query itself puts into its rows."""
        return list(dict.fromkeys(word for word in _QUOTED.findall(self.query) if word not in ("", "en")))

    @property
    def columns(self) -> list[str]:
        """What its columns may be called, as pages write it."""
        names = _SHOWN.findall(self.query.partition("{")[0]) if self.query else []
        return [name.replace("_", " ") for name in names]

    @property
    def asked(self) -> str:
        """The SELECT of the section; of cards, one that gives the place of the word, the property and the value."""
        if self.query:
            return self.query
        arms = [_arm(place, path, closer) for place, (_, path, *closer) in enumerate(self.cards)]
        apart = " ?_apart" if any("?_apart" in arm for arm in arms) else ""
        return f"SELECT ?_s ?_p ?_o ?place ?value{apart} {{ {' UNION '.join(arms)} }} ORDER BY ?place ?value"


@dataclass(frozen=True)
class Profile:
    """The page of a class: its sections in order, and what schema.org calls such a thing."""

    name: str
    schema: str
    classes: tuple[str, ...]
    sections: tuple[Section, ...] = field(repr=False)


def _arm(place: int, path: str, closer: Sequence[str] = ()) -> str:
    """What asks for the values of one card. A statement is remembered with its subject, for its evidence.

    What only follows from a statement by a `closer` property is left to the card of that one.
    A most precise time is one of those that sources give: that one is the statement. Where they clash there is none,
    and each of them is told.
    """
    name = path.removeprefix("^").removesuffix(_PRECISE)
    if path.startswith("^"):
        said = f"?value {name} ?entity BIND(?value AS ?_s) BIND(?entity AS ?_o)"
    else:
        said = f"?entity {path} ?value BIND(?entity AS ?_s) BIND(?value AS ?_o)"
    once = "".join(
        f" FILTER(EXISTS {{ GRAPH graph:asserted {{ ?_s {name} ?_o }} }} || NOT EXISTS {{ ?_s {one} ?_o }})"
        for one in closer
    )
    found = f"{{ {said} BIND({name} AS ?_p) BIND({place} AS ?place){once} }}"
    if not path.endswith(_PRECISE):
        return found
    clash = f"""?entity {name} ?value FILTER NOT EXISTS {{ ?entity {path} ?any }}
      OPTIONAL {{ ?entity {name} ?other FILTER(?other != ?value) }} BIND(IF(BOUND(?other), ?value, ?none) AS ?_apart)"""
    told = f"BIND(?entity AS ?_s) BIND(?value AS ?_o) BIND({name} AS ?_p) BIND({place} AS ?place)"
    return f"{found} UNION {{ {clash} {told} }}"


def _section(told: dict[str, Any]) -> Section:
    facts = tuple(tuple(fact.split()) for fact in told.pop("facts", ()))
    cards = tuple(tuple(card) for card in told.pop("cards", ()))
    return Section(facts=facts, cards=cards, **told)


@cache
def named(name: str) -> Profile:
    """The profile in a file."""
    told = tomllib.loads((resources.files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))
    classes = tuple(ns.CNS + local for local in told["classes"])
    return Profile(name, told["schema"], classes, tuple(_section(section) for section in told["section"]))


@cache
def all_profiles() -> tuple[Profile, ...]:
    """Every profile of things, in the order in which they are tried; those of terms are asked by name."""
    return tuple(map(named, ORDER))


def profile(types: set[str]) -> Profile | None:
    """The page of a thing of these classes; None where it has only what all things have."""
    return next((one for one in all_profiles() if types.intersection(one.classes)), None)
