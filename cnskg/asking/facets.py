"""Questions on one thing: what of it is asked, where a known form of question has every word of it.

Facets([Facet("leaders", ("who leads @",))]).read("who leads @")

A form is a regular expression over the folded words, in which @ is the thing and & who speaks of it; hanzi stand as
they are. A question that has a word more is not read: it may be the one that counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .counting import kind_asked_for

#: What may stand before a name, and words that make no difference.
_BEFORE = "(?:(?:the|a|an|any|chinese|current|new|so called) )*"
_POLITE = re.compile(
    r"^(?:please |(?:can you )?(?:tell|show) me |do you know |请问 ?)+|(?: please| now| today| currently)+$"
)


@dataclass(frozen=True)
class Facet:
    """What of a thing may be asked, by the forms in which it is."""

    name: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A question as it was read: the facet, the thing, who speaks of it, and the class of what is asked for."""

    facet: str
    thing: str
    speaker: str = ""
    kind: str = ""


class Facets:
    """The facets, in the order in which they are tried."""

    def __init__(self, facets: Iterable[Facet]) -> None:
        self.forms = [(one.name, *_compiled(form)) for one in facets for form in one.forms]

    def read(self, text: str, named: Sequence[str]) -> list[Asked]:
        """The ways in which a question with marked names can be read; none where no form has all of its words."""
        plain, found = _POLITE.sub("", text), []
        kind = kind_asked_for(plain)
        for name, form, roles in self.forms:
            if len(roles) == len(named) and form.fullmatch(plain):
                by = dict(zip(roles, named, strict=True))
                found.append(Asked(name, by["@"], by.get("&", ""), kind))
        return list(dict.fromkeys(found))


def _compiled(form: str) -> tuple[re.Pattern[str], list[str]]:
    """A form as an expression, and which of its names is what, in their order; between hanzi no space counts."""
    pattern = re.sub("[@&]", f"{_BEFORE}@", form) if form.isascii() else re.sub("[@&]", " ?@ ?", form)
    return re.compile(pattern), re.findall("[@&]", form)
