"""How many things of a kind there are in all: counted on the list of that kind, so that the list is where to look."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..asking.counting import counts
from ..folding import fold
from .language import gettext
from .listing import how_many
from .lists import all_lists

_TO_ASK = re.compile(r"^(?:please |(?:can you )?tell me |do you know |请问 ?)+")


@dataclass(frozen=True)
class Counted:
    """The list of a kind: its name in addresses, its title, what it has, and how many."""

    name: str
    title: str
    about: str
    number: int


def in_all(text: str) -> Counted | None:
    """The list whose things a question counts; none where it asks for anything else, or for some of them."""
    folded = _TO_ASK.sub("", fold(text))
    one = next((one for one in all_lists().values() if counts(folded, one.called)), None)
    return Counted(one.name, gettext(one.title), gettext(one.about), how_many(one)) if one else None
