"""Lists by kind: each a file that names what it lists, and the query that has a row for each thing.

The first column holds the things; rows of one thing are joined. `facts` are the statements behind a row.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ..profiles import Section

#: The lists, as they stand in menus: what one looks for first.
ORDER = (
    "people", "organs", "posts", "laws", "types", "terms", "initiatives", "policies", "events", "sanctions", "coercion",
    "predictions", "recommendations", "criticisms", "denials", "threats", "documents",
)  # fmt: skip


@dataclass(frozen=True)
class Listing:
    """One list: its name in addresses, its title, a line on it, the class whose things it has, and what it asks."""

    name: str
    title: str
    about: str
    of: str
    section: Section


@cache
def all_lists() -> dict[str, Listing]:
    """Every list by its name."""
    found = {}
    for name in ORDER:
        told = tomllib.loads((resources.files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))
        facts = tuple(tuple(fact.split()) for fact in told.get("facts", ()))
        section = Section(told["title"], query=told["query"], facts=facts)
        found[name] = Listing(name, told["title"], told["about"], told.get("class", ""), section)
    return found


def of_class(name: str) -> Listing | None:
    """The list of the things of a class."""
    return next((one for one in all_lists().values() if one.of and one.of == name), None)
