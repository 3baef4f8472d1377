"""How a question put to /ask fared: from its page alone, and by what it was taken for."""

from __future__ import annotations

import html
import re
from typing import Any

from cnskg.web import facets, ready

_UNSURE = ("We are not sure", "Its page does not tell it", "No ready question is near")


def fared(page: str, told: list[str]) -> str:
    """Right, half (and said to be) or wrong where the page is sure; else found or missed; unsure is right for none."""
    main = html.unescape(re.sub(r"<[^>]+>", "", page.partition("</h1>")[2].partition("</form>")[2]))
    unsure = any(words in main for words in _UNSURE)
    if not told:
        return "right" if unsure else "wrong"
    there = all(words in main for words in told)
    if unsure:
        return "found" if there else "missed"
    return "right" if there else "half" if "answers one half only" in main else "wrong"


def outcome(one: dict[str, Any]) -> str:
    """How a question fares: answered rightly or wrongly, offered among others, or missed; none, where none is right."""
    ask = ready.asking()
    marked, ways = facets.read(one["question"], ask, ready.current().release)
    found, own = ready.current().match(one["question"], ask), facets.told(ways, ask, ready.current().release)
    near = [each.slug for each in found.nearest]
    if own and own.section and (not found.sure or own.facet in facets.OWN):
        right = any(own.facet.split("-")[0] == one.get("facet") and way.thing.endswith(one["entity"]) for way in ways)
        return "right" if right else "wrong"
    if found.sure:
        return "right" if near[0] in one["wanted"] else "wrong"
    if not one["wanted"] and "entity" not in one:
        return "right"
    named = [iri.rpartition("/")[2] for iri in marked.named]
    return "offered" if set(near) & set(one["wanted"]) or one.get("entity") in named else "missed"
