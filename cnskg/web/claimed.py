"""Claims of one kind by who makes them: what somebody recommends, forecasts, denies or leaves open.

The kinds and the forms in which is asked for them stand in `claimed.toml`: every kind can be asked for in each form.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

#: What a form has in place of the words of a kind.
_WORDS = {"VERB_ZH": "verbs_zh", "NOUN_ZH": "nouns_zh", "VERB": "verbs", "NOUN": "nouns", "OWNED": "owned"}
_PLACE = re.compile("|".join(_WORDS))
_FACTS = ["?claim cns:claimant ?who"]


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "claimed.toml").read_text(encoding="utf-8"))


@cache
def facets() -> tuple[dict[str, Any], ...]:
    """Each kind in each shape, as `facets.toml` has what may be asked."""
    return tuple(_each(_told()))


def kind_of(words: str) -> tuple[str, str] | None:
    """The kind of claims that a verb or noun asks for, in folded words: what they are called, and which they are."""
    for one in _told()["kind"]:
        said = f"\\b(?:{one['verbs']}|{one['nouns']})\\b|{one['verbs_zh']}|{one['nouns_zh']}"
        if re.search(said, words):
            return one["by"], f"SELECT DISTINCT ?claim {{ {one['where']} . ?claim cns:sentence ?said }}"
    return None


def names() -> tuple[str, ...]:
    """What these are called."""
    return tuple(one["name"] for one in facets())


def _each(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for shape in told["shape"]:
        for kind in told["kind"]:
            yield {
                "name": f"{kind['name']}-{shape['name']}",
                "title": kind[shape["name"]],
                "forms": [_worded(form, kind) for form in shape["forms"]],
                "query": shape["query"].replace("#kind", f"{kind['where']} ."),
                "facts": _FACTS,
                "sentence": ["claim"],
            }


def _worded(form: str, kind: dict[str, Any]) -> str:
    """A form with the words of a kind in their places."""
    return _PLACE.sub(lambda at: str(kind[_WORDS[at[0]]]), form)
