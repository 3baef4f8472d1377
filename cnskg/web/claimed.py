"""Claims of one kind by who makes them: what somebody recommends, forecasts, denies, leaves open; of all, or on a thing.

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
_WORDS = {"VERB_ZH": "verbs_zh", "NOUN_ZH": "nouns_zh", "VERB": "verbs", "NOUN": "nouns"}
_PLACE = re.compile("|".join(_WORDS))
_FACTS = ["?claim cns:claimant ?who"]


@cache
def facets() -> tuple[dict[str, Any], ...]:
    """Each kind in each shape, as `facets.toml` has what may be asked."""
    told = tomllib.loads((resources.files(__package__) / "claimed.toml").read_text(encoding="utf-8"))
    return tuple(_each(told))


def names() -> tuple[str, ...]:
    """What these are called."""
    return tuple(one["name"] for one in facets())


def _each(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for shape in told["shape"]:
        for kind in told["kind"]:
            yield {
                "name": f"{kind['name']}-{shape['name']}",
                "title": kind[shape["name"]],
                "forms": [_PLACE.sub(lambda at, kind=kind: kind[_WORDS[at[0]]], form) for form in shape["forms"]],
                "query": shape["query"].replace("#kind", f"{kind['where']} ."),
                "facts": _FACTS,
                "sentence": ["claim"],
            }
