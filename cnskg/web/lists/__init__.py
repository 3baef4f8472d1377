"""Lists by kind: each a file that names what it lists, and the query that has a row for each thing.

The first column holds the things; rows of one thing are joined. `facts` are the statements behind a row. A list has all
things of its class, `without` those of another one that it leaves out. `called` is what people call the things, where
one answer to how many there are is right.
"""

from __future__ import annotations

import tomllib
from collections.abc import Container
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
    """One list: its name in addresses, its title, a line on it, what it asks, and the class whose things it has.

    `called` is what its things are called where somebody asks how many there are.
    """

    name: str
    title: str
    about: str
    section: Section
    of: str
    without: str
    called: tuple[str, ...] = ()

    @property
    def counting(self) -> str:
        """The SELECT that counts its things."""
        first = self.section.asked.split("?")[1].split()[0]
        return f"SELECT (COUNT(DISTINCT ?{first}) AS ?things) {{ {self.section.asked} }}"


@cache
def all_lists() -> dict[str, Listing]:
    """Every list by its name."""
    found = {}
    for name in ORDER:
        told = tomllib.loads((resources.files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))
        facts = tuple(tuple(fact.split()) for fact in told.get("facts", ()))
        section = Section(told["title"], query=told["query"], facts=facts)
        of, without = told.get("class", ""), told.get("without", "")
        called = tuple(told.get("called", ()))
        found[name] = Listing(name, told["title"], told["about"], section, of, without, called)
    return found


def of_classes(names: Container[str]) -> list[Listing]:
    """The lists in which a thing of these classes stands."""
    return [one for one in all_lists().values() if one.of in names and one.without not in names]
